/** Slopes are taken over this time, and their squares added up over this, s. */
const SLOPE = 0.012;
const WINDOW = 0.09;
/** No two beats are nearer, s. */
const REFRACTORY = 0.25;
/** The R peak lies this near to where the slopes are steepest, s. */
const NEAR = 0.07;
/** A beat has at least this share of the steepness that beats usually have. */
const SHARE = 0.2;

/**
 * R peaks of a lead: where the energy of the slope rises above a share of what it usually reaches within a second and a
 * half, and there the largest deflection. After Pan and Tompkins (1985), A real-time QRS detection algorithm, without its
 * search back.
 *
 * @param values of any unit, without NaN
 * @param rate Hz
 * @returns sample numbers, in order
 */
export function rPeaks(values: ArrayLike<number>, rate: number): number[] {
  const n = values.length;
  const slope = Math.max(1, Math.round(SLOPE * rate));
  const half = Math.max(1, Math.round((WINDOW * rate) / 2));
  const energy = new Float64Array(n);
  let sum = 0;
  const square = (i: number): number => {
    const [from, to] = [i - slope, i + slope];
    return from < 0 || to >= n ? 0 : (values[to]! - values[from]!) ** 2;
  };
  for (let i = -half; i < n + half; i++) {
    if (i + half < n) sum += i + half >= 0 ? square(i + half) : 0;
    if (i - half - 1 >= 0) sum -= square(i - half - 1);
    if (i >= 0 && i < n) energy[i] = Math.max(0, sum);
  }
  const chunk = Math.max(1, Math.round(1.5 * rate));
  const tops: number[] = [];
  for (let start = 0; start + chunk / 2 < n; start += chunk) {
    let top = 0;
    for (let i = start; i < Math.min(n, start + chunk); i++) top = Math.max(top, energy[i]!);
    tops.push(top);
  }
  const usual = tops.sort((a, b) => a - b)[Math.floor(tops.length / 2)] ?? 0;
  if (usual === 0) return [];
  const center = medianOf(values);
  const near = Math.round(NEAR * rate);
  const peaks: number[] = [];
  for (let i = 1; i + 1 < n; i++) {
    const here = energy[i]!;
    if (here < SHARE * usual) continue;
    // The top of a hill, and of the hills within the refractory time the highest.
    let highest = true;
    for (
      let k = Math.max(0, i - Math.round((REFRACTORY * rate) / 2));
      k <= Math.min(n - 1, i + Math.round((REFRACTORY * rate) / 2));
      k++
    ) {
      if (energy[k]! > here || (energy[k]! === here && k < i)) {
        highest = false;
        break;
      }
    }
    if (!highest) continue;
    let at = i;
    for (let k = Math.max(0, i - near); k <= Math.min(n - 1, i + near); k++) {
      if (Math.abs(values[k]! - center) > Math.abs(values[at]! - center)) at = k;
    }
    const last = peaks[peaks.length - 1];
    if (last === undefined || at - last >= REFRACTORY * rate) peaks.push(at);
  }
  return peaks;
}

function medianOf(values: ArrayLike<number>): number {
  // Every tenth is enough, and sorting all of a long recording is not quick.
  const some = Float64Array.from({ length: Math.ceil(values.length / 10) }, (_, i) => values[10 * i]!).sort();
  return some[some.length >> 1] ?? 0;
}
