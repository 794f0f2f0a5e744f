import { readMeasure } from '../synthesis';
import { AMPLITUDES, type OnProgress, type Source } from './source';
import { numbersOf, type Table } from './table';
import { giveWay, type AbortSignal } from './turns';

/** Strips between two moments at which others may work; some milliseconds. */
const BLOCK = 32;

/**
 * Reads every strip's samples and fills the columns of amplitudes: medians over its beats that are not ectopic, over the
 * line before P or QRS, as `readMeasure` reads them.
 * @throws Error with a sentence for the user where a file is damaged; AbortError
 */
export async function measureAmplitudes(
  source: Source,
  table: Table,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const columns = AMPLITUDES.map(({ id, measure }) => ({ measure, values: numbersOf(table, id).values }));
  for (let row = 0; row < table.rows; row++) {
    if (row % BLOCK === 0) await giveWay(signal, () => onProgress(row, table.rows));
    const { strip, rate, resolution } = source.strip(row);
    for (const { measure, values } of columns)
      values[row] = readMeasure(measure, strip, { rate, resolution });
  }
  onProgress(table.rows, table.rows);
}
