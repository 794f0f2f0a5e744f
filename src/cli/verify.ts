import { join } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { version } from '../../package.json';
import {
  CancelledError,
  DatasetError,
  datasetOf,
  grouped,
  openVerifiable,
  placeOf,
  Rebuilder,
  spreadPlaces,
  verify,
  type Dataset,
  type StripPlace,
  type Verification,
} from '../dataset/index';
import { parseSpec, recordUses, type Spec } from '../spec';
import type { Records } from '../synthesis';
import type { Context } from './context';
import { CliError, describeFailure } from './errors';
import { shown } from './files';
import { whole } from './numbers';
import { loadRecords } from './records';
import { ProgressLine } from './terminal';

interface VerifyCommandOptions {
  readonly rebuild?: readonly string[];
  readonly strips?: number;
  readonly records?: string;
  readonly json?: true;
}

/** How many strips of a set: a number, or all. */
function stripCount(value: string): number {
  if (value === 'all') return Infinity;
  try {
    return whole(1, 2 ** 32)(value);
  } catch {
    throw new InvalidArgumentError('It must be a whole number, or all.');
  }
}

export function addVerify(program: Command, context: Context): void {
  program
    .command('verify')
    .summary('compare a data set with its checksums, and its strips with their spec')
    .description(
      'Reads every file of a data set, with the formats in it, or of an export, and compares it with its size and its SHA-256; names files that are missing or that do not belong there. On request strips are made again from the spec in the set and compared bit for bit. Ends with 0 where everything is as it was written, and with 1 where anything is not.',
    )
    .argument('<folder>', 'what "ecgspec generate" or "ecgspec export" wrote')
    .option('--rebuild <strip...>', 'make this strip again and compare it: its class and its index, as AF 17')
    .option('-n, --strips <n>', 'make so many strips again, spread over the set, or all', stripCount)
    .option('--records <folder>', 'where the recordings are that the noise of the set was taken from')
    .option('--json', 'print progress and result as JSON, an object a line')
    .addHelpText(
      'after',
      '\nExamples:\n  ecgspec verify my-dataset\n  ecgspec verify my-dataset --rebuild AF 17\n  ecgspec verify my-dataset --strips all',
    )
    .action(async (path: string, options: VerifyCommandOptions) => {
      const json = (event: object): void => {
        if (options.json === true) context.print(JSON.stringify(event));
      };
      const progress = new ProgressLine(process.stderr);
      try {
        const strips = wanted(options);
        const what = openVerifiable(path);
        const dataset = strips === undefined && !('dataset' in what) ? undefined : datasetOf(what);
        const found = await verify(what, {
          signal: context.signal,
          onProgress: (done, total) => {
            if (options.json === true) json({ event: 'progress', done, total });
            else progress.update(done / total, `${Math.round(done / 1e6)} of ${Math.round(total / 1e6)} MB`);
          },
        });
        progress.clear();
        const differences: string[] = [];
        const say = limited(context.print, options.json === true ? 0 : MOST_LINES);
        for (const { file, what: why } of found.faults) {
          json({ event: 'fault', file, what: why });
          say.line(`${file} ${why}`);
        }
        for (const { file, what: why } of found.remarks) {
          json({ event: 'remark', file, what: why });
          if (options.json !== true) context.warn(`${file} ${why}`);
        }
        let rebuilt = 0;
        if (strips !== undefined && dataset !== undefined) {
          const rebuilder = await rebuilderOf(dataset, options.records);
          for await (const difference of compare(
            dataset,
            rebuilder,
            strips,
            context.signal,
            (done, total) => {
              rebuilt = done;
              if (options.json === true) json({ event: 'progress', strips: done, total });
              else progress.update(done / total, `${grouped(done)} of ${grouped(total)} strips made again`);
            },
          )) {
            progress.clear();
            differences.push(difference);
            json({ event: 'difference', what: difference });
            say.line(difference);
          }
        }
        progress.clear();
        const isWhole = found.faults.length === 0 && differences.length === 0;
        const { files, bytes } = found;
        json({ event: 'done', folder: path, whole: isWhole, files, bytes, rebuilt });
        if (options.json !== true) say.end();
        if (!isWhole) throw new CliError(damage(path, found, differences.length, dataset));
        if (options.json !== true)
          context.print(`${shown(path)}: whole (${summary(dataset, found, rebuilt)})`);
      } catch (error) {
        progress.clear();
        json({ event: 'error', message: describeFailure(error).message });
        throw error;
      }
    });
}

/** What is wrong is listed up to here; a set that is another one altogether would fill the terminal for minutes. */
const MOST_LINES = 50;

/** Prints the first lines, and in the end how many more there were. */
function limited(print: (line: string) => void, most: number): { line(text: string): void; end(): void } {
  let lines = 0;
  return {
    line: (text) => {
      if (++lines <= most) print(text);
    },
    end: () => {
      if (lines > most) print(`... and ${grouped(lines - most)} more; --json lists all`);
    },
  };
}

/** Which strips are to be made again. */
type Wanted = { readonly count: number } | { readonly named: readonly (readonly [string, number])[] };

function wanted({ rebuild, strips }: VerifyCommandOptions): Wanted | undefined {
  if (rebuild === undefined) return strips === undefined ? undefined : { count: strips };
  const named: [string, number][] = [];
  for (let i = 0; i < rebuild.length; i += 2) {
    const [name = '', index = ''] = rebuild.slice(i, i + 2);
    if (!/^\d+$/.test(index)) {
      throw new CliError(
        `--rebuild takes a class and an index within it, as in --rebuild AF 17, and was given ${rebuild.join(' ')}; put the folder before it.`,
        2,
      );
    }
    named.push([name, Number(index)]);
  }
  return { named };
}

/** Makes strips again; yields what differs, in words. */
async function* compare(
  dataset: Dataset,
  rebuilder: Rebuilder,
  strips: Wanted,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): AsyncGenerator<string> {
  const all = dataset.count('train') + dataset.count('validation');
  const places: Iterable<StripPlace> =
    'named' in strips
      ? strips.named.map(([name, index]) => placeOf(dataset, name, index))
      : spreadPlaces(dataset, strips.count);
  const total = 'named' in strips ? strips.named.length : Math.min(all, strips.count);
  let done = 0;
  for (const place of places) {
    // Lets a cancellation be heard.
    await new Promise((next) => setImmediate(next));
    if (signal.aborted) throw new CancelledError('Cancelled while strips were made again.');
    let difference: string | undefined;
    try {
      difference = rebuilder.difference(place);
    } catch (error) {
      // Of a damaged file, which is named already; the next strip may lie in another.
      if (!(error instanceof DatasetError)) throw error;
      difference = error.message;
    }
    onProgress(++done, total);
    if (difference !== undefined) yield difference;
  }
}

/**
 * @param folder where the recordings are that the set names
 * @throws CliError when the spec in it, or a recording that it was made with, is not to be had
 */
async function rebuilderOf(dataset: Dataset, folder: string | undefined): Promise<Rebuilder> {
  const path = join(dataset.directory, dataset.manifest.spec.file);
  const parsed = parseSpec(dataset.spec());
  const { spec } = parsed;
  if (spec === undefined) {
    throw new CliError(
      `${shown(path)} is not a spec that this version (${version}) reads; use the one that made the set, ${dataset.manifest.generator}.`,
    );
  }
  return new Rebuilder(dataset, spec, await recordsFor(dataset, spec, parsed, folder));
}

async function recordsFor(
  dataset: Dataset,
  spec: Spec,
  parsed: ReturnType<typeof parseSpec>,
  folder: string | undefined,
): Promise<Records> {
  if (recordUses(spec).length === 0) return new Map();
  if (folder === undefined) {
    throw new CliError(
      'The noise of this set was taken from recordings, which are not in it; say with --records which folder they lie in (that of the spec it was made from).',
    );
  }
  const { records, files } = await loadRecords(join(folder, dataset.manifest.spec.file), parsed);
  for (const expected of dataset.manifest.records) {
    const found = files.find(({ file }) => file === expected.file);
    if (found?.sha256 === expected.sha256) continue;
    const what = found === undefined ? 'cannot be read' : 'is another than the set was made with';
    throw new CliError(
      `${shown(join(folder, expected.file))} ${what}; give the folder with the recordings of then.`,
    );
  }
  return records;
}

function damage(
  path: string,
  { faults }: Verification,
  differences: number,
  dataset: Dataset | undefined,
): string {
  const bad = new Set(faults.map(({ file }) => file)).size;
  const parts = [
    ...(bad > 0 ? [`${bad} ${bad === 1 ? 'file is' : 'files are'} not as written`] : []),
    ...(differences > 0
      ? [`${grouped(differences)} ${differences === 1 ? 'strip is' : 'strips are'} not as made again`]
      : []),
  ];
  const maker = dataset?.manifest.generator;
  const other =
    differences > 0 && bad === 0 && maker !== undefined && maker !== `ecgspec ${version}`
      ? ` It was made by ${maker}, and this is ${version}, whose strips may be others.`
      : '';
  return `${shown(path)} is not whole: ${parts.join(', ')}; make it again, or fetch it from where it is whole.${other}`;
}

function summary(dataset: Dataset | undefined, { files }: Verification, rebuilt: number): string {
  const checked = `${grouped(files)} files`;
  if (dataset === undefined) return checked;
  const strips = grouped(dataset.count('train') + dataset.count('validation'));
  const again = rebuilt === 0 ? '' : `, ${grouped(rebuilt)} of them made again to the same bits`;
  return `${strips} strips${again} in ${dataset.manifest.shards.length} shards, ${checked}`;
}
