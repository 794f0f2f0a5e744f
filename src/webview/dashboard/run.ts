import type { RunOutcome } from '../../protocol';

/** One point of a curve; `x` in epochs. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One fine-tuned network's score. */
export interface Score {
  readonly class: string;
  readonly arm: string;
  /** Real strips a class that it was fine-tuned on; 0 = none. */
  readonly size: number;
  readonly seed: number;
  readonly auroc: number;
}

export type Phase = 'waiting' | 'starting' | 'running' | RunOutcome;

/** What is known about a run from its events. Times are seconds since 1970. */
export interface Run {
  readonly phase: Phase;
  readonly job: 'pretrain' | 'evaluate' | undefined;
  readonly device: string | undefined;
  readonly classes: readonly string[];
  /** Training loss of steps. */
  readonly loss: readonly Point[];
  readonly validationLoss: readonly Point[];
  readonly validationAuroc: readonly Point[];
  readonly scores: readonly Score[];
  /** Share of the work that is done, 0 to 1; undefined before it is known. */
  readonly share: number | undefined;
  /** What the share counts, such as `3.2 of 8 epochs`. */
  readonly progress: string | undefined;
  readonly stripsPerSecond: number | undefined;
  /** Estimated from the pace so far, s; undefined while nothing can be said. */
  readonly secondsLeft: number | undefined;
  /** How long the run took by its own clock, s. */
  readonly seconds: number | undefined;
  /** Why it failed, in the trainer's words. */
  readonly message: string | undefined;
  /** When the last event was written. */
  readonly lastTime: number | undefined;
  /** Lines that are no events; a broken file is not a reason to show nothing. */
  readonly unreadable: number;
}

type Event = Readonly<Record<string, unknown>>;

const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function parse(line: string): Event | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Event)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The state of a run.
 * @param lines of events.jsonl
 * @param outcome how its process ended, if that is known; the events' own end counts more
 */
export function readRun(lines: readonly string[], outcome?: RunOutcome): Run {
  const parsed = lines.map(parse);
  // Where a run was started anew in the same file, what counts is after its last start.
  const events = parsed.filter((event) => event !== undefined);
  const first = events.findLastIndex(({ event }) => event === 'start');
  const current = events.slice(Math.max(0, first));
  const start = first >= 0 ? current[0] : undefined;
  const of = (name: string): Event[] => current.filter(({ event }) => event === name);

  const steps = of('step');
  const epochs = of('epoch');
  const scores = of('result').flatMap(toScore);
  const done = of('done').at(-1);
  const error = of('error').at(-1);
  const last = current.at(-1);
  const began = number(start?.['time']);
  const lastTime = number(last?.['time']);
  const total = (start?.['total'] ?? {}) as Event;
  const work = workDone(total, steps, epochs, scores);
  const lastStep = steps.at(-1);

  return {
    phase: phaseOf({ start, worked: work !== undefined, done, error, outcome }),
    job: start?.['job'] === 'evaluate' ? 'evaluate' : start === undefined ? undefined : 'pretrain',
    device: text(start?.['device']),
    classes: Array.isArray(start?.['classes']) ? (start['classes'] as unknown[]).map(String) : [],
    loss: points(steps, 'loss'),
    validationLoss: points(epochs, 'validationLoss'),
    validationAuroc: points(epochs, 'validationAuroc'),
    scores,
    share: done !== undefined ? 1 : work?.share,
    progress: work?.label,
    stripsPerSecond: number(lastStep?.['stripsPerSecond']),
    secondsLeft: done !== undefined ? 0 : timeLeft(began, lastTime, work?.share),
    seconds: number(done?.['seconds']) ?? difference(began, lastTime),
    message: text(error?.['message']),
    lastTime,
    unreadable: parsed.length - events.length,
  };
}

function phaseOf(known: {
  readonly start: Event | undefined;
  readonly worked: boolean;
  readonly done: Event | undefined;
  readonly error: Event | undefined;
  readonly outcome: RunOutcome | undefined;
}): Phase {
  if (known.done !== undefined) return 'done';
  if (known.outcome === 'cancelled') return 'cancelled';
  if (known.error !== undefined || known.outcome === 'failed') return 'failed';
  if (known.outcome === 'done') return 'done';
  if (known.worked) return 'running';
  return known.start === undefined ? 'waiting' : 'starting';
}

/** How much of the announced work is done: epochs of pre-training, networks of an evaluation. */
function workDone(
  total: Event,
  steps: readonly Event[],
  epochs: readonly Event[],
  scores: readonly Score[],
): { readonly share: number; readonly label: string } | undefined {
  const runs = number(total['runs']);
  if (runs !== undefined && runs > 0) {
    const finished = scores.filter(({ size }) => size > 0).length;
    if (finished === 0) return undefined;
    return { share: Math.min(1, finished / runs), label: `${finished} of ${runs} networks` };
  }
  const all = number(total['epochs']);
  const epoch = Math.max(number(steps.at(-1)?.['epoch']) ?? 0, number(epochs.at(-1)?.['epoch']) ?? 0);
  if (all === undefined || all <= 0 || epoch <= 0) return undefined;
  return { share: Math.min(1, epoch / all), label: `epoch ${epoch.toFixed(1)} of ${all}` };
}

function timeLeft(
  began: number | undefined,
  now: number | undefined,
  share: number | undefined,
): number | undefined {
  if (began === undefined || now === undefined || share === undefined || share <= 0) return undefined;
  return ((now - began) / share) * (1 - share);
}

function difference(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : to - from;
}

function points(events: readonly Event[], field: string): Point[] {
  return events.flatMap((event) => {
    const x = number(event['epoch']);
    const y = number(event[field]);
    return x === undefined || y === undefined ? [] : [{ x, y }];
  });
}

function toScore(event: Event): Score[] {
  const auroc = number(event['auroc']);
  if (auroc === undefined) return [];
  return [
    {
      class: String(event['class']),
      arm: String(event['arm']),
      size: number(event['size']) ?? 0,
      seed: number(event['seed']) ?? 0,
      auroc,
    },
  ];
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
