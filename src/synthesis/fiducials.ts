import type { WavePart } from '../spec/types';
import { type DrawnWave, offsetOf, onsetOf } from './morphology';
import type { Fiducials } from './types';

/** Waves flatter than this do not widen the QRS that a reader would measure, mV. */
const VISIBLE = 0.03;

export interface Span {
  /** s relative to the beat's time. */
  readonly onset: number;
  readonly peak: number;
  readonly offset: number;
}

/** Where a part of the beat begins, peaks and ends; `null` when the beat has none. */
export function partSpan(waves: readonly DrawnWave[], part: WavePart): Span | null {
  let tallest: DrawnWave | undefined;
  let onset = Infinity;
  let offset = -Infinity;
  for (const wave of waves) {
    if (wave.part !== part) continue;
    const height = Math.abs(wave.amplitude);
    if (!tallest || height > Math.abs(tallest.amplitude)) tallest = wave;
    if (height < VISIBLE && part === 'QRS') continue;
    const from = onsetOf(wave);
    const to = offsetOf(wave);
    if (from < onset) onset = from;
    if (to > offset) offset = to;
  }
  if (!tallest) return null;
  if (onset === Infinity) {
    onset = onsetOf(tallest);
    offset = offsetOf(tallest);
  }
  return { onset, peak: tallest.at, offset };
}

/** What is left of a span that is cut at the beat's time and `length` seconds later; all of it where that is Infinity. */
export function cutSpan(span: Span | null, length: number): Span | null {
  if (length === Infinity) return span;
  const cut = (t: number): number => (t < 0 ? 0 : t > length ? length : t);
  return span && { onset: cut(span.onset), peak: cut(span.peak), offset: cut(span.offset) };
}

/** A span in seconds as sample numbers; -1 where a point lies outside the strip. */
export function toFiducials(span: Span, time: number, rate: number, samples: number): Fiducials {
  const place = (seconds: number): number => {
    const sample = Math.floor((time + seconds) * rate + 0.5);
    return sample >= 0 && sample < samples ? sample : -1;
  };
  return { onset: place(span.onset), peak: place(span.peak), offset: place(span.offset) };
}
