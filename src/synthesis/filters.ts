import type { Filter } from '../spec/types';
import { cosTurns, sinTurns } from './math';

/** y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Of a second-order Butterworth filter. */
const BUTTERWORTH = Math.SQRT1_2;
const NOTCH_QUALITY = 30;

/**
 * A recorder's filter at a sampling rate, by the bilinear transform with its frequency kept (R. Bristow-Johnson's
 * cookbook); `null` where the sampling rate is too low for it to have anything to do.
 */
export function design(filter: Filter, rate: number): Biquad | null {
  switch (filter.type) {
    case 'low-pass':
      return filter.cutoff >= rate / 2 ? null : lowPass(filter.cutoff / rate, BUTTERWORTH);
    case 'high-pass':
      return highPass(Math.min(filter.cutoff / rate, 0.49), BUTTERWORTH);
    case 'notch':
      return filter.frequency >= rate / 2 ? null : notch(filter.frequency / rate, NOTCH_QUALITY);
  }
}

/** @param f cutoff over sampling rate, below 1/2 */
export function lowPass(f: number, quality: number): Biquad {
  const c = cosTurns(f);
  const alpha = sinTurns(f) / (2 * quality);
  const a0 = 1 + alpha;
  // 1 - cos w as 2 sin² (w/2): the difference would lose digits at low frequencies.
  const half = sinTurns(f / 2);
  const b = (2 * half * half) / a0;
  return { b0: b / 2, b1: b, b2: b / 2, a1: (-2 * c) / a0, a2: (1 - alpha) / a0 };
}

export function highPass(f: number, quality: number): Biquad {
  const c = cosTurns(f);
  const alpha = sinTurns(f) / (2 * quality);
  const a0 = 1 + alpha;
  const b = (1 + c) / a0;
  return { b0: b / 2, b1: -b, b2: b / 2, a1: (-2 * c) / a0, a2: (1 - alpha) / a0 };
}

function notch(f: number, quality: number): Biquad {
  const c = cosTurns(f);
  const alpha = sinTurns(f) / (2 * quality);
  const a0 = 1 + alpha;
  return { b0: 1 / a0, b1: (-2 * c) / a0, b2: 1 / a0, a1: (-2 * c) / a0, a2: (1 - alpha) / a0 };
}

/** Filters a signal in place, from rest. */
export function filter(signal: Float32Array, { b0, b1, b2, a1, a2 }: Biquad): void {
  run(signal, b0, b1, b2, a1, a2, 0, 0, 1);
}

/**
 * Filters a signal in place as if it had gone on before its start as its own mirror image, and had been constant before
 * that: whatever the filter, nothing rings at the start.
 */
export function filterSettled(signal: Float32Array, { b0, b1, b2, a1, a2 }: Biquad): void {
  const past = signal.slice().reverse();
  const first = past[0] ?? 0;
  // The state in which a constant input has settled (transposed direct form II).
  const settled = first * ((b0 + b1 + b2) / (1 + a1 + a2));
  const [z1, z2] = run(past, b0, b1, b2, a1, a2, settled - b0 * first, b2 * first - a2 * settled, 0);
  run(signal, b0, b1, b2, a1, a2, z1, z2, 1);
}

/** Transposed direct form II; writes the output where `write` is 1, and returns the state. */
function run(
  signal: Float32Array,
  b0: number,
  b1: number,
  b2: number,
  a1: number,
  a2: number,
  z1: number,
  z2: number,
  write: 0 | 1,
): [number, number] {
  for (let i = 0; i < signal.length; i++) {
    const x = signal[i]!;
    const y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    if (write === 1) signal[i] = y;
  }
  return [z1, z2];
}
