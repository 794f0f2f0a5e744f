import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Spec } from '../spec/types';
import type { Records } from '../synthesis';
import { writeCard } from './card/index';
import { CancelledError, DatasetError, explainWriteError } from './errors';
import { beginWithin, finishWithin, type FormatWish } from './formats/exportShard';
import type { FormatName } from './formats/format';
import { formatNamed } from './formats/registry';
import { countStrips, headOf, type Ingredients } from './head';
import {
  filesOf,
  SPEC_FILE,
  SPLITS,
  type Manifest,
  type ManifestHead,
  type ShardEntry,
  type Split,
} from './manifest';
import { Journal, type FinishedShard, type FinishedShards } from './journal';
import type { FromWorker, WorkerInput } from './messages';
import { Dataset } from './open';
import { Parts } from './mergeParts';
import { planShards, shardSizes } from './plan';
import { shardsOf, type Partition } from './shares';
import type { GenerateProgress } from './progress';
import { openTasks, Resumption, type OnCheck, type Salvaged } from './resume';
import { Target } from './target';

/** What is used of an interrupted run, and the strips of the whole set. */
export interface Resumed {
  readonly shards: number;
  readonly strips: number;
  readonly total: number;
}

export interface GenerateOptions extends Ingredients {
  /** The recordings that its noises are taken from, by `recordKey`. */
  readonly records?: Records | undefined;
  readonly directory: string;
  /** Path of the bundled src/dataset/worker.ts. */
  readonly workerFile: string;
  /** Threads; by default one for each core. The bytes written do not depend on it. */
  readonly workers?: number | undefined;
  /** Replace a data set (whole or interrupted) that is in `directory`; an interrupted one of the same is gone on with. */
  readonly overwrite?: boolean | undefined;
  /** Discard an interrupted data set that is in `directory`, whatever it is of, in place of going on with it. */
  readonly restart?: boolean | undefined;
  /** Called with bytes done and in all while what an interrupted run left is compared with its checksums. */
  readonly onCheck?: OnCheck | undefined;
  /** Called when an interrupted run is gone on with: how much of it is whole. */
  readonly onResume?: ((found: Resumed) => void) | undefined;
  /**
   * Make this share of the shards alone. The folder stays marked as incomplete, for `from` of another run, and what is returned
   * lists these shards only.
   */
  readonly part?: Partition | undefined;
  /** Folders that runs with `part` wrote, whose shards are taken in place of making any. */
  readonly from?: readonly string[] | undefined;
  /** Formats to write it in besides, each into a folder of its name within the set's. */
  readonly formats?: readonly FormatName[] | undefined;
  /** Put the samples into Parquet as well. */
  readonly signals?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: GenerateProgress) => void) | undefined;
  /** The moment to write into the manifest. */
  readonly created?: Date | undefined;
}

/** A generous guess at the ground truth of a strip; only the check for free space uses it. */
const BEAT_BYTES_PER_SECOND = 150;
/** And of the waves' parameters. */
const WAVE_BYTES_PER_SECOND = 1000;

/** Progress is told as often as this, ms. */
const TELL_MS = 100;

/**
 * Writes a data set as ARCHITECTURE.md lays it out. The files are the same bytes from any number of
 * workers. Until the returned promise resolves the folder is marked by INCOMPLETE.json and locked by WRITING.lock; a
 * cancelled or killed run leaves the mark, a failed one takes its files away again.
 * @throws DatasetError one sentence on what went wrong and how to mend it
 * @throws CancelledError when `signal` was aborted
 */
export async function generateDataset(options: GenerateOptions): Promise<Manifest> {
  const { spec, part } = options;
  const directory = resolve(options.directory);
  const planned = headOf(options, options.created ?? new Date());
  const total = countStrips(planned);
  let aim = 0;
  for (const { strips } of shardsOf(shardSizes(planned.classes, planned.recording.samples), part))
    aim += strips;
  const toText = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
  const run = randomUUID();
  const markOf = (head: ManifestHead, finished = false): string =>
    toText({
      ...head,
      incomplete: finished
        ? `This is part ${part?.number} of ${part?.of} of a data set. It is not whole; do not train on it. "ecgspec merge" makes one of all parts.`
        : 'This data set is being written, or was interrupted. It is not whole; do not train on it.',
      strips: total,
      run,
      ...(part && { part }),
    });

  const formats = [...new Set(options.formats)].map((name): FormatWish => ({
    name,
    options: { signals: options.signals },
  }));
  const target = new Target(directory);
  let claimed = false;
  let mark = markOf(planned);
  let journal: Journal | undefined;
  try {
    for (const { name } of formats) formatNamed(name).refuse?.(planned);
    if (part !== undefined && formats.length > 0) {
      throw new DatasetError(
        'A part is written as shards only; give --format to "ecgspec merge", which writes the whole set in it.',
      );
    }
    const resumption = new Resumption(directory, planned, formats, options);
    const parts = options.from && new Parts(options.from, planned, resumption.program);
    const bytes = ((1 + formats.length) * total * bytesOfStrip(spec)) / (part?.of ?? 1);
    target.check(options.overwrite ?? false, bytes, resumption.look());
    options.signal?.throwIfAborted();
    claimed = true;
    target.take();
    const salvaged = await resumption.salvage(options.signal, options.onCheck);
    parts?.refuseMissing(salvaged.finished);
    const head = { ...planned, created: salvaged.created ?? planned.created };
    mark = markOf(head);
    target.begin(mark, salvaged.keep);
    journal = Journal.begin(directory, resumption.journalHead(), salvaged.finished);
    if (salvaged.created !== undefined) {
      const { count, strips } = salvaged.finished;
      options.onResume?.({ shards: count, strips, total: aim });
    }
    target.write(SPEC_FILE, options.source);
    beginWithin(directory, formats);
    const input: WorkerInput = {
      formats,
      spec,
      records: shared(options.records ?? new Map()),
      directory,
      head,
    };
    const copied = parts ? await copyShards(parts, input, total, options, journal) : [];
    const unexported =
      formats.length === 0 ? new Set<FinishedShard>() : new Set([...salvaged.unexported, ...copied]);
    const shards = await writeShards(input, aim, options, journal, { ...salvaged, unexported });
    const manifest: Manifest = { ...head, shards };
    if (part !== undefined) {
      // From here on the mark says that there is nothing more to come.
      mark = markOf(head, true);
      target.remark(mark);
      return manifest;
    }
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
          ? `Cancelled; ${directory} is marked as incomplete and is not to be trained on. Run the same again to go on with it.`
          : 'Cancelled before anything was written.',
      );
    }
    if (journal === undefined || journal.finished.count === 0) {
      if (claimed) target.abandon(mark);
      throw explainWriteError(error, directory);
    }
    target.keepOnly(mark, journal.finished.files());
    throw withKept(explainWriteError(error, directory), journal.finished, total);
  } finally {
    journal?.close();
    target.release();
  }
}

/** Adds to what is said of a failure what is left of the work. */
function withKept(error: unknown, { strips }: FinishedShards, total: number): unknown {
  if (!(error instanceof DatasetError)) return error;
  return new DatasetError(
    `${error.message} What is finished of it (${strips} of ${total} strips) is kept: the same command goes on with it.`,
  );
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

/** Takes the shards that are not there from parts. @returns those that it took */
async function copyShards(
  parts: Parts,
  { directory, head }: WorkerInput,
  total: number,
  { signal, onProgress }: GenerateOptions,
  journal: Journal,
): Promise<FinishedShard[]> {
  const tell = paceFrom(journal.finished.strips, total, onProgress);
  const copied: FinishedShard[] = [];
  for (const plan of shardSizes(head.classes, head.recording.samples)) {
    if (journal.finished.get(plan) !== undefined) continue;
    const shard = await parts.copy(plan, directory, signal);
    if (shard === undefined) continue;
    journal.add(shard);
    copied.push(shard);
    tell(plan.strips);
  }
  return copied;
}

/** Strips that were done are added up and told, at most every so many ms and when all are. */
function paceFrom(
  before: number,
  total: number,
  onProgress: GenerateOptions['onProgress'],
): (strips: number) => void {
  const started = performance.now();
  let done = before;
  let told = 0;
  return (strips) => {
    done += strips;
    const now = performance.now();
    if (now - told <= TELL_MS && done !== total) return;
    told = now;
    const stripsPerSecond = (done - before) / Math.max(1e-3, (now - started) / 1000);
    onProgress?.({ done, total, stripsPerSecond, secondsLeft: (total - done) / stripsPerSecond });
  };
}

/** Hands the shards that are not finished out to worker threads, and gathers the entries of all in order. */
async function writeShards(
  input: WorkerInput,
  total: number,
  { workerFile, workers, signal, onProgress, part }: GenerateOptions,
  journal: Journal,
  salvaged: Salvaged,
): Promise<ShardEntry[]> {
  const { samples } = input.spec.recording;
  const { classes } = input.head;
  const tasks = openTasks(shardsOf(planShards(classes, samples), part), salvaged);
  const threads: Worker[] = [];
  const tell = paceFrom(salvaged.finished.strips, total, onProgress);

  const work = (): Promise<void> =>
    new Promise((resolveWork, reject) => {
      const thread = new Worker(workerFile, { workerData: input });
      threads.push(thread);
      let given = 0;
      let finished = 0;
      let idle = false;
      const next = (): void => {
        const task = tasks.next();
        idle = task.done === true;
        if (task.done === true) return;
        given++;
        thread.postMessage(task.value);
      };
      const endIfDone = (): void => {
        if (idle && finished === given) resolveWork();
      };
      thread.on('message', (message: FromWorker) => {
        switch (message.type) {
          case 'ready':
            next();
            endIfDone();
            break;
          case 'strips':
            tell(message.strips);
            break;
          case 'shard':
            try {
              journal.add({ split: message.entry.split, number: message.number, entry: message.entry });
            } catch (error) {
              reject(error as Error);
              break;
            }
            finished++;
            endIfDone();
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

  // Counted by their sizes: planning takes time for every strip.
  const open = [...openTasks(shardsOf(shardSizes(classes, samples), part), salvaged)].length;
  const count = Math.min(workers ?? availableParallelism(), open);
  try {
    signal?.throwIfAborted();
    await Promise.all(Array.from({ length: count }, work));
  } finally {
    // Awaited, so that no thread writes into the folder after this function has returned.
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  const order = ({ split }: { split: Split }): number => SPLITS.indexOf(split);
  return journal.finished
    .list()
    .sort((a, b) => order(a) - order(b) || a.number - b.number)
    .map(({ entry }) => entry);
}
