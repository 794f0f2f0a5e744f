import { formatQuantity, MEASURE_DIMENSIONS, type ParsedSpec, type Problem, withoutSilenced } from '../spec';
import { compile } from './compile';
import { checkInvariants, type InvariantReport } from './invariants';
import type { Records } from './types';

/**
 * What generated strips say about the classes' invariants, class by class: a warning for each that some of them do
 * not hold. The rules judge the middle of a class's parameters when the spec is read; this sees the spread, too.
 *
 * @param text what `parsed` was read from
 * @param strips how many strips of each class are looked at: those that a data set holds under the first indices
 * @param records the recordings that its noises are taken from
 */
export function* measureClaims(
  text: string,
  parsed: ParsedSpec,
  strips: number,
  records?: Records,
): Generator<Problem[]> {
  const { spec, rangeOf } = parsed;
  const claiming = spec?.classes.filter(({ invariants }) => invariants.length > 0) ?? [];
  if (spec === undefined || claiming.length === 0) return;
  const synthesizer = compile(spec, records);
  for (const source of claiming) {
    const drawn = Array.from({ length: strips }, (_, index) => synthesizer.generate(source.name, index));
    const problems = checkInvariants(source, drawn, synthesizer).flatMap((report, i): Problem[] => {
      if (report.worst === null) return [];
      const path = ['classes', source.name, 'invariants', i];
      // An inherited invariant stands elsewhere; then the class is the place.
      const range = rangeOf(path) ?? rangeOf(['classes', source.name]) ?? { start: 0, end: 1 };
      return [{ code: 'ECG437', severity: 'warning', message: inWords(source.name, report), range, path }];
    });
    yield withoutSilenced(text, problems);
  }
}

function inWords(name: string, { invariant, held, of, worst }: InvariantReport): string {
  const { text, measure } = invariant;
  const value = worst!.value;
  const read = Number.isNaN(value)
    ? `there is no ${measure}`
    : `${measure} is ${formatQuantity(Number(value.toPrecision(3)), MEASURE_DIMENSIONS[measure])}`;
  return `\`${text}\` does not hold in ${of - held} of ${of} strips of \`${name}\`: in strip ${worst!.index}, ${read}. Narrow the spread, or change what the class claims.`;
}
