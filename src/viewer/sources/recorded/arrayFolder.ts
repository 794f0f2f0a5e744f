import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { choiceColumn, CLASS_COLUMN, type Table } from '../../table';
import type { OnProgress, SetInfo } from '../../source';
import { giveWay, type AbortSignal } from '../../turns';
import { ABOUT_FILE, fileIn, LABEL_COLUMNS, LABEL_FILES, readAbout, SIGNAL_FILES, type About } from './about';
import { foundColumns } from './foundBeats';
import { parseLabelTable, usualColumn, type LabelTable } from './labelTable';
import { RecordedSet } from './recordedSet';
import type { Recording } from './recording';
import { SignalArray } from './signalArray';
import { NONE, tableColumns } from './tableColumns';

/** A folder as the trainer reads it: an array of strips, and a CSV with a row for each of them. */
export class ArrayFolder extends RecordedSet {
  readonly info: SetInfo;
  private readonly about: About;
  private readonly array: SignalArray;
  private readonly rate: number;
  private readonly labelFile: string;
  private readonly table: LabelTable;
  private readonly label: number;

  /** @throws Error with a sentence for the user where something is missing or does not fit */
  constructor(folder: string) {
    super();
    this.about = readAbout(folder);
    const { about } = this;
    this.array = SignalArray.open(
      fileIn(folder, about.signals, SIGNAL_FILES, 'signal file', 'signals'),
      about.samples,
    );
    if (about.rate === undefined || !(about.rate > 0))
      throw new Error(
        `The sampling rate of the recordings in ${folder} is not said; write "rate" (Hz) in ${ABOUT_FILE}.`,
      );
    this.rate = about.rate;
    this.labelFile = fileIn(folder, about.labels, LABEL_FILES, 'label CSV', 'labels');
    this.table = readLabels(this.labelFile);
    this.label = this.labelColumn();
    if (this.table.rows.length !== this.array.strips)
      throw new Error(
        `${this.labelFile} has ${this.table.rows.length} rows and the signal file has ${this.array.strips} strips; ` +
          'they must have one row per strip in the same order.',
      );
    const seconds = this.array.samples / this.rate - about.crop;
    this.info = {
      title: basename(folder),
      folder,
      facts: [
        `${this.array.strips.toLocaleString('en')} strips`,
        `${Number(seconds.toFixed(2))} s at ${this.rate} Hz`,
        `labels from ${basename(this.labelFile)}, column ${this.table.header[this.label]!}`,
        ...(about.attribution === '' ? [] : [about.attribution]),
      ],
      classTitles: Object.fromEntries(
        Object.entries(about.classes).map(([label, name]) => [label, `${label} (${name} in the spec)`]),
      ),
      hasSpec: false,
      late: 'Rates and R amplitudes',
      signalBytes: this.array.bytes,
    };
  }

  async load(onProgress: OnProgress, signal: AbortSignal): Promise<Table> {
    await giveWay(signal, () => onProgress(0, 1));
    const { strips } = this.array;
    const labels = Array.from({ length: strips }, (_, row) => this.labelOf(row));
    const found = foundColumns(strips);
    const rows = Int32Array.from({ length: strips }, (_, row) => row);
    const taken = [CLASS_COLUMN, 'record', 'strip', ...found.map(({ id }) => id)];
    return {
      rows: strips,
      columns: [
        choiceColumn(CLASS_COLUMN, 'Class', labels),
        ...found,
        ...tableColumns(this.table, rows, [this.label], taken),
      ],
    };
  }

  recordName(row: number): string {
    const thousands = String(Math.floor(row / 1000)).padStart(3, '0');
    return `strips-${thousands}/strip-${String(row).padStart(6, '0')}`;
  }

  protected read(row: number): Recording {
    const { array, about, rate } = this;
    if (!Number.isInteger(row) || row < 0 || row >= array.strips)
      throw new RangeError(`There is no strip ${row} of ${array.strips}.`);
    const values = array.row(row, about.unit ?? array.usualUnit);
    const kept = values.subarray(0, Math.max(1, values.length - Math.round(about.crop * rate)));
    return { values: kept, rate, lead: 'II', beats: null, rhythms: null };
  }

  protected labelOf(row: number): string {
    const label = this.table.rows[row]?.[this.label]?.trim() ?? '';
    return label === '' ? NONE : label;
  }

  protected titleOf(row: number): string {
    return `row ${row}`;
  }

  private labelColumn(): number {
    const { header } = this.table;
    const { labelColumn } = this.about;
    const found =
      labelColumn === undefined ? usualColumn(this.table, LABEL_COLUMNS) : header.indexOf(labelColumn);
    if (found !== undefined && found >= 0) return found;
    const which =
      labelColumn === undefined
        ? `no column under a usual name for the label (${LABEL_COLUMNS.join(', ')})`
        : `no column "${labelColumn}"`;
    throw new Error(
      `${this.labelFile} has ${which}; it has ${header.join(', ')}. Name one as "columns": {"label": ...} in ${ABOUT_FILE}.`,
    );
  }
}

/** @throws Error with a sentence for the user */
export function readLabels(path: string): LabelTable {
  try {
    return parseLabelTable(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    throw new Error(`${path} ${(error as Error).message}.`, { cause: error });
  }
}
