import { cholesky } from '../copula';
import type { Trace } from '../kernels/trace';
import type { Random } from '../random';

/**
 * Poles and gains of six one-pole filters that together fall by 3 dB an octave (P. Kellet's refined filter, within 0.05 dB
 * from a five-thousandth of the sampling rate on), the gain of white noise that goes straight through, and of white noise
 * one sample late.
 */
const POLES = [0.99886, 0.99332, 0.969, 0.8665, 0.55, -0.7616];
const GAINS = [0.0555179, 0.0750759, 0.153852, 0.3104856, 0.5329522, -0.016898];
const STRAIGHT = 0.5362;
const LATE = 0.115926;

/** Covariance of the filters' states after many samples of one white noise. */
const STATES = GAINS.map((a, i) => GAINS.map((b, j) => (a * b) / (1 - POLES[i]! * POLES[j]!)));
const ROOT = cholesky(STATES)!;
/**
 * Mean square of the output: of the states' sum, of what goes straight through (which the newest part of every state
 * knows of), and of what is late (which their last but newest part knows of).
 */
const POWER =
  STATES.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0) +
  STRAIGHT * STRAIGHT +
  LATE * LATE +
  2 * STRAIGHT * GAINS.reduce((a, b) => a + b, 0) +
  2 * LATE * GAINS.reduce((sum, gain, i) => sum + gain * POLES[i]!, 0);

/** Adds 1/f noise of `rms` mV, stationary from its first sample on: the filters' states are drawn, not waited for. */
export function addPink(out: Trace, rms: number, random: Random): void {
  const scale = rms / Math.sqrt(POWER);
  const fresh = POLES.map(() => random.normal());
  const state = ROOT.map((row) => row.reduce((sum, weight, j) => sum + weight * fresh[j]!, 0));
  out.lend(out.length, (white) => {
    white.addNormals(1, random);
    const { samples } = out;
    let late = 0;
    for (let i = 0; i < samples.length; i++) {
      const w = white.samples[i]!;
      let sum = STRAIGHT * w + LATE * late;
      for (let k = 0; k < POLES.length; k++) {
        const next = POLES[k]! * state[k]! + GAINS[k]! * w;
        state[k] = next;
        sum += next;
      }
      late = w;
      samples[i] = samples[i]! + scale * sum;
    }
  });
}
