import { csvLine } from '../../dataset/formats/csvText';
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

/** All gains as CSV, a header first; what was not measured is empty. */
export const gainsCsv = (rows: readonly GainRow[]): string =>
  [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ''))].map(csvLine).join('');
