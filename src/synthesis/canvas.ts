import type { Recording } from '../spec/types';
import { LONGEST_SETTLING } from './bandNoise';
import { Kernels } from './kernels/kernels';
import type { Trace } from './kernels/trace';

/** What of a part of a beat lies further outside the strip than this is nobody's concern, s. */
export const OUTSIDE = 4;

/** Where a strip is drawn: its samples, and room for working. */
export interface Canvas {
  /** mV; zeros before. */
  readonly signal: Trace;
  /** Zeros before and after. */
  readonly activity: Trace;
  /** For a part of a beat by itself: the strip and `OUTSIDE` around it; zeros before and after. */
  readonly window: Trace;
}

export function canvasFor({ samples, rate }: Pick<Recording, 'samples' | 'rate'>): Canvas {
  const window = samples + 2 * Math.ceil(OUTSIDE * rate);
  // What noise borrows most at once: f-waves from a band of noise take two traces, one of which the filters settle in.
  const lent = 2 * samples + LONGEST_SETTLING;
  const kernels = new Kernels(2 * samples + window + lent, 5);
  return { signal: kernels.trace(samples), activity: kernels.trace(samples), window: kernels.trace(window) };
}
