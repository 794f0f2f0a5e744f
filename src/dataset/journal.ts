import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, lstatSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  filesOf,
  JOURNAL_FILE,
  JOURNAL_TEMPORARY_FILE,
  type ManifestHead,
  shardFile,
  type ShardEntry,
  type Split,
} from './manifest';
import { Checker, readShard } from './readManifest';

/** A journal larger than this was not written by this program. */
const LIMIT = 64 << 20;

/** A shard by its place in the set. */
export interface ShardId {
  readonly split: Split;
  /** Number within the split, from 0. */
  readonly number: number;
}

export interface FinishedShard extends ShardId {
  readonly entry: ShardEntry;
}

/** The shards that are finished, by their place. */
export class FinishedShards {
  private readonly shards = new Map<string, FinishedShard>();

  add(shard: FinishedShard): void {
    this.shards.set(`${shard.split} ${shard.number}`, shard);
  }

  get({ split, number }: ShardId): ShardEntry | undefined {
    return this.shards.get(`${split} ${number}`)?.entry;
  }

  get count(): number {
    return this.shards.size;
  }

  get strips(): number {
    return this.list().reduce((sum, { entry }) => sum + entry.strips, 0);
  }

  /** In the order in which they were added. */
  list(): FinishedShard[] {
    return [...this.shards.values()];
  }

  /** The names of all their files. */
  files(): Set<string> {
    return new Set(this.list().flatMap(({ entry }) => filesOf(entry).map(({ file }) => file)));
  }
}

/** What the shards of a journal were made from, and by what; those of another are never mixed with them. */
export interface JournalHead {
  /** See `identityOf`. */
  readonly set: string;
  /** The SHA-256 of the program that made them: builds of one version may make other strips. */
  readonly program: string;
  /** The formats that they were written in besides, in words that are compared as they are. */
  readonly formats: string;
}

/** Tells a set from any other by what it is made of; the moment at which it was begun does not count. */
export function identityOf(head: ManifestHead): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...head, created: '' }))
    .digest('hex');
}

/**
 * The list of finished shards beside the mark of a set that is being written: a line of JSON that says what they are made
 * of, then one for each shard. It is only ever added to, and only for shards that are on the disk, so that a run that is killed leaves at most one line that is cut off, the last.
 */
export class Journal {
  private constructor(
    private readonly handle: number,
    /** The shards in it. */
    readonly finished: FinishedShards,
  ) {}

  /** Writes a new one, with what an earlier run finished, into the place of the one that is there, in one step. */
  static begin(directory: string, head: JournalHead, finished: FinishedShards): Journal {
    const temporary = join(directory, JOURNAL_TEMPORARY_FILE);
    const journal = new Journal(openSync(temporary, 'w'), finished);
    try {
      journal.write([head, ...finished.list().map(lineOf)]);
      renameSync(temporary, join(directory, JOURNAL_FILE));
    } catch (error) {
      journal.close();
      throw error;
    }
    return journal;
  }

  /** Waits until the shard's line is on the disk. */
  add(shard: FinishedShard): void {
    if (JSON.stringify(this.finished.get(shard)) === JSON.stringify(shard.entry)) return;
    this.write([lineOf(shard)]);
    this.finished.add(shard);
  }

  close(): void {
    closeSync(this.handle);
  }

  private write(lines: readonly object[]): void {
    const bytes = new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    for (let done = 0; done < bytes.length;) done += writeSync(this.handle, bytes, done);
    fsyncSync(this.handle);
  }
}

const lineOf = ({ number, entry }: FinishedShard): object => ({ number, shard: entry });

/**
 * Reads the journal of a set. A line that is cut off or damaged counts for nothing: its shard is made again.
 * @param head of the set that it is to belong to
 * @param program that is to have written it; `undefined` for any
 * @returns `undefined` where there is none, or one of another set or program
 */
export function readJournal(
  directory: string,
  head: ManifestHead,
  program: string | undefined,
): { readonly finished: FinishedShards; readonly formats: string } | undefined {
  const path = join(directory, JOURNAL_FILE);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true || found.size > LIMIT) return undefined;
  const [first, ...lines] = readFileSync(path, 'utf8').split('\n').map(parseLine);
  if (first?.['set'] !== identityOf(head)) return undefined;
  if (program !== undefined && first['program'] !== program) return undefined;
  const finished = new FinishedShards();
  for (const line of lines) if (line !== undefined) addIfSound(finished, head, line['number'], line['shard']);
  return { finished, formats: String(first['formats']) };
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(line);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Adds a shard that a journal or a manifest lists, unless what is said of it cannot be so. */
export function addIfSound(
  finished: FinishedShards,
  head: ManifestHead,
  number: unknown,
  shard: unknown,
): void {
  const check: Checker = new Checker(JOURNAL_FILE);
  try {
    const entry = readShard(check, shard, 'shard', {
      segments: head.segments !== undefined,
      waves: head.waves !== undefined,
    });
    const { split } = entry;
    const id = { split, number: check.count(number, 'number') };
    const named = filesOf(entry).every(({ file }) => {
      const part = file.split('.')[1] as Parameters<typeof shardFile>[2];
      return file === shardFile(split, id.number, part);
    });
    if (named) finished.add({ ...id, entry });
  } catch {
    // Made again.
  }
}
