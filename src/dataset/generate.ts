import { createHash, randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Spec } from '../spec/types';
import { QUANTITIES, type Records, SEGMENTS } from '../synthesis';
import { writeCard } from './card/index';
import { CancelledError, DatasetError, explainWriteError } from './errors';
import {
  BEAT_COLUMNS,
  FORMAT,
  FORMAT_VERSION,
  LABEL_COLUMNS,
  filesOf,
  RHYTHM_COLUMNS,
  SPEC_FILE,
  SPLITS,
  VALUE_COLUMNS,
  WAVE_COLUMNS,
  type Manifest,
  type ManifestHead,
  type RecordFile,
  type ShardEntry,
} from './manifest';
import { beginWithin, finishWithin, type FormatWish } from './formats/exportShard';
import type { FormatName } from './formats/format';
import { formatNamed } from './formats/registry';
import type { FromWorker, WorkerInput } from './messages';
import { Dataset } from './open';
import { countShards, planClasses, planShards } from './plan';
import { Target } from './target';

export interface GenerateProgress {
  /** Strips. */
  readonly done: number;
  readonly total: number;
  readonly stripsPerSecond: number;
  /** Infinity until it can be told. */
  readonly secondsLeft: number;
}

export interface GenerateOptions {
  readonly spec: Spec;
  /** The recordings that its noises are taken from, by `recordKey`. */
  readonly records?: Records | undefined;
  /** The files that they were read from; the manifest names them. */
  readonly recordFiles?: readonly RecordFile[] | undefined;
  /** The bytes of the text that `spec` was read from; they become part of the data set. */
  readonly source: Uint8Array;
  readonly directory: string;
  /** Path of the bundled src/dataset/worker.ts. */
  readonly workerFile: string;
  /** What made the set, such as `ecgspec 0.1.0`. */
  readonly generator: string;
  /** Threads; by default one for each core. The bytes written do not depend on it. */
  readonly workers?: number | undefined;
  /** Replace a data set (whole or interrupted) that is in `directory`. */
  readonly overwrite?: boolean | undefined;
  /** Strips of each class in place of the spec's counts; classes that the spec leaves out stay out. */
  readonly strips?: number | undefined;
  /** Names of the classes to make; by default all. The others stand in the manifest with no strips. */
  readonly classes?: readonly string[] | undefined;
  /** Formats to write it in besides, each into a folder of its name within the set's. */
  readonly formats?: readonly FormatName[] | undefined;
  /** Put the samples into Parquet as well. */
  readonly signals?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: GenerateProgress) => void) | undefined;
  /** The moment to write into the manifest. */
  readonly created?: Date | undefined;
}

const MAX_STRIPS = 2 ** 32;
/** A generous guess at the ground truth of a strip; only the check for free space uses it. */
const BEAT_BYTES_PER_SECOND = 150;
/** And of the waves' parameters. */
const WAVE_BYTES_PER_SECOND = 1000;

/**
 * Writes a data set as ARCHITECTURE.md lays it out. The files are the same bytes from any number of
 * workers. Until the returned promise resolves the folder is marked by INCOMPLETE.json and locked by WRITING.lock; a
 * cancelled or killed run leaves the mark, a failed one takes its files away again.
 * @throws DatasetError one sentence on what went wrong and how to mend it
 * @throws CancelledError when `signal` was aborted
 */
export async function generateDataset(options: GenerateOptions): Promise<Manifest> {
  const { spec } = options;
  const directory = resolve(options.directory);
  const stranger = options.classes?.find((name) => !spec.classes.some((rhythm) => rhythm.name === name));
  if (stranger !== undefined) {
    const names = spec.classes.map(({ name }) => name).join(', ');
    throw new DatasetError(`The spec has no class "${stranger}"; it has ${names}.`);
  }
  const classes = planClasses(spec, options.strips, options.classes);
  const total = classes.reduce((sum, entry) => sum + entry.train + entry.validation, 0);
  if (total === 0) {
    throw new DatasetError(
      'The spec asks for no strips at all; give a class a count above 0 under "dataset".',
    );
  }
  if (classes.some((entry) => entry.train + entry.validation > MAX_STRIPS)) {
    throw new DatasetError('A class can have at most 4,294,967,296 strips; ask for fewer.');
  }

  const { recording } = spec;
  const head: ManifestHead = {
    format: FORMAT,
    version: FORMAT_VERSION,
    generator: options.generator,
    created: `${(options.created ?? new Date()).toISOString().slice(0, 19)}Z`,
    title: spec.title,
    spec: { file: SPEC_FILE, sha256: createHash('sha256').update(options.source).digest('hex') },
    records: options.recordFiles ?? [],
    seed: spec.seed,
    recording: {
      rate: recording.rate,
      duration: recording.duration,
      samples: recording.samples,
      lead: recording.lead,
      unit: { mV: recording.resolution },
    },
    classes,
    beatTypes: spec.beats.map((beat) => beat.name),
    rhythms: spec.classes.map(({ name, code }) => ({ class: name, code })),
    ...(spec.dataset.segments && { segments: SEGMENTS }),
    ...(spec.dataset.parameters && {
      waves: spec.beats.flatMap((beat) =>
        beat.waves.map(({ name, part, shape }) => ({ beatType: beat.name, name, part, shape })),
      ),
      quantities: Object.entries(QUANTITIES).map(([name, unit]) => ({ name, unit })),
    }),
    columns: {
      labels: LABEL_COLUMNS,
      beats: BEAT_COLUMNS,
      rhythms: RHYTHM_COLUMNS,
      ...(spec.dataset.parameters && { waves: WAVE_COLUMNS, values: VALUE_COLUMNS }),
    },
    training: { ...spec.training },
  };
  const toText = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
  const mark = toText({
    ...head,
    incomplete: 'This data set is being written, or was interrupted. It is not whole; do not train on it.',
    strips: total,
    run: randomUUID(),
  });

  const formats = [...new Set(options.formats)].map((name): FormatWish => ({
    name,
    options: { signals: options.signals },
  }));
  const target = new Target(directory);
  let claimed = false;
  try {
    for (const { name } of formats) formatNamed(name).refuse?.(head);
    target.check(options.overwrite ?? false, (1 + formats.length) * total * bytesOfStrip(spec));
    options.signal?.throwIfAborted();
    claimed = true;
    target.claim(mark);
    target.write(SPEC_FILE, options.source);
    beginWithin(directory, formats);
    const input: WorkerInput = {
      formats,
      spec,
      records: shared(options.records ?? new Map()),
      directory,
      head,
    };
    const shards = await writeShards(input, total, options);
    const manifest: Manifest = { ...head, shards };
    const text = toText(manifest);
    finishWithin(directory, manifest, formats);
    const exports = formats.map(({ name, options: { signals } }) => ({
      name,
      path: `${name}/`,
      signals: signals ?? false,
    }));
    writeCard(new Dataset(directory, manifest), directory, { manifest: text, exports }, (name, data) =>
      target.write(name, data),
    );
    target.complete(mark, text, shards.flatMap(filesOf));
    return manifest;
  } catch (error) {
    if (options.signal?.aborted === true) {
      throw new CancelledError(
        claimed
          ? `Cancelled; ${directory} is marked as incomplete and is not to be trained on.`
          : 'Cancelled before anything was written.',
      );
    }
    if (claimed) target.abandon(mark);
    throw explainWriteError(error, directory);
  } finally {
    target.release();
  }
}

/** About how much room a strip takes on disk. */
function bytesOfStrip({ recording: { samples, duration }, dataset: { segments, parameters } }: Spec): number {
  const perSecond = BEAT_BYTES_PER_SECOND + (parameters ? WAVE_BYTES_PER_SECOND : 0);
  return (segments ? 3 : 2) * samples + perSecond * duration + 8;
}

/** Recordings in memory that worker threads share: each is copied once, however many there are. */
function shared(records: Records): Records {
  return new Map(
    [...records].map(([key, signal]) => {
      if (signal === null) return [key, null];
      const samples = new Float32Array(new SharedArrayBuffer(signal.samples.byteLength));
      samples.set(signal.samples);
      return [key, { ...signal, samples }];
    }),
  );
}

/** Hands the shards out to worker threads and gathers their entries in order. */
async function writeShards(
  input: WorkerInput,
  total: number,
  { workerFile, workers, signal, onProgress }: GenerateOptions,
): Promise<ShardEntry[]> {
  const { samples } = input.spec.recording;
  const plans = planShards(input.head.classes, samples);
  const finished: { number: number; entry: ShardEntry }[] = [];
  const threads: Worker[] = [];
  const started = performance.now();
  let done = 0;
  let lastReport = 0;
  const report = (now: number): void => {
    lastReport = now;
    const stripsPerSecond = done / Math.max(1e-3, (now - started) / 1000);
    onProgress?.({ done, total, stripsPerSecond, secondsLeft: (total - done) / stripsPerSecond });
  };

  const work = (): Promise<void> =>
    new Promise((resolveWork, reject) => {
      const thread = new Worker(workerFile, { workerData: input });
      threads.push(thread);
      const next = (): void => {
        const plan = plans.next();
        if (plan.done === true) resolveWork();
        else thread.postMessage(plan.value);
      };
      thread.on('message', (message: FromWorker) => {
        switch (message.type) {
          case 'ready':
            next();
            break;
          case 'strips': {
            done += message.strips;
            const now = performance.now();
            if (now - lastReport > 100 || done === total) report(now);
            break;
          }
          case 'shard':
            finished.push({ number: message.number, entry: message.entry });
            next();
            break;
          case 'failed':
            reject(Object.assign(new Error(message.message), { code: message.code }));
            break;
        }
      });
      thread.on('error', reject);
      thread.on('exit', () => reject(new Error('a worker thread ended before its work was done')));
      signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    });

  const count = Math.max(
    1,
    Math.min(workers ?? availableParallelism(), countShards(input.head.classes, samples)),
  );
  try {
    signal?.throwIfAborted();
    await Promise.all(Array.from({ length: count }, work));
  } finally {
    // Awaited, so that no thread writes into the folder after this function has returned.
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  const order = ({ number, entry }: { number: number; entry: ShardEntry }): number =>
    SPLITS.indexOf(entry.split) * MAX_STRIPS + number;
  return finished.sort((a, b) => order(a) - order(b)).map(({ entry }) => entry);
}
