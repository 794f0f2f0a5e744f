/** As in ../../math.ts (`normalQuantile`), which fills the table. */
const CUBICS = 64;
const OCTAVES = 13;
const QUANTILES = memory.data(32 * CUBICS * OCTAVES, 16);

/** Where the table of the quantile lies. */
export function quantiles(): usize {
  return QUANTILES;
}

/**
 * Draws the parameters of `waves` waves for `beats` beats: for each a uniform, and of that a normal in bounds.
 *
 * @param streams for each wave the state of xoshiro128**, and how many parameters it has: 4 + 1 words, in rows of 8
 * @param rows for each of 4 parameters a wave: center, SD, share below the bounds, share in them, lower and upper bound
 * @param uniforms,values for each beat, 4 doubles a wave
 * @returns how many values lie so far in a tail that the table does not have them; they are NaN
 */
export function drawBounded(
  streams: usize,
  waves: i32,
  rows: usize,
  uniforms: usize,
  values: usize,
  beats: i32,
): i32 {
  const stride = (<usize>waves) << 5;
  let missing = 0;
  for (let w = 0; w < waves; w++, streams += 32, rows += 192, uniforms += 32, values += 32) {
    let a = load<u32>(streams);
    let b = load<u32>(streams, 4);
    let c = load<u32>(streams, 8);
    let d = load<u32>(streams, 12);
    const count = load<i32>(streams, 16);
    let beat: usize = 0;
    for (let k = 0; k < beats; k++, beat += stride) {
      let row = rows;
      let at = beat;
      for (let i = 0; i < count; i++, row += 48, at += 8) {
        const bits = rotl<u32>(b * 5, 7) * 9;
        const shifted = b << 9;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = rotl<u32>(d, 11);
        const u = (<f64>bits + 0.5) * 2.3283064365386963e-10;
        store<f64>(uniforms + at, u);
        const z = quantile(load<f64>(row, 16) + u * load<f64>(row, 24));
        if (z != z) missing++;
        let x = load<f64>(row) + load<f64>(row, 8) * z;
        // Branches that are hardly ever taken: engines make more of the instructions for minimum and maximum.
        const low = load<f64>(row, 32);
        if (x < low) x = low;
        const high = load<f64>(row, 40);
        if (x > high) x = high;
        store<f64>(values + at, x);
      }
    }
    store<u32>(streams, a);
    store<u32>(streams, b, 4);
    store<u32>(streams, c, 8);
    store<u32>(streams, d, 12);
  }
  return missing;
}

/** The standard normal quantile by the cubics of the table; NaN where that has none. */
function quantile(p: f64): f64 {
  const tail = 0.5 - abs<f64>(p - 0.5);
  const octave = clz<u32>(<i32>(tail * 2147483648)) - 2;
  if (octave >= <u32>OCTAVES) return NaN;
  const place = tail * <f64>(CUBICS * (4 << octave)) - CUBICS;
  const n = <i32>place;
  const t = place - <f64>n;
  const at = QUANTILES + ((<usize>(CUBICS * octave + n)) << 5);
  const value = load<f64>(at) + t * (load<f64>(at, 8) + t * (load<f64>(at, 16) + t * load<f64>(at, 24)));
  return copysign<f64>(value, p - 0.5);
}
