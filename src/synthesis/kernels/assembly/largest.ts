/** The index of the first of the largest of |x| among `length` samples; 0 where there are none. */
export function largest(at: usize, length: i32): i32 {
  let heights = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= length; i += 4) heights = f32x4.pmax(heights, magnitudes(at, i));
  let height = max<f32>(
    max<f32>(f32x4.extract_lane(heights, 0), f32x4.extract_lane(heights, 1)),
    max<f32>(f32x4.extract_lane(heights, 2), f32x4.extract_lane(heights, 3)),
  );
  for (; i < length; i++) height = max<f32>(height, magnitude(at, i));
  // It is found again; four at a time until it is near.
  const wanted = f32x4.splat(height);
  i = 0;
  while (i + 4 <= length && !v128.any_true(f32x4.eq(magnitudes(at, i), wanted))) i += 4;
  for (; i < length; i++) if (magnitude(at, i) == height) return i;
  return 0;
}

function magnitudes(at: usize, i: i32): v128 {
  return f32x4.abs(v128.load(at + ((<usize>i) << 2)));
}

function magnitude(at: usize, i: i32): f32 {
  return abs<f32>(load<f32>(at + ((<usize>i) << 2)));
}
