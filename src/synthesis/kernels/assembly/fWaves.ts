import { addLanes, together } from './lanes';

/**
 * Adds f-waves: Σ sin(kθ)/k, k = 1 ... `harmonics`, whose frequency holds for `block` samples and whose height runs
 * straight between blocks.
 *
 * @param table for each block the sine of half the angle from sample to sample and the height at its start;
 *   one height more at the end of the last
 * @param s,c sine and cosine of θ at the first sample
 */
export function addFWaves(
  at: usize,
  length: i32,
  table: usize,
  block: i32,
  harmonics: i32,
  s: f64,
  c: f64,
): void {
  for (let start = 0; start < length; start += block, table += 8) {
    const halfSine = <f64>load<f32>(table);
    const ds = 2 * halfSine * sqrt(1 - halfSine * halfSine);
    const dc = 1 - 2 * halfSine * halfSine;
    const level = load<f32>(table, 4);
    const end = start + block < length ? start + block : length;
    const slope = (load<f32>(table, 12) - level) / <f32>block;
    // By two and by four samples.
    const ds2 = 2 * ds * dc;
    const dc2 = 1 - 2 * ds * ds;
    const turnSine = f64x2.splat(2 * ds2 * dc2);
    const turnCosine = f64x2.splat(1 - 2 * ds2 * ds2);
    const s1 = s * dc + c * ds;
    const c1 = c * dc - s * ds;
    let sine = f64x2(s, s1);
    let cosine = f64x2(c, c1);
    let sineOn = f64x2(s * dc2 + c * ds2, s1 * dc2 + c1 * ds2);
    let cosineOn = f64x2(c * dc2 - s * ds2, c1 * dc2 - s1 * ds2);
    let height = f32x4.add(f32x4.splat(level), f32x4.mul(f32x4.splat(slope), f32x4(0, 1, 2, 3)));
    const rise = f32x4.splat(4 * slope);
    let i = start;
    for (; i + 4 <= end; i += 4, at += 16) {
      const value = f32x4.mul(
        height,
        sawtooth(together(sine, sineOn), together(cosine, cosineOn), harmonics),
      );
      v128.store(at, f32x4.add(v128.load(at), value));
      height = f32x4.add(height, rise);
      const next = f64x2.add(f64x2.mul(sine, turnCosine), f64x2.mul(cosine, turnSine));
      cosine = f64x2.sub(f64x2.mul(cosine, turnCosine), f64x2.mul(sine, turnSine));
      sine = next;
      const nextOn = f64x2.add(f64x2.mul(sineOn, turnCosine), f64x2.mul(cosineOn, turnSine));
      cosineOn = f64x2.sub(f64x2.mul(cosineOn, turnCosine), f64x2.mul(sineOn, turnSine));
      sineOn = nextOn;
    }
    // The last one to three samples; the lane after them is where the next block begins.
    const rest = f32x4.mul(height, sawtooth(together(sine, sineOn), together(cosine, cosineOn), harmonics));
    const left = end - i;
    addLanes(at, rest, left);
    const lastSine = left > 1 ? sineOn : sine;
    const lastCosine = left > 1 ? cosineOn : cosine;
    s = left % 2 === 0 ? f64x2.extract_lane(lastSine, 0) : f64x2.extract_lane(lastSine, 1);
    c = left % 2 === 0 ? f64x2.extract_lane(lastCosine, 0) : f64x2.extract_lane(lastCosine, 1);
    at += (<usize>left) << 2;
  }
}

/** With sin (k+1)θ = 2 cos θ sin kθ - sin (k-1)θ. */
function sawtooth(s: v128, c: v128, harmonics: i32): v128 {
  const twice = f32x4.add(c, c);
  let before = f32x4.splat(0);
  let now = s;
  let sum = s;
  for (let k = 2; k <= harmonics; k++) {
    const next = f32x4.sub(f32x4.mul(twice, now), before);
    before = now;
    now = next;
    sum = f32x4.add(sum, f32x4.mul(now, f32x4.splat(1 / <f32>k)));
  }
  return sum;
}
