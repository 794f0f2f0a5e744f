import type { GainRow } from './gains';

const COLUMNS = [
  'report',
  'network',
  'class',
  'normal',
  'size',
  'against',
  'metric',
  'before',
  'after',
  'mean',
  'low',
  'high',
  'wins',
  'seeds',
] as const satisfies readonly (keyof GainRow)[];

/** All gains as CSV (RFC 4180), a header first; what was not measured is empty. */
export function gainsCsv(rows: readonly GainRow[]): string {
  const cell = (value: string | number | null): string => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column]))]
    .map((line) => `${line.map(cell).join(',')}\n`)
    .join('');
}
