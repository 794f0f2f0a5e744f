import type { Spec } from '../spec/types';
import { SPLITS, type ClassEntry, type Split } from './manifest';

/** The state of the interleaving at some row: enough to continue it from there. */
export interface Cursor {
  /** Strips of each class that came before this row. */
  readonly taken: readonly number[];
  /** Credit of each class; see `interleave`. */
  readonly credit: readonly number[];
}

/** A shard by its place in the set. */
export interface ShardSize {
  readonly split: Split;
  /** Number within the split, from 0. */
  readonly number: number;
  readonly strips: number;
}

/** One shard's share of the work; a pure function of the spec, so never of the number of workers. */
export interface ShardPlan extends ShardSize {
  readonly cursor: Cursor;
}

const SHARD_STRIPS = 1000;
const SHARD_BYTES = 64 << 20;

/**
 * Strips of each class per split. Of n strips, the last round(n · validation) are the validation split.
 * @param override strips of each class, in place of the spec's counts
 * @param only names of the classes to make; the others keep their place, and so their number, with no strips
 */
export function planClasses(spec: Spec, override?: number, only?: readonly string[]): ClassEntry[] {
  return spec.dataset.strips.flatMap(({ class: name, count }) => {
    const wanted = only?.includes(name) ?? count > 0;
    const strips = wanted ? (override ?? count) : 0;
    if (strips === 0 && count === 0) return [];
    const validation = Math.round(strips * spec.dataset.validation);
    const title = spec.classes.find((rhythm) => rhythm.name === name)?.title ?? name;
    return [{ name, title, train: strips - validation, validation }];
  });
}

/**
 * Walks the rows of a split so that classes are interleaved in proportion: at each row every class gains
 * credit equal to its size, and the richest class (the first of equals) pays the total for its strip.
 * Integers only, so the order is exact everywhere, and it can be continued from any cursor.
 * @param visit called with the position in `sizes` and the strip's rank among the class's strips
 * @returns the cursor after `rows` rows
 */
export function interleave(
  sizes: readonly number[],
  from: Cursor,
  rows: number,
  visit: (position: number, rank: number) => void,
): Cursor {
  const taken = [...from.taken];
  const credit = [...from.credit];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  for (let row = 0; row < rows; row++) {
    let best = -1;
    for (let i = 0; i < sizes.length; i++) {
      credit[i] = (credit[i] ?? 0) + (sizes[i] ?? 0);
      if (best < 0 || (credit[i] ?? 0) > (credit[best] ?? 0)) best = i;
    }
    credit[best] = (credit[best] ?? 0) - total;
    const rank = taken[best] ?? 0;
    taken[best] = rank + 1;
    visit(best, rank);
  }
  return { taken, credit };
}

const shardLimit = (samples: number): number =>
  Math.max(1, Math.min(SHARD_STRIPS, Math.floor(SHARD_BYTES / (2 * samples))));

const splitTotal = (classes: readonly ClassEntry[], split: Split): number =>
  classes.reduce((sum, entry) => sum + entry[split], 0);

/** Lists the shards of a data set by their sizes; unlike planning them this takes no time per strip. */
export function* shardSizes(classes: readonly ClassEntry[], samples: number): Generator<ShardSize> {
  for (const split of SPLITS) {
    const total = splitTotal(classes, split);
    const shards = Math.ceil(total / shardLimit(samples));
    for (let number = 0; number < shards; number++) {
      // Even shards, so that the last one does not leave workers idle.
      const strips = Math.floor(((number + 1) * total) / shards) - Math.floor((number * total) / shards);
      yield { split, number, strips };
    }
  }
}

/** Lists the shards of a data set one at a time, so that planning takes no memory per strip. */
export function* planShards(classes: readonly ClassEntry[], samples: number): Generator<ShardPlan> {
  let sizes: readonly number[] = [];
  let cursor: Cursor = { taken: [], credit: [] };
  for (const shard of shardSizes(classes, samples)) {
    const { split, number, strips } = shard;
    if (number === 0) {
      sizes = classes.map((entry) => entry[split]);
      cursor = { taken: sizes.map(() => 0), credit: sizes.map(() => 0) };
    }
    yield { ...shard, cursor };
    cursor = interleave(sizes, cursor, strips, () => undefined);
  }
}

/** The index within its class of the strip with this rank in a split. */
export const stripIndex = (entry: ClassEntry, split: Split, rank: number): number =>
  split === 'train' ? rank : entry.train + rank;
