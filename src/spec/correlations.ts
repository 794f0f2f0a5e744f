import type { Decoder } from './decode';
import { replaceValue } from './fixes';
import { asRecord } from './plain';
import type { Fix, Path } from './problem';
import { list } from './quantity';
import { limitsOf } from './schema';
import { nearest } from './suggest';
import type { Correlation, Variable, Wave, WaveParameter, WaveReference } from './types';

/** Reads the correlations of a beat type; wrong ones are reported and left out. */
export function decodeCorrelations(
  raw: unknown,
  beat: string,
  waves: readonly Wave[],
  decoder: Decoder,
): Correlation[] {
  if (!Array.isArray(raw)) return [];
  const home = ['beats', beat, 'correlations'];
  const seen = new Set<string>();
  let faulty = false;
  const found = raw.flatMap((item: unknown, i): Correlation[] => {
    const given = asRecord(item);
    const path = [...home, i];
    const names: unknown[] = Array.isArray(given['between']) ? given['between'] : [];
    const pair = names.map((name, j) => reference(name, [...path, 'between', j], waves, decoder));
    const coefficient =
      'coefficient' in given
        ? decoder.fixed(
            given['coefficient'],
            [...path, 'coefficient'],
            limitsOf('correlation', 'coefficient'),
          )
        : undefined;
    const [a, b] = pair;
    if (pair.length !== 2 || !a || !b || coefficient === undefined) {
      faulty = true;
      return [];
    }
    const key = [a, b].map(nameOf).sort().join(' and ');
    if (nameOf(a) === nameOf(b) || seen.has(key)) {
      decoder.report(
        'ECG315',
        [...path, 'between', 1],
        nameOf(a) === nameOf(b)
          ? `${nameOf(a)} stands on both sides. A correlation is between two parameters.`
          : `The correlation of ${key} stands twice. Keep one of them.`,
      );
      faulty = true;
      return [];
    }
    seen.add(key);
    return [{ between: [a, b], coefficient }];
  });
  if (!faulty && found.length > 1 && !positiveDefinite(found)) reportIndefinite(found, home, decoder);
  return found;
}

const PARAMETERS: readonly WaveParameter[] = ['amplitude', 'at', 'width', 'rise', 'fall'];

function reference(
  raw: unknown,
  path: Path,
  waves: readonly Wave[],
  decoder: Decoder,
): WaveReference | undefined {
  if (typeof raw !== 'string') return undefined;
  const split = /^(.*) (\S+)$/s.exec(raw.trim());
  const wave = waves.find(({ name }) => name === split?.[1]);
  const parameter = split?.[2] as WaveParameter;
  if (wave && PARAMETERS.includes(parameter) && variableOf(wave, parameter))
    return { wave: wave.name, parameter };
  const known = waves.flatMap((w) => PARAMETERS.filter((p) => variableOf(w, p)).map((p) => `${w.name} ${p}`));
  const guess = nearest(raw, known);
  decoder.report(
    'ECG315',
    path,
    guess
      ? `The beat has no \`${raw.slice(0, 60)}\` that could go with another. Did you mean \`${guess}\`?`
      : `\`${raw.slice(0, 60)}\` is not a wave of this beat and one of its parameters. Write it like \`R amplitude\`; the parameters are ${list(PARAMETERS)}.`,
    [guess ? replaceValue(decoder.source, path, guess) : undefined],
  );
  return undefined;
}

function variableOf(wave: Wave, parameter: WaveParameter): Variable | null {
  switch (parameter) {
    case 'width':
      return wave.fall === null ? wave.rise : null;
    case 'rise':
      return wave.fall === null ? null : wave.rise;
    default:
      return wave[parameter];
  }
}

function nameOf({ wave, parameter }: WaveReference): string {
  return `\`${wave} ${parameter}\``;
}

/** ECG316: with all coefficients a little smaller, they fit together. */
function reportIndefinite(found: readonly Correlation[], home: Path, decoder: Decoder): void {
  let share = 1;
  do share -= 0.05;
  while (share > 0.05 && !positiveDefinite(found, share));
  const smaller = found.map(({ coefficient }) => String(Number((coefficient * share).toFixed(2))));
  const edits = smaller.flatMap(
    (text, i) => replaceValue(decoder.source, [...home, i, 'coefficient'], text)?.edits ?? [],
  );
  const fix: Fix = { title: `Make all of them smaller, by ${Math.round((1 - share) * 100)} %`, edits };
  decoder.reportKey(
    'ECG316',
    home,
    `These correlations contradict each other: no draws can have all of them at once. With all of them ${Math.round((1 - share) * 100)} % smaller they fit.`,
    [edits.length === found.length ? fix : undefined],
  );
}

/** Whether the correlation matrix is positive definite, by a Cholesky factorisation (with all coefficients times `share`). */
export function positiveDefinite(correlations: readonly Correlation[], share = 1): boolean {
  const names = [...new Set(correlations.flatMap(({ between }) => between.map(nameOf)))];
  const matrix: number[][] = names.map((_, i) => names.map((__, j) => (i === j ? 1 : 0)));
  for (const { between, coefficient } of correlations) {
    const [i, j] = between.map((one) => names.indexOf(nameOf(one)));
    matrix[i!]![j!] = matrix[j!]![i!] = coefficient * share;
  }
  // In place, the lower triangle; a pivot that is not clearly above zero means that it is not definite.
  for (let j = 0; j < names.length; j++) {
    for (let i = j; i < names.length; i++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i]![k]! * matrix[j]![k]!;
      if (i === j) {
        if (sum < 1e-9) return false;
        matrix[j]![j] = Math.sqrt(sum);
      } else matrix[i]![j] = sum / matrix[j]![j]!;
    }
  }
  return true;
}
