import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeCard } from '../card/index';
import { CancelledError, explainWriteError } from '../errors';
import { filesOf, SPEC_FILE } from '../manifest';
import type { Dataset } from '../open';
import { exportNote, exportShard, finishExport, type ExportNote } from './exportShard';
import { writeExportFile } from './exportFile';
import { ExportTarget } from './exportTarget';
import type { FormatName, FormatOptions } from './format';
import { formatNamed } from './registry';

export interface ExportOptions extends FormatOptions {
  readonly dataset: Dataset;
  readonly format: FormatName;
  /** The folder to write. */
  readonly directory: string;
  /** Replace an export that is in `directory`. */
  readonly overwrite?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with strips done and strips in all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Writes a data set that is whole in another format, into a folder of its own. Until the returned promise resolves the folder
 * is marked by INCOMPLETE.json and locked; a run that fails or is cancelled takes its files away again.
 * @throws DatasetError one sentence on what went wrong and how to mend it
 * @throws CancelledError when `signal` was aborted
 */
export async function exportDataset(options: ExportOptions): Promise<ExportNote> {
  const { dataset, signal } = options;
  const { manifest } = dataset;
  const format = formatNamed(options.format);
  const destination = { format, folder: resolve(options.directory), options };
  const note = exportNote(format, manifest);
  const target = new ExportTarget(destination.folder, options.overwrite ?? false);
  try {
    format.refuse?.(manifest);
    const bytes = manifest.shards.flatMap(filesOf).reduce((sum, file) => sum + file.bytes, 0);
    target.check(bytes);
    heed(signal, 'Cancelled before anything was written.');
    target.claim(note);
    let done = 0;
    for (const entry of manifest.shards) {
      exportShard(dataset.directory, manifest, entry, [destination]);
      done += entry.strips;
      options.onProgress?.(done, note.strips);
      // Lets the progress be shown, and a cancellation be heard.
      await new Promise((next) => setImmediate(next));
      heed(signal, 'Cancelled; nothing of the export is left.');
    }
    const spec = writeExportFile(destination.folder, SPEC_FILE, dataset.spec());
    finishExport(dataset.directory, manifest, destination, [spec]);
    writeCard(
      dataset,
      destination.folder,
      { exports: [{ name: options.format, path: '', signals: options.signals ?? false }] },
      (name, data) => {
        writeFileSync(join(destination.folder, name), data);
      },
    );
    target.complete(note);
    return note;
  } catch (error) {
    target.abandon();
    throw explainWriteError(error, destination.folder);
  } finally {
    target.release();
  }
}

function heed(signal: AbortSignal | undefined, message: string): void {
  if (signal?.aborted === true) throw new CancelledError(message);
}
