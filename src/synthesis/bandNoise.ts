import { type Biquad, filter, highPass, lowPass } from './filters';
import type { Random } from './random';

/** Qualities of the two halves of a fourth-order Butterworth filter. */
const QUALITIES = [0.541196100146197, 1.3065629648763766];

/** Room before the strip in which the filters settle, and after an impulse in which they ring down, in periods. */
const SETTLING = 4;
const LONGEST_SETTLING = 20_000;

/**
 * Adds normal noise between `low` and `high`, Hz: white noise through fourth-order Butterworth filters, whose response
 * gives the level exactly (in expectation). A limit that the sampling rate leaves nothing to do for is left out.
 */
export function addBandNoise(
  out: Float64Array,
  rate: number,
  rms: number,
  low: number,
  high: number,
  random: Random,
): void {
  // Nothing of the band can be shown.
  if (low >= 0.49 * rate) return;
  const stages: Biquad[] = [];
  for (const quality of QUALITIES) {
    if (low > 0) stages.push(highPass(low / rate, quality));
    if (high < 0.49 * rate) stages.push(lowPass(high / rate, quality));
  }
  const slowest = Math.min(low > 0 ? low : high, high - Math.max(low, 0));
  const settling = Math.min(LONGEST_SETTLING, Math.ceil((SETTLING * rate) / slowest));
  const impulse = new Float64Array(settling);
  impulse[0] = 1;
  for (const stage of stages) filter(impulse, stage);
  let power = 0;
  for (const x of impulse) power += x * x;
  const noise = new Float64Array(settling + out.length);
  random.addNormals(noise, rms / Math.sqrt(power));
  for (const stage of stages) filter(noise, stage);
  for (let i = 0; i < out.length; i++) out[i] = out[i]! + noise[settling + i]!;
}
