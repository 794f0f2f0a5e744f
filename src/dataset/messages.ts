import type { Spec } from '../spec/types';
import type { Records } from '../synthesis';
import type { FormatWish } from './formats/exportShard';
import type { ManifestHead, ShardEntry } from './manifest';
import type { ShardPlan } from './plan';

/** What every worker of one run is given when it starts. */
export interface WorkerInput {
  readonly spec: Spec;
  /** Their samples lie in memory that all workers share. */
  readonly records: Records;
  readonly directory: string;
  readonly head: ManifestHead;
  /** What to write each shard in besides. */
  readonly formats: readonly FormatWish[];
}

/** What a worker is to do next. */
export interface ShardTask {
  readonly plan: ShardPlan;
  /** Of a shard that is there, and is only to be written in other formats. */
  readonly entry?: ShardEntry | undefined;
}

/** Worker -> writer. */
export type FromWorker =
  /** The writer answers with the next ShardTask. */
  | { readonly type: 'ready' }
  | { readonly type: 'strips'; readonly strips: number }
  /** It is on the disk. */
  | { readonly type: 'shard'; readonly number: number; readonly entry: ShardEntry }
  | { readonly type: 'failed'; readonly code: string | undefined; readonly message: string };
