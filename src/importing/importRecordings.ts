import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { digestOf } from '../dataset/checkFile';
import { CancelledError, explainWriteError } from '../dataset/errors';
import { csvLine } from '../dataset/formats/csvText';
import { attributionText } from './attribution';
import { startsOf } from './cut';
import { ImportError } from './errors';
import { folderName, ImportTarget, RECORDINGS_FORMAT } from './importTarget';
import { notesOn } from './notes';
import type { ImportOptions } from './options';
import { summaryPage } from './page';
import { REASONS, type Dropped, type Reason } from './reasons';
import { RecordFiles } from './recordFiles';
import { Source } from './source';
import { StripFile } from './stripFile';
import type { ImportSummary, ShownStrip } from './summary';
import { parseTable, type Table } from './table';
import { Tally, type Taken } from './tally';
import { fileColumnOf } from './tableGuess';
import { WantedRows, type Wanted } from './wanted';

/** Label tables are read as a whole, bytes. */
const LARGEST_TABLE = 512 << 20;
const EXAMPLES = 5;
const SHOWN = 10;
/** Of longer strips the summary shows as much, s. */
const SHOWN_SECONDS = 10;
const MOST_UNUSED = 20;

/**
 * Imports a folder of recordings with its label table into a folder that fine-tuning reads. The source is only read. A run that
 * fails or is cancelled takes its files away again, and an earlier import stays as it was.
 *
 * @throws ImportError one sentence on what went wrong and how to mend it; DatasetError where it is about the folder written to
 * @throws CancelledError when `signal` was aborted
 */
export async function importRecordings(options: ImportOptions): Promise<ImportSummary> {
  const target = new ImportTarget(resolve(options.out), options.overwrite ?? false);
  try {
    const tableBytes = readTable(options.table);
    const table = parseTable(decoded(tableBytes, options.table), basename(options.table));
    const files = new RecordFiles(resolve(options.folder), options.table);
    target.check(resolve(options.folder), options.table);
    const { array, file } = whereRowsLead(table, files, options);
    const settled = { ...options, array, columns: { ...options.columns, file } };
    const rows = new WantedRows(
      table,
      settled.columns,
      {
        classes: options.map && new Map(options.map),
        exclude: new Set(options.exclude),
        likelihood: options.likelihood ?? 0,
      },
      files,
      array,
    );
    target.claim();
    const run = new ImportRun(settled, target, rows, new Source(files, settled), table);
    const taken = await run.all();
    const sha256 = createHash('sha256').update(tableBytes).digest('hex');
    return await run.finish(taken, { files: files.paths.length, sha256 });
  } catch (error) {
    target.abandon();
    throw explainWriteError(error, resolve(options.out));
  } finally {
    target.release();
  }
}

/**
 * Reads a label table.
 * @throws ImportError
 */
export function openTable(path: string): Table {
  return parseTable(decoded(readTable(path), path), basename(path));
}

function readTable(path: string): Uint8Array {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new ImportError(`There is no label table ${path}; check its name and folder.`);
  if (!found.isFile()) throw new ImportError(`${path} is no file; give the label table, a CSV file.`);
  if (found.size > LARGEST_TABLE) {
    throw new ImportError(
      `${path} has ${Math.ceil(found.size / (1 << 20))} MB, and a label table has at most ${LARGEST_TABLE >> 20} MB; give the table of labels, not of samples.`,
    );
  }
  return readFileSync(path);
}

function decoded(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ImportError(`${path} is no text in UTF-8; save the label table as CSV in UTF-8.`);
  }
}

/** Which column names files, or which array the rows stand for. */
function whereRowsLead(
  table: Table,
  files: RecordFiles,
  { array, dataset, columns }: ImportOptions,
): { readonly array: string | undefined; readonly file: string | undefined } {
  if (columns.file !== undefined) return { file: columns.file, array: undefined };
  const column = array === undefined ? fileColumnOf(table, files) : undefined;
  if (column !== undefined) return { file: column, array: undefined };
  const [only, ...others] = array === undefined ? files.arrays : files.find(array);
  if (only === undefined || others.length > 0) {
    throw new ImportError(
      array !== undefined
        ? `--array ${array} names ${only === undefined ? 'no file' : 'several files'} of ${files.folder}.`
        : `No column of ${table.name} names files of ${files.folder}; say which one does with --file-column, or which array's recordings the rows stand for with --array.`,
    );
  }
  const recordings = files.recordings(only, dataset);
  recordings.close();
  if (recordings.count !== table.rows.length) {
    throw new ImportError(
      `${only} has ${recordings.count} recordings (its shape is (${recordings.shape.join(', ')})) and ${table.name} has ${table.rows.length} rows; without --file-column there must be a row for each, in the same order.`,
    );
  }
  return { array: only, file: undefined };
}

/** One import, from the first row to the folder. */
class ImportRun {
  private readonly tally = new Tally();
  private readonly strips: StripFile;
  private readonly table: string[] = [];
  private readonly digests = new Map<string, number>();
  private readonly taken: Taken[] = [];

  constructor(
    private readonly options: ImportOptions,
    private readonly target: ImportTarget,
    private readonly rows: WantedRows,
    private readonly source: Source,
    private readonly labels: Table,
  ) {
    this.strips = new StripFile(target.partial('strips.npy'), Math.round(options.duration * options.rate));
  }

  /** Goes through all rows. */
  async all(): Promise<readonly Taken[]> {
    const { onProgress, signal } = this.options;
    const total = this.labels.rows.length;
    let done = 0;
    let breath = performance.now();
    try {
      for (const row of this.rows) {
        if ('reason' in row) this.tally.drop(row);
        else await this.take(row);
        done++;
        // Lets the progress be shown, and a cancellation be heard.
        if (performance.now() - breath < 20 && done < total) continue;
        onProgress?.(done, total, this.strips.strips);
        await new Promise((next) => setImmediate(next));
        breath = performance.now();
        if (signal?.aborted === true) {
          throw new CancelledError('Cancelled; nothing of the import is left.');
        }
      }
      for (const dropped of this.rows.unnamed()) this.tally.drop(dropped);
      if (this.strips.strips === 0) throw this.nothingLeft();
      this.strips.finish();
      return this.taken;
    } catch (error) {
      this.strips.close();
      throw error;
    } finally {
      this.source.close();
    }
  }

  private async take(row: Wanted): Promise<void> {
    const { options } = this;
    const drop = (fault: Pick<Dropped, 'reason' | 'detail'>): void =>
      this.tally.drop({ line: row.line, record: row.record, ...fault });
    const opened = await this.source.open(row);
    if ('reason' in opened) return drop(opened);
    const { cutter, lead, rate } = opened;
    const starts =
      row.start !== undefined ? [row.start] : startsOf(cutter.seconds, options.duration, options.cut);
    if (starts.length === 0) {
      const detail = `lasts ${Number(cutter.seconds.toPrecision(3))} s, and strips have ${options.duration} s`;
      return drop({ reason: 'too-short', detail });
    }
    for (const start of starts) {
      const cut = cutter.cut(start, options.duration);
      if ('reason' in cut) {
        drop(starts.length === 1 ? cut : { ...cut, detail: `${cut.detail} (from ${start} s on)` });
        continue;
      }
      const { samples, offset } = cut;
      const digest = createHash('sha256')
        .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
        .digest('base64');
      const before = this.taken[this.digests.get(digest) ?? -1];
      if (before !== undefined) {
        const label =
          before.class === row.class ? '' : `, which is labelled ${before.class} and this ${row.class}`;
        drop({
          reason: 'duplicate',
          detail: `has the samples of line ${before.line} (${before.record})${label}`,
        });
        if (label !== '') this.tally.contradictions++;
        continue;
      }
      this.digests.set(digest, this.taken.length);
      const one: Taken = {
        line: row.line,
        record: row.record,
        class: row.class,
        patient: row.patient,
        lead,
        start,
      };
      this.taken.push(one);
      this.tally.take(one, { labels: row.labels, rate, offset, samples, newRate: options.rate });
      this.strips.add(samples);
      this.table.push(
        csvLine([
          ...[row.record, start, row.patient, row.class, row.labels.join(';'), lead, rate, row.line],
          ...row.kept,
        ]),
      );
    }
  }

  /** Writes everything beside the strips, and puts it in its place. */
  async finish(
    taken: readonly Taken[],
    { files, sha256 }: { readonly files: number; readonly sha256: string },
  ): Promise<ImportSummary> {
    const { options, target, tally, strips, labels } = this;
    let shown: ShownStrip[];
    try {
      shown = shownRows(taken, SHOWN).map((row) => {
        const { class: name, record, patient, lead, start } = taken[row]!;
        const samples = [...strips.read(row).subarray(0, Math.round(SHOWN_SECONDS * options.rate))];
        return {
          class: name,
          record,
          patient: options.columns.patient === undefined ? '' : patient,
          lead,
          start,
          samples,
        };
      });
    } finally {
      strips.close();
    }
    const head = [
      'record',
      'start',
      'patient',
      'label',
      'source_labels',
      'lead',
      'source_rate',
      'source_line',
    ];
    writeFileSync(target.partial('strips.csv'), csvLine([...head, ...keptNames(head, options.columns.keep)]));
    for (let i = 0; i < this.table.length; i += 4096) {
      writeFileSync(target.partial('strips.csv'), this.table.slice(i, i + 4096).join(''), { flag: 'a' });
    }
    writeFileSync(target.partial('dropped.csv'), csvLine(['reason', 'line', 'record', 'detail']));
    for (let i = 0; i < tally.dropped.length; i += 4096) {
      const lines = tally.dropped
        .slice(i, i + 4096)
        .map(({ reason, line, record, detail }) => csvLine([reason, line ?? '', record, detail]));
      writeFileSync(target.partial('dropped.csv'), lines.join(''), { flag: 'a' });
    }
    const attribution = options.attribution?.trim() ?? '';
    const classes = tally.classList();
    const summary: ImportSummary = {
      format: 'ecgspec-import',
      version: 1,
      created: new Date().toISOString(),
      generator: options.generator,
      source: {
        folder: folderName(options.folder),
        table: { name: labels.name, sha256, rows: labels.rows.length },
        files,
      },
      asked: asked(options),
      rate: options.rate,
      seconds: options.duration,
      samples: Math.round(options.duration * options.rate),
      strips: taken.length,
      patients: new Set(taken.map(({ patient }) => patient)).size,
      classes,
      leads: Object.fromEntries(tally.leads),
      rates: Object.fromEntries(tally.rates),
      dropped: this.droppedList(),
      unused: [...this.rows.unused]
        .sort(([, a], [, b]) => b - a)
        .slice(0, MOST_UNUSED)
        .map(([label, count]) => ({ label, rows: count })),
      notes: notesOn(tally, options),
      attribution,
      shown,
      checksums: {
        'strips.npy': await digestOf(target.partial('strips.npy')),
        'strips.csv': await digestOf(target.partial('strips.csv')),
      },
    };
    target.write('import.json', `${JSON.stringify(summary)}\n`);
    target.write('summary.html', summaryPage(summary));
    target.write('ATTRIBUTION.md', attributionText(summary));
    target.write(
      'recordings.json',
      `${JSON.stringify(
        {
          format: RECORDINGS_FORMAT,
          version: 1,
          signals: 'strips.npy',
          rate: options.rate,
          samples: summary.samples,
          unit: { mV: 0.001 },
          labels: 'strips.csv',
          columns: { label: 'label', patient: 'patient' },
          classes: Object.fromEntries(classes.map((one) => [one.class, one.class])),
          crop: options.crop ?? 0,
          attribution: attribution || `Imported from ${summary.source.folder}; see ATTRIBUTION.md.`,
        },
        null,
        2,
      )}\n`,
    );
    if (options.signal?.aborted === true)
      throw new CancelledError('Cancelled; nothing of the import is left.');
    target.complete();
    return summary;
  }

  private droppedList(): ImportSummary['dropped'] {
    return (Object.keys(REASONS) as Reason[]).flatMap((reason) => {
      const all = this.tally.dropped.filter((one) => one.reason === reason);
      const examples = all.slice(0, EXAMPLES).map(({ line, record, detail }) => ({ line, record, detail }));
      return all.length === 0 ? [] : [{ reason, count: all.length, examples }];
    });
  }

  private nothingLeft(): ImportError {
    const reasons = this.droppedList()
      .map(
        ({ reason, count, examples: [first] }) =>
          `${count} × ${REASONS[reason][0].toLowerCase()} (${first!.record} ${first!.detail}; ${REASONS[reason][1]})`,
      )
      .join(', ');
    const labels = [...this.rows.unused].sort(([, a], [, b]) => b - a).slice(0, 8);
    const most = labels.map(([label, rows]) => `${label} (${rows})`).join(', ');
    return new ImportError(
      `No strip is left of ${this.labels.rows.length} rows of ${this.labels.name}: ${reasons}.${most === '' ? '' : ` The labels there are: ${most}.`}`,
    );
  }
}

/** Names of copied columns, told apart from those that every table of strips has. */
function keptNames(head: readonly string[], keep: readonly string[]): string[] {
  return keep.map((name) => (head.includes(name) ? `source_${name}` : name));
}

/** Rows to show: as many of each class as of the others, spread over all that there are. */
export function shownRows(taken: readonly Pick<Taken, 'class'>[], most: number): number[] {
  const byClass = new Map<string, number[]>();
  taken.forEach((one, row) => {
    const rows = byClass.get(one.class);
    if (rows === undefined) byClass.set(one.class, [row]);
    else rows.push(row);
  });
  const lists = [...byClass.values()];
  const counts = lists.map(() => 0);
  for (let left = most, gave = true; left > 0 && gave;) {
    gave = false;
    for (let i = 0; i < lists.length && left > 0; i++) {
      if (counts[i]! >= lists[i]!.length) continue;
      counts[i]!++;
      left--;
      gave = true;
    }
  }
  return lists.flatMap((rows, i) =>
    Array.from({ length: counts[i]! }, (_, k) => rows[Math.floor(((k + 0.5) * rows.length) / counts[i]!)]!),
  );
}

/** What was asked for, as the command line's flags. */
function asked(options: ImportOptions): Record<string, string> {
  const { columns } = options;
  const flags: Record<string, string | undefined> = {
    'file-column': columns.file,
    array: options.array,
    dataset: options.dataset,
    'label-column': columns.labels.join(', '),
    'patient-column': columns.patient,
    'each-own-patient': columns.patient === undefined ? 'yes' : undefined,
    'start-column': columns.start,
    map: options.map?.map(([label, name]) => `${label}=${name}`).join(', '),
    exclude: options.exclude?.join(', '),
    likelihood: options.likelihood === undefined ? undefined : String(options.likelihood),
    lead: options.leads.join(', '),
    duration: `${options.duration} s`,
    cut: options.cut,
    rate: `${options.rate} Hz`,
    crop: options.crop === undefined ? undefined : `${options.crop} s`,
    'source-rate': options.sourceRate === undefined ? undefined : `${options.sourceRate} Hz`,
    unit: options.unit === undefined ? undefined : `${options.unit} mV`,
    keep: columns.keep.join(', '),
  };
  return Object.fromEntries(
    Object.entries(flags).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  );
}
