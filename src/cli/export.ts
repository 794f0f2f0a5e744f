import { basename, dirname, join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import {
  ALL_FORMATS,
  duration,
  exportDataset,
  grouped,
  openDataset,
  type FormatName,
} from '../dataset/index';
import type { Context } from './context';
import { describeFailure } from './errors';
import { shown } from './files';
import { ProgressLine } from './terminal';

interface ExportCommandOptions {
  readonly format: FormatName;
  readonly out?: string;
  readonly signals?: true;
  readonly overwrite?: true;
  readonly json?: true;
}

export function addExport(program: Command, context: Context): void {
  program
    .command('export')
    .summary('write a data set in another format')
    .description(
      'Writes a data set that "ecgspec generate" made in another format, with the same samples and the same ground truth, into a folder of its own: wfdb (PhysioNet records with annotations), parquet (tables of strips, beats, rhythms and what was drawn), hdf5 (the arrays of each shard), csv (tables, for small sets).',
    )
    .argument('<dataset>', 'folder that "ecgspec generate" wrote')
    .addOption(
      new Option('-f, --format <name>', 'what to write')
        .choices(ALL_FORMATS.map(({ name }) => name))
        .makeOptionMandatory(),
    )
    .option('-o, --out <folder>', 'folder to write (default: <dataset>-<format> beside the data set)')
    .option('--signals', 'put the samples into Parquet as well, as a list of int16 for each strip')
    .option('--overwrite', 'replace an export that is in the folder; other files are never touched')
    .option('--json', 'print progress and result as JSON, an object a line')
    .addHelpText('after', '\nExample:\n  ecgspec export my-dataset --format wfdb --out my-records')
    .action(async (path: string, options: ExportCommandOptions) => {
      const json = (event: object): void => {
        if (options.json === true) context.print(JSON.stringify(event));
      };
      const progress = new ProgressLine(process.stderr);
      const started = performance.now();
      try {
        const dataset = openDataset(path);
        const folder = resolve(path);
        const out = options.out ?? shown(join(dirname(folder), `${basename(folder)}-${options.format}`));
        const { strips } = await exportDataset({
          dataset,
          format: options.format,
          directory: out,
          signals: options.signals,
          overwrite: options.overwrite,
          signal: context.signal,
          onProgress: (done, total) => {
            if (options.json === true) json({ event: 'progress', done, total });
            else progress.update(done / total, `${grouped(done)} of ${grouped(total)} strips`);
          },
        });
        progress.clear();
        const seconds = (performance.now() - started) / 1000;
        json({ event: 'done', folder: out, format: options.format, strips, seconds });
        if (options.json === true) return;
        context.print(
          `${grouped(strips)} strips as ${options.format}, in ${duration(seconds)}: ${shown(out)}`,
        );
      } catch (error) {
        progress.clear();
        json({ event: 'error', message: describeFailure(error).message });
        throw error;
      }
    });
}
