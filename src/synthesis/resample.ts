import { sinTurns } from './math';
import type { NoiseSignal } from './types';

/** Zero crossings of the kernel on either side, in samples of the lower of the two rates. */
const REACH = 32;
/** Where the kernel's pass band ends, as a share of half the lower rate: its stop band then begins at the whole. */
const CUTOFF = 0.92;
/** Kaiser's parameter for a stop band 80 dB down: 0.1102 (80 - 8.7). */
const BETA = 7.857;
/** Points of the table between two samples. Linear in between is off by less than (π / 512)² / 8 = 5e-6. */
const FINE = 512;

/** Resampled samples are computed and kept in blocks of this many. */
const BLOCK = 1024;
/** So many blocks are kept at most: 16 MB, or two hours at 500 Hz. */
const MOST_BLOCKS = 4096;

/** A windowed sinc over the time from its middle. Two points more than it has, so that interpolation needs no check. */
const KERNEL = Float64Array.from({ length: REACH * FINE + 2 }, (_, i) => {
  const x = i / FINE;
  if (x >= REACH) return 0;
  const sinc = i === 0 ? CUTOFF : sinTurns((CUTOFF * x) / 2) / (Math.PI * x);
  const share = x / REACH;
  return (sinc * bessel(BETA * Math.sqrt(1 - share * share))) / bessel(BETA);
});

/** The modified Bessel function I₀ by its power series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k++) {
    const factor = x / (2 * k);
    term *= factor * factor;
    sum += term;
  }
  return sum;
}

/**
 * A recorded signal at another sampling rate, computed where it is asked for. Sample k is the signal at k / rate seconds,
 * through a windowed sinc (Kaiser, 32 zero crossings on either side): up to 0.84 of half the lower rate everything is kept,
 * and what lies above half is 80 dB down. The weights of each sample are made to add up to 1, and beyond its ends the
 * signal stays as it was there. At the signal's own rate the samples are the signal's, untouched.
 */
export class Resampled {
  /** In samples at the new rate. */
  readonly length: number;
  private readonly blocks = new Map<number, Float32Array>();

  /** @param rate the new sampling rate, Hz */
  constructor(
    private readonly signal: NoiseSignal,
    readonly rate: number,
  ) {
    this.length = resampledLength(signal, rate);
  }

  /** Fills `out` with the samples from `start` on; they must lie within `length`. */
  read(out: Float64Array, start: number): void {
    for (let i = 0; i < out.length;) {
      const block = Math.floor((start + i) / BLOCK);
      const from = start + i - block * BLOCK;
      const piece = this.block(block).subarray(from, from + out.length - i);
      out.set(piece, i);
      i += piece.length;
    }
  }

  private block(number: number): Float32Array {
    let block = this.blocks.get(number);
    if (block === undefined) {
      block = this.compute(number * BLOCK, Math.min(this.length, (number + 1) * BLOCK));
      // The oldest goes: a strip's place is random, so none is worth more than another.
      if (this.blocks.size >= MOST_BLOCKS) this.blocks.delete(this.blocks.keys().next().value!);
      this.blocks.set(number, block);
    }
    return block;
  }

  private compute(from: number, to: number): Float32Array {
    const { samples, rate } = this.signal;
    if (rate === this.rate) return samples.subarray(from, to);
    const out = new Float32Array(to - from);
    const stretch = Math.max(1, rate / this.rate);
    const reach = REACH * stretch;
    const fine = FINE / stretch;
    const last = samples.length - 1;
    for (let k = from; k < to; k++) {
      const t = (k * rate) / this.rate;
      const end = Math.floor(t + reach);
      let sum = 0;
      let weights = 0;
      for (let n = Math.ceil(t - reach); n <= end; n++) {
        const at = Math.abs(n - t) * fine;
        const point = Math.floor(at);
        const low = KERNEL[point]!;
        const weight = low + (at - point) * (KERNEL[point + 1]! - low);
        sum += weight * samples[n < 0 ? 0 : n > last ? last : n]!;
        weights += weight;
      }
      out[k - from] = sum / weights;
    }
    return out;
  }
}

/** Samples that a signal has at another rate: as many as its time holds. */
export function resampledLength({ samples, rate }: NoiseSignal, newRate: number): number {
  return Math.floor((samples.length * newRate) / rate + 1e-9);
}
