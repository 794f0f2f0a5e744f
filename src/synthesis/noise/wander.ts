import type { Trace } from '../kernels/trace';
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
export function addWander(out: Trace, rate: number, rms: number, random: Random): void {
  const spacing = rate / KNOT_RATE;
  // One knot before the strip and two behind its end.
  out.lend(Math.ceil(out.length / spacing) + 3, (knots) => {
    const frequencies: number[] = [];
    const phases: number[] = [];
    let power = 0;
    for (let k = 0; k < WANDER_PARTS; k++) {
      const frequency = WANDER_LOW + ((WANDER_HIGH - WANDER_LOW) * (k + random.uniform())) / WANDER_PARTS;
      frequencies.push(frequency);
      phases.push(random.uniform());
      power += 1 / (2 * frequency * frequency);
    }
    const scale = rms / Math.sqrt(power);
    for (let k = 0; k < WANDER_PARTS; k++)
      knots.addSine(scale / frequencies[k]!, frequencies[k]! / KNOT_RATE, phases[k]!);
    out.addSpline(knots, spacing);
  });
}
