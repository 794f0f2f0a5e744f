import type { RegularRhythm } from '../../spec/types';
import { drawEpisode, levelled } from '../variable';
import { boundInterval, elapsed, type Stretch } from './stretch';

/**
 * A clock of its own, whose rate or interval varies from beat to beat and may drift.
 *
 * @returns R times, s, ascending
 */
export function regularBeats(rhythm: RegularRhythm, stretch: Stretch): number[] {
  const { recording, episode, note } = stretch.streams;
  const value = levelled(rhythm.value, recording, episode);
  const ramp = drawEpisode(rhythm.ramp, recording, episode);
  note?.(rhythm.of, value.held());
  note?.('ramp', ramp);
  const start = episode.uniform();
  const interval = (t: number): number => {
    const drawn = value.next(episode);
    const change = ramp * elapsed(t, stretch);
    if (rhythm.of === 'rate') return boundInterval(60 / (drawn + change));
    return boundInterval(change === 0 ? drawn : 60 / (60 / drawn + change));
  };
  const times: number[] = [];
  let t = stretch.after ?? stretch.from;
  // The clock ran before the strip too: its first beat falls anywhere within an interval.
  t += stretch.after === null ? -start * interval(t) : interval(t);
  while (t < stretch.to) {
    times.push(t);
    t += interval(t);
  }
  return times;
}
