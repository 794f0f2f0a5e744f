/**
 * Elementary functions from + - × ÷ and sqrt alone, which IEEE 754 fixes to the last bit. The
 * built-in Math.exp, log, sin and cos may differ between engines, and a strip must be the same
 * bytes everywhere. Error bounds are tested in test/unit/synthesis/math.test.ts.
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INV_LN2 = 1.4426950408889634;
const ROOT_TWO_PI = 2.5066282746310002;

/** 2^k for k in [-1022, 1023], exact because each is its neighbour doubled or halved. */
const POWERS_OF_TWO = (() => {
  const powers = new Float64Array(2046);
  powers[1022] = 1;
  for (let i = 1023; i < 2046; i++) powers[i] = powers[i - 1]! * 2;
  for (let i = 1021; i >= 0; i--) powers[i] = powers[i + 1]! / 2;
  return powers;
})();

/** For taking a number apart into exponent and mantissa; a DataView has one byte order on every machine. */
const BITS = new DataView(new ArrayBuffer(8));

/** Roots of two: 2^(j/64), which leave a remainder so small that a short polynomial suffices. */
const ROOTS = 64;
const ROOTS_OF_TWO = Float64Array.from({ length: ROOTS }, (_, j) =>
  expTaylor((j / ROOTS) * (LN2_HIGH + LN2_LOW)),
);

/** Taylor to degree 18 on [0, ln 2]: the remainder is below 1e-19. */
function expTaylor(x: number): number {
  let p = 1;
  for (let n = 18; n >= 1; n--) p = 1 + (p * x) / n;
  return p;
}

/** e^x, relative error below 5e-16 for |x| <= 700; 0 below that, Infinity above. */
export function exp(x: number): number {
  if (x < -700) return 0;
  if (x > 700) return Infinity;
  const k = Math.floor(x * (ROOTS * INV_LN2) + 0.5);
  const r = x - k * (LN2_HIGH / ROOTS) - k * (LN2_LOW / ROOTS);
  // Taylor to degree 5 on |r| <= ln2 / 128: the remainder is below 4e-17.
  const p = 1 + r * (1 + r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120)))));
  return p * ROOTS_OF_TWO[k & (ROOTS - 1)]! * POWERS_OF_TWO[(k >> 6) + 1022]!;
}

/** Natural logarithm of a positive, normal x; relative error below 4e-16 away from x = 1. */
export function log(x: number): number {
  BITS.setFloat64(0, x);
  const high = BITS.getUint32(0);
  let k = (high >>> 20) - 1023;
  BITS.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  let m = BITS.getFloat64(0);
  if (m > 1.4142135623730951) {
    m /= 2;
    k += 1;
  }
  // log m = 2 artanh s with s = (m-1)/(m+1), |s| <= 0.1716: eleven odd terms reach 1e-17.
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let p = 1 / 21;
  p = p * z + 1 / 19;
  p = p * z + 1 / 17;
  p = p * z + 1 / 15;
  p = p * z + 1 / 13;
  p = p * z + 1 / 11;
  p = p * z + 1 / 9;
  p = p * z + 1 / 7;
  p = p * z + 1 / 5;
  p = p * z + 1 / 3;
  p = p * z + 1;
  return k * LN2_HIGH + (2 * s * p + k * LN2_LOW);
}

/** sin(2π · turns); absolute error below 3e-16 for |turns| < 2^20. */
export function sinTurns(turns: number): number {
  let t = turns - Math.floor(turns + 0.5);
  if (t > 0.25) t = 0.5 - t;
  else if (t < -0.25) t = -0.5 - t;
  const x = t * 6.283185307179586;
  const z = x * x;
  // Taylor to degree 21 on |x| <= π/2.
  let p = 1 / 51090942171709440000;
  p = p * z - 1 / 121645100408832000;
  p = p * z + 1 / 355687428096000;
  p = p * z - 1 / 1307674368000;
  p = p * z + 1 / 6227020800;
  p = p * z - 1 / 39916800;
  p = p * z + 1 / 362880;
  p = p * z - 1 / 5040;
  p = p * z + 1 / 120;
  p = p * z - 1 / 6;
  return x + x * z * p;
}

/** cos(2π · turns); absolute error below 3e-16 for |turns| < 2^20. */
export function cosTurns(turns: number): number {
  return sinTurns(turns + 0.25);
}

/** Cube root of x > 0 by Newton's iteration; relative error below 1e-15 for 1e-6 <= x <= 1e6. */
export function cubeRoot(x: number): number {
  let y = exp(log(x) / 3);
  y -= (y * y * y - x) / (3 * y * y);
  return y;
}

/**
 * Standard normal cumulative distribution. Hart's rational approximation as arranged by
 * G. West, "Better approximations to cumulative normal functions", Wilmott 2005; absolute
 * error below 1e-15.
 */
export function normalCdf(x: number): number {
  const a = Math.abs(x);
  let tail: number;
  if (a > 37) tail = 0;
  else {
    const e = exp((-a * a) / 2);
    if (a < 7.07106781186547) {
      let n = 3.52624965998911e-2 * a + 0.700383064443688;
      n = n * a + 6.37396220353165;
      n = n * a + 33.912866078383;
      n = n * a + 112.079291497871;
      n = n * a + 221.213596169931;
      n = n * a + 220.206867912376;
      let d = 8.83883476483184e-2 * a + 1.75566716318264;
      d = d * a + 16.064177579207;
      d = d * a + 86.7807322029461;
      d = d * a + 296.564248779674;
      d = d * a + 637.333633378831;
      d = d * a + 793.826512519948;
      d = d * a + 440.413735824752;
      tail = (e * n) / d;
    } else {
      const b = a + 1 / (a + 2 / (a + 3 / (a + 4 / (a + 0.65))));
      tail = e / (b * 2.506628274631);
    }
  }
  return x > 0 ? 1 - tail : tail;
}

/** The table of `normalQuantile` has this many cubics in every octave of the tail's probability, and this many octaves. */
const CUBICS = 64;
const OCTAVES = 13;

/**
 * Cubics a + b t + c t² + d t³, t in [0, 1), through the quantile and its slope 1 / φ at both ends (Hermite): octave k
 * holds the tail probabilities from 2^-(k+2) to 2^-(k+1). The kernel that draws beats takes them over.
 */
export const QUANTILES = (() => {
  const table = new Float64Array(4 * CUBICS * OCTAVES);
  for (let octave = 0; octave < OCTAVES; octave++) {
    const start = 1 / (4 << octave);
    const step = start / CUBICS;
    for (let n = 0; n < CUBICS; n++) {
      const from = exactNormalQuantile(start + n * step);
      const to = exactNormalQuantile(start + (n + 1) * step);
      const slope = step * ROOT_TWO_PI * exp((from * from) / 2);
      const slopeAfter = step * ROOT_TWO_PI * exp((to * to) / 2);
      const at = 4 * (CUBICS * octave + n);
      table[at] = from;
      table[at + 1] = slope;
      table[at + 2] = 3 * (to - from) - 2 * slope - slopeAfter;
      table[at + 3] = 2 * (from - to) + slope + slopeAfter;
    }
  }
  return table;
})();

const SIGNS = Float64Array.of(1, -1);

/**
 * Inverse of the standard normal cumulative distribution for p in (0, 1); absolute error below 1e-9, by cubics where the
 * smaller tail is above 2^-14.
 */
export function normalQuantile(p: number): number {
  // Without branches: which half it is cannot be foreseen.
  const tail = 0.5 - Math.abs(p - 0.5);
  // 2^31 · tail is below 2^30, so that at least two of its bits lead with zero; below 2^-14 there are more than the table has.
  const octave = Math.clz32(tail * 2147483648) - 2;
  if (octave >= OCTAVES || octave < 0) return exactNormalQuantile(p);
  const place = tail * (CUBICS * (4 << octave)) - CUBICS;
  const n = place | 0;
  const t = place - n;
  const at = 4 * (CUBICS * octave + n);
  const value = QUANTILES[at]! + t * (QUANTILES[at + 1]! + t * (QUANTILES[at + 2]! + t * QUANTILES[at + 3]!));
  return value * SIGNS[(2 * p) | 0]!;
}

/**
 * The same by M. J. Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988); relative error about 1e-16.
 */
export function exactNormalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    const n =
      ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
        45921.953931549871457) *
        r +
        13731.693765509461125) *
        r +
        1971.5909503065514427) *
        r +
        133.14166789178437745) *
        r +
      3.387132872796366608;
    const d =
      ((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
        21213.794301586595867) *
        r +
        5394.1960214247511077) *
        r +
        687.1870074920579083) *
        r +
        42.313330701600911252) *
        r +
      1;
    return (q * n) / d;
  }
  let r = Math.sqrt(-log(q < 0 ? p : 1 - p));
  let value: number;
  if (r <= 5) {
    r -= 1.6;
    const n =
      ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
        1.27045825245236838258) *
        r +
        3.64784832476320460504) *
        r +
        5.7694972214606914055) *
        r +
        4.6303378461565452959) *
        r +
      1.42343711074968357734;
    const d =
      ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
        0.14810397642748007459) *
        r +
        0.68976733498510000455) *
        r +
        1.6763848301838038494) *
        r +
        2.05319162663775882187) *
        r +
      1;
    value = n / d;
  } else {
    r -= 5;
    const n =
      ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
        0.026532189526576123093) *
        r +
        0.29656057182850489123) *
        r +
        1.7848265399172913358) *
        r +
        5.4637849111641143699) *
        r +
      6.6579046435011037772;
    const d =
      ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
        7.868691311456132591e-4) *
        r +
        0.0148753612908506148525) *
        r +
        0.13692988092273580531) *
        r +
        0.59983220655588793769) *
        r +
      1;
    value = n / d;
  }
  return q < 0 ? -value : value;
}
