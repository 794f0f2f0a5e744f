import type { Episodes } from '../../spec/types';
import { log } from '../math';
import { drawRecording, levelled } from '../variable';
import type { Streams } from './stretch';

/** From `start` to `end`, s. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** Of what is left between episodes, the share that is dealt out evenly; the rest falls at random. */
const EVEN = 0.3;

/** No strip is cut into more pieces than this. */
const MOST = 200;

/**
 * The episodes of a strip: as many as come nearest to `burden` with episodes of `duration`, at least one; their lengths
 * are then scaled so that the burden is met, and what is left is parted at random.
 *
 * @param duration of the strip, s
 * @returns in time order, without overlaps
 */
export function drawEpisodes(
  episodes: Episodes,
  duration: number,
  { recording, episode: random }: Streams,
): Period[] {
  const share = Math.min(1, Math.max(0, drawRecording(episodes.burden, recording)));
  const typical = levelled(episodes.duration, recording, random);
  const total = share * duration;
  if (!(total > 0)) return [];
  const count = Math.min(MOST, Math.max(1, Math.floor(total / typical.held() + 0.5)));
  const lengths = Array.from({ length: count }, () => {
    typical.beginFrom(random.uniform());
    return typical.next(random);
  });
  const gaps = Array.from({ length: count + 1 }, () => -log(random.uniform()));
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const stretch = total / sum(lengths);
  const rest = duration - total;
  const uneven = ((1 - EVEN) * rest) / sum(gaps);
  const even = (EVEN * rest) / (count + 1);
  let t = 0;
  return lengths.map((length, i) => {
    const start = t + even + uneven * gaps[i]!;
    t = start + length * stretch;
    return { start, end: t };
  });
}
