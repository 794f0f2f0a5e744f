import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { filesBelow } from '../../../dataset/filesBelow';
import { choiceColumn, CLASS_COLUMN, type NumberColumn, type Table } from '../../table';
import type { OnProgress, SetInfo } from '../../source';
import { giveWay, type AbortSignal } from '../../turns';
import { LABEL_COLUMNS, LABEL_FILES } from './about';
import { readLabels } from './arrayFolder';
import { foundColumns } from './foundBeats';
import { usualColumn, type LabelTable } from './labelTable';
import { RecordedSet } from './recordedSet';
import type { Recording } from './recording';
import { NONE, tableColumns } from './tableColumns';
import { firstRhythm, readHead, readRecording, readReference } from './wfdbRecord';

/** Lists the records of a folder, as PhysioNet's databases do. */
export const RECORDS_FILE = 'RECORDS';
const TABLES = ['records.csv', ...LABEL_FILES] as const;
const RECORD_COLUMNS = ['record', 'record_name', 'filename', 'file_name', 'file', 'ecg_id', 'name', 'id'];
/** A record whose header cannot be read; its strip says why. */
const UNREADABLE = '(not readable)';
const BLOCK = 64;

/** A folder of WFDB records: a row for each, its lead II, and its labels from a table, its header or its annotations. */
export class WfdbFolder extends RecordedSet {
  readonly info: SetInfo;
  private readonly records: readonly string[];
  private readonly lines: LabelLines | undefined;
  private labels: readonly string[] = [];

  /** @throws Error with a sentence for the user where there is no record, or the table of labels is wrong */
  constructor(private readonly folder: string) {
    super();
    this.records = recordsOf(folder);
    if (this.records.length === 0)
      throw new Error(`${folder} holds no WFDB records; choose the folder that their .hea files lie in.`);
    this.lines = LabelLines.of(folder, this.records);
    const count = this.records.length.toLocaleString('en');
    this.info = {
      title: basename(folder),
      folder,
      facts: [
        `${count} WFDB record${this.records.length === 1 ? '' : 's'}`,
        this.lines === undefined ? 'labels from headers and annotations' : `labels from ${this.lines.name}`,
      ],
      classTitles: {},
      hasSpec: false,
      late: 'Rates and R amplitudes',
      signalBytes: bytesOf(folder, this.records),
    };
  }

  async load(onProgress: OnProgress, signal: AbortSignal): Promise<Table> {
    const { records, lines } = this;
    const labels: string[] = [];
    const number = (id: string, label: string, unit: string, digits: number): NumberColumn => {
      const values = new Float32Array(records.length).fill(NaN);
      return { kind: 'number', id, label, unit, digits, values };
    };
    const sampling = number('sampling', 'Sampling', 'Hz', 0);
    const duration = number('duration', 'Duration', 's', 1);
    for (const [row, record] of records.entries()) {
      if (row % BLOCK === 0) await giveWay(signal, () => onProgress(row, records.length));
      const path = join(this.folder, record);
      try {
        const { header, label } = readHead(path);
        sampling.values[row] = header.rate;
        duration.values[row] = (header.frames ?? NaN) / header.rate;
        labels.push(lines?.label(row) ?? label ?? firstRhythm(readReference(path) ?? []) ?? NONE);
      } catch {
        labels.push(UNREADABLE);
      }
    }
    this.labels = labels;
    const found = foundColumns(records.length);
    const own = [choiceColumn(CLASS_COLUMN, 'Class', labels), choiceColumn('record', 'Record', records)];
    const columns = [...own, ...found, sampling, duration];
    const taken = [...columns.map(({ id }) => id), 'strip'];
    return { rows: records.length, columns: [...columns, ...(lines?.columns(taken) ?? [])] };
  }

  recordName(row: number): string {
    // Names that WFDB's programs take, whatever these files are called.
    return this.nameOf(row)
      .split('/')
      .map((part) => part.replace(/[^\w.-]/g, '_').replace(/^[.-]/, '_'))
      .join('/');
  }

  override measure(row: number): number[] {
    try {
      return super.measure(row);
    } catch {
      // One that cannot be read does not hide the others; its strip says why.
      return foundColumns(0).map(() => NaN);
    }
  }

  protected read(row: number): Recording {
    return readRecording(join(this.folder, this.nameOf(row)));
  }

  protected labelOf(row: number): string {
    return this.labels[row] ?? NONE;
  }

  protected titleOf(row: number): string {
    return this.nameOf(row);
  }

  private nameOf(row: number): string {
    const name = this.records[row];
    if (name === undefined) throw new RangeError(`There is no record ${row} of ${this.records.length}.`);
    return name;
  }
}

/** The lines of a table that tell of records by their names. */
class LabelLines {
  private constructor(
    readonly name: string,
    private readonly table: LabelTable,
    private readonly rows: Int32Array,
    private readonly record: number,
    private readonly labelColumn: number | undefined,
  ) {}

  /** @returns undefined where no table beside the records names any of them */
  static of(folder: string, records: readonly string[]): LabelLines | undefined {
    for (const name of TABLES) {
      if (!existsSync(join(folder, name))) continue;
      const table = readLabels(join(folder, name));
      const record = usualColumn(table, RECORD_COLUMNS);
      if (record === undefined) continue;
      const lines = new Map<string, number>();
      table.rows.forEach((row, line) => {
        const key = row[record]!.trim().replace(/\.(hea|dat|mat)$/i, '');
        lines.set(key, line).set(posix.basename(key), line);
      });
      const rows = Int32Array.from(records, (one) => lines.get(one) ?? lines.get(posix.basename(one)) ?? -1);
      if (rows.every((line) => line < 0)) continue;
      return new LabelLines(name, table, rows, record, usualColumn(table, ['class', ...LABEL_COLUMNS]));
    }
    return undefined;
  }

  label(row: number): string | undefined {
    const line = this.table.rows[this.rows[row] ?? -1];
    const label = this.labelColumn === undefined ? undefined : line?.[this.labelColumn]?.trim();
    return label === '' ? undefined : label;
  }

  columns(taken: readonly string[]): ReturnType<typeof tableColumns> {
    return tableColumns(this.table, this.rows, [this.record, this.labelColumn], taken);
  }
}

/** The records of a folder, as paths with `/`: those that RECORDS lists, in its order, else all whose headers lie in it or below. */
function recordsOf(folder: string): string[] {
  const list = join(folder, RECORDS_FILE);
  if (existsSync(list)) {
    const listed = readFileSync(list, 'utf8')
      .split(/\r?\n/)
      .map((line) => line.trim())
      // Never out of the folder; a line that ends in a slash names a folder with a list of its own.
      .filter((line) => line !== '' && !line.endsWith('/') && !line.split(/[/\\]/).includes('..'))
      .filter((line) => !posix.isAbsolute(line));
    if (listed.length > 0) return [...new Set(listed)];
  }
  return filesBelow(folder)
    .filter((file) => file.endsWith('.hea'))
    .map((file) => file.slice(0, -'.hea'.length))
    .sort(new Intl.Collator('en', { numeric: true }).compare);
}

/** About what the signals take: one record's share times their number, since to ask for every file takes a while. */
function bytesOf(folder: string, records: readonly string[]): number {
  const some = records.slice(0, 50);
  const sizes = some.map(
    (record) => statSync(join(folder, `${record}.dat`), { throwIfNoEntry: false })?.size ?? 0,
  );
  return (sizes.reduce((sum, size) => sum + size, 0) / some.length) * records.length;
}
