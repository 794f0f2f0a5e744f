import { DelimitedError, type DelimitedRow, delimitedRows } from '../records';
import { ImportError } from './errors';

/** A label table: one row for each recording, or each strip of one. */
export interface Table {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly header: readonly string[];
  /** Each has as many cells as the table has columns. */
  readonly rows: readonly DelimitedRow[];
}

/**
 * Reads a table as `delimitedRows` does; spaces around a name in the header do not count.
 *
 * @param name of the file, for messages
 * @throws ImportError where it cannot be read as a table
 */
export function parseTable(text: string, name: string): Table {
  const [first, ...rows] = rowsOf(text, name);
  if (first === undefined || rows.length === 0) {
    throw new ImportError(`${name} has no rows; it must have a header and a row for each recording.`);
  }
  const header = first.cells.map((cell) => cell.trim());
  const twice = header.find((column, i) => column !== '' && header.indexOf(column) !== i);
  if (twice !== undefined) {
    throw new ImportError(`${name} has two columns "${twice}"; give one of them another name.`);
  }
  for (const { line, cells } of rows) {
    if (cells.length !== header.length) {
      throw new ImportError(
        `Line ${line} of ${name} has ${cells.length} columns and the header has ${header.length}; mend that line, or put quotes around a cell that holds the separator.`,
      );
    }
  }
  return { name, header, rows };
}

/**
 * The number of a column.
 * @param flag of the command line that names it
 * @throws ImportError where there is none of this name
 */
export function columnOf({ name, header }: Table, column: string, flag: string): number {
  const found = header.indexOf(column);
  if (found < 0) {
    throw new ImportError(
      `${name} has no column "${column}"; it has ${header.join(', ')}; choose one with ${flag}.`,
    );
  }
  return found;
}

function rowsOf(text: string, name: string): DelimitedRow[] {
  try {
    return delimitedRows(text);
  } catch (error) {
    if (!(error instanceof DelimitedError)) throw error;
    throw new ImportError(`Line ${error.line} of ${name} ${error.message}; mend it.`);
  }
}
