/**
 * What the trainer writes into `events.jsonl`, and a reader for it that follows a file while it grows.
 * Pure: knows neither Node nor the DOM.
 */

interface Base {
  /** Seconds since 1970. */
  readonly time: number;
}

export interface StartEvent extends Base {
  readonly event: 'start';
  readonly job: 'pretrain' | 'evaluate';
  /** Epochs of pre-training, or networks that evaluation fine-tunes. */
  readonly total: { readonly epochs?: number; readonly runs?: number };
  readonly device: string;
  readonly classes: readonly string[];
  /** Evaluation: what the classes are told from. */
  readonly normal?: string;
  readonly sizes?: readonly number[];
  readonly seeds?: number;
}

export interface StepEvent extends Base {
  readonly event: 'step';
  readonly step: number;
  /** Epochs gone through, with the fraction of the present one. */
  readonly epoch: number;
  readonly loss: number | null;
  readonly lr: number;
  readonly stripsPerSecond: number;
}

export interface EpochEvent extends Base {
  readonly event: 'epoch';
  readonly epoch: number;
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  readonly validationAuroc: number | null;
}

/**
 * How the networks of an arm began: from random weights, the same with as much compute as pre-training had, from the
 * pre-trained ones, or not fine-tuned at all.
 */
export const ARMS = ['scratch', 'scratch-long', 'pretrained', 'synthetic'] as const;
export type Arm = (typeof ARMS)[number];

export interface ResultEvent extends Base {
  readonly event: 'result';
  readonly class: string;
  readonly arm: Arm;
  /** Real strips per class; 0 = none. */
  readonly size: number;
  readonly seed: number;
  readonly auroc: number | null;
  readonly auprc: number | null;
  readonly f1: number | null;
}

export interface DoneEvent extends Base {
  readonly event: 'done';
  readonly seconds: number;
  readonly outputs: readonly string[];
}

export interface ErrorEvent extends Base {
  readonly event: 'error';
  readonly message: string;
}

export type TrainingEvent = StartEvent | StepEvent | EpochEvent | ResultEvent | DoneEvent | ErrorEvent;

const VERSION = 1;

/** For each kind of event the fields without which it says nothing, and their types. */
const REQUIRED: Record<TrainingEvent['event'], Readonly<Record<string, 'number' | 'string' | 'object'>>> = {
  start: { job: 'string', total: 'object', device: 'string', classes: 'object' },
  step: { step: 'number', epoch: 'number' },
  epoch: { epoch: 'number' },
  result: { class: 'string', arm: 'string', size: 'number', seed: 'number' },
  done: { seconds: 'number' },
  error: { message: 'string' },
};

/**
 * One line of the file; undefined for anything that is no event of a version and kind known here, so that a newer
 * trainer, a torn line or a foreign file never breaks a reader.
 */
export function parseEvent(line: string): TrainingEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const record = value as Record<string, unknown>;
  if (record['v'] !== VERSION || typeof record['time'] !== 'number') return undefined;
  const kind = record['event'];
  if (typeof kind !== 'string' || !Object.hasOwn(REQUIRED, kind)) return undefined;
  const fields = Object.entries(REQUIRED[kind as TrainingEvent['event']]);
  const whole = fields.every(([name, type]) => typeof record[name] === type && record[name] !== null);
  if (!whole || (kind === 'result' && !ARMS.includes(record['arm'] as Arm))) return undefined;
  return record as unknown as TrainingEvent;
}

/** Takes a growing file piece by piece; a line counts once its end has come. */
export class EventReader {
  private partial = '';

  /** @returns the events of the lines that this piece completed */
  take(piece: string): TrainingEvent[] {
    const lines = (this.partial + piece).split('\n');
    this.partial = lines.pop() ?? '';
    return lines.flatMap((line) => parseEvent(line) ?? []);
  }
}

/** Where a run stands, read off its events. */
export interface RunState {
  readonly start: StartEvent | undefined;
  readonly steps: readonly StepEvent[];
  readonly epochs: readonly EpochEvent[];
  readonly results: readonly ResultEvent[];
  readonly done: DoneEvent | undefined;
  readonly error: ErrorEvent | undefined;
  /** Share of the work that is done, 0 to 1. */
  readonly progress: number;
  /** Seconds left at the present pace; undefined before there is one, and after the end. */
  readonly secondsLeft: number | undefined;
}

/** Only the last run counts, where several were appended to one file. */
export function runState(events: readonly TrainingEvent[]): RunState {
  const first = events.findLastIndex((event) => event.event === 'start');
  const run = first < 0 ? events : events.slice(first);
  const of = <K extends TrainingEvent['event']>(kind: K) =>
    run.filter((event): event is Extract<TrainingEvent, { event: K }> => event.event === kind);
  const start = of('start')[0];
  const steps = of('step');
  const results = of('result');
  const done = of('done').at(-1);
  const error = of('error').at(-1);
  const progress = done !== undefined ? 1 : progressOf(start, steps, results);
  const last = run.at(-1);
  const spent = start !== undefined && last !== undefined ? last.time - start.time : 0;
  const running = done === undefined && error === undefined;
  return {
    start,
    steps,
    epochs: of('epoch'),
    results,
    done,
    error,
    progress,
    secondsLeft: running && progress > 0 ? (spent / progress) * (1 - progress) : undefined,
  };
}

function progressOf(
  start: StartEvent | undefined,
  steps: readonly StepEvent[],
  results: readonly ResultEvent[],
): number {
  const share =
    start?.job === 'evaluate'
      ? results.filter((result) => result.arm !== 'synthetic').length / (start.total.runs ?? Infinity)
      : (steps.at(-1)?.epoch ?? 0) / (start?.total.epochs ?? Infinity);
  return Math.min(1, Math.max(0, share));
}
