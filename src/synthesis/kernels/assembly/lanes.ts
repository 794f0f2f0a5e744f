/** Two pairs of doubles as four singles. */
export function together(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** Adds the first `count` lanes, of four or fewer, to the samples at `at`. */
export function addLanes(at: usize, values: v128, count: i32): void {
  if (count >= 4) v128.store(at, f32x4.add(v128.load(at), values));
  else {
    if (count > 0) store<f32>(at, load<f32>(at) + f32x4.extract_lane(values, 0));
    if (count > 1) store<f32>(at + 4, load<f32>(at + 4) + f32x4.extract_lane(values, 1));
    if (count > 2) store<f32>(at + 8, load<f32>(at + 8) + f32x4.extract_lane(values, 2));
  }
}
