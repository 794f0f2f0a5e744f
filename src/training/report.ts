import { readJson } from './readJson';

/** How the networks of an arm began: from random weights, from the pre-trained ones, or not fine-tuned at all. */
export type Arm = 'scratch' | 'pretrained' | 'synthetic';

export interface Score {
  readonly mean: number | null;
  /** Standard deviation between seeds; null for a single seed. */
  readonly sd: number | null;
  readonly values: readonly (number | null)[];
}

export interface ArmScores {
  readonly arm: Arm;
  /** Real strips per class; 0 for `synthetic`. */
  readonly size: number;
  readonly auroc: Score;
  readonly auprc: Score;
  readonly f1: Score;
}

/** Pre-trained minus scratch, with the interval of a bootstrap over patients. */
export interface Gain {
  readonly size: number;
  readonly metric: 'auroc' | 'auprc';
  // null where a test set had too little of a class to measure.
  readonly scratch: number | null;
  readonly pretrained: number | null;
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Seeds in which the pre-trained network was better. */
  readonly wins: number;
  readonly seeds: number;
}

export interface TaskReport {
  readonly class: string;
  readonly normal: string;
  readonly test: readonly { seed: number; strips: number; positives: number; patients: number }[];
  readonly arms: readonly ArmScores[];
  readonly gains: readonly Gain[];
}

/** `report.json` as the trainer writes it (trainer/ecgspec_trainer/report.py). */
export interface Report {
  readonly format: 'ecgspec-report';
  readonly version: 1;
  readonly created: string;
  readonly quick: boolean;
  readonly model: {
    readonly architecture: string;
    readonly width: number;
    readonly parameters: number;
    readonly rate: number;
    readonly classes: readonly string[];
    readonly pretraining?: { readonly strips: number; readonly epochs: number; readonly seconds: number };
  };
  readonly data: {
    readonly name: string;
    readonly strips: number;
    readonly patients: number;
    readonly classes: readonly { class: string; strips: number; patients: number }[];
    readonly leftOut: readonly { label: string; strips: number }[];
    readonly rate: number;
    readonly seconds: number;
    readonly crop: number;
    readonly attribution: string | null;
  };
  readonly protocol: {
    readonly sizes: readonly number[];
    readonly seeds: number;
    readonly testShare: number;
    readonly bootstrap: { readonly replicates: number; readonly level: number };
  };
  readonly tasks: readonly TaskReport[];
  readonly leftOut: readonly { class: string; reason: string }[];
  readonly notes: readonly string[];
  readonly environment: Readonly<Record<string, string | number>>;
  readonly seconds: number;
}

/**
 * Reads the text of a `report.json`.
 * @throws TrainingError when it is not one, or of a version this program does not know
 */
export function parseReport(text: string): Report {
  return readJson(text, {
    file: 'report.json',
    format: 'ecgspec-report',
    list: 'tasks',
    what: 'a report',
    mend: 'run evaluate again',
  }) as Report;
}

/** One sentence on what pre-training did for a class at a size, true also where it did nothing. */
export function describeGain(task: TaskReport, gain: Gain): string {
  const numbers = `AUROC ${plain(gain.scratch)} → ${plain(gain.pretrained)} (${signed(gain.mean)}, 95 % interval ${signed(gain.low)} to ${signed(gain.high)})`;
  const verdict =
    gain.low === null || gain.high === null
      ? 'no verdict: the test set is too small for an interval'
      : gain.low > 0
        ? 'pre-training helped'
        : gain.high < 0
          ? 'pre-training hurt'
          : 'no clear difference: the interval includes zero';
  return `${task.class} against ${task.normal}, ${gain.size} real strips per class: ${numbers}; ${verdict}; better in ${gain.wins} of ${gain.seeds} seeds.`;
}

/** Three decimals; a dash for what could not be measured. */
function plain(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

/** With its sign, three decimals; a dash for what could not be measured. */
export function signed(value: number | null): string {
  if (value === null) return '–';
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}
