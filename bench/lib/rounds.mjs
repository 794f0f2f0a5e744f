/**
 * Measures contenders that take turns, so that all meet the same machine; the first round warms up.
 * @param {Record<string, () => number | Promise<number>>} contenders what each returns is its figure
 * @param {number} rounds
 * @returns {Promise<Record<string, number>>} the median of each
 */
export async function takeTurns(contenders, rounds) {
  const values = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, measure] of Object.entries(contenders)) {
      const value = await measure();
      if (round > 0) values[name].push(value);
    }
  }
  return Object.fromEntries(Object.entries(values).map(([name, all]) => [name, median(all)]));
}

/** Times a second that `work` is done, over about `seconds`. */
export function perSecond(work, seconds) {
  const start = performance.now();
  let done = 0;
  do {
    for (let i = 0; i < 20; i++, done++) work(done);
  } while (performance.now() - start < seconds * 1000);
  return done / ((performance.now() - start) / 1000);
}

export const median = (values) => quantile(values, 0.5);

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
