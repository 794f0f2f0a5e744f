/** Adds `length` samples to those at `to`, and leaves zeros. */
export function moveInto(at: usize, length: i32, to: usize): void {
  const zeros = f32x4.splat(0);
  let left = length;
  for (; left >= 4; left -= 4, at += 16, to += 16) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(at)));
    v128.store(at, zeros);
  }
  for (; left > 0; left--, at += 4, to += 4) {
    store<f32>(to, load<f32>(to) + load<f32>(at));
    store<f32>(at, 0);
  }
}
