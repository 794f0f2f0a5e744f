import { choiceColumn, type Column } from '../../table';
import type { LabelTable } from './labelTable';

/** Names of a column travel to the page all at once; of more different ones (such as free text) there is no column. */
const MOST_NAMES = 50_000;
const NUMBER = /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i;

/** What a cell without a value is called. */
export const NONE = '(none)';

/**
 * Columns of the viewer from those of a table: numbers where every cell is one or empty, else names.
 * @param rows which rows of the table, one for each strip; -1 where a strip has none
 * @param except numbers of columns that are not wanted
 * @param taken ids of columns that are there already
 */
export function tableColumns(
  { header, rows: lines }: LabelTable,
  rows: Int32Array,
  except: readonly (number | undefined)[],
  taken: readonly string[],
): Column[] {
  const ids = new Set(taken);
  return header.flatMap((label, at): Column[] => {
    if (except.includes(at)) return [];
    let id = label;
    for (let n = 2; ids.has(id); n++) id = `${label} ${n}`;
    ids.add(id);
    const cells = Array.from(rows, (row) => (row < 0 ? '' : lines[row]![at]!.trim()));
    const known = cells.filter((cell) => cell !== '');
    if (known.length > 0 && known.every((cell) => NUMBER.test(cell))) {
      const values = Float32Array.from(cells, (cell) => (cell === '' ? NaN : Number(cell)));
      return [{ kind: 'number', id, label, unit: '', digits: digitsOf(known), values }];
    }
    if (known.length === 0 || new Set(known).size > MOST_NAMES) return [];
    return [
      choiceColumn(
        id,
        label,
        cells.map((cell) => (cell === '' ? NONE : cell)),
      ),
    ];
  });
}

/** How many digits behind the point the cells have, at most three; `37.0` has none. */
function digitsOf(cells: readonly string[]): number {
  let most = 0;
  for (const cell of cells) {
    const behind = /\.(\d*?)0*$/.exec(cell)?.[1]?.length ?? (/e-/i.test(cell) ? 3 : 0);
    most = Math.max(most, behind);
  }
  return Math.min(3, most);
}
