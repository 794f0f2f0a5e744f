import { addLanes } from './lanes';

/**
 * Adds the Catmull-Rom spline through f32 knots to `length` samples (Catmull & Rom 1974). The first sample lies on the
 * second knot; knots are `spacing` samples apart, a multiple of four, and there are enough of them.
 */
export function addSpline(at: usize, length: i32, knots: usize, spacing: i32): void {
  const step = <f32>1 / <f32>spacing;
  const lanes = f32x4.mul(f32x4(0, 1, 2, 3), f32x4.splat(step));
  const stride = f32x4.splat(4 * step);
  for (let left = length; left > 0; left -= spacing, knots += 4) {
    const a = load<f32>(knots);
    const b = load<f32>(knots, 4);
    const c = load<f32>(knots, 8);
    const d = load<f32>(knots, 12);
    const constant = f32x4.splat(b);
    const linear = f32x4.splat(0.5 * (c - a));
    const square = f32x4.splat(a - 2.5 * b + 2 * c - 0.5 * d);
    const cube = f32x4.splat(0.5 * (d - a) + 1.5 * (b - c));
    const end = left < spacing ? left : spacing;
    let u = lanes;
    let i = 0;
    for (; i + 4 <= end; i += 4, at += 16) {
      v128.store(at, f32x4.add(v128.load(at), cubic(u, constant, linear, square, cube)));
      u = f32x4.add(u, stride);
    }
    addLanes(at, cubic(u, constant, linear, square, cube), end - i);
  }
}

function cubic(u: v128, constant: v128, linear: v128, square: v128, cube: v128): v128 {
  const high = f32x4.add(square, f32x4.mul(u, cube));
  const middle = f32x4.add(linear, f32x4.mul(u, high));
  return f32x4.add(constant, f32x4.mul(u, middle));
}
