import type { JobDefinition } from '../tasks/definition';

/** What was answered to the questions of an import. */
export interface ImportAnswers {
  readonly folder: string;
  readonly table: string;
  /** The column that names files, or the array that the rows stand for. */
  readonly where: { readonly column: string } | { readonly array: string };
  readonly labelColumns: readonly string[];
  /** Label and class. */
  readonly map: readonly (readonly [label: string, name: string])[];
  /** null: each record is its own patient. */
  readonly patientColumn: string | null;
  readonly leads: readonly string[];
  /** s */
  readonly duration: number;
  readonly cut: { readonly where: string } | { readonly startColumn: string };
  /** Hz */
  readonly rate: number;
  /** Of recordings that do not say theirs. */
  readonly sourceRate: number | undefined;
  readonly unit: string | undefined;
  readonly attribution: string;
}

/** The job that does what was answered. */
export function importJob(answers: ImportAnswers): JobDefinition {
  const { where, cut, sourceRate, unit, attribution } = answers;
  return {
    task: 'import',
    recordings: answers.folder,
    labels: answers.table,
    options: {
      ...('column' in where ? { 'file-column': where.column } : { array: where.array }),
      'label-column': answers.labelColumns,
      ...(answers.patientColumn === null
        ? { 'each-own-patient': true }
        : { 'patient-column': answers.patientColumn }),
      map: answers.map.map(([label, name]) => `${label}=${name}`),
      lead: answers.leads,
      duration: answers.duration,
      ...('where' in cut ? { cut: cut.where } : { 'start-column': cut.startColumn }),
      rate: answers.rate,
      ...(sourceRate === undefined ? {} : { 'source-rate': sourceRate }),
      ...(unit === undefined ? {} : { unit }),
      ...(attribution === '' ? {} : { attribution }),
    },
  };
}

/**
 * Reads `NORM=NSR, AFIB=AF` as labels and their classes.
 * @param labels that may stand on the left; the longest that fits is meant, since labels may hold commas
 * @returns the pairs, or a sentence on what is wrong
 */
export function readMap(
  text: string,
  labels: readonly string[],
): readonly (readonly [string, string])[] | string {
  const pairs: [string, string][] = [];
  const longestFirst = [...labels].sort((a, b) => b.length - a.length);
  let rest = text.trim();
  while (rest !== '') {
    const label = longestFirst.find((one) => new RegExp(`^${literal(one)}\\s*=`).test(rest));
    if (label === undefined) {
      const [, named] = /^([^=]*?)\s*=/.exec(rest) ?? [];
      return named === undefined
        ? `"${rest.slice(0, 40)}" is not LABEL=CLASS, such as AFIB=AF.`
        : `There is no label "${named}" among those that were chosen.`;
    }
    rest = rest.slice(rest.indexOf('=', label.length) + 1);
    const [whole, name] = /^\s*([^,=]*?)\s*(?:,\s*|$)/.exec(rest) ?? [];
    if (whole === undefined || name === undefined || name === '')
      return `"${label}" needs a class behind its =.`;
    pairs.push([label, name]);
    rest = rest.slice(whole.length);
  }
  return pairs.length === 0 ? 'Give at least one label and its class, such as AFIB=AF.' : pairs;
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
