import { OUTSIDE, type Canvas } from './canvas';
import type { Span } from './fiducials';
import { addBeat, type DrawnWave } from './morphology';
import { drawnReach } from './shapes';

/**
 * Adds a beat's QRS complex to a strip.
 *
 * @param time of the beat, s
 * @param length after which a stretched beat is cut, s; Infinity for others, which reach before their time too
 * @param span of the complex, s relative to `time`
 * @returns the sample of its R peak: the largest deflection, as its waves add up, from its onset to its offset
 */
export function addQrs(
  { signal, window }: Canvas,
  rate: number,
  time: number,
  length: number,
  waves: readonly DrawnWave[],
  span: Span,
): number {
  const outside = Math.ceil(OUTSIDE * rate);
  let start = Infinity;
  let end = -Infinity;
  for (let i = 0; i < waves.length; i++) {
    const { part, shape, at, rise, fall } = waves[i]!;
    if (part !== 'QRS') continue;
    const widths = drawnReach(shape);
    if (at - widths * rise < start) start = at - widths * rise;
    if (at + widths * fall > end) end = at + widths * fall;
  }
  if (length !== Infinity) {
    if (start < 0) start = 0;
    if (end > length) end = length;
  }
  const cut = length === Infinity ? 1 : 0;
  const first = bound(Math.ceil((time + start) * rate) - cut, signal.length, outside);
  const last = bound(Math.ceil((time + end) * rate) + cut, signal.length, outside);
  const own = window.part(0, Math.max(1, last - first));
  addBeat(own, rate, time - first / rate, waves, 'QRS');
  const onset = bound(Math.ceil((time + span.onset) * rate) - first, own.length - 1, 0);
  const offset = bound(Math.floor((time + span.offset) * rate) - first, own.length - 1, 0);
  const r = first + own.largest(onset, Math.max(onset, offset) + 1);
  own.moveInto(signal, first);
  return r;
}

/** A sample number no further outside a strip than `outside`. */
function bound(sample: number, samples: number, outside: number): number {
  return sample < -outside ? -outside : sample > samples + outside ? samples + outside : sample;
}
