/**
 * A share of a data set's shards, such as one of several machines makes: part `number` of `of`, from 1. What a shard is does not
 * depend on it, so parts of any number make the same set.
 */
export interface Partition {
  readonly number: number;
  readonly of: number;
}

/** The shards of a set that belong to a part: every `of`-th, so that each part has about as many of each split. */
export function* shardsOf<T>(plans: Iterable<T>, part: Partition | undefined): Generator<T> {
  let ordinal = 0;
  for (const plan of plans) {
    if (part === undefined || ordinal % part.of === part.number - 1) yield plan;
    ordinal++;
  }
}
