import type { FWaves } from '../spec/types';
import { cosTurns, sinTurns } from './math';
import type { Random } from './random';
import { drawRecording } from './variable';

/**
 * Adds fibrillatory waves: a sawtooth of three harmonics whose frequency swings by 0.25 Hz at
 * 0.2 Hz and whose amplitude swings by a third (Stridh & Sörnmo 2001, constants of Bachi 2023).
 *
 * @param out mV, one value a sample
 * @param rate sampling rate, Hz
 */
export function addFWaves(out: Float64Array, rate: number, waves: FWaves, random: Random): void {
  const rms = drawRecording(waves.rms, random);
  const frequency = drawRecording(waves.frequency, random);
  const phase = random.uniform();
  const slowPhase = random.uniform();
  const amplitudePhase = random.uniform();
  // A sum of sin(kθ)/k for k = 1..3 has mean square (1 + 1/4 + 1/9)/2; the swing multiplies it by 1 + 1/18.
  const scale = rms / Math.sqrt(((1 + 1 / 4 + 1 / 9) / 2) * (1 + 1 / 18));
  // The swings are slow: they are taken anew every 20 ms, and between that the phase only rotates.
  const block = Math.max(1, Math.round(rate * 0.02));
  let s = sinTurns(phase);
  let c = cosTurns(phase);
  let level = levelAt(0);
  for (let start = 0; start < out.length; start += block) {
    const end = Math.min(start + block, out.length);
    const turns = (frequency + 0.25 * cosTurns((0.2 * start) / rate + slowPhase)) / rate;
    const stepSin = sinTurns(turns);
    const stepCos = cosTurns(turns);
    const slope = (levelAt(start + block) - level) / block;
    for (let i = start; i < end; i++) {
      // sin θ + sin 2θ / 2 + sin 3θ / 3
      const saw = s * (2 + c - (4 / 3) * s * s);
      out[i] = out[i]! + level * saw;
      const next = s * stepCos + c * stepSin;
      c = c * stepCos - s * stepSin;
      s = next;
      level += slope;
    }
  }

  function levelAt(sample: number): number {
    return scale * (1 + sinTurns((0.34 * sample) / rate + amplitudePhase) / 3);
  }
}

/** Share of a flutter cycle spent on the slow fall; the rest is the fast rise. */
const FALL = 0.68;

/**
 * Adds flutter waves: in lead II a slow fall and a fast rise without an isoelectric line between,
 * mostly below the baseline. One cycle runs from the top of one wave to the top of the next.
 *
 * @param cycles start times of the cycles, s, covering the strip
 * @param amplitude peak to peak, mV
 */
export function addFlutterWaves(
  out: Float64Array,
  rate: number,
  cycles: readonly number[],
  amplitude: number,
): void {
  let cycle = 0;
  for (let i = 0; i < out.length; i++) {
    const t = i / rate;
    while (cycle + 2 < cycles.length && cycles[cycle + 1]! <= t) cycle++;
    const start = cycles[cycle]!;
    const phase = (t - start) / (cycles[cycle + 1]! - start);
    const straight = phase < FALL ? 1 - phase / FALL : (phase - FALL) / (1 - FALL);
    // Half straight, half an S-curve: a sawtooth with rounded corners.
    const rounded = straight * straight * (3 - 2 * straight);
    out[i] = out[i]! + amplitude * (0.5 * straight + 0.5 * rounded - 0.65);
  }
}
