import type { OnProgress, Source } from './source';
import { numbersOf, type NumberColumn, type Table } from './table';
import { giveWay, type AbortSignal } from './turns';

/** Strips between two moments at which others may work; some milliseconds. */
const BLOCK = 32;

/** The columns that need every sample of a set. */
export const lateColumns = (table: Table): NumberColumn[] =>
  table.columns.flatMap((column) => (column.kind === 'number' && column.late === true ? [column] : []));

/**
 * Reads every strip's samples and fills the late columns.
 * @throws Error with a sentence for the user where a file is damaged; AbortError
 */
export async function measureLate(
  source: Source,
  table: Table,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const columns = lateColumns(table).map(({ id }) => numbersOf(table, id).values);
  for (let row = 0; row < table.rows; row++) {
    if (row % BLOCK === 0) await giveWay(signal, () => onProgress(row, table.rows));
    source.measure(row).forEach((value, i) => (columns[i]![row] = value));
  }
  onProgress(table.rows, table.rows);
}
