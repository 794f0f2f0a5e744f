import type { ShardEntry } from '../manifest';

/** What the files of a shard are called after, such as `train-00003`. */
export const shardName = ({ signals }: ShardEntry): string => signals.file.replace(/\.signals\.npy$/, '');

/**
 * What a strip is called in every format: the shard and the row that it has in the data set, such as `train-00003-0017`; the
 * strip is row 17 of `train-00003.signals.npy`.
 */
export const recordName = (shard: string, row: number): string => `${shard}-${String(row).padStart(4, '0')}`;
