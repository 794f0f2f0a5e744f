import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addIfSound, FinishedShards, identityOf, readJournal } from './journal';
import { countStrips, headOf, type Ingredients } from './head';
import { FORMAT, INCOMPLETE_FILE, type ManifestHead } from './manifest';
import type { Partition } from './shares';

/** A mark larger than this was not written by this program. */
const LIMIT = 64 << 20;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** What the mark of a data set that was not finished says of it. */
export interface Unfinished {
  /** UTC, ISO 8601. */
  readonly created: string;
  readonly title: string;
  /** SHA-256 of the spec's text. */
  readonly spec: string;
  /** Strips that it is to have; `undefined` when all are there and only the mark was to be taken away. */
  readonly strips: number | undefined;
  readonly generator: string;
  /** Everything that was known of it before its strips were made, as far as the mark says it. */
  readonly head: Readonly<Record<string, unknown>>;
  /** Its shards, where all are there. */
  readonly shards: readonly unknown[] | undefined;
  /** Which part it is, where it is one. */
  readonly part: Partition | undefined;
}

/** Reads the mark in a folder; `undefined` where there is none of a data set. */
export function readUnfinished(directory: string): Unfinished | undefined {
  const path = join(directory, INCOMPLETE_FILE);
  let json: unknown;
  try {
    const found = lstatSync(path);
    if (!found.isFile() || found.size > LIMIT) return undefined;
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null) return undefined;
  const { strips, shards, part, ...head } = json as Record<string, unknown>;
  for (const key of ['incomplete', 'run']) Reflect.deleteProperty(head, key);
  if (head['format'] !== FORMAT) return undefined;
  const text = (key: string): string => (typeof head[key] === 'string' ? head[key] : '');
  const spec = head['spec'] as { readonly sha256?: unknown } | null | undefined;
  return {
    created: text('created'),
    title: text('title'),
    generator: text('generator'),
    spec: typeof spec?.sha256 === 'string' ? spec.sha256 : '',
    strips: typeof strips === 'number' ? strips : undefined,
    head,
    shards: Array.isArray(shards) ? shards : undefined,
    part: isPartition(part) ? part : undefined,
  };
}

const isPartition = (value: unknown): value is Partition => {
  const { number, of } = (value ?? {}) as { readonly number?: unknown; readonly of?: unknown };
  return typeof number === 'number' && typeof of === 'number';
};

/**
 * In what a set that was not finished is another than the one that is to be made.
 * @returns completes "it is not gone on with, because ..."; `undefined` when it is the same
 */
export function differenceTo(head: ManifestHead, { head: begun, ...found }: Unfinished): string | undefined {
  if (!MOMENT.test(found.created)) return 'it does not say when it was begun';
  if (identityOf(begun as unknown as ManifestHead) === identityOf(head)) return undefined;
  if (found.spec !== head.spec.sha256) return `it is of another text of a spec ("${found.title}")`;
  if (found.generator !== head.generator) return `it was begun by ${found.generator}`;
  if (JSON.stringify(begun['records']) !== JSON.stringify(head.records)) {
    return 'the recordings that its noise is taken from were others';
  }
  return 'it is of other strips of this spec (--strips, --class)';
}

/** A set in a folder that was not finished, for whoever asks what is to become of it. */
export interface UnfinishedSet {
  readonly title: string;
  /** Strips that are finished, as its journal says, of those that it is to have; 0 where it is not gone on with. */
  readonly finished: number;
  readonly total: number;
  /** Why it is not gone on with, to complete "because ..."; `undefined` when it is. */
  readonly because: string | undefined;
}

/**
 * Looks whether a folder holds a set that was not finished, and whether a run with these ingredients would go on with it.
 * Recordings are taken to be those of then: they are read by the run itself.
 */
export function unfinishedIn(
  directory: string,
  ingredients: Omit<Ingredients, 'recordFiles'>,
): UnfinishedSet | undefined {
  const unfinished = readUnfinished(directory);
  if (unfinished === undefined) return undefined;
  const recordFiles = unfinished.head['records'] as Ingredients['recordFiles'];
  const head = headOf({ ...ingredients, recordFiles }, new Date());
  const because = differenceTo(head, unfinished);
  if (because !== undefined) return { title: unfinished.title, finished: 0, total: 0, because };
  const { finished } = finishedOf(directory, head, unfinished, undefined);
  return { title: unfinished.title, finished: finished.strips, total: countStrips(head), because };
}

/**
 * The shards that were finished of a set that was not, as its journal says; nothing is looked at but the journal.
 * @param program that is to make the others, see `JournalHead`; `undefined` for any
 */
export function finishedOf(
  directory: string,
  head: ManifestHead,
  unfinished: Unfinished,
  program: string | undefined,
): { readonly finished: FinishedShards; readonly formats: string | undefined } {
  const journal = readJournal(directory, head, program);
  if (journal !== undefined) return journal;
  const finished = new FinishedShards();
  for (const shard of unfinished.shards ?? []) {
    const { signals } = (shard ?? {}) as { readonly signals?: { readonly file?: unknown } };
    const number = /^[a-z]+-(\d+)\./.exec(String(signals?.file))?.[1];
    addIfSound(finished, head, Number(number), shard);
  }
  return { finished, formats: undefined };
}
