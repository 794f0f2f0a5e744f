import { addLanes, together } from './lanes';

/**
 * Adds the sine whose value and quadrature are `s` and `c` at the first sample, and which turns by the angle with sine
 * `ds` and cosine `dc` from sample to sample. Four samples a step, in double precision: rotations add their errors up.
 */
export function addSine(at: usize, length: i32, s: f64, c: f64, ds: f64, dc: f64): void {
  // By two and by four samples.
  const ds2 = 2 * ds * dc;
  const dc2 = 1 - 2 * ds * ds;
  const turnSine = f64x2.splat(2 * ds2 * dc2);
  const turnCosine = f64x2.splat(1 - 2 * ds2 * ds2);
  const s1 = s * dc + c * ds;
  const c1 = c * dc - s * ds;
  let low = f64x2(s, s1);
  let lowQuadrature = f64x2(c, c1);
  let high = f64x2(s * dc2 + c * ds2, s1 * dc2 + c1 * ds2);
  let highQuadrature = f64x2(c * dc2 - s * ds2, c1 * dc2 - s1 * ds2);
  for (let left = length; left > 0; left -= 4, at += 16) {
    addLanes(at, together(low, high), left);
    const nextLow = f64x2.add(f64x2.mul(low, turnCosine), f64x2.mul(lowQuadrature, turnSine));
    const nextHigh = f64x2.add(f64x2.mul(high, turnCosine), f64x2.mul(highQuadrature, turnSine));
    lowQuadrature = f64x2.sub(f64x2.mul(lowQuadrature, turnCosine), f64x2.mul(low, turnSine));
    highQuadrature = f64x2.sub(f64x2.mul(highQuadrature, turnCosine), f64x2.mul(high, turnSine));
    low = nextLow;
    high = nextHigh;
  }
}
