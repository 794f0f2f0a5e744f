import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultOf, type CheckOptions } from './checkFile';
import { DatasetError } from './errors';
import { withinDataset, type FormatWish } from './formats/exportShard';
import { salvageExport } from './formats/salvageExport';
import { FinishedShards, identityOf, type FinishedShard, type JournalHead } from './journal';
import { filesOf, JOURNAL_FILE, type ManifestHead, type ShardEntry } from './manifest';
import type { ShardSize } from './plan';
import type { UnfinishedPlan } from './target';
import { differenceTo, finishedOf, readUnfinished, type Unfinished } from './unfinished';

/** What of an interrupted run is used again. */
export interface Salvaged {
  /** When it was begun; `undefined` where nothing is used of it. */
  readonly created: string | undefined;
  /** The shards that are whole. */
  readonly finished: FinishedShards;
  /** Those of them that have to be written in other formats again. */
  readonly unexported: ReadonlySet<FinishedShard>;
  /** Names in the folder that are to stay. */
  readonly keep: ReadonlySet<string>;
}

export interface ResumeOptions {
  /** The program that makes shards. */
  readonly workerFile: string;
  /** An interrupted set is discarded, whatever it is of. */
  readonly restart?: boolean | undefined;
  /** One that is of something else may be replaced. */
  readonly overwrite?: boolean | undefined;
}

/** How far the check of what is there has come. */
export type OnCheck = (done: number, total: number) => void;

/**
 * Finds what an interrupted run of the same set left in a folder, so that another goes on with it. What is used again is
 * compared with its checksums first; all else is made anew, to the same bytes.
 */
export class Resumption {
  /** SHA-256 of the program that makes shards. */
  readonly program: string;

  constructor(
    private readonly directory: string,
    private readonly head: ManifestHead,
    private readonly formats: readonly FormatWish[],
    private readonly options: ResumeOptions,
  ) {
    this.program = createHash('sha256').update(readFileSync(options.workerFile)).digest('hex');
  }

  /** What is to become of a set in the folder that was not finished. Touches nothing. */
  look(): UnfinishedPlan {
    if (this.options.restart === true) return { do: 'discard' };
    const unfinished = readUnfinished(this.directory);
    if (unfinished === undefined) return { do: 'refuse', because: 'another run has just begun it' };
    const because = differenceTo(this.head, unfinished);
    return because === undefined ? { do: 'continue' } : { do: 'refuse', because };
  }

  /** What the journal of this run is to begin with. */
  journalHead(): JournalHead {
    return { set: identityOf(this.head), program: this.program, formats: this.formatsText() };
  }

  /**
   * Compares what is there with its checksums. To be called with the folder's lock held.
   * @throws CancelledError when the signal was aborted; DatasetError when the folder is another than when it was looked at
   */
  async salvage(signal: AbortSignal | undefined, onCheck?: OnCheck): Promise<Salvaged> {
    if (this.options.restart === true) return nothing();
    const unfinished = readUnfinished(this.directory);
    if (unfinished === undefined) return nothing();
    const because = differenceTo(this.head, unfinished);
    if (because === undefined) return this.check(unfinished, signal, onCheck);
    if (this.options.overwrite === true) return nothing();
    throw new DatasetError(
      `${this.directory} was taken over by another run meanwhile; choose another folder with --out.`,
    );
  }

  private async check(
    unfinished: Unfinished,
    signal: AbortSignal | undefined,
    onCheck?: OnCheck,
  ): Promise<Salvaged> {
    const { directory, head } = this;
    const listed = finishedOf(directory, head, unfinished, this.program);
    const total = listed.finished
      .list()
      .flatMap(({ entry }) => filesOf(entry))
      .reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    const options: CheckOptions = {
      signal,
      onBytes: (bytes) => onCheck?.(Math.min(total, (done += bytes)), total),
    };
    const finished = new FinishedShards();
    for (const shard of listed.finished.list()) if (await this.isWhole(shard, options)) finished.add(shard);
    const unexported = new Set<FinishedShard>();
    const folders: string[] = [];
    if (listed.formats === this.formatsText()) {
      for (const wish of this.formats) {
        folders.push(wish.name);
        const lost = await salvageExport(withinDataset(directory, wish), head, finished.list(), { signal });
        for (const shard of lost) unexported.add(shard);
      }
    } else if (this.formats.length > 0) {
      for (const shard of finished.list()) unexported.add(shard);
    }
    return {
      created: unfinished.created,
      finished,
      unexported,
      keep: new Set([JOURNAL_FILE, ...finished.files(), ...folders]),
    };
  }

  private async isWhole({ entry }: FinishedShard, options: CheckOptions): Promise<boolean> {
    for (const file of filesOf(entry)) {
      if ((await faultOf(join(this.directory, file.file), file, options)) !== undefined) return false;
    }
    return true;
  }

  private formatsText(): string {
    return JSON.stringify(this.formats.map(({ name, options }) => [name, options.signals ?? false]).sort());
  }
}

const nothing = (): Salvaged => ({
  created: undefined,
  finished: new FinishedShards(),
  unexported: new Set(),
  keep: new Set(),
});

/** What is left to be done of a set, of shards that are planned or only sized. */
export function* openTasks<T extends ShardSize>(
  plans: Iterable<T>,
  { finished, unexported }: Salvaged,
): Generator<{ readonly plan: T; readonly entry?: ShardEntry }> {
  const again = new Set([...unexported].map(({ entry }) => entry));
  for (const plan of plans) {
    const entry = finished.get(plan);
    if (entry === undefined) yield { plan };
    else if (again.has(entry)) yield { plan, entry };
  }
}
