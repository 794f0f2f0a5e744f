import type { Truth } from '../../synthesis';
import type { ManifestHead, Split } from '../manifest';
import type { StripDetail } from '../open';

/** The formats that a data set can be written in beside its own `.npy` shards, in the order in which they are listed. */
export const FORMAT_NAMES = ['wfdb', 'parquet', 'hdf5', 'csv'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** A strip of a shard, as a format gets to see it. */
export interface StripRow {
  /** Row in the shard, from 0. */
  readonly row: number;
  /** Number of the class in the manifest's list. */
  readonly label: number;
  /** In steps of `recording.unit`; of the memory of the whole shard, so not to be kept longer than it. */
  readonly samples: Int16Array;
  readonly truth: Truth;
  readonly detail: StripDetail;
}

/** The shard that is being written in a format. */
export interface ShardInfo {
  /** What is known of the whole set. */
  readonly head: ManifestHead;
  readonly split: Split;
  readonly strips: number;
  /** What its files are called after, such as `train-00003`. */
  readonly name: string;
}

export interface FormatOptions {
  /** Put the samples into tables that can do without (Parquet). */
  readonly signals?: boolean | undefined;
}

/** A file of an export, by its path from the export's folder, with `/`. */
export interface ExportedFile {
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Writes one shard in one format. */
export interface ShardWriter {
  /** Strips come in the order of their rows. */
  add(strip: StripRow): void;
  /** @returns what was written */
  finish(): readonly ExportedFile[];
}

/** A way to write a data set. Formats know nothing of each other, nor of who asks for them. */
export interface Format {
  readonly name: FormatName;
  /** For people, such as `WFDB`. */
  readonly title: string;
  /** Whether a path below the export's folder may be one of its files; nothing else is ever replaced or removed. */
  owns(path: string): boolean;
  /**
   * Says of a set that it is not for this format.
   * @throws DatasetError with a way to go
   */
  refuse?(head: ManifestHead): void;
  /**
   * Begins the files of a shard in `folder`, in the place of what an interrupted run left of them.
   * @throws the system's error when a file cannot be made
   */
  begin(folder: string, shard: ShardInfo, options: FormatOptions): ShardWriter;
  /**
   * Writes what belongs to the set as a whole, such as a list of its records, when all shards are written.
   * @param labels the class number and index of every strip, shard by shard
   */
  finish?(folder: string, head: ManifestHead, labels: Iterable<ShardLabels>): readonly ExportedFile[];
}

/** What `labels` of a shard say. */
export interface ShardLabels {
  readonly shard: ShardInfo;
  /** (strips, 2): class number and index. */
  readonly labels: Int32Array;
}
