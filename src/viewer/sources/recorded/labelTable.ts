/** A table in text, such as the labels of a folder of recordings. */
export interface LabelTable {
  readonly header: readonly string[];
  /** Each as long as the header. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads a CSV (RFC 4180; commas, semicolons or tabs, whichever the first line has most of) as the trainer does.
 * @throws Error with a phrase that completes "FILE ..."
 */
export function parseLabelTable(text: string): LabelTable {
  const plain = text.replace(/^\uFEFF/, '');
  const first = /^[^\r\n]*/.exec(plain)![0];
  const count = (sign: string): number => first.split(sign).length - 1;
  const separator = [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
  const [header, ...rows] = linesOf(plain, separator);
  if (header === undefined) throw new Error('is empty; it must have a header and one row per strip');
  rows.forEach((row, i) => {
    if (row.length !== header.length)
      throw new Error(`has ${row.length} columns in row ${i + 2} and ${header.length} in its header`);
  });
  return { header: header.map((name) => name.trim()), rows };
}

function linesOf(text: string, separator: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  const plainEnd = new RegExp(`[${separator}\\r\\n]`, 'g');
  for (let at = 0; at < text.length;) {
    let cell = '';
    if (text[at] === '"') {
      for (let end = at + 1; ; end += 2) {
        const quote = text.indexOf('"', end);
        if (quote < 0) throw new Error('has a quote that is not closed');
        cell += text.slice(end, quote);
        end = quote;
        at = quote + 1;
        if (text[at] !== '"') break;
        cell += '"';
      }
    } else {
      plainEnd.lastIndex = at;
      const end = plainEnd.exec(text)?.index ?? text.length;
      cell = text.slice(at, end);
      at = end;
    }
    line.push(cell);
    if (text[at] === separator) {
      at++;
      // The last cell of the last line may be empty.
      if (at === text.length) line.push('');
      continue;
    }
    if (at < text.length && text[at] !== '\r' && text[at] !== '\n')
      throw new Error('has something behind a quoted cell');
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    at++;
    // Empty lines are passed over.
    if (line.length > 1 || line[0] !== '') lines.push(line);
    line = [];
  }
  if (line.length > 0) lines.push(line);
  return lines;
}

/** The number of the column under one of the usual names, whatever their case. */
export function usualColumn({ header }: LabelTable, usual: readonly string[]): number | undefined {
  const lower = header.map((name) => name.toLowerCase());
  const found = usual.map((name) => lower.indexOf(name)).find((at) => at >= 0);
  return found;
}
