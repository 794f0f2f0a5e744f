import type { WavePart } from '../spec/types';
import { type DrawnWave, offsetOf, onsetOf } from './morphology';
import { addWave } from './shapes';
import type { Fiducials } from './types';

/** Waves flatter than this do not widen the QRS that a reader would measure, mV. */
const VISIBLE = 0.03;

/**
 * Where a part of a beat (P, QRS, T) lies, s relative to the beat's time.
 *
 * - Onset and offset: where the first of the part's waves begins and the last one ends, each 2.5 widths from its peak
 *   (`reach` in shapes.ts). Waves of the QRS below `VISIBLE` do not count, unless all are.
 * - Peak: where the part's waves, added up, deflect most from zero; of a part that is one wave, where that peaks.
 *
 * All three are about the part's own waves alone, as if nothing else were there. Where waves overlap (P on the T wave
 * before, T on a raised ST segment, f-waves, noise), the summit that is seen may be elsewhere; the points stay where the
 * part itself has them, and those of two parts may interlace.
 */
export interface Span {
  readonly onset: number;
  readonly peak: number;
  readonly offset: number;
}

/**
 * Where a part of the beat lies; `null` when the beat has none. Of several waves the tallest one's peak stands for
 * the part's; `largestDeflection` finds that.
 */
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

/**
 * The sample of a part's largest deflection, as its waves add up; of equals the first. May lie outside the strip.
 *
 * @param span of the part
 * @param scratch any buffer of zeros; it is zeros again afterwards
 */
export function largestDeflection(
  waves: readonly DrawnWave[],
  of: WavePart,
  time: number,
  rate: number,
  span: Span,
  scratch: Float64Array,
): number {
  const first = Math.ceil((time + span.onset) * rate);
  const count = Math.min(scratch.length, Math.floor((time + span.offset) * rate) - first + 1);
  const window = scratch.subarray(0, Math.max(count, 1));
  const start = time - first / rate;
  for (const { part, shape, amplitude, at, rise, fall } of waves) {
    if (part === of) addWave(window, rate, shape, amplitude, start + at, rise, fall);
  }
  let best = 0;
  for (let i = 1; i < window.length; i++) {
    if (Math.abs(window[i]!) > Math.abs(window[best]!)) best = i;
  }
  window.fill(0);
  return first + best;
}

/**
 * Onset, peak and offset of a part other than the QRS; `null` when the beat has none.
 *
 * @param length after which a stretched beat is cut, s; Infinity for others, which reach before their time too
 * @param scratch as for `largestDeflection`
 */
export function partFiducials(
  waves: readonly DrawnWave[],
  part: WavePart,
  time: number,
  length: number,
  rate: number,
  samples: number,
  scratch: Float64Array,
): Fiducials | null {
  const span = cutSpan(partSpan(waves, part), length);
  if (!span) return null;
  const { onset, peak, offset } = toFiducials(span, time, rate, samples);
  if (!several(waves, part)) return { onset, peak, offset };
  const largest = largestDeflection(waves, part, time, rate, span, scratch);
  return { onset, peak: largest >= 0 && largest < samples ? largest : -1, offset };
}

function several(waves: readonly DrawnWave[], part: WavePart): boolean {
  let count = 0;
  for (const wave of waves) if (wave.part === part) count++;
  return count > 1;
}

/** The sample nearest to a time, s; it may lie outside the strip. */
export function toSample(time: number, rate: number): number {
  return Math.floor(time * rate + 0.5);
}

/** A span in seconds as sample numbers; -1 where a point lies outside the strip. */
export function toFiducials(span: Span, time: number, rate: number, samples: number): Fiducials {
  const place = (seconds: number): number => {
    const sample = toSample(time + seconds, rate);
    return sample >= 0 && sample < samples ? sample : -1;
  };
  return { onset: place(span.onset), peak: place(span.peak), offset: place(span.offset) };
}
