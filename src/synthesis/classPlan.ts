import type { BeatChoice, RhythmClass, Spec } from '../spec/types';
import { type BeatPlan, planBeat } from './beatPlan';
import { hashName } from './random';

/** A beat type that a class may choose. */
export interface PlannedBeat {
  readonly plan: BeatPlan;
  readonly weight: number;
}

/** A class with its beat types looked up. */
export interface ClassPlan {
  readonly source: RhythmClass;
  readonly hash: number;
  readonly conducted: readonly PlannedBeat[];
  readonly escape: readonly PlannedBeat[];
  readonly ectopic: readonly PlannedBeat[];
}

/**
 * Plans every class of a spec.
 *
 * @throws RangeError when it names a beat type that it does not define (`parseSpec` never lets that through)
 */
export function planClasses(spec: Spec): ReadonlyMap<string, ClassPlan> {
  const beats = new Map(spec.beats.map((beat) => [beat.name, beat]));
  const plans = new Map(spec.beats.map((beat) => [beat.name, planBeat(beat, beats)]));
  return new Map(
    spec.classes.map((source) => {
      const find = (choices: readonly BeatChoice[]): PlannedBeat[] =>
        choices.map(({ beat, weight }) => {
          const plan = plans.get(beat);
          if (!plan) {
            throw new RangeError(
              `Class "${source.name}" names the beat type "${beat}", which the spec does not define.`,
            );
          }
          return { plan, weight };
        });
      const { conduction, ectopy } = source;
      return [
        source.name,
        {
          source,
          hash: hashName(source.name),
          conducted: find(source.beats),
          escape: find(conduction?.type === 'dissociated' ? conduction.beats : []),
          ectopic: find(ectopy?.beats ?? []),
        },
      ];
    }),
  );
}
