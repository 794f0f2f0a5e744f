/** The index of the first of the largest of |x| among `length` samples. */
export function largest(at: usize, length: i32): i32 {
  let best = 0;
  let height: f32 = -1;
  for (let i = 0; i < length; i++, at += 4) {
    const magnitude = abs<f32>(load<f32>(at));
    if (magnitude > height) {
      height = magnitude;
      best = i;
    }
  }
  return best;
}
