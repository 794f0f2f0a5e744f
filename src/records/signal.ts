/** Samples as they stand in a file. */
export interface RawSignal {
  readonly length: number;
  /** NaN or infinite where the recording has no sample. */
  at(index: number): number;
}

/**
 * A signal as noise is made from it: where it has no sample it stays at the last one before (at its start, at the first
 * one there is), its mean is taken away, and its largest value is 1 or -1. Its unit is of no matter, since the spec says
 * how strong it gets.
 *
 * @returns undefined where the signal is flat, or has no sample at all
 */
export function settle(raw: RawSignal): Float32Array | undefined {
  const { length } = raw;
  // Divided by the largest before anything is added up: of the largest doubles no two can be added.
  let largest = 0;
  let first = -1;
  for (let i = 0; i < length; i++) {
    const size = Math.abs(raw.at(i));
    if (!Number.isFinite(size)) continue;
    if (first < 0) first = i;
    if (size > largest) largest = size;
  }
  if (largest === 0) return undefined;
  const start = raw.at(first) / largest;
  const each = (visit: (value: number, index: number) => void): void => {
    let last = start;
    for (let i = 0; i < length; i++) {
      const value = raw.at(i);
      if (Number.isFinite(value)) last = value / largest;
      visit(last, i);
    }
  };
  let sum = 0;
  each((value) => (sum += value));
  const mean = sum / length;
  let swing = 0;
  each((value) => (swing = Math.max(swing, Math.abs(value - mean))));
  // What rounding leaves of a constant.
  if (swing < 1e-12) return undefined;
  const out = new Float32Array(length);
  each((value, i) => (out[i] = (value - mean) / swing));
  return out;
}
