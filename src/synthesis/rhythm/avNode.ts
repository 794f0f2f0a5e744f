import type { AvNodeRhythm } from '../../spec/types';
import { log } from '../math';
import { drawEpisode } from '../variable';
import type { Stretch } from './stretch';

/** Longer intervals are not kept, s. */
const LONGEST_RR = 1.8;

/** So often is an interval drawn again; after that it is anything between recovery and the longest. */
const ATTEMPTS = 20;

/** As many impulses as this are not needed at any rate that the language allows. */
const MOST_IMPULSES = 1000;

/**
 * Atrial fibrillation: an AV node under a Poisson train of atrial impulses (Corino et al., IEEE
 * TBME 58, 2011, with the constants of Bachi et al., IEEE TBME 2023). After a beat the node is
 * refractory for 0.25 s + 0.15 RR, in 40 % of beats 0.2 s longer; an impulse t seconds after
 * recovery is blocked with probability max(0, 1 - 10 t). Intervals above 1.8 s are dropped.
 *
 * @returns R times, s, ascending
 */
export function avNodeBeats(rhythm: AvNodeRhythm, stretch: Stretch): number[] {
  const { recording, episode, note } = stretch.streams;
  const arrivals = drawEpisode(rhythm.arrivals, recording, episode);
  note?.('arrivals', arrivals);
  const times: number[] = [];
  const start = episode.uniform();
  const draw = (refractory: number): number => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      let interval = refractory;
      for (let impulse = 0; impulse < MOST_IMPULSES && interval < LONGEST_RR; impulse++) {
        interval -= log(episode.uniform()) / arrivals;
        if (episode.uniform() >= 1 - 10 * (interval - refractory)) break;
      }
      if (interval < LONGEST_RR) return interval;
    }
    return refractory + episode.uniform() * (LONGEST_RR - refractory);
  };
  // Long enough before the strip that the start-up has no say in it.
  let t = stretch.after ?? stretch.from - 4 - start;
  let rr = 0.7;
  while (t < stretch.to) {
    if (t > (stretch.after ?? stretch.from - LONGEST_RR)) times.push(t);
    const refractory = 0.25 + 0.15 * rr + (episode.uniform() < 0.6 ? 0 : 0.2);
    rr = draw(refractory);
    t += rr;
  }
  return times;
}
