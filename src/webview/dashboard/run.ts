import type { RunOutcome } from '../../protocol';
import { parseEvent, runState, type ResultEvent, type RunState } from '../../training/events';

/** One point of a curve; `x` in epochs. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Phase = 'waiting' | 'starting' | 'running' | RunOutcome;

/** What the dashboard shows of a run. */
export interface Run {
  readonly phase: Phase;
  readonly job: 'pretrain' | 'evaluate' | undefined;
  readonly device: string | undefined;
  readonly classes: readonly string[];
  /** Epochs that pre-training will take. */
  readonly epochs: number | undefined;
  /** Training loss of steps. */
  readonly loss: readonly Point[];
  readonly validationLoss: readonly Point[];
  readonly validationAuroc: readonly Point[];
  readonly results: readonly ResultEvent[];
  /** Share of the work that is done, 0 to 1. */
  readonly share: number;
  /** What the share counts, such as `epoch 3 of 8`. */
  readonly progress: string | undefined;
  readonly stripsPerSecond: number | undefined;
  /** Estimated from the pace so far, s; undefined while nothing can be said. */
  readonly secondsLeft: number | undefined;
  /** How long the run took by its own clock, s; undefined before its end. */
  readonly seconds: number | undefined;
  /** Why it failed, in the trainer's words. */
  readonly message: string | undefined;
}

/**
 * The state of a run.
 * @param lines of events.jsonl; those that are no events are left out
 * @param outcome how its process ended, if that is known; the events' own end counts more
 */
export function readRun(lines: readonly string[], outcome?: RunOutcome): Run {
  const state = runState(lines.flatMap((line) => parseEvent(line) ?? []));
  const { start, steps, epochs, done, error } = state;
  return {
    phase: phaseOf(state, outcome),
    job: start?.job,
    device: start?.device,
    classes: start?.classes ?? [],
    epochs: start?.total.epochs,
    loss: steps.flatMap(({ epoch, loss }) => point(epoch, loss)),
    validationLoss: epochs.flatMap(({ epoch, validationLoss }) => point(epoch, validationLoss)),
    validationAuroc: epochs.flatMap(({ epoch, validationAuroc }) => point(epoch, validationAuroc)),
    results: state.results,
    share: state.progress,
    progress: progressOf(state),
    stripsPerSecond: steps.at(-1)?.stripsPerSecond,
    secondsLeft: state.secondsLeft,
    seconds: done?.seconds,
    message: error?.message,
  };
}

function phaseOf({ start, done, error, progress }: RunState, outcome: RunOutcome | undefined): Phase {
  if (done !== undefined) return 'done';
  if (outcome === 'cancelled') return 'cancelled';
  if (error !== undefined) return 'failed';
  if (outcome !== undefined) return outcome;
  if (start === undefined) return 'waiting';
  return progress > 0 ? 'running' : 'starting';
}

function progressOf({ start, progress }: RunState): string | undefined {
  const { epochs, runs } = start?.total ?? {};
  if (progress === 0) return undefined;
  if (runs !== undefined) return `${Math.round(progress * runs)} of ${runs} networks`;
  return epochs === undefined ? undefined : `epoch ${Math.ceil(progress * epochs)} of ${epochs}`;
}

function point(x: number, y: number | null): Point[] {
  return y === null ? [] : [{ x, y }];
}

/**
 * Exponential smoothing that starts without a bias towards zero.
 * @param weight of what came before, 0 to 1
 */
export function smooth(curve: readonly Point[], weight: number): Point[] {
  let sum = 0;
  let norm = 0;
  return curve.map(({ x, y }) => {
    sum = weight * sum + (1 - weight) * y;
    norm = weight * norm + (1 - weight);
    return { x, y: sum / norm };
  });
}

/** Such as `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function inWords(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  const min = Math.floor(s / 60);
  if (min < 60) return s % 60 === 0 ? `${min} min` : `${min} min ${s % 60} s`;
  return min % 60 === 0 ? `${min / 60} h` : `${Math.floor(min / 60)} h ${min % 60} min`;
}
