import type { Table } from './table';
import { columnOf } from './table';
import { ImportError } from './errors';
import { classOf, labelsIn, type Label, type LabelRules } from './labels';
import type { RecordFiles } from './recordFiles';
import type { Dropped } from './reasons';

/** Which columns of a table say what. */
export interface Columns {
  /** Names of the recordings' files; undefined: the rows stand in the order of an array's recordings. */
  readonly file: string | undefined;
  readonly labels: readonly string[];
  /** undefined: each recording counts as a patient of its own. */
  readonly patient: string | undefined;
  /** Where a strip begins in its recording, s; undefined: as `cut` says. */
  readonly start: string | undefined;
  /** Others that are copied. */
  readonly keep: readonly string[];
}

/** A row that asks for strips of a recording. */
export interface Wanted {
  readonly line: number;
  /** What the table calls the recording. */
  readonly record: string;
  readonly file: string;
  /** Number in an array, from 0; undefined: the file is the recording. */
  readonly number: number | undefined;
  readonly class: string;
  readonly labels: readonly string[];
  readonly patient: string;
  /** s */
  readonly start: number | undefined;
  readonly kept: readonly string[];
}

/**
 * What the rows of a table ask for, before any recording is opened. It is gone through once.
 * @param array file whose recordings the rows stand for, one each, where no column names files
 * @throws ImportError where a column is missing
 */
export class WantedRows {
  /** Rows by labels that are no class. */
  readonly unused = new Map<string, number>();
  private readonly named = new Set<string>();
  private readonly numbers: {
    readonly file: number | undefined;
    readonly labels: readonly number[];
    readonly patient: number | undefined;
    readonly start: number | undefined;
    readonly keep: readonly number[];
  };

  constructor(
    private readonly table: Table,
    private readonly columns: Columns,
    private readonly rules: LabelRules,
    private readonly files: RecordFiles,
    private readonly array: string | undefined,
  ) {
    const optional = (column: string | undefined, flag: string): number | undefined =>
      column === undefined ? undefined : columnOf(table, column, flag);
    if (columns.labels.length === 0) {
      throw new ImportError(
        `Say which column of ${table.name} has the labels, with --label-column; it has ${table.header.join(', ')}.`,
      );
    }
    this.numbers = {
      file: optional(columns.file, '--file-column'),
      labels: columns.labels.map((column) => columnOf(table, column, '--label-column')),
      patient: optional(columns.patient, '--patient-column'),
      start: optional(columns.start, '--start-column'),
      keep: columns.keep.map((column) => columnOf(table, column, '--keep')),
    };
  }

  *[Symbol.iterator](): Iterator<Wanted | Dropped> {
    for (let number = 0; number < this.table.rows.length; number++) yield this.row(number);
  }

  /** Files that no row names, of the kinds that rows name. Asked for when all rows are through. */
  unnamed(): Dropped[] {
    if (this.numbers.file === undefined) return [];
    const ending = (path: string): string => path.slice(path.lastIndexOf('.')).toLowerCase();
    const kinds = new Set([...this.named].map(ending));
    return this.files.paths
      .filter((path) => kinds.has(ending(path)) && !this.named.has(path))
      .map((record) => ({
        reason: 'no-label',
        line: null,
        record,
        detail: `no row of ${this.table.name} names it`,
      }));
  }

  private row(number: number): Wanted | Dropped {
    const { numbers } = this;
    const { line, cells } = this.table.rows[number]!;
    const cell = (column: number): string => cells[column]!.trim();
    const record = numbers.file === undefined ? `${this.array!}#${number}` : cell(numbers.file);
    const drop = (reason: Dropped['reason'], detail: string): Dropped => ({ reason, line, record, detail });

    const found = numbers.file === undefined ? [this.array!] : this.files.find(record);
    if (numbers.file !== undefined) for (const path of found) this.named.add(path);
    const labels = labelsIn(
      numbers.labels.map((column) => ({ column: this.table.header[column]!, text: cell(column) })),
    );
    const verdict = classOf(labels, this.rules);
    if ('reason' in verdict) {
      if (verdict.reason === 'no-label') this.count(labels);
      return drop(verdict.reason, verdict.detail);
    }
    const patient = numbers.patient === undefined ? '' : cell(numbers.patient);
    if (numbers.patient !== undefined && patient === '') {
      return drop('no-patient', `column "${this.columns.patient!}" is empty`);
    }
    const start = numbers.start === undefined ? undefined : Number(cell(numbers.start) || NaN);
    if (start !== undefined && !(start >= 0 && Number.isFinite(start))) {
      return drop('too-short', `"${cell(numbers.start!)}" is no time in s to begin at`);
    }
    if (found.length === 0) return drop('no-file', 'no file is called so');
    if (found.length > 1) {
      return drop(
        'no-file',
        `${found.length} files are called so, such as ${found.slice(0, 2).join(' and ')}`,
      );
    }
    return {
      line,
      record,
      file: found[0]!,
      number: numbers.file === undefined ? number : undefined,
      class: verdict.class,
      labels: labels.map(({ name }) => name),
      // Files may be named twice, by rows with different starts: the file tells who it is.
      patient: numbers.patient === undefined ? (numbers.file === undefined ? record : found[0]!) : patient,
      start,
      kept: numbers.keep.map(cell),
    };
  }

  private count(labels: readonly Label[]): void {
    for (const { name } of labels) this.unused.set(name, (this.unused.get(name) ?? 0) + 1);
  }
}
