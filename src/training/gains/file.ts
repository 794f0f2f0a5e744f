import { readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { OutputFolder, saysFormat } from '../../dataset/outputFolder';
import { TrainingError } from '../errors';
import { plotlySource } from '../plotlySource';
import { parseReport } from '../report';
import { gainsCsv } from './csv';
import { gainRows, type Gains, type NamedReport } from './gains';
import { gainsPage } from './page';

const FORMAT = 'ecgspec-gains';
const FILES = ['gains.csv', 'gains.html', 'gains.json'];

export interface GainsOptions {
  /** Folders that evaluations wrote, each with a `report.json`. */
  readonly reports: readonly string[];
  readonly out: string;
  /** Replace an earlier comparison in `out`; folders that hold anything else are refused all the same. */
  readonly overwrite?: boolean | undefined;
}

/**
 * Lays the gains of several reports beside each other: `gains.html`, `gains.csv`, and `gains.json`, the last, which the
 * page in VS Code is made of.
 * @returns the path of `gains.html`, and what is in it
 * @throws TrainingError when a report cannot be read; DatasetError when `out` cannot be written to
 */
export async function writeGains(options: GainsOptions): Promise<{ page: string; gains: Gains }> {
  const gains: Gains = {
    format: FORMAT,
    version: 1,
    created: new Date().toISOString(),
    reports: named(options.reports),
  };
  const out = path.resolve(options.out);
  const folder = new OutputFolder(out);
  folder.refuseBusy();
  refuseOthers(folder, options.overwrite ?? false);
  folder.take();
  try {
    // What makes an earlier comparison look whole goes first.
    rmSync(path.join(out, 'gains.json'), { force: true });
    folder.put('gains.csv', gainsCsv(gainRows(gains.reports)));
    folder.put('gains.html', gainsPage(gains, await plotlySource()));
    folder.put('gains.json', `${JSON.stringify(gains)}\n`);
  } finally {
    folder.release();
  }
  return { page: path.join(out, 'gains.html'), gains };
}

/** The reports, each by the name of its folder, or by as much of its path as tells it from the others. */
function named(folders: readonly string[]): NamedReport[] {
  const whole = [...new Set(folders.map((folder) => path.resolve(folder)))];
  return whole.map((folder) => {
    const twins = whole.filter((other) => path.basename(other) === path.basename(folder));
    const name = twins.length === 1 ? path.basename(folder) : path.relative(process.cwd(), folder);
    const file = path.join(folder, 'report.json');
    if (statSync(file, { throwIfNoEntry: false }) === undefined) {
      throw new TrainingError(`${folder} has no report.json; give folders that "ecgspec evaluate" wrote.`);
    }
    try {
      return { name, report: parseReport(readFileSync(file, 'utf8')) };
    } catch (error) {
      throw new TrainingError(`${folder}: ${(error as Error).message}`);
    }
  });
}

function refuseOthers(folder: OutputFolder, overwrite: boolean): void {
  const names = folder.names();
  if (names.length === 0) return;
  const foreign = names.find((name) => !FILES.includes(name));
  // An interrupted run has left pages without the list that they are of.
  const ours = saysFormat(path.join(folder.directory, 'gains.json'), FORMAT) || !names.includes('gains.json');
  if (foreign !== undefined || !ours) {
    throw new TrainingError(
      `${folder.directory} holds ${foreign ?? 'a gains.json'} that is not from an earlier run of this kind, so nothing is written there; choose another folder with --out.`,
    );
  }
  if (!overwrite) {
    throw new TrainingError(
      `${folder.directory} already holds a comparison of gains; add --overwrite to replace it, or choose another folder with --out.`,
    );
  }
}
