import { createHash } from 'node:crypto';
import { closeSync, constants, fsyncSync, lstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf, JOURNAL_FILE, type ManifestHead, shardFile, type ShardEntry, type Split } from './manifest';
import { Checker, readShard } from './readManifest';

/** A journal larger than this was not written by this program. */
const LIMIT = 64 << 20;

/** A shard by its place in the set. */
export interface ShardId {
  readonly split: Split;
  /** Number within the split, from 0. */
  readonly number: number;
}

/** The shards that are known to be finished, by their place. */
export class FinishedShards {
  private readonly entries = new Map<string, ShardEntry>();

  add({ split, number }: ShardId, entry: ShardEntry): void {
    this.entries.set(`${split} ${number}`, entry);
  }

  get({ split, number }: ShardId): ShardEntry | undefined {
    return this.entries.get(`${split} ${number}`);
  }

  get count(): number {
    return this.entries.size;
  }

  /** The names of all their files. */
  files(): Set<string> {
    return new Set([...this.entries.values()].flatMap(filesOf).map(({ file }) => file));
  }
}

/** Tells a set from any other by what it is made of; the moment at which it was begun does not count. */
export function identityOf(head: ManifestHead): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...head, created: '' }))
    .digest('hex');
}

/**
 * The list of finished shards beside the mark of a set that is being written: a line of JSON that says which set it
 * belongs to, then one for each shard. It is only ever added to, and a line is on the disk before the next shard of
 * its worker begins, so that a run that is killed leaves at most one line that is cut off, the last.
 */
export class Journal {
  private constructor(
    private readonly handle: number,
    /** The shards in it. */
    readonly finished: FinishedShards,
  ) {}

  /** @throws the system's error when there is one already, or it cannot be made */
  static begin(directory: string, head: ManifestHead): Journal {
    const journal = new Journal(openSync(join(directory, JOURNAL_FILE), 'wx'), new FinishedShards());
    journal.write({ set: identityOf(head) });
    return journal;
  }

  /** Goes on with one that `readJournal` has read. */
  static continue(directory: string, finished: FinishedShards): Journal {
    const flags = constants.O_WRONLY | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0);
    const journal = new Journal(openSync(join(directory, JOURNAL_FILE), flags), finished);
    // Ends a line that was cut off.
    journal.writeText('\n');
    return journal;
  }

  /** Waits until the line is on the disk. */
  add(id: ShardId, entry: ShardEntry): void {
    if (JSON.stringify(this.finished.get(id)) === JSON.stringify(entry)) return;
    this.write({ number: id.number, shard: entry });
    this.finished.add(id, entry);
  }

  close(): void {
    closeSync(this.handle);
  }

  private write(line: object): void {
    this.writeText(`${JSON.stringify(line)}\n`);
  }

  private writeText(text: string): void {
    const bytes = new TextEncoder().encode(text);
    for (let done = 0; done < bytes.length;) done += writeSync(this.handle, bytes, done);
    fsyncSync(this.handle);
  }
}

/**
 * Reads the journal of a set. A line that is cut off or damaged counts for nothing: its shard is made again.
 * @returns `undefined` where there is none, or one of another set
 */
export function readJournal(directory: string, head: ManifestHead): FinishedShards | undefined {
  const path = join(directory, JOURNAL_FILE);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true || found.size > LIMIT) return undefined;
  const [first, ...lines] = readFileSync(path, 'utf8').split('\n');
  const check: Checker = new Checker(path);
  const parse = (line: string | undefined): Record<string, unknown> | undefined => {
    try {
      return check.object(JSON.parse(line ?? ''), 'line');
    } catch {
      return undefined;
    }
  };
  if (parse(first)?.['set'] !== identityOf(head)) return undefined;
  const finished = new FinishedShards();
  for (const line of lines) {
    const json = parse(line);
    if (json !== undefined) addIfSound(finished, check, head, json['number'], json['shard']);
  }
  return finished;
}

/** Adds a shard that a journal or a manifest lists, unless what is said of it cannot be so. */
export function addIfSound(
  finished: FinishedShards,
  check: Checker,
  head: ManifestHead,
  number: unknown,
  shard: unknown,
): void {
  try {
    const entry = readShard(check, shard, 'shard', {
      segments: head.segments !== undefined,
      waves: head.waves !== undefined,
    });
    const id = { split: entry.split, number: check.count(number, 'number') };
    const named = filesOf(entry).every(({ file }) => {
      const part = file.split('.')[1] as Parameters<typeof shardFile>[2];
      return file === shardFile(id.split, id.number, part);
    });
    if (named) finished.add(id, entry);
  } catch {
    // Made again.
  }
}
