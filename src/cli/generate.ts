import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { version } from '../../package.json';
import {
  ALL_FORMATS,
  duration,
  generateDataset,
  grouped,
  progressInWords,
  type FormatName,
  type Partition,
} from '../dataset/index';
import type { Context } from './context';
import { CliError, describeFailure } from './errors';
import { beside, readSpec, shown } from './files';
import { whole } from './numbers';
import { ProgressLine } from './terminal';

interface GenerateCommandOptions {
  readonly out?: string;
  readonly part?: Partition;
  readonly workers?: number;
  readonly strips?: number;
  readonly class?: readonly string[];
  readonly format?: readonly FormatOrNpy[];
  readonly signals?: true;
  readonly overwrite?: true;
  readonly restart?: true;
  readonly json?: true;
}

type FormatOrNpy = FormatName | 'npy';

/** An option such as npy,wfdb, given once or several times. */
function formatList(value: string, before: readonly FormatOrNpy[] = []): readonly FormatOrNpy[] {
  const known: readonly FormatOrNpy[] = ['npy', ...ALL_FORMATS.map(({ name }) => name)];
  const wanted = value.split(',').map((text) => {
    const name = text.trim();
    const found = known.find((one) => one === name);
    if (found === undefined)
      throw new InvalidArgumentError(`"${name}" is no format; there are ${known.join(', ')}.`);
    return found;
  });
  return [...before, ...wanted];
}

export function addGenerate(program: Command, context: Context): void {
  const generate = program
    .command('generate')
    .summary('write the data set that a spec describes')
    .description(
      'Writes a data set: int16 .npy shards, labels, beats and a manifest with checksums. The same spec gives the same bytes on any machine with any number of workers. Until it is whole the folder is marked by INCOMPLETE.json; the same command goes on with a set that was interrupted, however that came about.',
    )
    .argument('<file>', 'an .ecgspec file')
    .option(
      '-o, --out <folder>',
      'folder to write (default: <spec>-dataset beside the spec; <spec>-part-1-of-4 of a part)',
    )
    .option(
      '-p, --part <k/n>',
      'make one of n parts only, such as 1/4, as one of several machines does; "ecgspec merge" makes a set of them, the same whatever n is',
      partition,
    );
  setFlags(generate)
    .addHelpText(
      'after',
      '\nExamples:\n  ecgspec generate four-arrhythmias.ecgspec\n  ecgspec generate four-arrhythmias.ecgspec --strips 100 --out /tmp/small --overwrite\n  ecgspec generate four-arrhythmias.ecgspec --class AF --out /tmp/af\n  ecgspec generate four-arrhythmias.ecgspec --format wfdb',
    )
    .action((path: string, options: GenerateCommandOptions) => {
      const { part } = options;
      const ending = part === undefined ? '-dataset' : `-part-${part.number}-of-${part.of}`;
      return run(context, path, { ...options, out: options.out ?? beside(path, ending) });
    });
}

export function addMerge(program: Command, context: Context): void {
  const merge = program
    .command('merge')
    .summary('make a data set of its parts')
    .description(
      'Makes one data set of the parts that "ecgspec generate --part" wrote on several machines, to the bytes of a single run. Takes the words that the parts were made with (--strips, --class). Every file is compared with its checksum. An interrupted merge is gone on with by the same command; the parts are left as they are.',
    )
    .argument('<file>', 'the .ecgspec file of the parts')
    .argument('<part...>', 'folders of all the parts')
    .option('-o, --out <folder>', 'folder to write (default: <spec>-dataset beside the spec)');
  setFlags(merge)
    .addHelpText(
      'after',
      '\nExample:\n  ecgspec generate my.ecgspec --part 1/2 --out part-1\n  ecgspec generate my.ecgspec --part 2/2 --out part-2\n  ecgspec merge my.ecgspec part-1 part-2 --out my-dataset',
    )
    .action((path: string, from: string[], options: GenerateCommandOptions) =>
      run(context, path, { ...options, from, out: options.out ?? beside(path, '-dataset') }),
    );
}

/** What says how a set is to be, the same for parts and whole ones. */
function setFlags(command: Command): Command {
  return command
    .option('-w, --workers <n>', 'threads (default: one for each core)', whole(1, 256))
    .option('-n, --strips <n>', 'strips of each class, in place of what the spec says', whole(1, 2 ** 32))
    .option('-c, --class <name...>', 'only these classes; the others keep their numbers and get no strips')
    .option(
      '-f, --format <list>',
      `formats to write it in besides, such as wfdb, each into a folder of its name (of npy, which is always written, ${ALL_FORMATS.map(({ name }) => name).join(', ')})`,
      formatList,
    )
    .option('--signals', 'put the samples into Parquet as well, as a list of int16 for each strip')
    .option('--overwrite', 'replace a data set that is in the folder; other files are never touched')
    .option('--restart', 'begin anew where a set was interrupted, in place of going on with it')
    .option('--json', 'print progress and result as JSON, an object a line');
}

/** An option such as 2/4. */
function partition(value: string): Partition {
  const [, number = 0, of = 0] = (/^(\d{1,6})\/(\d{1,6})$/.exec(value.trim()) ?? []).map(Number);
  if (number < 1 || number > of) {
    throw new InvalidArgumentError('It must be a part and their number, such as 1/4 to 4/4.');
  }
  return { number, of };
}

type RunOptions = GenerateCommandOptions & { readonly out: string; readonly from?: readonly string[] };

async function run(context: Context, path: string, options: RunOptions): Promise<void> {
  const { out, part } = options;
  const json = (event: object): void => {
    if (options.json === true) context.print(JSON.stringify(event));
  };
  const progress = new ProgressLine(process.stderr);
  const started = performance.now();
  try {
    const { file, spec, records, recordFiles } = await readSpec(path, context.warn);
    const manifest = await generateDataset({
      spec,
      source: file.bytes,
      records,
      recordFiles,
      directory: out,
      workerFile: context.workerFile,
      generator: `ecgspec ${version}`,
      workers: options.workers,
      strips: options.strips,
      classes: options.class,
      part,
      from: options.from,
      formats: options.format?.filter((name) => name !== 'npy'),
      signals: options.signals,
      overwrite: options.overwrite,
      restart: options.restart,
      signal: context.signal,
      created: sourceDate(process.env['SOURCE_DATE_EPOCH']),
      onCheck: (done, total) => {
        if (options.json === true) return;
        progress.update(done / total, `checking what is there: ${megabytes(done)} of ${megabytes(total)} MB`);
      },
      onResume: ({ shards, strips, total }) => {
        progress.clear();
        json({ event: 'resumed', shards, strips, total });
        if (options.json === true) return;
        const whole = `${grouped(strips)} of ${grouped(total)} strips are whole`;
        context.warn(`Going on with ${shown(out)}: ${whole} (--restart begins anew).`);
      },
      onProgress: (state) => {
        context.tellProgress?.({ folder: resolve(out), ...state });
        if (options.json === true) json({ event: 'progress', ...state });
        else progress.update(state.done / state.total, progressInWords(state));
      },
    });
    progress.clear();
    const seconds = (performance.now() - started) / 1000;
    const files = manifest.shards.flatMap((shard) => [shard.signals, shard.labels, shard.beats]);
    const bytes = files.reduce((sum, entry) => sum + entry.bytes, 0);
    const strips = manifest.shards.reduce((sum, shard) => sum + shard.strips, 0);
    json({ event: 'done', folder: out, strips, bytes, seconds });
    if (options.json === true) return;
    const classes = manifest.classes
      .map((entry) => ({ name: entry.name, count: entry.train + entry.validation }))
      .filter(({ count }) => count > 0)
      .map(({ name, count }) => `${name} ${grouped(count)}`);
    const which = part === undefined ? '' : `Part ${part.number} of ${part.of}: `;
    context.print(
      `${which}${grouped(strips)} strips (${classes.join(', ')}), ${(bytes / 1e6).toFixed(1)} MB, in ${duration(seconds)}: ${shown(out)}`,
    );
  } catch (error) {
    progress.clear();
    json({ event: 'error', message: describeFailure(error).message });
    throw error;
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);

/**
 * The moment that results say they were made at, where https://reproducible-builds.org/specs/source-date-epoch/ sets it, s
 * since 1970; so that everything in two sets of the same is the same.
 */
function sourceDate(text: string | undefined): Date | undefined {
  if (text === undefined || text === '') return undefined;
  const date = /^\d{1,11}$/.test(text) ? new Date(Number(text) * 1000) : undefined;
  if (date !== undefined && date.getUTCFullYear() <= 9999) return date;
  throw new CliError(
    `The environment variable SOURCE_DATE_EPOCH is "${text}", and must be a whole number of seconds since 1970; mend it or unset it.`,
  );
}
