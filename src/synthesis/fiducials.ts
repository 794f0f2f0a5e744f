import type { WavePart } from '../spec/types';
import { type DrawnWave, offsetOf, onsetOf } from './morphology';
import type { Fiducials } from './types';

/** Waves flatter than this do not widen the QRS that a reader would measure, mV. */
const VISIBLE = 0.03;

/** The parts of a beat of which the truth is told. */
export const PARTS = ['P', 'QRS', 'T'] as const satisfies readonly WavePart[];

/**
 * Where a part of a beat lies, s relative to the beat's time.
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
  onset: number;
  /** Where the tallest wave peaks. */
  summit: number;
  offset: number;
  /** The sample of the peak, which may lie outside the strip; `addParts` finds it. */
  peak: number;
  /** How many waves the part has; with none, all else means nothing. */
  waves: number;
  /** The first of the tallest ones. */
  tallest: DrawnWave | null;
  /** Whether its peak must be looked for: not that of a single wave, except an R peak, which decides where the beat is. */
  isSum: boolean;
}

/** The spans of one beat's parts. One is made for many beats: each overwrites what the one before left. */
export class Spans {
  readonly P: Span = blank();
  readonly QRS: Span = blank();
  readonly T: Span = blank();

  /** The span of a part; `null` of those that the truth does not tell of. */
  of(part: WavePart): Span | null {
    return part === 'P' || part === 'QRS' || part === 'T' ? this[part] : null;
  }

  /** @param length after which a stretched beat is cut, s; Infinity for others, which reach before their time too */
  measure(waves: readonly DrawnWave[], length: number): void {
    begin(this.P);
    begin(this.QRS);
    begin(this.T);
    for (let i = 0; i < waves.length; i++) {
      const span = this.of(waves[i]!.part);
      if (span !== null) take(span, waves[i]!);
    }
    this.P.isSum = this.P.waves > 1;
    this.QRS.isSum = this.QRS.waves > 0;
    this.T.isSum = this.T.waves > 1;
    finish(this.P, length);
    finish(this.QRS, length);
    finish(this.T, length);
  }
}

function blank(): Span {
  return { onset: NaN, summit: NaN, offset: NaN, peak: -1, waves: 0, tallest: null, isSum: false };
}

function begin(span: Span): void {
  span.onset = Infinity;
  span.offset = -Infinity;
  span.waves = 0;
  span.tallest = null;
}

function take(span: Span, wave: DrawnWave): void {
  span.waves++;
  const height = Math.abs(wave.amplitude);
  if (span.tallest === null || height > Math.abs(span.tallest.amplitude)) span.tallest = wave;
  if (height < VISIBLE && wave.part === 'QRS') return;
  const onset = onsetOf(wave);
  const offset = offsetOf(wave);
  if (onset < span.onset) span.onset = onset;
  if (offset > span.offset) span.offset = offset;
}

function finish(span: Span, length: number): void {
  const { tallest } = span;
  if (tallest === null) return;
  if (span.onset === Infinity) {
    span.onset = onsetOf(tallest);
    span.offset = offsetOf(tallest);
  }
  span.summit = tallest.at;
  if (length === Infinity) return;
  span.onset = cut(span.onset, length);
  span.summit = cut(span.summit, length);
  span.offset = cut(span.offset, length);
}

function cut(t: number, length: number): number {
  return t < 0 ? 0 : t > length ? length : t;
}

/** The sample nearest to a time, s; it may lie outside the strip. */
export function toSample(time: number, rate: number): number {
  return Math.floor(time * rate + 0.5);
}

/** A span as sample numbers, -1 where a point lies outside the strip; `null` where the beat has no such part. */
export function toFiducials(span: Span, time: number, rate: number, samples: number): Fiducials | null {
  if (span.waves === 0) return null;
  return {
    onset: inside(toSample(time + span.onset, rate), samples),
    peak: inside(span.peak, samples),
    offset: inside(toSample(time + span.offset, rate), samples),
  };
}

function inside(sample: number, samples: number): number {
  return sample >= 0 && sample < samples ? sample : -1;
}
