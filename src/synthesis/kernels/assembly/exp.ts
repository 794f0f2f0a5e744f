const ROOTS = 64;

/** 2^(j/64): what is left of an exponent is so small that a short polynomial suffices. */
const TABLE = memory.data(8 * ROOTS, 16);

/** ln 2 in two parts, of which the first has room for products with whole numbers. */
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;
const INVERSE_LN2: f64 = 1.4426950408889634;

for (let j = 0; j < ROOTS; j++) {
  // Taylor to degree 18 on [0, ln 2]: the remainder is below 1e-19.
  const x = (<f64>j / ROOTS) * (LN2_HIGH + LN2_LOW);
  let p: f64 = 1;
  for (let n = 18; n >= 1; n--) p = 1 + (p * x) / n;
  store<f64>(TABLE + ((<usize>j) << 3), p);
}

/** e^x, relative error below 5e-16; where |x| is above 700, that of ±700. */
export function exp(x: f64): f64 {
  const bounded = min<f64>(max<f64>(x, -700), 700);
  const k = nearest<f64>(bounded * (ROOTS * INVERSE_LN2));
  const r = bounded - k * (LN2_HIGH / ROOTS) - k * (LN2_LOW / ROOTS);
  // Taylor to degree 5 on |r| <= ln2 / 128: the remainder is below 4e-17.
  const p = 1 + r * (1 + r * (0.5 + r * (1 / 6.0 + r * (1 / 24.0 + r * (1 / 120.0)))));
  const whole = <i32>k;
  const root = load<f64>(TABLE + ((<usize>(whole & (ROOTS - 1))) << 3));
  return p * root * reinterpret<f64>((<i64>((whole >> 6) + 1023)) << 52);
}
