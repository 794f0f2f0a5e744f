import { DelimitedError, type DelimitedRow, delimitedRows } from '../../../records';

/** A table in text, such as the labels of a folder of recordings. */
export interface LabelTable {
  readonly header: readonly string[];
  /** Each as long as the header. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads a label table as `delimitedRows` does.
 * @throws Error with a phrase that completes "FILE ..."
 */
export function parseLabelTable(text: string): LabelTable {
  const [header, ...rows] = rowsOf(text);
  if (header === undefined) throw new Error('is empty; it must have a header and one row per strip');
  const width = header.cells.length;
  for (const { line, cells } of rows) {
    if (cells.length !== width)
      throw new Error(`has ${cells.length} columns in line ${line} and ${width} in its header`);
  }
  return { header: header.cells.map((name) => name.trim()), rows: rows.map(({ cells }) => cells) };
}

function rowsOf(text: string): DelimitedRow[] {
  try {
    return delimitedRows(text);
  } catch (error) {
    if (!(error instanceof DelimitedError)) throw error;
    throw new Error(`${error.message} (line ${error.line})`, { cause: error });
  }
}

/** The number of the column under one of the usual names, whatever their case. */
export function usualColumn({ header }: LabelTable, usual: readonly string[]): number | undefined {
  const lower = header.map((name) => name.toLowerCase());
  const found = usual.map((name) => lower.indexOf(name)).find((at) => at >= 0);
  return found;
}
