import { type Biquad, filter, highPass, lowPass } from './filters';
import type { Trace } from './kernels/trace';
import type { Random } from './random';

/** Qualities of the two halves of a fourth-order Butterworth filter. */
const QUALITIES = [0.541196100146197, 1.3065629648763766];

/** Room before the strip in which the filters settle, and after an impulse in which they ring down, in periods. */
const SETTLING = 4;
export const LONGEST_SETTLING = 20_000;

/**
 * Adds normal noise between `low` and `high`, Hz: white noise through fourth-order Butterworth filters, whose response
 * gives the level exactly (in expectation). A limit that the sampling rate leaves nothing to do for is left out.
 *
 * @param out mV
 * @param rate sampling rate, Hz
 * @param rms mV
 */
export function addBandNoise(
  out: Trace,
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
  const impulse = new Float32Array(settling);
  impulse[0] = 1;
  for (const stage of stages) filter(impulse, stage);
  let power = 0;
  for (const x of impulse) power += x * x;
  out.lend(settling + out.length, (noise) => {
    noise.addNormals(rms / Math.sqrt(power), random);
    for (const stage of stages) filter(noise.samples, stage);
    const { samples } = out;
    for (let i = 0; i < samples.length; i++) samples[i] = samples[i]! + noise.samples[settling + i]!;
  });
}
