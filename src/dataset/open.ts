import { createHash } from 'node:crypto';
import { closeSync, existsSync, lstatSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BeatTruth, DrawnValue, Fiducials, RhythmSpan, Strip, WaveParameters } from '../synthesis';
import { BEAT_WIDTH, readRow } from './beats';
import { faultOf } from './checkFile';
import { DatasetError } from './errors';
import {
  INCOMPLETE_FILE,
  LABEL_COLUMNS,
  MANIFEST_FILE,
  filesOf,
  RHYTHM_COLUMNS,
  VALUE_COLUMNS,
  WAVE_COLUMNS,
  type FileEntry,
  type Manifest,
  type ShardEntry,
  type Split,
} from './manifest';
import { npyDataBytes, type NpyType } from '../records/npy';
import { recordName, shardName } from './formats/recordName';
import { ParameterTable } from './parameters';
import { checkHeader, openPart, readAt, readTable, wasDamaged } from './partFile';
import { parseManifest } from './readManifest';
import { readUnfinished } from './unfinished';

/** A manifest larger than this was not written by this program. */
const MANIFEST_LIMIT = 64 << 20;
interface Shard {
  readonly entry: ShardEntry;
  /** Row of the split that is this shard's first. */
  readonly first: number;
}

/** The small tables of one shard, kept for the strips that are read next. */
interface Tables {
  readonly shard: Shard;
  readonly labels: Int32Array;
  readonly beats: Int32Array;
  readonly rhythms: Int32Array;
}

/** Every table of one shard, rows of the columns that the manifest names; `null` where the set has none. */
export interface ShardTables {
  readonly shard: ShardEntry;
  readonly labels: Int32Array;
  readonly beats: Int32Array;
  readonly values: Float64Array | null;
}

/** What a data set tells of a strip beside its samples and its truth; `null` where it does not. */
export interface StripDetail {
  /** A label of the manifest's `segments` for each sample. */
  readonly segments: Uint8Array | null;
  readonly waves: readonly WaveParameters[] | null;
  readonly values: readonly DrawnValue[] | null;
}

/** A data set on disk, read strip by strip. */
export class Dataset {
  private readonly shards: Readonly<Record<Split, readonly Shard[]>>;
  private tables: Tables | undefined;

  constructor(
    readonly directory: string,
    readonly manifest: Manifest,
  ) {
    const list = (split: Split): Shard[] => {
      let first = 0;
      return manifest.shards
        .filter((entry) => entry.split === split)
        .map((entry) => {
          const shard = { entry, first };
          first += entry.strips;
          return shard;
        });
    };
    this.shards = { train: list('train'), validation: list('validation') };
  }

  /** How many strips a split holds. */
  count(split: Split): number {
    return this.manifest.classes.reduce((sum, entry) => sum + entry[split], 0);
  }

  /** The text that the set was made from. */
  spec(): string {
    const path = join(this.directory, this.manifest.spec.file);
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw wasDamaged(path, 'is missing');
    const bytes = readFileSync(path);
    if (createHash('sha256').update(bytes).digest('hex') !== this.manifest.spec.sha256) {
      throw wasDamaged(path, 'is not the text that the set was made from');
    }
    return bytes.toString('utf8');
  }

  /**
   * Reads a strip with its ground truth.
   * @param row 0 to count(split) - 1
   * @throws RangeError for a row outside the split, DatasetError for a damaged file
   */
  strip(split: Split, row: number): Strip {
    const { shard, local } = this.locate(split, row);
    const { labels, beats, rhythms } = this.readTables(shard);
    const name = this.manifest.classes[labels[local * LABEL_COLUMNS.length] ?? -1]?.name;
    const path = join(this.directory, shard.entry.labels.file);
    if (name === undefined) throw wasDamaged(path, `gives row ${local} a class that is not in the manifest`);
    return {
      samples: this.readSamples(shard, local),
      truth: {
        class: name,
        index: labels[local * LABEL_COLUMNS.length + 1] ?? -1,
        ...this.beatsOf(shard, beats, local),
        rhythms: this.rhythmsOf(shard, rhythms, local),
      },
    };
  }

  /**
   * Reads what the set tells of a strip beside that: it does where its spec says `segments` or `parameters`.
   * @param row 0 to count(split) - 1
   * @throws RangeError for a row outside the split, DatasetError for a damaged file
   */
  detail(split: Split, row: number): StripDetail {
    const { shard, local } = this.locate(split, row);
    const { segments, waves, values } = shard.entry;
    const table = new ParameterTable(this.manifest.waves ?? [], this.manifest.quantities ?? []);
    return {
      segments: segments ? this.readRow(segments, '|u1', [shard.entry.strips], local) : null,
      waves: waves
        ? this.readParameters(waves, WAVE_COLUMNS.length, local, (one) => table.readWave(one))
        : null,
      values: values
        ? this.readParameters(values, VALUE_COLUMNS.length, local, (one) => table.readValue(one))
        : null,
    };
  }

  /**
   * What the strip is called in every format, such as `train-00003-0017`.
   * @param row 0 to count(split) - 1
   * @throws RangeError for a row outside the split
   */
  recordName(split: Split, row: number): string {
    const { shard, local } = this.locate(split, row);
    return recordName(shardName(shard.entry), local);
  }

  /**
   * Reads the tables of one shard whole, for those who go through a set rather than from strip to strip.
   * @param number 0 to manifest.shards.length - 1
   * @throws DatasetError for a damaged file
   */
  shardTables(number: number): ShardTables {
    const shard = this.manifest.shards[number];
    if (shard === undefined) throw new RangeError(`There is no shard ${number}.`);
    return {
      shard,
      labels: readTable(this.directory, shard.labels, '<i4', [shard.strips, LABEL_COLUMNS.length]),
      beats: readTable(this.directory, shard.beats, '<i4', [undefined, BEAT_WIDTH]),
      values: shard.values
        ? readTable(this.directory, shard.values, '<f8', [undefined, VALUE_COLUMNS.length])
        : null,
    };
  }

  /**
   * Reads every file and compares it with its SHA-256.
   * @param onProgress called with bytes read and bytes in all
   * @throws DatasetError naming the first file that differs; CancelledError when `signal` was aborted
   */
  async verify(onProgress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<void> {
    this.spec();
    const files = this.manifest.shards.flatMap(filesOf);
    const total = files.reduce((sum, entry) => sum + entry.bytes, 0);
    let done = 0;
    const onBytes = (bytes: number): void => onProgress?.((done += bytes), total);
    for (const entry of files) {
      const path = join(this.directory, entry.file);
      const fault = await faultOf(path, entry, { signal, onBytes });
      if (fault !== undefined) throw wasDamaged(path, fault);
    }
  }

  private locate(split: Split, row: number): { shard: Shard; local: number } {
    const shard = this.shards[split].findLast(({ first }) => first <= row);
    if (shard === undefined || !Number.isInteger(row) || row >= shard.first + shard.entry.strips) {
      throw new RangeError(`There is no strip ${row} in the ${split} split of ${this.count(split)}.`);
    }
    return { shard, local: row - shard.first };
  }

  private readSamples({ entry }: Shard, local: number): Int16Array {
    return new Int16Array(this.readRow(entry.signals, '<i2', [entry.strips, 1], local).buffer);
  }

  /** The bytes of one strip in a file that has `shape` of strips. */
  private readRow(file: FileEntry, type: NpyType, shape: readonly number[], local: number): Uint8Array {
    const { samples } = this.manifest.recording;
    const path = join(this.directory, file.file);
    const handle = openPart(path, file);
    try {
      const { offset } = checkHeader(handle, path, file, type, [...shape, samples]);
      const length = npyDataBytes(type, [samples]);
      return readAt(handle, path, offset + local * length, length);
    } finally {
      closeSync(handle);
    }
  }

  /** The rows of one strip in a table of float64. */
  private readParameters<T>(
    file: FileEntry,
    width: number,
    local: number,
    read: (row: readonly number[]) => T,
  ): T[] {
    const path = join(this.directory, file.file);
    const table = readTable(this.directory, file, '<f8', [undefined, width]);
    const found: T[] = [];
    for (let at = 0; at < table.length; at += width) {
      if (table[at] !== local) continue;
      try {
        found.push(read([...table.subarray(at, at + width)]));
      } catch (error) {
        throw wasDamaged(path, `is wrong: ${(error as Error).message}`);
      }
    }
    return found;
  }

  private readTables(shard: Shard): Tables {
    if (this.tables?.shard === shard) return this.tables;
    const { entry } = shard;
    this.tables = {
      shard,
      labels: readTable(this.directory, entry.labels, '<i4', [entry.strips, LABEL_COLUMNS.length]),
      beats: readTable(this.directory, entry.beats, '<i4', [undefined, BEAT_WIDTH]),
      rhythms: readTable(this.directory, entry.rhythms, '<i4', [undefined, RHYTHM_COLUMNS.length]),
    };
    return this.tables;
  }

  private beatsOf(
    { entry }: Shard,
    table: Int32Array,
    local: number,
  ): { beats: BeatTruth[]; loosePs: Fiducials[] } {
    const beats: BeatTruth[] = [];
    const loosePs: Fiducials[] = [];
    for (let at = 0; at < table.length; at += BEAT_WIDTH) {
      if (table[at] !== local) continue;
      try {
        const row = readRow(table.subarray(at, at + BEAT_WIDTH), this.manifest.beatTypes);
        if (row.kind === 'beat') beats.push(row.beat);
        else loosePs.push(row.p);
      } catch (error) {
        throw wasDamaged(join(this.directory, entry.beats.file), `is wrong: ${(error as Error).message}`);
      }
    }
    return { beats, loosePs };
  }

  private rhythmsOf({ entry }: Shard, table: Int32Array, local: number): RhythmSpan[] {
    const spans: RhythmSpan[] = [];
    for (let at = 0; at < table.length; at += RHYTHM_COLUMNS.length) {
      if (table[at] !== local) continue;
      const [, start = -1, end = -1, number = -1] = table.subarray(at, at + RHYTHM_COLUMNS.length);
      const rhythm = this.manifest.rhythms[number];
      if (!rhythm) {
        throw wasDamaged(
          join(this.directory, entry.rhythms.file),
          `is wrong: ${number} is not the number of a rhythm`,
        );
      }
      spans.push({ start, end, code: rhythm.code, class: rhythm.class });
    }
    return spans;
  }
}

/**
 * Opens a data set that is whole.
 * @throws DatasetError when the folder is missing, is no data set, or was interrupted
 */
export function openDataset(directory: string): Dataset {
  const folder = resolve(directory);
  if (!existsSync(folder)) {
    throw new DatasetError(
      `There is no folder ${folder}; make a data set with: ecgspec generate SPEC --out ${folder}`,
    );
  }
  if (existsSync(join(folder, INCOMPLETE_FILE))) {
    const part = readUnfinished(folder)?.part;
    if (part !== undefined) {
      throw new DatasetError(
        `${folder} holds part ${part.number} of ${part.of} of a data set; put all of them together by: ecgspec merge SPEC PART... --out FOLDER`,
      );
    }
    throw new DatasetError(
      `The data set in ${folder} was not finished; go on with it by: ecgspec generate SPEC --out ${folder}`,
    );
  }
  const path = join(folder, MANIFEST_FILE);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile()) {
    throw new DatasetError(
      `${folder} is not a data set, since it has no ${MANIFEST_FILE}; give the folder that "ecgspec generate" wrote.`,
    );
  }
  if (found.size > MANIFEST_LIMIT) throw wasDamaged(path, 'is far too large for a manifest');
  return new Dataset(folder, parseManifest(readFileSync(path, 'utf8'), path));
}
