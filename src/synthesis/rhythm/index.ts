import type { RhythmClass } from '../../spec/types';
import type { Note } from '../detail';
import { avBlockBeats } from './avBlock';
import { avNodeBeats } from './avNode';
import { conduct, type Impulse } from './conduction';
import type { StreamBook } from '../streams';
import { addEctopy } from './ectopy';
import { regularBeats } from './regular';
import { type Breathing, sinusBeats } from './sinus';
import type { Stretch } from './stretch';

/** A beat's place in time, and where it comes from. */
export interface ScheduledBeat {
  /** R time (of a stretched beat: its start), s; 0 is the first sample of the strip. */
  readonly time: number;
  /** `loose`: only the P wave of a conducted beat, which no beat follows; `escape`: without its P wave. */
  readonly kind: 'conducted' | 'ectopic' | 'escape' | 'loose';
  /** How much longer PR is than the beat type says, s. */
  readonly delay: number;
  /** Which run of ectopic beats it belongs to, -1 for none. */
  readonly focus: number;
  /** Number of the episode that it belongs to, from 1; 0 for the strip's own rhythm. */
  readonly episode: number;
}

/** A stretch without its streams: each purpose brings its own. */
export type Interval = Omit<Stretch, 'streams'>;

/**
 * The beats of one stretch of a class, in time order.
 *
 * @param cycles start times of the flutter cycles, s; empty where there are none
 */
export function schedule(
  source: RhythmClass,
  interval: Interval,
  streams: StreamBook,
  breathing: Breathing,
  cycles: readonly number[],
): ScheduledBeat[] {
  const { rhythm, conduction, ectopy } = source;
  const { episode } = interval;
  const stretchFor = (purpose: string): Stretch => ({
    from: interval.from,
    to: interval.to,
    duration: interval.duration,
    after: interval.after,
    episode,
    streams: streams.open(purpose, episode),
  });
  const times = ((): number[] => {
    const stretch = stretchFor('rhythm');
    switch (rhythm.type) {
      case 'sinus':
        return sinusBeats(rhythm, stretch, breathing);
      case 'regular':
        return regularBeats(rhythm, stretch);
      case 'av-node':
        return avNodeBeats(rhythm, stretch);
      case 'av-block':
        return avBlockBeats(rhythm, cycles, stretch);
      case 'none':
        return [];
    }
  })();
  // Most rhythms are conducted beat for beat.
  if (!conduction && !ectopy)
    return times.map((time) => ({ time, kind: 'conducted', delay: 0, focus: -1, episode }));
  const conducting = stretchFor('conduction');
  const impulses = conduct(conduction, times, conducting, conducting.streams.episode);
  if (conduction?.type === 'dissociated') {
    const escape: Impulse[] = regularBeats(conduction.escape, asEscape(stretchFor('escape'))).map((time) => ({
      time,
      conducted: true,
      delay: 0,
    }));
    return [...named(impulses, 'conducted', episode), ...withEctopy(escape, 'escape')].sort(
      (a, b) => a.time - b.time,
    );
  }
  return withEctopy(impulses, 'conducted');

  function withEctopy(found: readonly Impulse[], kind: 'conducted' | 'escape'): ScheduledBeat[] {
    return named(ectopy ? addEctopy(found, ectopy, stretchFor('ectopy')) : found, kind, episode);
  }
}

/** Takes down what an escape rhythm draws as its own, not as the rhythm's that it stands in for. */
function asEscape(stretch: Stretch): Stretch {
  const { note } = stretch.streams;
  if (!note) return stretch;
  const own: Note = (quantity, value) => {
    if (quantity !== 'ramp') note('escape rate', quantity === 'interval' ? 60 / value : value);
  };
  return { ...stretch, streams: { ...stretch.streams, note: own } };
}

function named(
  impulses: readonly (Impulse & { readonly focus?: number })[],
  kind: 'conducted' | 'escape',
  episode: number,
): ScheduledBeat[] {
  return impulses.map(({ time, conducted, delay, focus = -1 }) => ({
    time,
    kind: focus >= 0 ? 'ectopic' : conducted ? kind : 'loose',
    delay,
    focus,
    episode,
  }));
}
