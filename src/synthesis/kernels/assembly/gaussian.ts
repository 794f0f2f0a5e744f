import { exp } from './exp';
import { addLanes, together } from './lanes';

/** Beyond this many σ a wave of a millivolt is below a hundredth of a microvolt. */
const REACH: f64 = 5;

/**
 * Adds amplitude · exp(-(i - peak)² / 2σ²), σ = rise before the peak and fall after it, to those of `length` samples that
 * are no further than `REACH` σ from the peak.
 */
export function addGaussian(at: usize, length: i32, amplitude: f64, peak: f64, rise: f64, fall: f64): void {
  const first = ceil(peak - REACH * rise);
  const end = floor(peak + REACH * fall) + 1;
  if (rise == fall) addFlank(at, length, amplitude, peak, rise, first, end);
  else {
    const middle = ceil(peak);
    addFlank(at, length, amplitude, peak, rise, first, middle);
    addFlank(at, length, amplitude, peak, fall, middle, end);
  }
}

/** The samples from `first` to before `end`. */
function addFlank(at: usize, length: i32, amplitude: f64, peak: f64, sigma: f64, first: f64, end: f64): void {
  const start = max<f64>(first, 0);
  const count = <i32>min<f64>(max<f64>(min<f64>(end, length) - start, 0), 0x7fffffff);
  if (count <= 0) return;
  const x = start - peak;
  const h = -0.5 / (sigma * sigma);
  const g = amplitude * exp(x * x * h);
  addRun(at + ((<usize>start) << 2), count, g, exp((2 * x + 1) * h), exp(2 * h));
}

/**
 * Adds g, g r, g r² q, g r³ q³, ... to `length` samples: a Gaussian from its value, its first ratio and the ratio of its
 * ratios. In double precision, because the errors of r grow with the square of the length; four samples a step.
 */
function addRun(at: usize, length: i32, g: f64, r: f64, q: f64): void {
  // The first four values, and by how much each is to be multiplied to give the one four later.
  const r1 = r * q;
  const r2 = r1 * q;
  const r3 = r2 * q;
  const g1 = g * r;
  const g2 = g1 * r1;
  const q4 = q * q * (q * q);
  const four = r * r1 * (r2 * r3);
  let low = f64x2(g, g1);
  let high = f64x2(g2, g2 * r2);
  let lowRatio = f64x2(four, four * q4);
  let highRatio = f64x2.mul(lowRatio, f64x2.splat(q4 * q4));
  const change = f64x2.splat(q4 * q4 * (q4 * q4));
  let left = length;
  for (; left >= 4; left -= 4, at += 16) {
    v128.store(at, f32x4.add(v128.load(at), together(low, high)));
    low = f64x2.mul(low, lowRatio);
    high = f64x2.mul(high, highRatio);
    lowRatio = f64x2.mul(lowRatio, change);
    highRatio = f64x2.mul(highRatio, change);
  }
  addLanes(at, together(low, high), left);
}
