import { addLanes } from './lanes';

/**
 * Adds part of one flutter cycle to `length` samples: a slow flank down for `skew` of the cycle and a fast one up, half
 * straight and half S-curve, from .35 to -.65 of `amplitude`.
 *
 * @param phase,step where in the cycle, from 0 to 1, the first sample is, and how far it is to the next
 */
export function addFlutterCycle(
  at: usize,
  length: i32,
  amplitude: f32,
  phase: f64,
  step: f64,
  skew: f32,
): void {
  const down = f32x4.splat(-1 / skew);
  const up = f32x4.splat(1 / (1 - skew));
  const turn = f32x4.splat(skew);
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const lanes = f32x4(0, 1, 2, 3);
  const factor = f32x4.splat(amplitude);
  for (let i = 0; i < length; i += 4, at += 16) {
    const u = f32x4.add(f32x4.splat(<f32>(phase + i * step)), f32x4.mul(lanes, f32x4.splat(<f32>step)));
    const straight = v128.bitselect(
      f32x4.add(one, f32x4.mul(u, down)),
      f32x4.mul(f32x4.sub(u, turn), up),
      f32x4.lt(u, turn),
    );
    const curve = f32x4.mul(
      f32x4.mul(straight, straight),
      f32x4.sub(f32x4.splat(3), f32x4.add(straight, straight)),
    );
    const shape = f32x4.sub(f32x4.mul(half, f32x4.add(straight, curve)), f32x4.splat(0.65));
    addLanes(at, f32x4.mul(factor, shape), length - i);
  }
}
