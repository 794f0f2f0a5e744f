import type { WavePart } from '../spec/types';
import { OUTSIDE, type Canvas } from './canvas';
import { toSample, type Span, type Spans } from './fiducials';
import { addWave, drawnReach } from './shapes';
import type { DrawnWave } from './morphology';

/**
 * Adds a beat to a strip, and finds the samples where its parts peak.
 *
 * @param time of the beat, s
 * @param length after which a stretched beat is cut, s; Infinity for others, which reach before their time too
 * @param spans of the beat's parts; their peaks are filled in
 */
export function addParts(
  canvas: Canvas,
  rate: number,
  time: number,
  length: number,
  waves: readonly DrawnWave[],
  spans: Spans,
): void {
  addPart(canvas, rate, time, length, waves, 'P', spans.P);
  addPart(canvas, rate, time, length, waves, 'QRS', spans.QRS);
  addPart(canvas, rate, time, length, waves, 'T', spans.T);
  const { signal } = canvas;
  const first = length === Infinity ? 0 : Math.max(0, Math.ceil(time * rate));
  const end =
    length === Infinity ? signal.length : Math.min(signal.length, Math.ceil((time + length) * rate));
  if (first >= end) return;
  const out = length === Infinity ? signal : signal.part(first, end);
  for (let i = 0; i < waves.length; i++) {
    const { part, shape, amplitude, at, rise, fall } = waves[i]!;
    if (spans.of(part)?.isSum) continue;
    addWave(out, rate, shape, amplitude, time - first / rate + at, rise, fall);
  }
}

/** Finds the peak of a part; of one whose waves add up to it, these are added. */
function addPart(
  canvas: Canvas,
  rate: number,
  time: number,
  length: number,
  waves: readonly DrawnWave[],
  part: WavePart,
  span: Span,
): void {
  span.peak = span.isSum
    ? addSum(canvas, rate, time, length, waves, part, span)
    : toSample(time + span.summit, rate);
}

/**
 * Adds a part of a beat to a strip: its waves by themselves first, because its peak is where they deflect most.
 *
 * @returns the sample of the largest deflection from zero between onset and offset, of equals the first; it may lie
 *   outside the strip
 */
function addSum(
  { signal, window }: Canvas,
  rate: number,
  time: number,
  length: number,
  waves: readonly DrawnWave[],
  of: WavePart,
  span: Span,
): number {
  const outside = Math.ceil(OUTSIDE * rate);
  let start = Infinity;
  let end = -Infinity;
  for (let i = 0; i < waves.length; i++) {
    const { part, shape, at, rise, fall } = waves[i]!;
    if (part !== of) continue;
    const widths = drawnReach(shape);
    if (at - widths * rise < start) start = at - widths * rise;
    if (at + widths * fall > end) end = at + widths * fall;
  }
  if (length !== Infinity) {
    if (start < 0) start = 0;
    if (end > length) end = length;
  }
  // A sample of room on either side, except where the beat is cut.
  const room = length === Infinity ? 1 : 0;
  const first = bound(Math.ceil((time + start) * rate) - room, signal.length, outside);
  const last = bound(Math.ceil((time + end) * rate) + room, signal.length, outside);
  // Of a beat that is cut within a sample nothing is drawn.
  if (last <= first) return toSample(time + span.summit, rate);
  const own = window.part(0, last - first);
  const origin = time - first / rate;
  for (let i = 0; i < waves.length; i++) {
    const { part, shape, amplitude, at, rise, fall } = waves[i]!;
    if (part === of) addWave(own, rate, shape, amplitude, origin + at, rise, fall);
  }
  const onset = toSample(time + span.onset, rate);
  const offset = toSample(time + span.offset, rate);
  const from = bound(onset - first, own.length - 1, 0);
  const to = bound(offset - first, own.length - 1, 0);
  const peak = first + own.largest(from, to + 1);
  own.moveInto(signal, first);
  // What is left of a cut wave may lie less than a sample beside it.
  return peak < onset ? onset : peak > offset ? offset : peak;
}

/** A sample number no further outside a strip than `outside`. */
function bound(sample: number, samples: number, outside: number): number {
  return sample < -outside ? -outside : sample > samples + outside ? samples + outside : sample;
}
