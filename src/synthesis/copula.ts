import type { Beat, WaveParameter } from '../spec/types';
import { normalCdf, normalQuantile } from './math';
import { inside } from './variable';

/** The parameters of a wave in the order in which they are drawn. */
export const PARAMETERS = ['amplitude', 'at', 'rise', 'fall'] as const;

/** Which recording-level draws of a beat type go together, and how. */
export interface Copula {
  /** Positions in the list of all draws: wave number · 4 + parameter number. */
  readonly draws: readonly number[];
  /** Lower triangle, by rows, of the root of their correlation matrix. */
  readonly root: readonly (readonly number[])[];
}

/**
 * The copula of a beat type's correlations; `null` where it has none.
 *
 * @throws RangeError when they contradict each other or name a wave that is not there (`parseSpec` lets neither through)
 */
export function copulaOf(beat: Beat): Copula | null {
  const draws: number[] = [];
  const place = ({ wave, parameter }: { wave: string; parameter: WaveParameter }): number => {
    const number = beat.waves.findIndex(({ name }) => name === wave);
    if (number < 0)
      throw new RangeError(`Beat type "${beat.name}" correlates a wave "${wave}" that it has not.`);
    const draw = 4 * number + PARAMETERS.indexOf(parameter === 'width' ? 'rise' : parameter);
    const at = draws.indexOf(draw);
    return at >= 0 ? at : draws.push(draw) - 1;
  };
  const pairs = beat.correlations.map(
    ({ between: [a, b], coefficient }) => [place(a), place(b), coefficient] as const,
  );
  if (pairs.length === 0) return null;
  const matrix = draws.map((_, i) => draws.map((_, j): number => (i === j ? 1 : 0)));
  for (const [a, b, coefficient] of pairs) {
    matrix[a]![b] = coefficient;
    matrix[b]![a] = coefficient;
  }
  const root = cholesky(matrix);
  if (!root) throw new RangeError(`The correlations of beat type "${beat.name}" contradict each other.`);
  return { draws, root };
}

/** The lower triangle L with L Lᵀ = `matrix`; `null` unless that is positive definite. */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] | null {
  const root: number[][] = [];
  for (let i = 0; i < matrix.length; i++) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * (j === i ? row[k]! : root[j]![k]!);
      if (j < i) row.push(sum / root[j]![j]!);
      else if (sum <= 1e-12) return null;
      else row.push(Math.sqrt(sum));
    }
    root.push(row);
  }
  return root;
}

/** Turns independent uniforms, at their places in the list of all draws, into ones that go together. */
export function correlate(uniforms: Float64Array, { draws, root }: Copula): void {
  const normals = draws.map((draw) => normalQuantile(uniforms[draw]!));
  draws.forEach((draw, i) => {
    const mixed = root[i]!.reduce((sum, weight, j) => sum + weight * normals[j]!, 0);
    uniforms[draw] = inside(normalCdf(mixed));
  });
}
