import type { Synthesizer } from '../synthesis/types';
import { BEAT_WIDTH, pushBeat, pushLooseP } from './beats';
import { HashingFile } from './hashingFile';
import {
  LABEL_COLUMNS,
  RHYTHM_COLUMNS,
  shardFile,
  type ClassEntry,
  type RhythmEntry,
  type ShardEntry,
} from './manifest';
import { npyHeader } from '../records/npy';
import { interleave, stripIndex, type ShardPlan } from './plan';

const BLOCK_BYTES = 1 << 20;
const BLOCK_STRIPS = 64;

/**
 * Makes the strips of one shard and writes its four files. Memory is one block of strips plus the
 * shard's beats and rhythms, whatever the size of the data set.
 * @param onStrips called after each block with the number of strips in it
 */
export function writeShard(
  synthesizer: Synthesizer,
  directory: string,
  classes: readonly ClassEntry[],
  beatTypes: readonly string[],
  rhythmEntries: readonly RhythmEntry[],
  plan: ShardPlan,
  onStrips: (strips: number) => void,
): ShardEntry {
  const { split, number, strips } = plan;
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

  const numbers = new Map(rhythmEntries.map((entry, number) => [entry.class, number]));
  const beats: number[] = [];
  const rhythms: number[] = [];
  const blockStrips = Math.max(1, Math.min(BLOCK_STRIPS, strips, Math.floor(BLOCK_BYTES / (2 * samples))));
  const block = new Int16Array(blockStrips * samples);
  const signals = new HashingFile(directory, shardFile(split, number, 'signals'));
  signals.write(npyHeader('<i2', [strips, 1, samples]));
  for (let first = 0; first < strips; first += blockStrips) {
    const count = Math.min(blockStrips, strips - first);
    for (let i = 0; i < count; i++) {
      const row = first + i;
      const name = classes[labels[row * 2] ?? -1]?.name ?? '';
      const out = block.subarray(i * samples, (i + 1) * samples);
      const truth = synthesizer.generateInto(out, name, labels[row * 2 + 1] ?? -1);
      for (const beat of truth.beats) pushBeat(beats, row, beat, beatTypes);
      for (const p of truth.loosePs) pushLooseP(beats, row, p);
      for (const span of truth.rhythms) {
        rhythms.push(row, span.start, span.end, numbers.get(span.class) ?? -1);
      }
    }
    signals.write(block.subarray(0, count * samples));
    onStrips(count);
  }
  const entry = { split, strips, signals: signals.finish() };
  const write = (part: 'labels' | 'beats' | 'rhythms', shape: readonly number[], data: Int32Array) => {
    const file = new HashingFile(directory, shardFile(split, number, part));
    file.write(npyHeader('<i4', shape));
    file.write(data);
    return file.finish();
  };
  return {
    ...entry,
    labels: write('labels', [strips, LABEL_COLUMNS.length], labels),
    beats: write('beats', [beats.length / BEAT_WIDTH, BEAT_WIDTH], Int32Array.from(beats)),
    rhythms: write(
      'rhythms',
      [rhythms.length / RHYTHM_COLUMNS.length, RHYTHM_COLUMNS.length],
      Int32Array.from(rhythms),
    ),
  };
}
