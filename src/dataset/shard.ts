import { Detail } from '../synthesis/detail';
import type { Synthesizer } from '../synthesis';
import { BEAT_WIDTH, pushBeat, pushLooseP } from './beats';
import { HashingFile } from './hashingFile';
import {
  LABEL_COLUMNS,
  RHYTHM_COLUMNS,
  shardFile,
  VALUE_COLUMNS,
  WAVE_COLUMNS,
  type FileEntry,
  type ManifestHead,
  type Part,
  type ShardEntry,
} from './manifest';
import { npyHeader, type NpyType } from '../records/npy';
import { ParameterTable } from './parameters';
import { interleave, stripIndex, type ShardPlan } from './plan';

const BLOCK_BYTES = 1 << 20;
const BLOCK_STRIPS = 64;

/** A shard whose files are written. */
export interface WrittenShard {
  readonly entry: ShardEntry;
  /** Resolves when all of them are on the disk: before that a power cut could still take them. */
  readonly onDisk: Promise<unknown>;
}

/**
 * Makes the strips of one shard and writes its files. Memory is one block of strips plus the shard's beats, rhythms and
 * parameters, whatever the size of the data set.
 * @param head says which files there are
 * @param onStrips called after each block with the number of strips in it
 */
export function writeShard(
  synthesizer: Synthesizer,
  directory: string,
  head: ManifestHead,
  plan: ShardPlan,
  onStrips: (strips: number) => void,
): WrittenShard {
  const { split, number, strips } = plan;
  const { classes, beatTypes } = head;
  const samples = synthesizer.samples;
  const labels = new Int32Array(strips * LABEL_COLUMNS.length);
  interleave(
    classes.map((entry) => entry[split]),
    plan.cursor,
    strips,
    (() => {
      let row = 0;
      return (position: number, rank: number) => {
        const entry = classes[position];
        labels[row * 2] = position;
        labels[row * 2 + 1] = entry === undefined ? -1 : stripIndex(entry, split, rank);
        row++;
      };
    })(),
  );

  const numbers = new Map(head.rhythms.map((entry, number) => [entry.class, number]));
  const beats: number[] = [];
  const rhythms: number[] = [];
  const waves: number[] = [];
  const values: number[] = [];
  const table = head.waves && new ParameterTable(head.waves, head.quantities ?? []);
  const detail =
    head.segments || table
      ? new Detail(samples, { segments: head.segments !== undefined, parameters: table !== undefined })
      : null;
  const blockStrips = Math.max(1, Math.min(BLOCK_STRIPS, strips, Math.floor(BLOCK_BYTES / (2 * samples))));
  const block = new Int16Array(blockStrips * samples);
  const onDisk: Promise<void>[] = [];
  const finish = (file: HashingFile): FileEntry => {
    onDisk.push(file.toDisk());
    return file.entry();
  };
  const begin = (part: Part, type: NpyType, shape: readonly number[]): HashingFile => {
    const file = new HashingFile(directory, shardFile(split, number, part));
    file.write(npyHeader(type, shape));
    return file;
  };
  const signals = begin('signals', '<i2', [strips, 1, samples]);
  const segments = head.segments && begin('segments', '|u1', [strips, samples]);
  for (let first = 0; first < strips; first += blockStrips) {
    const count = Math.min(blockStrips, strips - first);
    for (let i = 0; i < count; i++) {
      const row = first + i;
      const name = classes[labels[row * 2] ?? -1]?.name ?? '';
      const out = block.subarray(i * samples, (i + 1) * samples);
      const truth = synthesizer.generateInto(out, name, labels[row * 2 + 1] ?? -1, 0, detail);
      if (detail?.segments) segments?.write(detail.segments);
      if (detail && table) {
        for (const wave of detail.waves) table.pushWave(waves, row, wave);
        for (const value of detail.values) table.pushValue(values, row, value);
      }
      for (const beat of truth.beats) pushBeat(beats, row, beat, beatTypes);
      for (const p of truth.loosePs) pushLooseP(beats, row, p);
      for (const span of truth.rhythms) {
        rhythms.push(row, span.start, span.end, numbers.get(span.class) ?? -1);
      }
    }
    signals.write(block.subarray(0, count * samples));
    onStrips(count);
  }
  const begun = { split, strips, signals: finish(signals) };
  const write = (part: Part, shape: readonly number[], data: Int32Array | Float64Array): FileEntry => {
    const file = begin(part, data instanceof Int32Array ? '<i4' : '<f8', shape);
    file.write(data);
    return finish(file);
  };
  const entry = {
    ...begun,
    labels: write('labels', [strips, LABEL_COLUMNS.length], labels),
    beats: write('beats', [beats.length / BEAT_WIDTH, BEAT_WIDTH], Int32Array.from(beats)),
    rhythms: write(
      'rhythms',
      [rhythms.length / RHYTHM_COLUMNS.length, RHYTHM_COLUMNS.length],
      Int32Array.from(rhythms),
    ),
    ...(segments && { segments: finish(segments) }),
    ...(table && {
      waves: write(
        'waves',
        [waves.length / WAVE_COLUMNS.length, WAVE_COLUMNS.length],
        Float64Array.from(waves),
      ),
      values: write(
        'values',
        [values.length / VALUE_COLUMNS.length, VALUE_COLUMNS.length],
        Float64Array.from(values),
      ),
    }),
  };
  return { entry, onDisk: Promise.all(onDisk) };
}
