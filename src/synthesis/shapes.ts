import type { WaveShape } from '../spec/types';
import { REACH, type Trace } from './kernels/trace';
import { cosTurns, exp } from './math';

/**
 * A wave's onset and offset lie this many widths from its peak. There a Gaussian has fallen to 4.4 % of its height:
 * about where a reader's calipers go.
 */
const FIDUCIAL_SIGMAS = 2.5;

/** How many widths a wave of this shape reaches to either side; a spike is as long as its width says. */
export function reach(shape: WaveShape): number {
  return shape === 'spike' ? 0.5 : FIDUCIAL_SIGMAS;
}

/** No wave of this shape is drawn further from its peak than this many widths. */
export function drawnReach(shape: WaveShape): number {
  return DRAWN[shape];
}

/** Adds one wave to `out`, whose sample i lies at time i / rate. `amplitude` in mV, times and widths in s. */
export function addWave(
  out: Trace,
  rate: number,
  shape: WaveShape,
  amplitude: number,
  at: number,
  rise: number,
  fall: number,
): void {
  switch (shape) {
    case 'gaussian':
      return out.addGaussian(amplitude, at * rate, rise * rate, fall * rate);
    case 'gumbel':
      return addGumbel(out, rate, amplitude, at, rise, fall);
    case 'spike':
      return addSpike(out, rate, amplitude, at - rise / 2, at + fall / 2);
    case 'cosine':
    case 'ramp':
    case 'plateau': {
      const height = FLANKS[shape];
      addFlank(out, rate, amplitude, at, rise * FIDUCIAL_SIGMAS, height, -1);
      return addFlank(out, rate, amplitude, at, fall * FIDUCIAL_SIGMAS, height, 1);
    }
  }
}

/** Heights at a share `x` in [0, 1] of the way from the peak to the end. */
const FLANKS = {
  /** Raised cosine. */
  cosine: (x: number): number => 0.5 + 0.5 * cosTurns(x / 2),
  ramp: (x: number): number => 1 - x,
  /** Flat for six tenths of the way, then a raised cosine. */
  plateau: (x: number): number => (x < 0.6 ? 1 : 0.5 + 0.5 * cosTurns((x - 0.6) / 0.8)),
};

/** The flank before (-1) or after (1) the peak; the sample at the peak belongs to the one after. */
function addFlank(
  out: Trace,
  rate: number,
  amplitude: number,
  at: number,
  length: number,
  height: (x: number) => number,
  direction: 1 | -1,
): void {
  const { samples } = out;
  const peak = at * rate;
  const span = length * rate;
  const first = direction === 1 ? Math.ceil(peak) : Math.ceil(peak - span);
  const last = direction === 1 ? Math.floor(peak + span) : Math.ceil(peak) - 1;
  const end = last < samples.length - 1 ? last : samples.length - 1;
  for (let i = first > 0 ? first : 0; i <= end; i++) {
    const x = ((i - peak) * direction) / span;
    if (x <= 1) samples[i] = samples[i]! + amplitude * height(x);
  }
}

/**
 * The two roots of z + e^-z = 1 + 2.5² / 2, where e · exp(-z - e^-z) is as low as a Gaussian is at 2.5 σ: there a Gumbel
 * wave begins and ends. With fall = 2.315 · rise it is the Gumbel density itself; with fall = rise it still has the long
 * tail after its peak.
 */
const GUMBEL_BEFORE = 1.7749426;
const GUMBEL_AFTER = 4.1085687;
/** And where it is as low as a Gaussian is where we stop drawing that, at 5 σ. */
const GUMBEL_FIRST = -2.7906;
const GUMBEL_LAST = 13.5;

const DRAWN: Readonly<Record<WaveShape, number>> = {
  gaussian: REACH,
  gumbel: (FIDUCIAL_SIGMAS * GUMBEL_LAST) / GUMBEL_AFTER,
  cosine: FIDUCIAL_SIGMAS,
  ramp: FIDUCIAL_SIGMAS,
  plateau: FIDUCIAL_SIGMAS,
  spike: 0.5,
};

function addGumbel(
  out: Trace,
  rate: number,
  amplitude: number,
  at: number,
  rise: number,
  fall: number,
): void {
  const { samples } = out;
  const peak = at * rate;
  const before = (FIDUCIAL_SIGMAS * rise * rate) / GUMBEL_BEFORE;
  const after = (FIDUCIAL_SIGMAS * fall * rate) / GUMBEL_AFTER;
  const middle = Math.ceil(peak);
  const run = (from: number, to: number, scale: number): void => {
    const start = from > 0 ? from : 0;
    const end = to < samples.length ? to : samples.length;
    if (start >= end) return;
    // e^-z runs on as a product; its own exponential cannot.
    let inner = exp(-(start - peak) / scale);
    const step = exp(-1 / scale);
    for (let i = start; i < end; i++) {
      samples[i] = samples[i]! + amplitude * exp(1 - (i - peak) / scale - inner);
      inner *= step;
    }
  };
  run(Math.ceil(peak + GUMBEL_FIRST * before), middle, before);
  run(middle, Math.floor(peak + GUMBEL_LAST * after) + 1, after);
}

/** A rectangle from `from` to `to`, s; every sample takes the share of its own interval that is covered. */
function addSpike(out: Trace, rate: number, amplitude: number, from: number, to: number): void {
  const { samples } = out;
  const start = from * rate;
  const end = to * rate;
  const last = Math.min(samples.length - 1, Math.ceil(end + 0.5));
  for (let i = Math.max(0, Math.floor(start - 0.5)); i <= last; i++) {
    const covered = Math.min(end, i + 0.5) - Math.max(start, i - 0.5);
    if (covered > 0) samples[i] = samples[i]! + amplitude * covered;
  }
}
