/** A column of numbers; NaN where a strip has none. Float32 holds what is measured, Uint32 what is counted. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly id: string;
  readonly label: string;
  /** Empty where it has none. */
  readonly unit: string;
  /** How many digits after the point are worth showing. */
  readonly digits: number;
  readonly values: Float32Array | Uint32Array;
  /** It needs every sample of the set: NaN until it has been measured. */
  readonly late?: true;
}

/** A column of names, each row the number of one of them. */
export interface ChoiceColumn {
  readonly kind: 'choice';
  readonly id: string;
  readonly label: string;
  readonly names: readonly string[];
  readonly codes: Uint32Array;
}

export type Column = NumberColumn | ChoiceColumn;

/** What is known of every strip of a set, column by column: a million strips take some 60 MB. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** The column that tells the classes (or labels) apart, which every table has. */
export const CLASS_COLUMN = 'class';

/** @throws RangeError where there is no such column */
export function columnOf(table: Table, id: string): Column {
  const column = table.columns.find((one) => one.id === id);
  if (column === undefined) throw new RangeError(`There is no column "${id}".`);
  return column;
}

/** @throws RangeError where there is no such column of numbers */
export function numbersOf(table: Table, id: string): NumberColumn {
  const column = columnOf(table, id);
  if (column.kind !== 'number') throw new RangeError(`The column "${id}" holds no numbers.`);
  return column;
}

/** @throws RangeError where there is no such column of names */
export function choicesOf(table: Table, id: string): ChoiceColumn {
  const column = columnOf(table, id);
  if (column.kind !== 'choice') throw new RangeError(`The column "${id}" holds no names.`);
  return column;
}

/** A column of names from the names themselves, numbered in the order of the alphabet (digits by their value). */
export function choiceColumn(id: string, label: string, values: readonly string[]): ChoiceColumn {
  const order = new Intl.Collator('en', { numeric: true });
  const names = [...new Set(values)].sort(order.compare);
  const codes = new Map(names.map((name, code) => [name, code]));
  return { kind: 'choice', id, label, names, codes: Uint32Array.from(values, (name) => codes.get(name)!) };
}
