/** Where the last, incomplete group of normals is kept before it is added. */
const REST = memory.data(32, 16);

/** 2^-31: from 31 bits to the unit interval. */
const UNIT: f32 = 4.656612873077393e-10;

/**
 * Adds `scale` times a standard normal to each of `length` samples: Box & Muller, Ann. Math. Stat. 29 (1958), on four
 * lanes of xoshiro128++ (Blackman & Vigna, ACM TOMS 47, 2021) that are seeded by the words a to d.
 *
 * The radius sqrt(-2 ln u) has a relative error below 1e-6 and reaches 6.6; the direction is a uniform one within ±45°
 * (sine and cosine by polynomials, errors below 2e-7), turned by 0, 90, 180 or 270°.
 */
export function addNormals(at: usize, length: i32, scale: f32, a: u32, b: u32, c: u32, d: u32): void {
  let s0 = lanes(a, 0x9e3779b9);
  let s1 = lanes(b, 0x85ebca6b);
  let s2 = lanes(c, 0xc2b2ae35);
  // A generator whose words are all zero would stand still.
  let s3 = v128.or(lanes(d, 0x27d4eb2f), i32x4.splat(1));
  const factor = f32x4.splat(scale);
  for (let left = length; left > 0; left -= 8, at += 32) {
    const first = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    let shifted = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, shifted);
    s3 = rotate(s3, 11);
    const second = i32x4.add(rotate(i32x4.add(s0, s3), 7), s0);
    shifted = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, shifted);
    s3 = rotate(s3, 11);

    // (31 bits + 1/2) / 2^31: never 0, and fine where it is small.
    const unit = f32x4.mul(
      f32x4.add(f32x4.convert_i32x4_s(i32x4.shr_u(first, 1)), f32x4.splat(0.5)),
      f32x4.splat(UNIT),
    );
    const radius = f32x4.mul(factor, f32x4.sqrt(f32x4.mul(f32x4.splat(-2), logarithm(unit))));

    // An eighth of a turn to either side; the two lowest bits say by how many quarters it is turned on.
    const x = f32x4.mul(f32x4.convert_i32x4_s(second), f32x4.splat(UNIT));
    const z = f32x4.mul(x, x);
    const sine = f32x4.mul(x, sinePolynomial(z));
    const cosine = cosinePolynomial(z);
    const quarter = i32x4.shr_s(i32x4.shl(second, 31), 31);
    const half = v128.and(i32x4.shl(second, 30), i32x4.splat(<i32>0x80000000));
    const one = v128.xor(v128.bitselect(f32x4.neg(sine), cosine, quarter), half);
    const other = v128.xor(v128.bitselect(cosine, sine, quarter), half);
    const near = f32x4.mul(radius, one);
    const far = f32x4.mul(radius, other);
    if (left >= 8) {
      v128.store(at, f32x4.add(v128.load(at), near));
      v128.store(at, f32x4.add(v128.load(at, 16), far), 16);
    } else {
      v128.store(REST, near);
      v128.store(REST, far, 16);
      for (let i = 0; i < left; i++) {
        const offset = (<usize>i) << 2;
        store<f32>(at + offset, load<f32>(at + offset) + load<f32>(REST + offset));
      }
    }
  }
}

/** Four words from one, each a good mix of all its bits (Murmur3's finaliser). */
function lanes(word: u32, step: u32): v128 {
  let x = i32x4.add(i32x4.splat(word), i32x4.mul(i32x4.splat(step), i32x4(1, 2, 3, 4)));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(<i32>0x85ebca6b));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 13)), i32x4.splat(<i32>0xc2b2ae35));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

function rotate(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

/** √½ as bits: mantissas are brought between it and √2. */
const ROOT_HALF: i32 = 0x3f3504f3;

/**
 * Natural logarithm of positive, normal x; absolute error below 1e-7 near 1, relative error below 3e-7. With x = 2^k (1 + f):
 * k ln 2 + f - f²/2 + f³ p(f), p by interpolation at Chebyshev nodes on [√½ - 1, √2 - 1].
 */
function logarithm(x: v128): v128 {
  const shifted = i32x4.sub(x, i32x4.splat(ROOT_HALF));
  const k = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  const mantissa = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(ROOT_HALF));
  const f = f32x4.sub(mantissa, f32x4.splat(1));
  const square = f32x4.mul(f, f);
  let p = f32x4.splat(-0.0790274366736412);
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.12622319161891937));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-0.12998183071613312));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.14214496314525604));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-0.166412815451622));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.20001044869422913));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(-0.25000306963920593));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.3333333134651184));
  const rest = f32x4.sub(f32x4.mul(f32x4.mul(square, f), p), f32x4.mul(f32x4.splat(0.5), square));
  return f32x4.add(f32x4.mul(k, f32x4.splat(0.6931471805599453)), f32x4.add(f, rest));
}

/** sin(x π/4) / x of z = x² in [0, 1], by interpolation at Chebyshev nodes. */
function sinePolynomial(z: v128): v128 {
  let p = f32x4.splat(-3.595429006963968e-5);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(0.0024900068528950214));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-0.08074543625116348));
  return f32x4.add(f32x4.mul(p, z), f32x4.splat(0.7853981852531433));
}

/** cos(x π/4) of z = x² in [0, 1]. */
function cosinePolynomial(z: v128): v128 {
  let p = f32x4.splat(-0.0003188774862792343);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(0.01584991067647934));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-0.3084242641925812));
  return f32x4.add(f32x4.mul(p, z), f32x4.splat(1));
}
