import type { Arm } from './events';
import { readJson } from './readJson';

export type { Arm };
/** What pre-training is held against. */
export type Baseline = 'scratch' | 'scratch-long';
export type Metric = 'auroc' | 'auprc' | 'f1' | 'f1Tuned';

/** What scores are called. */
export const METRICS: Readonly<Record<Metric, string>> = {
  auroc: 'AUROC',
  auprc: 'AUPRC',
  f1: 'F1 at 0.5',
  f1Tuned: 'F1 at the validation threshold',
};

/** What arms are called within a sentence. */
export const ARM_NAMES: Readonly<Record<Arm, string>> = {
  scratch: 'from scratch',
  'scratch-long': 'from scratch at equal compute',
  pretrained: 'pre-trained',
  synthetic: 'synthetic only (no fine-tuning)',
};

export interface Score {
  /** Null where it was not measured. */
  readonly mean: number | null;
  /** Standard deviation between seeds; null for a single seed. */
  readonly sd: number | null;
  readonly values: readonly (number | null)[];
}

/** `f1Tuned` and the `threshold` of the validation strips that it is at: null for `synthetic`, which sees no real strip. */
export interface ArmScores extends Readonly<Record<Metric | 'threshold', Score>> {
  readonly arm: Arm;
  /** Real strips per class; 0 for `synthetic`. */
  readonly size: number;
}

/** Pre-trained minus a baseline, with the interval of a bootstrap over patients. */
export interface Gain {
  readonly size: number;
  readonly against: Baseline;
  readonly metric: Metric;
  // null where a test set had too little of a class to measure.
  readonly before: number | null;
  readonly after: number | null;
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
  readonly version: 2;
  readonly created: string;
  readonly quick: boolean;
  readonly model: {
    readonly architecture: string;
    readonly objective?: string;
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
    readonly sizes: readonly (number | 'all')[];
    readonly arms: readonly Arm[];
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
    version: 2,
    list: 'tasks',
    what: 'a report',
    mend: 'run evaluate again',
  }) as Report;
}

/** One sentence on what pre-training did for a class at a size, true also where it did nothing. */
export function describeGain(task: TaskReport, gain: Gain): string {
  const numbers = `${METRICS[gain.metric]} ${plain(gain.before)} → ${plain(gain.after)} (${signed(gain.mean)}, 95 % interval ${signed(gain.low)} to ${signed(gain.high)})`;
  const verdict =
    gain.low === null || gain.high === null
      ? 'no verdict: the test set is too small for an interval'
      : gain.low > 0
        ? 'pre-training helped'
        : gain.high < 0
          ? 'pre-training hurt'
          : 'no clear difference: the interval includes zero';
  const baseline = gain.against === 'scratch' ? '' : ' (against scratch at equal compute)';
  return `${task.class} against ${task.normal}, ${gain.size} real strips per class${baseline}: ${numbers}; ${verdict}; better in ${gain.wins} of ${gain.seeds} seeds.`;
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
