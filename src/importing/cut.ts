import { Resampled } from '../synthesis';

/** Where strips are cut out of a longer recording: one, or as many as fit, one after the other. */
export const CUTS = ['start', 'middle', 'end', 'all'] as const;
export type Cut = (typeof CUTS)[number];

/** Strips are stored in steps of a microvolt, which 16 bits hold up to this, mV. */
export const LARGEST_MV = 32.767;
/** A strip that moves by less than this has no ECG in it, mV peak to peak. */
const LEAST_MV = 0.02;
/** Of an electrode that is off, recorders write one value over and over: longer than any pause between beats here, s. */
const LONGEST_CONSTANT = 2;

/** Why a stretch of a recording cannot be a strip. */
export interface CutFault {
  readonly reason: 'too-short' | 'nan' | 'flat' | 'range';
  readonly detail: string;
}

/** A stretch as it is stored. */
export interface CutStrip {
  /** 1 µV a step. */
  readonly samples: Int16Array;
  /** Taken away since it would not have fitted, mV; 0 where it did. */
  readonly offset: number;
}

/** Where strips of a recording begin, s; none where it is too short. */
export function startsOf(seconds: number, duration: number, cut: Cut): number[] {
  const spare = seconds - duration;
  // Rates that are not whole numbers leave a rounding's worth.
  if (spare < -1e-6) return [];
  switch (cut) {
    case 'start':
      return [0];
    case 'middle':
      return [Math.max(0, spare / 2)];
    case 'end':
      return [Math.max(0, spare)];
    case 'all':
      return Array.from({ length: Math.floor(seconds / duration + 1e-6) }, (_, i) => i * duration);
  }
}

/** One lead of a recording, to cut strips out of. */
export class Cutter {
  private readonly resampled: Resampled;
  private readonly rateOut: number;

  /**
   * @param values mV; NaN where there is no sample
   * @param rate of the values, Hz
   * @param newRate of the strips, Hz. Strips are resampled by a windowed sinc (`Resampled`), which also keeps out what the new
   *   rate cannot show; it reaches into the recording on both sides of a strip.
   */
  constructor(
    private readonly values: Float32Array,
    private readonly rate: number,
    newRate: number,
  ) {
    this.rateOut = newRate;
    this.resampled = new Resampled({ samples: bridged(values), rate }, newRate);
  }

  /** s */
  get seconds(): number {
    return this.values.length / this.rate;
  }

  /**
   * Cuts one strip.
   * @param start s, rounded to a sample of the strip
   */
  cut(start: number, duration: number): CutStrip | CutFault {
    const { rate, rateOut, values } = this;
    const length = Math.round(duration * rateOut);
    const first = Math.round(start * rateOut);
    // The last sample of a recording ends a step of its own rate later, so a sample may be missing of the new one.
    if (first < 0 || first + length > this.resampled.length + 1) {
      return {
        reason: 'too-short',
        detail: `lasts ${short(this.seconds)} s${start > 0 ? `, and the strip was to begin at ${short(start)} s` : ''}`,
      };
    }
    const from = Math.round(start * rate);
    const piece = values.subarray(from, Math.max(from + 1, Math.round((start + duration) * rate)));
    const missing = piece.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0);
    if (missing > 0) {
      return { reason: 'nan', detail: `has no value at ${missing} of ${piece.length} samples` };
    }
    const flat = flatness(piece, rate);
    if (flat !== undefined) return { reason: 'flat', detail: flat };
    const out = new Float64Array(length);
    const there = Math.min(length, this.resampled.length - first);
    this.resampled.read(out.subarray(0, there), first);
    out.fill(out[there - 1]!, there);
    return stored(out);
  }
}

/** The values with gaps filled by the value before (at the start: the first), so that no gap spreads through the filter. */
function bridged(values: Float32Array): Float32Array {
  const first = values.find(Number.isFinite);
  if (first === undefined) return new Float32Array(values.length);
  if (values.every(Number.isFinite)) return values;
  let last = first;
  return values.map((value) => (last = Number.isFinite(value) ? value : last));
}

function flatness(piece: Float32Array, rate: number): string | undefined {
  let [low, high] = [Infinity, -Infinity];
  let [run, longest] = [1, 1];
  for (let i = 0; i < piece.length; i++) {
    const value = piece[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
    run = i > 0 && value === piece[i - 1] ? run + 1 : 1;
    if (run > longest) longest = run;
  }
  if (high - low < LEAST_MV) return `moves by ${short((high - low) * 1000)} µV in all`;
  return longest > LONGEST_CONSTANT * rate
    ? `stays at one value for ${short(longest / rate)} s, as with an electrode off`
    : undefined;
}

function stored(mV: Float64Array): CutStrip | CutFault {
  let [low, high] = [Infinity, -Infinity];
  for (const value of mV) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // What electrodes add to an ECG can be ten times as large as what it may be.
  const fits = low >= -LARGEST_MV && high <= LARGEST_MV;
  const offset = fits ? 0 : (low + high) / 2;
  if (high - low > 2 * LARGEST_MV) {
    return {
      reason: 'range',
      detail: `moves by ${short(high - low)} mV, which no ECG does; its unit is probably another`,
    };
  }
  return { samples: Int16Array.from(mV, (value) => Math.round((value - offset) * 1000)), offset };
}

const short = (value: number): string => String(Number(value.toPrecision(3)));
