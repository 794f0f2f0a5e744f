import { ImportError } from './errors';

/** A row of a label table. */
export interface Row {
  /** Its line in the file, from 1, as editors count. */
  readonly line: number;
  /** As many as the table has columns. */
  readonly cells: readonly string[];
}

/** A label table: one row for each recording, or each strip of one. */
export interface Table {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly Row[];
}

/**
 * Reads a table: RFC 4180, parted by commas, semicolons or tabs, whichever its first line has most of. Empty lines are passed
 * over, spaces around a name in the header do not count.
 *
 * @param name of the file, for messages
 * @throws ImportError where it cannot be read as a table
 */
export function parseTable(text: string, name: string): Table {
  const lines = records(text.replace(/^\ufeff/, ''), name).filter(
    ({ cells }) => cells.length > 1 || cells[0] !== '',
  );
  const [first, ...rows] = lines;
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

function records(text: string, name: string): Row[] {
  const firstLine = /^[^\r\n]*/.exec(text)![0];
  const count = (sign: string): number => firstLine.split(sign).length;
  const separator = [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
  // A cell, quoted or plain, and what ends it: the separator, the line, or the text.
  const cell = new RegExp(
    `(?:"([^"]*(?:""[^"]*)*)"|([^"${separator}\\r\\n][^${separator}\\r\\n]*)?)(${separator}|\\r\\n|\\n|\\r|$)`,
    'y',
  );
  const rows: Row[] = [];
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  while (cell.lastIndex < text.length || cells.length > 0) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (found === null) {
      throw new ImportError(
        text[at] === '"'
          ? `Line ${line} of ${name} has a quote that is not closed, or text behind a closed one; mend it.`
          : `Line ${line} of ${name} cannot be read as a table; mend it.`,
      );
    }
    const [all, quoted, plain, end] = found;
    cells.push(quoted !== undefined ? quoted.replaceAll('""', '"') : (plain ?? ''));
    line += all.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === separator) continue;
    rows.push({ line: start, cells });
    cells = [];
    start = line;
  }
  return rows;
}
