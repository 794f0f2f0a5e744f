import { partMembers } from '../spec/anchors';
import type { Beat, Wave } from '../spec/types';
import { type Copula, copulaOf } from './copula';
import { hashName } from './random';

/** What a wave's time counts from, with names looked up. */
export type PlannedAnchor =
  | { readonly kind: 'beat' }
  | { readonly kind: 'previous' }
  | { readonly kind: 'wave'; readonly wave: number; readonly point: 'onset' | 'peak' | 'offset' }
  /** The first onset or the last offset of these waves. */
  | { readonly kind: 'span'; readonly waves: readonly number[]; readonly point: 'onset' | 'offset' };

export interface PlannedWave {
  readonly wave: Wave;
  readonly anchor: PlannedAnchor;
  /** Whether anchor or heart rate have a say in its time or width. */
  readonly isPlaced: boolean;
  /** The stream of its recording-level draws. */
  readonly recordingStream: number;
  /** The stream of its draws for episodes and beats. */
  readonly beatStream: number;
}

/** A beat type with everything looked up that strips do not change. */
export interface BeatPlan {
  readonly beat: Beat;
  readonly waves: readonly PlannedWave[];
  readonly copula: Copula | null;
  /** Whether any wave follows its anchor only from recording to recording. */
  readonly recordingPlaces: boolean;
  /** Whether the heart rate moves any wave. */
  readonly followsRate: boolean;
}

/**
 * @param all the spec's beat types by name
 * @throws RangeError for an anchor that is not there, or that comes after what hangs on it
 */
export function planBeat(beat: Beat, all: ReadonlyMap<string, Beat>): BeatPlan {
  const root = rootOf(beat, all);
  return {
    beat,
    waves: beat.waves.map((wave, number) => ({
      wave,
      anchor: planAnchor(beat, number),
      isPlaced: wave.anchor.kind !== 'beat' || followsRate(wave),
      // A stream of its own for every wave: taking the P wave out leaves the T wave as it was. Beat types that extend
      // each other share their recording-level draws: a patient with a tall R has it in every kind of beat.
      recordingStream: hashName(`wave ${root} ${wave.name}`),
      beatStream: hashName(`beats ${beat.name} ${wave.name}`),
    })),
    copula: copulaOf(beat),
    followsRate: beat.waves.some(followsRate),
    recordingPlaces: beat.waves.some(
      ({ follow, anchor }) => follow === 'recording' && anchor.kind !== 'beat',
    ),
  };
}

function followsRate({ correction, rateShift }: Wave): boolean {
  return correction !== 'none' || rateShift !== 0;
}

/** The eldest beat type that this one goes back to. */
function rootOf(beat: Beat, all: ReadonlyMap<string, Beat>): string {
  let at = beat;
  // As many steps as there are beat types, so that a circle, which `parseSpec` refuses, would end too.
  for (let i = 0; i < all.size; i++) {
    const parent = at.extends === null ? undefined : all.get(at.extends);
    if (!parent) break;
    at = parent;
  }
  return at.name;
}

function planAnchor(beat: Beat, number: number): PlannedAnchor {
  const { anchor, name } = beat.waves[number]!;
  switch (anchor.kind) {
    case 'beat':
    case 'previous':
      return { kind: anchor.kind };
    case 'wave': {
      const wave = beat.waves.findIndex((other) => other.name === anchor.wave);
      if (wave < 0 || wave >= number)
        throw new RangeError(
          `Wave "${name}" of beat type "${beat.name}" hangs on "${anchor.wave}", which does not come before it.`,
        );
      return { kind: 'wave', wave, point: anchor.point };
    }
    case 'part': {
      const waves = partMembers(beat.waves, anchor.part).map((member) => beat.waves.indexOf(member));
      if (waves.length === 0 || waves.some((i) => i >= number))
        throw new RangeError(
          `Wave "${name}" of beat type "${beat.name}" hangs on its ${anchor.part}, which does not come before it.`,
        );
      return { kind: 'span', waves, point: anchor.point };
    }
  }
}
