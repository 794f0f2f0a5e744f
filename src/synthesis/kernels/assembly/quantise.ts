/** Writes `length` samples as int16 steps: value · scale rounded to the nearest, no further than `limit` from zero. */
export function quantise(at: usize, length: i32, out: usize, scale: f32, limit: i32): void {
  const factor = f32x4.splat(scale);
  const high = i32x4.splat(limit);
  const low = i32x4.splat(-limit);
  let left = length;
  for (; left >= 8; left -= 8, at += 32, out += 16) {
    v128.store(
      out,
      i16x8.narrow_i32x4_s(
        steps(v128.load(at), factor, low, high),
        steps(v128.load(at, 16), factor, low, high),
      ),
    );
  }
  for (; left > 0; left--, at += 4, out += 2) {
    const one = steps(f32x4.splat(load<f32>(at)), factor, low, high);
    store<i16>(out, <i16>i32x4.extract_lane(one, 0));
  }
}

function steps(values: v128, factor: v128, low: v128, high: v128): v128 {
  // What is no number becomes 0, and what is too large the largest.
  const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(values, factor)));
  return i32x4.max_s(low, i32x4.min_s(high, whole));
}
