import type { Note } from '../detail';
import type { Random } from '../random';

/** Beats this far outside the strip still reach into it with a P or T wave, s. */
export const MARGIN = 1.5;

/** A stretch of one rhythm: a whole strip with its margins, or one episode. Times in s; 0 is the strip's first sample. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** The strip's length, s. */
  readonly duration: number;
  /**
   * The last beat of the rhythm before, to count the first interval from; `null` where the rhythm was there before the
   * strip, and may stand anywhere in its cycle.
   */
  readonly after: number | null;
  /** Number of the episode, from 1; 0 for the strip's own rhythm. */
  readonly episode: number;
  readonly streams: Streams;
}

/** Where a rhythm's draws come from. */
export interface Streams {
  /** Begins anew for each episode, so that all episodes of a strip share their recording-level draws. */
  readonly recording: Random;
  /** Of this episode alone. */
  readonly episode: Random;
  /** Takes down what was drawn; `null` where nobody asked for it. */
  readonly note: Note | null;
}

/** A share of the strip that has gone by at time `t`, in [0, 1]: how much of a ramp has come about. */
export function elapsed(t: number, { duration }: Stretch): number {
  return t <= 0 ? 0 : t >= duration ? 1 : t / duration;
}

/** Intervals shorter or longer than these are no heartbeats, and would make a strip's cost unbounded, s. */
const SHORTEST = 0.1;
const LONGEST = 20;

export function boundInterval(seconds: number): number {
  // Written so that something that is no number becomes the shortest.
  return seconds > SHORTEST ? (seconds < LONGEST ? seconds : LONGEST) : SHORTEST;
}
