import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { explainWriteError } from '../../dataset/errors';
import { annotatorsText, recordFiles } from '../../dataset/formats/wfdb/record';
import type { OnProgress, Source } from '../source';
import type { Table } from '../table';
import { giveWay, type AbortSignal } from '../turns';
import { listLines } from './list';

/** What is written: strips of an open set. */
export interface Selection {
  readonly source: Source;
  readonly table: Table;
  /** Numbers of strips, in the order in which they are written. */
  readonly rows: Uint32Array;
}

/** Strips between two moments at which others may work. */
const BLOCK = 64;
/** The table beside exported records. */
export const LIST_FILE = 'strips.csv';

/**
 * Writes the table of the chosen strips. What is at `path` is replaced, in one step, when all of it is written.
 * @throws DatasetError one sentence on why it cannot be written and how to mend it; AbortError
 */
export async function writeList(
  path: string,
  { source, table, rows }: Selection,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const temporary = partial(path);
  try {
    const handle = openSync(temporary, 'wx');
    try {
      let lines: string[] = [];
      let done = -1;
      for (const line of listLines(source, table, rows)) {
        lines.push(line);
        if (++done % 4096 !== 0) continue;
        await giveWay(signal, () => onProgress(done, rows.length));
        writeSync(handle, lines.join(''));
        lines = [];
      }
      writeSync(handle, lines.join(''));
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    takeAway(temporary);
    throw explainWriteError(error, dirname(path));
  }
}

/**
 * Writes the chosen strips as WFDB records with their annotations, RECORDS, and the table of them. The folder is there only
 * when all of it is.
 * @param directory a folder that is not there yet, or empty
 * @throws Error with a sentence for the user where something is in it, or a file of the set is damaged; AbortError
 */
export async function writeRecords(
  directory: string,
  selection: Selection,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const { source, rows } = selection;
  if (existsSync(directory) && readdirSync(directory).length > 0)
    throw new Error(`${directory} is not empty, so nothing is written there; choose another folder.`);
  const temporary = partial(directory);
  try {
    mkdirSync(temporary, { recursive: true });
    const records: string[] = [];
    const folders = new Set<string>();
    for (const [done, row] of rows.entries()) {
      if (done % BLOCK === 0) await giveWay(signal, () => onProgress(done, rows.length));
      const path = safe(source.recordName(row));
      const folder = dirname(path);
      if (!folders.has(folder)) mkdirSync(join(temporary, folder), { recursive: true });
      folders.add(folder);
      const { strip, rate, resolution, lead, annotated, about } = source.record(row);
      const recording = { rate, lead, unit: { mV: resolution } };
      const truth = annotated ? strip.truth : null;
      for (const [ending, data] of recordFiles(basename(path), recording, strip.samples, truth, about))
        writeFileSync(join(temporary, `${path}.${ending}`), data, { flag: 'wx' });
      records.push(`${path}\n`);
    }
    writeFileSync(join(temporary, 'RECORDS'), records.join(''));
    writeFileSync(join(temporary, 'ANNOTATORS'), annotatorsText());
    await writeList(join(temporary, LIST_FILE), selection, () => undefined, signal);
    // On Windows no folder takes the place of another, empty as it is.
    if (existsSync(directory)) rmdirSync(directory);
    renameSync(temporary, directory);
    onProgress(rows.length, rows.length);
  } catch (error) {
    takeAway(temporary);
    throw explainWriteError(error, directory);
  }
}

/** As far as the disk lets it: why the writing failed matters more than what it left. */
function takeAway(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // It stays, under a name that says that it is a part.
  }
}

/** A free name beside `path`, so that one rename brings it there. */
const partial = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.partial`);

/** A path that leads nowhere but below the folder. */
function safe(path: string): string {
  if (!/^\w[\w.-]*(\/\w[\w.-]*)*$/.test(path)) throw new RangeError(`"${path}" is no name of a record.`);
  return path;
}
