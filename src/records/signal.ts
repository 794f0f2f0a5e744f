/** Samples as they stand in a file; NaN or infinite where the recording has none. */
export type RawSignal = Float32Array | Float64Array;

/**
 * A signal as noise is made from it: where it has no sample it stays at the last one before (at its start, at the first
 * one there is), its mean is taken away, and its largest value is 1 or -1. Its unit is of no matter, since the spec says
 * how strong it gets.
 *
 * @param raw is changed
 * @returns undefined where the signal is flat, or has no sample at all
 */
export function settle(raw: RawSignal): Float32Array | undefined {
  const first = raw.findIndex(Number.isFinite);
  if (first < 0) return undefined;
  let last = raw[first]!;
  let largest = 0;
  for (let i = 0; i < raw.length; i++) {
    const value = raw[i]!;
    if (Number.isFinite(value)) last = value;
    else raw[i] = last;
    const size = last < 0 ? -last : last;
    if (size > largest) largest = size;
  }
  if (largest === 0) return undefined;
  // Divided by the largest before anything is added up: of the largest doubles no two can be added.
  let sum = 0;
  for (let i = 0; i < raw.length; i++) sum += raw[i]! / largest;
  const mean = sum / raw.length;
  let swing = 0;
  for (let i = 0; i < raw.length; i++) {
    const away = Math.abs(raw[i]! / largest - mean);
    if (away > swing) swing = away;
  }
  // What rounding leaves of a constant.
  if (swing < 1e-12) return undefined;
  const out = new Float32Array(raw.length);
  for (let i = 0; i < raw.length; i++) out[i] = (raw[i]! / largest - mean) / swing;
  return out;
}
