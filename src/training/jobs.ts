import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { openDataset } from '../dataset/open';
import { setupEnvironment } from './environment';
import { TrainingError } from './errors';
import type {
  EvaluateOptions,
  ModelsOptions,
  PretrainOptions,
  RealismOptions,
  RecordingsOptions,
} from './options';
import { type ReportName, writeReportPage } from './reportFile';
import { runTrainer } from './trainer';

/** How a job of the trainer ended: 0 done, 1 failed, 2 wrong usage, 130 cancelled. The trainer has said why. */
export interface JobOutcome {
  readonly code: number;
  /** Files written, relative to the output folder; empty unless `code` is 0. */
  readonly outputs: readonly string[];
}

/**
 * Lists the architectures with their sizes. Sets the environment up first where there is none; what there is to say of
 * that goes to `onErrorLine`, so that `onLine` gets the list and nothing else.
 * @returns the exit code
 * @throws TrainingError when there is no environment to run in; TrainingCancelled
 */
export async function runModels(options: ModelsOptions): Promise<number> {
  const { onLine, onErrorLine = onLine } = options;
  const environment = await setupEnvironment({ ...options, ...(onErrorLine && { onLine: onErrorLine }) });
  return runTrainer(environment, modelsArguments(options), options);
}

/**
 * Pre-trains a network on a generated data set. Sets the environment up first where there is none.
 * @throws DatasetError when there is no whole data set; TrainingError when there is no environment to run in;
 * TrainingCancelled when cancelled before the start
 */
export async function runPretrain(options: PretrainOptions): Promise<JobOutcome> {
  // Looked at first: an environment may take minutes to make.
  openDataset(options.data);
  const environment = await setupEnvironment(options);
  const code = await runTrainer(environment, pretrainArguments(options), options);
  // Where the network cannot be exported there is no model.onnx, and the trainer has said why.
  const files = ['model.safetensors', 'model.onnx', 'config.json', 'events.jsonl'];
  const written = files.filter((name) => existsSync(path.join(options.out, name)));
  return { code, outputs: code === 0 ? written : [] };
}

/**
 * Fine-tunes a pre-trained network on real recordings, compares it with training from scratch, and writes the
 * report, `report.html` included. Sets the environment up first where there is none.
 * @throws TrainingError when there is no such model or folder of recordings, no environment to run in, or the page
 * cannot be written; TrainingCancelled
 */
export async function runEvaluate(options: EvaluateOptions): Promise<JobOutcome> {
  requireFolder(options.model, 'give the folder of a pre-trained model');
  requireFolder(options.real, 'give --real a folder with a signal file and a label CSV');
  return runReported(options, evaluateArguments(options), 'report', [
    'results.csv',
    'gains.csv',
    'predictions.csv',
  ]);
}

/**
 * Compares a generated data set with real recordings and writes the report, `realism.html` included. Sets the
 * environment up first where there is none.
 * @throws DatasetError when there is no whole data set; TrainingError when there is no folder of recordings, no
 * environment to run in, or the page cannot be written; TrainingCancelled
 */
export async function runRealism(options: RealismOptions): Promise<JobOutcome> {
  openDataset(options.data);
  requireFolder(options.real, 'give --real a folder with a signal file and a label CSV');
  return runReported(options, realismArguments(options), 'realism', ['distances.csv', 'measures.csv']);
}

/** Runs a job that writes a report as JSON and some tables, and makes the report's page. */
async function runReported(
  options: EvaluateOptions | RealismOptions,
  args: readonly string[],
  report: ReportName,
  tables: readonly string[],
): Promise<JobOutcome> {
  const environment = await setupEnvironment(options);
  const code = await runTrainer(environment, args, options);
  if (code !== 0) return { code, outputs: [] };
  const page = await writeReportPage(path.resolve(options.out), report);
  options.onLine?.(`Report: ${page}`);
  return { code, outputs: [`${report}.html`, `${report}.json`, ...tables, 'events.jsonl'] };
}

function requireFolder(folder: string, mend: string): void {
  try {
    if (statSync(folder).isDirectory()) return;
  } catch {
    // Neither is one that cannot be reached.
  }
  throw new TrainingError(`${path.resolve(folder)} is no folder; ${mend}.`);
}

/** Arguments of `python -m ecgspec_trainer` for the list of architectures. */
export function modelsArguments(options: ModelsOptions): string[] {
  return [
    'models',
    ...value('--width', options.width),
    ...value('--classes', options.classes),
    ...flag('--json', options.json),
  ];
}

/** Arguments of `python -m ecgspec_trainer` for pre-training. */
export function pretrainArguments(options: PretrainOptions): string[] {
  return [
    'pretrain',
    ...['--data', path.resolve(options.data), '--out', path.resolve(options.out)],
    ...flag('--quick', options.quick),
    ...flag('--overwrite', options.overwrite),
    ...value('--model', options.model),
    ...value('--objective', options.objective),
    ...value('--positive', options.positive?.join(',')),
    ...value('--normal', options.normal),
    ...value('--epochs', options.epochs),
    ...value('--seed', options.seed),
    ...value('--batch', options.batch),
    ...value('--learning-rate', options.learningRate),
    ...value('--width', options.width),
    ...value('--training-rate', options.trainingRate),
    ...value('--device', options.device),
    ...value('--threads', options.threads),
  ];
}

/** Arguments of `python -m ecgspec_trainer` for fine-tuning and evaluation. */
export function evaluateArguments(options: EvaluateOptions): string[] {
  return [
    'evaluate',
    ...['--model', path.resolve(options.model), '--out', path.resolve(options.out)],
    ...flag('--quick', options.quick),
    ...flag('--overwrite', options.overwrite),
    ...value('--sizes', options.sizes?.join(',')),
    ...value('--seeds', options.seeds),
    ...value('--positive', options.positive?.join(',')),
    ...value('--normal', options.normal),
    ...value('--epochs', options.epochs),
    ...recordingsArguments(options),
    ...value('--device', options.device),
    ...value('--threads', options.threads),
  ];
}

/** Arguments of `python -m ecgspec_trainer` for a comparison with real recordings. */
export function realismArguments(options: RealismOptions): string[] {
  return [
    'realism',
    ...['--data', path.resolve(options.data), '--out', path.resolve(options.out)],
    ...flag('--quick', options.quick),
    ...flag('--overwrite', options.overwrite),
    ...value('--strips', options.strips),
    ...recordingsArguments(options),
  ];
}

function recordingsArguments(options: RecordingsOptions): string[] {
  return [
    ...['--real', path.resolve(options.real)],
    ...value('--signals', options.signals),
    ...value('--labels', options.labels),
    ...value('--rate', options.rate),
    ...value('--samples', options.samples),
    ...value('--unit', options.unit),
    ...value('--label', options.label),
    ...value('--patient', options.patient),
    ...value('--crop', options.crop),
    ...(options.map ?? []).flatMap((pair) => value('--map', pair)),
    ...(options.where ?? []).flatMap((condition) => value('--where', condition)),
  ];
}

function flag(name: string, given: boolean | undefined): string[] {
  return given ? [name] : [];
}

/** In one argument, so that a value that begins with a dash is not taken for an option. */
function value(name: string, given: string | number | undefined): string[] {
  return given === undefined ? [] : [`${name}=${given}`];
}
