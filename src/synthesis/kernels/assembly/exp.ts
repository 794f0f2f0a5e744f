/** ln 2 in two parts, of which the first has room for products with whole numbers. */
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;
const INVERSE_LN2: f64 = 1.4426950408889634;

/** e^x in both lanes, relative error below 5e-16; where |x| is above 700, that of ±700. */
export function exp(x: v128): v128 {
  const bounded = f64x2.max(f64x2.splat(-700), f64x2.min(f64x2.splat(700), x));
  const k = f64x2.nearest(f64x2.mul(bounded, f64x2.splat(INVERSE_LN2)));
  const r = f64x2.sub(
    f64x2.sub(bounded, f64x2.mul(k, f64x2.splat(LN2_HIGH))),
    f64x2.mul(k, f64x2.splat(LN2_LOW)),
  );
  // Taylor to degree 13 on |r| <= ln2 / 2: the remainder is below 5e-18.
  let p = f64x2.splat(1 / 6227020800.0);
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 479001600.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 39916800.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 3628800.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 362880.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 40320.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 5040.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 720.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 120.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 24.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1 / 6.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  const exponent = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
  return f64x2.mul(p, i64x2.shl(i64x2.add(exponent, i64x2.splat(1023)), 52));
}
