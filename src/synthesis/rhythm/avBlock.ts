import type { AvBlockRhythm } from '../../spec/types';
import { pick } from '../pick';
import { drawEpisode } from '../variable';
import type { Stretch } from './stretch';

/**
 * The flutter cycles that reach the ventricle: n:1 ratios in turn, begun anywhere in their sequence, or 2, 3 and 4 at
 * random, where the last one persists with the given chance and is drawn anew otherwise.
 *
 * @param cycles start times of the atrial cycles, s, ascending
 * @returns R times, s
 */
export function avBlockBeats(rhythm: AvBlockRhythm, cycles: readonly number[], stretch: Stretch): number[] {
  const { recording, episode, note } = stretch.streams;
  const { ratios } = pick(rhythm.block, recording);
  const persistence = drawEpisode(rhythm.persistence, recording, episode);
  if (ratios === 'variable') note?.('persistence', persistence);
  else note?.('block', ratios.reduce((sum, n) => sum + n, 0) / ratios.length);
  // The node's delay, 120 to 180 ms.
  const delay = 0.12 + 0.06 * recording.uniform();
  let turn = ratios === 'variable' ? 0 : Math.floor(episode.uniform() * ratios.length);
  let last = 2 + Math.floor(episode.uniform() * 3);
  const next = (): number => {
    if (ratios !== 'variable') return ratios[turn++ % ratios.length]!;
    const stays = episode.uniform();
    const fresh = 2 + Math.floor(episode.uniform() * 3);
    if (stays >= persistence) last = fresh;
    return last;
  };
  let cycle = 0;
  if (stretch.after !== null)
    while (cycle < cycles.length && cycles[cycle]! + delay <= stretch.after) cycle++;
  cycle += Math.floor(episode.uniform() * 4);
  const times: number[] = [];
  while (cycle < cycles.length) {
    // The node's own jitter: a few milliseconds.
    const time = cycles[cycle]! + delay + 0.004 * episode.normal();
    if (time >= stretch.to) break;
    times.push(time);
    cycle += next();
  }
  return times;
}
