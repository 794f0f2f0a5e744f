import { LABEL_COLUMNS, type ShardEntry } from './manifest';
import { readTable } from './partFile';

/**
 * The class number and index of every strip of a shard, (strips, 2).
 * @throws DatasetError when the file is missing or damaged
 */
export const readLabels = (directory: string, { labels, strips }: ShardEntry): Int32Array =>
  readTable(directory, labels, '<i4', [strips, LABEL_COLUMNS.length]);
