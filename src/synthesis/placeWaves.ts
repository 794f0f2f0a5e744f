import type { Spec } from '../spec/types';
import { planBeat } from './beatPlan';
import { centralBeat, offsetOf, onsetOf } from './morphology';

/** One wave of a beat type with every parameter at its centre, at 60 beats a minute. */
export interface PlacedWave {
  readonly name: string;
  /** mV. */
  readonly amplitude: number;
  /** s relative to the R time (of a stretched beat: to its start). */
  readonly onset: number;
  readonly peak: number;
  readonly offset: number;
}

/**
 * Where the waves of a beat type stand once their anchors are resolved, in the order of `Beat.waves`; for handles and
 * marks.
 *
 * @throws RangeError when the spec has no such beat type
 */
export function placeWaves(spec: Spec, beatName: string): PlacedWave[] {
  const beats = new Map(spec.beats.map((beat) => [beat.name, beat]));
  const beat = beats.get(beatName);
  if (!beat) throw new RangeError(`The spec has no beat type "${beatName}".`);
  const waves = centralBeat(planBeat(beat, beats));
  return beat.waves.map(({ name }, i) => {
    const wave = waves[i]!;
    return { name, amplitude: wave.amplitude, onset: onsetOf(wave), peak: wave.at, offset: offsetOf(wave) };
  });
}
