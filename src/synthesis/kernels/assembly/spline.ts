/**
 * Adds the Catmull-Rom spline through f32 knots to `length` samples (Catmull & Rom 1974). The first sample lies on the
 * second knot; knots are `spacing` samples apart, and there are enough of them.
 */
export function addSpline(at: usize, length: i32, knots: usize, spacing: f64): void {
  const step = <f32>(1 / spacing);
  const lanes = f32x4.mul(f32x4(0, 1, 2, 3), f32x4.splat(step));
  const stride = f32x4.splat(4 * step);
  let i = 0;
  for (let knot = 0; i < length; knot++, knots += 4) {
    const a = load<f32>(knots);
    const b = load<f32>(knots, 4);
    const c = load<f32>(knots, 8);
    const d = load<f32>(knots, 12);
    const constant = f32x4.splat(b);
    const linear = f32x4.splat(0.5 * (c - a));
    const square = f32x4.splat(a - 2.5 * b + 2 * c - 0.5 * d);
    const cube = f32x4.splat(0.5 * (d - a) + 1.5 * (b - c));
    const edge = <i32>ceil<f64>((knot + 1) * spacing);
    const end = edge < length ? edge : length;
    let u = f32x4.add(f32x4.splat(<f32>((i - knot * spacing) / spacing)), lanes);
    for (; i < end; i += 4) {
      let value = f32x4.add(square, f32x4.mul(u, cube));
      value = f32x4.add(linear, f32x4.mul(u, value));
      value = f32x4.add(constant, f32x4.mul(u, value));
      u = f32x4.add(u, stride);
      const here = at + ((<usize>i) << 2);
      if (end - i >= 4) v128.store(here, f32x4.add(v128.load(here), value));
      else {
        store<f32>(here, load<f32>(here) + f32x4.extract_lane(value, 0));
        if (end - i > 1) store<f32>(here + 4, load<f32>(here + 4) + f32x4.extract_lane(value, 1));
        if (end - i > 2) store<f32>(here + 8, load<f32>(here + 8) + f32x4.extract_lane(value, 2));
      }
    }
    i = end;
  }
}
