import { exp } from './math';

/** Beyond this many σ a wave of a millivolt is below a hundredth of a microvolt. */
const REACH = 5;

/**
 * Adds amplitude · exp(-(t - at)² / 2σ²), σ = rise before the peak and fall after it, to `out`,
 * whose sample i lies at time i / rate. The values come from the recurrence
 * g[n+1] = g[n] r[n], r[n+1] = r[n] q, run outwards from the peak: three exponentials a side
 * whatever the length.
 *
 * @param out mV
 * @param at s
 */
export function addGaussian(
  out: Float64Array,
  rate: number,
  amplitude: number,
  at: number,
  rise: number,
  fall: number,
): void {
  const peak = at * rate;
  const before = Math.floor(peak);
  addSide(out, amplitude, before, -1, peak - before, rise * rate);
  addSide(out, amplitude, before + 1, 1, before + 1 - peak, fall * rate);
}

/** One flank, from sample `first` outwards; `distance` samples lie between the peak and `first`. */
function addSide(
  out: Float64Array,
  amplitude: number,
  first: number,
  direction: 1 | -1,
  distance: number,
  sigma: number,
): void {
  let count = Math.ceil(REACH * sigma - distance) + 1;
  let index = first;
  let from = distance;
  // Start inside the strip: a wave that begins before it costs nothing for what is not kept.
  const skip = direction === 1 ? -index : index - (out.length - 1);
  if (skip > 0) {
    index += direction * skip;
    from += skip;
    count -= skip;
  }
  const room = direction === 1 ? out.length - index : index + 1;
  if (count > room) count = room;
  if (count <= 0) return;
  const h = 1 / (2 * sigma * sigma);
  let g = amplitude * exp(-from * from * h);
  let r = exp(-(2 * from + 1) * h);
  const q = exp(-2 * h);
  for (let n = 0; n < count; n++) {
    out[index] = out[index]! + g;
    g *= r;
    r *= q;
    index += direction;
  }
}
