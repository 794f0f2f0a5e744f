import type { Command } from 'commander';
import { costOf } from '../spec';
import { parseSpec } from '../spec/parse';
import type { Spec } from '../spec/types';
import { measureClaims } from '../synthesis';
import type { Context } from './context';
import { CliError, EXIT } from './errors';
import { problemLine, readText, shown } from './files';
import { placeFinder } from './lines';
import { loadRecords } from './records';
import { duration, grouped } from '../dataset/index';

/** Strips of each class that are held against what the class claims. */
const STRIPS = 100;

interface Report {
  readonly file: string;
  readonly valid: boolean;
  /** Why the file could not be read at all. */
  readonly error?: string;
  readonly problems: readonly {
    readonly severity: string;
    readonly code: string;
    readonly message: string;
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
    readonly path: readonly (string | number)[];
  }[];
  /** What a strip of each class takes, usually and at most, µs on one core, and at most of memory, bytes. */
  readonly cost?: readonly {
    readonly class: string;
    readonly usual: number;
    readonly most: number;
    readonly bytes: number;
  }[];
}

export function addValidate(program: Command, context: Context): void {
  program
    .command('validate')
    .summary('check specs and list every problem with its place')
    .description(
      'Checks specs, the recordings that they name, and what their classes claim on 100 strips of each. Each problem is a line "file:line:column severity code message". Ends with 1 when there is an error; warnings and hints alone end with 0.',
    )
    .argument('<file...>', '.ecgspec files; - reads standard input')
    .option('--json', 'print one JSON array instead, an object for each file')
    .addHelpText('after', '\nExample:\n  ecgspec validate examples/*.ecgspec')
    .action(async (files: string[], { json }: { json?: true }) => {
      const reports: Report[] = [];
      for (const path of files) reports.push(await check(path, json === true ? undefined : context));
      if (json === true) context.print(JSON.stringify(reports, null, 2));
      if (reports.some((report) => !report.valid)) context.exit(EXIT.failed);
    });
}

async function check(path: string, context: Context | undefined): Promise<Report> {
  try {
    const file = readText(path);
    const parsed = parseSpec(file.text);
    const { spec } = parsed;
    const { records, problems: unusable } = await loadRecords(path, parsed);
    const claims = [...measureClaims(file.text, parsed, STRIPS, records)].flat();
    const problems = [...parsed.problems, ...unusable, ...claims];
    const place = placeFinder(file.text);
    for (const problem of problems) context?.print(problemLine(file, problem));
    const count = (list: readonly unknown[], one: string, many: string) =>
      `${list.length} ${list.length === 1 ? one : many}`;
    if (spec !== undefined && problems.length === 0) {
      const classes = count(spec.classes, 'class', 'classes');
      const beats = count(spec.beats, 'beat type', 'beat types');
      context?.print(`${file.name}: valid (${classes}, ${beats}; ${estimate(spec)})`);
    }
    return {
      file: file.name,
      valid: spec !== undefined && unusable.length === 0,
      problems: problems.map(({ severity, code, message, range, path: keys }) => {
        const start = place(range.start);
        const end = place(range.end);
        return { severity, code, message, ...start, endLine: end.line, endColumn: end.column, path: keys };
      }),
      ...(spec && {
        cost: [...costOf(spec)].map(([name, { usual, most }]) => ({
          class: name,
          usual: Math.round(usual.microseconds),
          most: Math.round(most.microseconds),
          bytes: most.bytes,
        })),
      }),
    };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    context?.warn(`error: ${error.message}`);
    return { file: shown(path), valid: false, error: error.message, problems: [] };
  }
}

/** How long its data set takes, about: `0.4 ms a strip, 2.1 s for all 5,000 on one core`. */
function estimate(spec: Spec): string {
  const cost = costOf(spec);
  const { strips } = spec.dataset;
  const total = strips.reduce((sum, { count }) => sum + count, 0);
  const time = strips.reduce(
    (sum, { class: name, count }) => sum + count * cost.get(name)!.usual.microseconds,
    0,
  );
  const each = Number((time / total / 1000).toPrecision(1));
  return `about ${each} ms a strip, ${duration(time / 1e6)} for all ${grouped(total)} on one core`;
}
