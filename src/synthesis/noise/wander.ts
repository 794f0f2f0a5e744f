import { sinTurns } from '../math';
import type { Random } from '../random';

const WANDER_PARTS = 6;
/** Between these frequencies lie electrode drift and breathing, Hz. */
const WANDER_LOW = 0.05;
const WANDER_HIGH = 0.5;
const KNOT_RATE = 10;

/**
 * Baseline wander: six sinusoids at random frequencies between 0.05 and 0.5 Hz, amplitudes falling
 * as 1/f and scaled to the wanted root mean square. Evaluated ten times a second and joined by
 * Catmull-Rom cubics, whose error at 0.5 Hz is below 0.1 % of the amplitude.
 */
export function addWander(out: Float64Array, rate: number, rms: number, random: Random): void {
  const frequencies: number[] = [];
  const phases: number[] = [];
  const amplitudes: number[] = [];
  let power = 0;
  for (let k = 0; k < WANDER_PARTS; k++) {
    const frequency = WANDER_LOW + ((WANDER_HIGH - WANDER_LOW) * (k + random.uniform())) / WANDER_PARTS;
    const amplitude = 1 / frequency;
    frequencies.push(frequency);
    phases.push(random.uniform());
    amplitudes.push(amplitude);
    power += (amplitude * amplitude) / 2;
  }
  const scale = rms / Math.sqrt(power);
  const at = (knot: number): number => {
    let sum = 0;
    for (let k = 0; k < WANDER_PARTS; k++) {
      sum += amplitudes[k]! * sinTurns((frequencies[k]! * knot) / KNOT_RATE + phases[k]!);
    }
    return scale * sum;
  };
  const step = KNOT_RATE / rate;
  let a = at(-1);
  let b = at(0);
  let c = at(1);
  let d = at(2);
  let i = 0;
  for (let knot = 0; i < out.length; knot++) {
    const linear = 0.5 * (c - a);
    const square = a - 2.5 * b + 2 * c - 0.5 * d;
    const cube = 0.5 * (d - a) + 1.5 * (b - c);
    const end = Math.min(out.length, Math.ceil((knot + 1) / step));
    for (; i < end; i++) {
      const u = i * step - knot;
      out[i] = out[i]! + b + u * (linear + u * (square + u * cube));
    }
    a = b;
    b = c;
    c = d;
    d = at(knot + 3);
  }
}
