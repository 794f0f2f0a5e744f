import { DatasetError } from '../../errors';
import type { ManifestHead } from '../../manifest';
import { csvLine } from '../csvText';
import { ExportFile } from '../exportFile';
import type { ExportedFile, Format, ShardInfo, ShardWriter, StripRow } from '../format';
import { recordName } from '../recordName';
import { tablesOf, type Cell, type Table } from './tables';

/** More than this is nothing for a spreadsheet, and takes minutes to read. */
const MOST_SAMPLES = 20_000_000;
/** A sample in mV takes about this much. */
const BYTES_PER_SAMPLE = 6;
const OWN = /^(train|validation)-\d{5,}\.(signals|strips|beats|rhythms|waves|values)\.csv$/;

/** CSV (RFC 4180): a file for each table of each shard, and one with a line of samples in mV for each strip. */
export const csv: Format = {
  name: 'csv',
  title: 'CSV',
  owns: (path) => OWN.test(path),
  refuse: (head) => {
    const samples = stripsOf(head) * head.recording.samples;
    if (samples <= MOST_SAMPLES) return;
    throw new DatasetError(
      `As CSV this data set would take about ${Math.ceil((samples * BYTES_PER_SAMPLE) / 1e6)} MB in ${stripsOf(head)} lines, ` +
        `and CSV is for at most ${MOST_SAMPLES / 1e6} million samples; choose the format parquet or hdf5, or make fewer strips.`,
    );
  },
  begin: (folder, shard) => new Tables(folder, shard),
};

const stripsOf = ({ classes }: ManifestHead): number =>
  classes.reduce((sum, { train, validation }) => sum + train + validation, 0);

class Tables implements ShardWriter {
  private readonly signals: ExportFile;
  private readonly tables: readonly { readonly table: Table; readonly file: ExportFile }[];
  /** mV of a sample, as text. */
  private readonly text = new Map<number, string>();

  constructor(
    folder: string,
    private readonly shard: ShardInfo,
  ) {
    const { samples } = shard.head.recording;
    this.signals = new ExportFile(folder, `${shard.name}.signals.csv`);
    this.signals.print(csvLine(['record', ...Array.from({ length: samples }, (_, i) => i)]));
    this.tables = tablesOf(shard.head).map((table) => {
      const file = new ExportFile(folder, `${shard.name}.${table.name}.csv`);
      file.print(csvLine(table.columns.map(({ name }) => name)));
      return { table, file };
    });
  }

  add(strip: StripRow): void {
    const cells: string[] = [recordName(this.shard.name, strip.row)];
    for (const sample of strip.samples) cells.push(this.millivolts(sample));
    this.signals.print(`${cells.join(',')}\n`);
    for (const { table, file } of this.tables) {
      for (const row of table.rows(strip, this.shard)) file.print(csvLine(row.map(cellText)));
    }
  }

  finish(): readonly ExportedFile[] {
    return [this.signals, ...this.tables.map(({ file }) => file)].map((file) => file.finish());
  }

  /** The same text for the same sample, with no digits that only binary fractions bring in. */
  private millivolts(sample: number): string {
    let text = this.text.get(sample);
    if (text === undefined) {
      text = String(Number((sample * this.shard.head.recording.unit.mV).toPrecision(12)));
      this.text.set(sample, text);
    }
    return text;
  }
}

/** Nothing for what is not there, 1 and 0 for yes and no, numbers to their last digit. */
const cellText = (cell: Cell): string | number =>
  cell === null ? '' : typeof cell === 'boolean' ? Number(cell) : cell;
