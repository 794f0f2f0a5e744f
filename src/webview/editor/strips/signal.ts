import type { Interval } from './stripGeometry';

export interface Signal {
  /** mV. */
  readonly values: Float64Array;
  readonly range: Interval;
}

/** A strip's samples in mV. */
export function signalOf(samples: Int16Array, resolution: number): Signal {
  const values = new Float64Array(samples.length);
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]! * resolution;
    values[i] = value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { values, range: { low, high } };
}

/**
 * The points of a polyline that looks as the whole signal does: where a pixel column holds many samples, only the first,
 * the extremes in their order and the last of them.
 *
 * @param from, to the samples that are seen
 * @param perPixel samples in a pixel column
 * @param point gets sample numbers, in order
 */
export function visit(
  values: ArrayLike<number>,
  from: number,
  to: number,
  perPixel: number,
  point: (i: number) => void,
): void {
  const end = Math.min(values.length, to);
  if (perPixel <= 4) {
    for (let i = Math.max(0, from); i < end; i++) point(i);
    return;
  }
  for (let column = Math.floor(Math.max(0, from) / perPixel); column * perPixel < end; column++) {
    const first = Math.max(0, Math.ceil(column * perPixel));
    const last = Math.min(values.length, Math.ceil((column + 1) * perPixel)) - 1;
    if (last < first) continue;
    let low = first;
    let high = first;
    for (let i = first + 1; i <= last; i++) {
      if (values[i]! < values[low]!) low = i;
      if (values[i]! > values[high]!) high = i;
    }
    const order = [first, Math.min(low, high), Math.max(low, high), last];
    order.forEach((i, k) => {
      if (k === 0 || i !== order[k - 1]) point(i);
    });
  }
}
