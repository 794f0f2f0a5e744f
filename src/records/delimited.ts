/** A row of a table in text. */
export interface DelimitedRow {
  /** Its first line in the text, from 1, as editors count. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A text that is no table: `message` completes "Line 3 of FILE ...". */
export class DelimitedError extends Error {
  override readonly name = 'DelimitedError';

  constructor(
    /** From 1, as editors count. */
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The rows of a table in text (RFC 4180), parted by commas, semicolons or tabs, whichever its first line has most of. Empty lines
 * and a byte order mark are passed over.
 *
 * @throws DelimitedError
 */
export function delimitedRows(whole: string): DelimitedRow[] {
  const text = whole.replace(/^\ufeff/, '');
  const firstLine = /^[^\r\n]*/.exec(text)![0];
  const count = (sign: string): number => firstLine.split(sign).length;
  const separator = [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
  // A cell, quoted or plain, and what ends it: the separator, the line, or the text.
  const cell = new RegExp(
    `(?:"([^"]*(?:""[^"]*)*)"|([^"${separator}\\r\\n][^${separator}\\r\\n]*)?)(${separator}|\\r\\n|\\n|\\r|$)`,
    'y',
  );
  const rows: DelimitedRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  while (cell.lastIndex < text.length || cells.length > 0) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (found === null) {
      throw new DelimitedError(
        line,
        text[at] === '"'
          ? 'has a quote that is not closed, or text behind a closed one'
          : 'cannot be read as a table',
      );
    }
    const [all, quoted, plain, end] = found;
    cells.push(quoted !== undefined ? quoted.replaceAll('""', '"') : (plain ?? ''));
    line += all.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === separator) continue;
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: start, cells });
    cells = [];
    start = line;
  }
  return rows;
}
