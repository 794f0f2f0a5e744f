import { InvalidArgumentError, Option, type Command } from 'commander';
import { basename, dirname, join, resolve } from 'node:path';
import { version } from '../../package.json';
import { duration, grouped } from '../dataset/index';
import { CUTS, importRecordings, type Cut, type ImportSummary } from '../importing/index';
import { REASONS } from '../importing/reasons';
import { inMillivolts } from '../records';
import type { Context } from './context';
import { CliError, describeFailure, EXIT } from './errors';
import { shown } from './files';
import { nameList } from './names';
import { real } from './numbers';
import { ProgressLine } from './terminal';

type Pair = readonly [label: string, name: string];

interface ImportCommandOptions {
  readonly labels: string;
  readonly fileColumn?: string;
  readonly array?: string;
  readonly dataset?: string;
  readonly labelColumn: readonly string[];
  readonly patientColumn?: string;
  readonly eachOwnPatient?: true;
  readonly startColumn?: string;
  readonly map?: readonly Pair[];
  readonly exclude?: readonly string[];
  readonly likelihood?: number;
  readonly lead: readonly string[];
  readonly duration: number;
  readonly cut: Cut;
  readonly rate: number;
  readonly crop?: number;
  readonly sourceRate?: number;
  readonly unit?: number;
  readonly keep?: readonly string[];
  readonly attribution?: string;
  readonly out?: string;
  readonly overwrite?: true;
  readonly json?: true;
}

/** Labels and their classes: `NORM=NSR,AFIB=AF`, or one pair, whose label may then hold commas. */
export function labelPairs(value: string, before: readonly Pair[] = []): readonly Pair[] {
  const parts = value.split('=').length > 2 ? value.split(',') : [value];
  const pairs = parts.map((part): Pair => {
    const sign = part.lastIndexOf('=');
    const [label, name] = [part.slice(0, Math.max(0, sign)).trim(), part.slice(sign + 1).trim()];
    if (sign < 0 || label === '' || name === '') {
      throw new InvalidArgumentError(`"${part.trim()}" is not LABEL=CLASS, such as AFIB=AF.`);
    }
    return [label, name];
  });
  const all = [...before, ...pairs];
  const twice = all.find(([label, name]) => all.some((one) => one[0] === label && one[1] !== name));
  if (twice !== undefined) throw new InvalidArgumentError(`"${twice[0]}" stands for two classes.`);
  return all;
}

/** `mV`, `uV`, `V`, or mV a step. */
function unit(value: string): number {
  const number = inMillivolts(value) ?? Number(value);
  if (!(number > 0 && Number.isFinite(number)))
    throw new InvalidArgumentError('It must be mV, uV, V, or how many mV a step has, such as 0.005.');
  return number;
}

export function addImport(program: Command, context: Context): void {
  program
    .command('import')
    .summary('make a folder of labelled strips out of your own recordings')
    .description(
      'Cuts labelled strips of one lead out of a folder of recordings (WFDB, EDF, CSV, NumPy, HDF5) and a label table, resamples them, and writes a folder that "ecgspec evaluate" and "ecgspec realism" take, with a summary page that shows ten strips and says what was left out and why. The recordings are only read.',
    )
    .argument('<folder>', 'folder that the recordings lie in, at any depth')
    .requiredOption('-l, --labels <table>', 'label table: a CSV with a header and a row for each recording')
    .option('--file-column <column>', 'column that names the files (default: the one whose cells do)')
    .requiredOption(
      '--label-column <list>',
      'column of the labels; or several that say 0 or 1 for the label they are called by (may be repeated)',
      nameList,
    )
    .option('--patient-column <column>', 'column of the patients, who are never split in training')
    .option('--each-own-patient', 'there is no such column: each record counts as a patient of its own')
    .option(
      '-m, --map <label=class>',
      'what labels stand for, such as NORM=NSR,AFIB=AF (may be repeated; default: each label is a class)',
      labelPairs,
    )
    .option(
      '--exclude <list>',
      'labels whose recordings are left out, such as PACE (may be repeated)',
      nameList,
    )
    .option(
      '--likelihood <percent>',
      'leave labels out that a table like PTB-XL gives less likelihood, %',
      real(0, 100),
    )
    .option('--lead <list>', 'lead, or several of which the first that is there is taken', nameList)
    .option('--duration <seconds>', 'length of a strip, s (default: 10)', real(0.5, 3600))
    .addOption(
      new Option('--cut <where>', 'where a strip lies in a longer recording; all: as many as fit').choices(
        CUTS,
      ),
    )
    .option('--start-column <column>', 'column that says where in its recording a strip begins, s')
    .option('--rate <hz>', 'sampling rate of the strips, Hz (default: 250)', real(10, 10_000))
    .option('--crop <seconds>', 'leave this much out at the end of every strip in training, s', real(0, 3600))
    .option('--source-rate <hz>', 'sampling rate of recordings that do not say theirs, Hz', real(1, 100_000))
    .option('--unit <name>', 'unit of recordings that do not say theirs: mV, uV, V, or mV a step', unit)
    .option('--array <file>', 'array whose recordings the rows of the table stand for, in the same order')
    .option('--dataset <path>', 'which array of HDF5 files (default: the largest)')
    .option('--keep <list>', 'other columns to copy, such as age,sex (may be repeated)', nameList)
    .option('--attribution <text>', 'where the recordings are from, and under which licence')
    .option('-o, --out <folder>', 'folder to write (default: <folder>-recordings beside the recordings)')
    .option('--overwrite', 'replace an import that is in the folder; other files are never touched')
    .option('--json', 'print progress and result as JSON, an object a line')
    .addHelpText(
      'after',
      `
Examples:
  ecgspec import ptb-xl --labels ptb-xl/ptbxl_database.csv --file-column filename_hr \\
    --label-column scp_codes --patient-column patient_id --map NORM=NSR,AFIB=AF,PVC=PVC --crop 0.3
  ecgspec import holters --labels holters.csv --label-column AF,PVC --each-own-patient --lead MLII,II --cut all
  ecgspec import arrays --labels y.csv --array X.npy --label-column label --patient-column id \\
    --lead 1 --source-rate 500 --unit mV`,
    )
    .action(async (folder: string, options: ImportCommandOptions) => {
      const json = (event: object): void => {
        if (options.json === true) context.print(JSON.stringify(event));
      };
      const progress = new ProgressLine(process.stderr);
      const started = performance.now();
      const out = options.out ?? shown(defaultFolder(folder));
      try {
        if ((options.patientColumn === undefined) === (options.eachOwnPatient === undefined)) {
          throw new CliError(
            'Give --patient-column, so that no patient is both trained and tested on. Where the table has none, --each-own-patient takes each record for a patient of its own; scores then come out too high if patients have several.',
            EXIT.usage,
          );
        }
        const summary = await importRecordings({
          folder,
          table: options.labels,
          out,
          array: options.array,
          dataset: options.dataset,
          columns: {
            file: options.fileColumn,
            labels: options.labelColumn,
            patient: options.patientColumn,
            start: options.startColumn,
            keep: options.keep ?? [],
          },
          map: options.map,
          exclude: options.exclude,
          likelihood: options.likelihood,
          leads: options.lead ?? ['II', 'MLII'],
          duration: options.duration ?? 10,
          cut: options.cut ?? 'start',
          rate: options.rate ?? 250,
          crop: options.crop,
          sourceRate: options.sourceRate,
          unit: options.unit,
          attribution: options.attribution,
          overwrite: options.overwrite,
          generator: `ecgspec ${version}`,
          signal: context.signal,
          onProgress: (done, total, strips) => {
            if (options.json === true) json({ event: 'progress', done, total, strips });
            else
              progress.update(
                done / total,
                `${grouped(done)} of ${grouped(total)} rows, ${grouped(strips)} strips`,
              );
          },
        });
        progress.clear();
        const seconds = (performance.now() - started) / 1000;
        const { strips, patients, classes, dropped, notes } = summary;
        json({ event: 'done', folder: out, strips, patients, classes, dropped, notes, seconds });
        if (options.json !== true) for (const line of words(summary, out, seconds)) context.print(line);
      } catch (error) {
        progress.clear();
        json({ event: 'error', message: describeFailure(error).message });
        throw error;
      }
    });
}

/** `x` -> `x-recordings` beside it. */
const defaultFolder = (folder: string): string =>
  join(dirname(resolve(folder)), `${basename(resolve(folder))}-recordings`);

/** What an import did, a line for each thing to know. */
function words(summary: ImportSummary, out: string, seconds: number): string[] {
  const classes = summary.classes.map(
    (one) => `${one.class} ${grouped(one.strips)} of ${grouped(one.patients)} patients`,
  );
  const left = summary.dropped.map(({ reason, count, examples: [first] }) => {
    const example = first === undefined ? '' : `, such as ${first.record}: ${first.detail}`;
    return `left out: ${REASONS[reason][0].toLowerCase()}, ${grouped(count)}${example}`;
  });
  return [
    `${grouped(summary.strips)} strips of ${summary.seconds} s at ${summary.rate} Hz (${classes.join(', ')}), in ${duration(seconds)}: ${shown(out)}`,
    ...left,
    ...summary.notes.map((note) => `note: ${note}`),
    `Look at ${shown(join(out, 'summary.html'))}, then: ecgspec evaluate my-model --real ${shown(out)}`,
  ];
}
