import { readJson } from '../readJson';
import { parseReport, type Gain, type Report } from '../report';

/** A report among others, by the name of its folder. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

/** `gains.json`: the reports that are laid beside each other, whole, so that a page can be made of it anywhere. */
export interface Gains {
  readonly format: 'ecgspec-gains';
  readonly version: 1;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly reports: readonly NamedReport[];
}

/** One gain of one report, with what it is of. */
export interface GainRow extends Gain {
  readonly report: string;
  readonly class: string;
  readonly normal: string;
  /** Such as `resnet18 ×0.25, multiclass`: what tells networks of the same classes apart. */
  readonly network: string;
}

/** The mean of a gain over networks. */
export interface MeanGain {
  readonly class: string;
  readonly normal: string;
  readonly size: number;
  readonly networks: number;
  /** Of the score from scratch. */
  readonly before: number;
  readonly after: number;
  readonly gain: number;
  /** Of the networks, those whose 95 % interval lies above 0, and below it. */
  readonly helped: number;
  readonly hurt: number;
}

/**
 * Reads the text of a `gains.json`.
 * @throws TrainingError when it is not one, or a report in it is not one that this program reads
 */
export function parseGains(text: string): Gains {
  const found = readJson(text, {
    file: 'gains.json',
    format: 'ecgspec-gains',
    version: 1,
    list: 'reports',
    what: 'a list of gains',
    mend: 'run gains again',
  }) as Gains;
  const reports = found.reports.map(({ name, report }) => ({
    name,
    report: parseReport(JSON.stringify(report)),
  }));
  return { ...found, reports };
}

/** Every gain of every report, in their order. */
export function gainRows(reports: readonly NamedReport[]): GainRow[] {
  return reports.flatMap(({ name, report }) => {
    const { architecture, width, objective } = report.model;
    const network = `${architecture}${width === 1 ? '' : ` ×${width}`}${objective === undefined || objective === 'multiclass' ? '' : `, ${objective}`}`;
    return report.tasks.flatMap((task) =>
      task.gains.map((gain) => ({
        ...gain,
        report: name,
        class: task.class,
        normal: task.normal,
        network,
      })),
    );
  });
}

/** Means over the networks that were measured at a class and size, of AUROC against training from scratch. */
export function meanGains(rows: readonly GainRow[]): MeanGain[] {
  const groups = new Map<string, (GainRow & { before: number; after: number })[]>();
  for (const row of rows) {
    const { before, after } = row;
    if (row.metric !== 'auroc' || row.against !== 'scratch' || before === null || after === null) continue;
    const key = JSON.stringify([row.class, row.normal, row.size]);
    groups.set(key, [...(groups.get(key) ?? []), { ...row, before, after }]);
  }
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return [...groups.values()].map((group) => {
    const [first] = group;
    const before = mean(group.map((row) => row.before));
    const after = mean(group.map((row) => row.after));
    return {
      class: first!.class,
      normal: first!.normal,
      size: first!.size,
      networks: group.length,
      before,
      after,
      gain: after - before,
      helped: group.filter(({ low }) => low !== null && low > 0).length,
      hurt: group.filter(({ high }) => high !== null && high < 0).length,
    };
  });
}
