/** Signals in a table: a row for each sample, a column for each lead, and perhaps one for the time. */
export interface CsvSignal {
  readonly name: string;
  /** In brackets behind the name, such as `mV`; empty where none stands there. */
  readonly unit: string;
  /** Hz, where a column tells the time. */
  readonly rate: number | undefined;
  readonly values: Float32Array;
}

const MOST_COLUMNS = 200;
/** A column's name for the time, with its unit. */
const TIME = /^(?:time|t|sec(?:onds)?|elapsed time)\b/i;

/**
 * Reads a table whose columns are parted by commas, semicolons, tabs or spaces. Lines with `#` are passed over, cells
 * that are no numbers are NaN.
 *
 * @throws Error with a phrase that completes "FILE ..."
 */
export function readCsv(text: string): CsvSignal[] {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (lines.length < 2) throw new Error('has no rows of samples');
  const parts = separatorOf(lines[Math.min(2, lines.length - 1)]!);
  const split = (line: string): string[] =>
    line
      .trim()
      .split(parts)
      .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const head = split(lines[0]!);
  const named = head.some((cell) => Number.isNaN(Number(cell)));
  // A second line in brackets tells the units, as WFDB's rdsamp writes it.
  const units = named && split(lines[1]!).every((cell) => Number.isNaN(Number(cell))) ? split(lines[1]!) : [];
  const rows = lines.slice((named ? 1 : 0) + (units.length > 0 ? 1 : 0));
  if (head.length > MOST_COLUMNS)
    throw new Error(`has ${head.length} columns; at most ${MOST_COLUMNS} are read`);
  const columns = head.map(() => new Float64Array(rows.length));
  rows.forEach((row, i) => {
    const cells = split(row);
    columns.forEach(
      (column, c) => (column[i] = cells[c] === undefined || cells[c] === '' ? NaN : Number(cells[c])),
    );
  });
  const numbers = columns.map((column) => column.some(Number.isFinite));
  const time = named ? head.findIndex((name) => TIME.test(name.replace(/^'|'$/g, ''))) : -1;
  const rate = time >= 0 ? rateOf(columns[time]!, `${head[time]!} ${units[time] ?? ''}`) : undefined;
  const found = head.flatMap((cell, c) => {
    if (c === time || !numbers[c]) return [];
    const label = named ? cell.replace(/^'|'$/g, '') : `column ${c + 1}`;
    const unit =
      /[([]\s*([^)\]]+?)\s*[)\]]/.exec(units[c] ?? '')?.[1] ??
      /[([]\s*([^)\]]+?)\s*[)\]]\s*$/.exec(label)?.[1];
    return [
      {
        name: label.replace(/\s*[([][^)\]]*[)\]]\s*$/, ''),
        unit: unit ?? '',
        rate,
        values: Float32Array.from(columns[c]!),
      },
    ];
  });
  if (found.length === 0) throw new Error('has no column of numbers');
  return found;
}

function separatorOf(line: string): RegExp {
  for (const [sign, parts] of [
    [';', /;/],
    ['\t', /\t/],
    [',', /,/],
  ] as const)
    if (line.includes(sign)) return parts;
  return /\s+/;
}

/** Hz, of times in s, or in ms where their column says so. */
function rateOf(times: Float64Array, name: string): number | undefined {
  const step = (times[times.length - 1]! - times[0]!) / (times.length - 1);
  if (!(step > 0)) return undefined;
  const rate = (/\bms\b|millisec/i.test(name) ? 1000 : 1) / step;
  // Times are written with few digits: the mean step is a whole rate all but exactly.
  return Math.abs(rate - Math.round(rate)) < 0.01 * rate ? Math.round(rate) : rate;
}
