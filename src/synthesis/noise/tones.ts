import type { Trace } from '../kernels/trace';
import type { Random } from '../random';

/**
 * Mains interference: a sinusoid and its overtones, each half of the one before. Overtones that the sampling rate cannot
 * show are left out before the level is set.
 */
export function addMains(
  out: Trace,
  rate: number,
  rms: number,
  frequency: number,
  harmonics: number,
  random: Random,
): void {
  const amplitudes = [1];
  for (let k = 2; k <= harmonics && k * frequency < rate / 2; k++) amplitudes.push(amplitudes[k - 2]! / 2);
  const power = amplitudes.reduce((sum, a) => sum + (a * a) / 2, 0);
  amplitudes.forEach((amplitude, k) => {
    addSine(out, rate, (rms * amplitude) / Math.sqrt(power), (k + 1) * frequency, random.uniform());
  });
}

/** Adds amplitude · sin(2π (frequency t + phase)), mV, Hz; phase in turns. */
export function addSine(out: Trace, rate: number, amplitude: number, frequency: number, phase: number): void {
  out.addSine(amplitude, frequency / rate, phase);
}

/** A square wave: `amplitude` where the sine would be positive, minus it elsewhere. */
export function addSquare(
  out: Trace,
  rate: number,
  amplitude: number,
  frequency: number,
  phase: number,
): void {
  const { samples } = out;
  for (let i = 0; i < samples.length; i++) {
    const turns = (frequency * i) / rate + phase;
    samples[i] = samples[i]! + (turns - Math.floor(turns) < 0.5 ? amplitude : -amplitude);
  }
}
