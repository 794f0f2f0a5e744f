import type { AvNodeRhythm } from '../../spec/types';
import { log } from '../math';
import { drawEpisode } from '../variable';
import type { Stretch } from './stretch';

/** An interval longer than this is ended by the next impulse whatever the node says, s. */
const LONGEST_RR = 1.8;

/** As many impulses as this are not needed at any rate that the language allows. */
const MOST_IMPULSES = 1000;

/**
 * Atrial fibrillation: an AV node under a Poisson train of atrial impulses (Corino et al., IEEE
 * TBME 58, 2011, with the constants of Bachi et al., IEEE TBME 2023). After a beat the node is
 * refractory for 0.25 s + 0.15 RR, in 40 % of beats 0.2 s longer; an impulse t seconds after
 * recovery is blocked with probability max(0, 1 - 10 t).
 */
export function avNodeBeats(rhythm: AvNodeRhythm, stretch: Stretch): number[] {
  const { recording, episode } = stretch.streams;
  const arrivals = drawEpisode(rhythm.arrivals, recording, episode);
  const times: number[] = [];
  const start = episode.uniform();
  // Long enough before the strip that the start-up has no say in it.
  let t = stretch.after ?? stretch.from - 4 - start;
  let rr = 0.7;
  while (t < stretch.to) {
    if (t > (stretch.after ?? stretch.from - LONGEST_RR)) times.push(t);
    const refractory = 0.25 + 0.15 * rr + (episode.uniform() < 0.6 ? 0 : 0.2);
    let interval = refractory;
    for (let impulse = 0; ; impulse++) {
      interval -= log(episode.uniform()) / arrivals;
      if (interval >= LONGEST_RR || impulse >= MOST_IMPULSES) {
        interval = LONGEST_RR;
        break;
      }
      if (episode.uniform() >= 1 - 10 * (interval - refractory)) break;
    }
    rr = interval;
    t += rr;
  }
  return times;
}
