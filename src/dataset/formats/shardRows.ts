import { join } from 'node:path';
import type { Fiducials, RhythmSpan } from '../../synthesis';
import type { BeatTruth } from '../../synthesis';
import { BEAT_WIDTH, readRow } from '../beats';
import {
  LABEL_COLUMNS,
  RHYTHM_COLUMNS,
  VALUE_COLUMNS,
  WAVE_COLUMNS,
  type ManifestHead,
  type ShardEntry,
} from '../manifest';
import { ParameterTable } from '../parameters';
import { readTable, wasDamaged } from '../partFile';
import type { StripRow } from './format';

/**
 * Reads a shard from its first strip to its last. Every file is read once, and the shard lies in memory as long as it lasts.
 * @param directory of the data set
 * @throws DatasetError for a damaged file
 */
export function* readShardRows(
  directory: string,
  head: ManifestHead,
  entry: ShardEntry,
): Generator<StripRow, void> {
  const { strips } = entry;
  const { samples } = head.recording;
  const signals = readTable(directory, entry.signals, '<i2', [strips, 1, samples]);
  const labels = readTable(directory, entry.labels, '<i4', [strips, LABEL_COLUMNS.length]);
  const beatRows = rowsOf(readTable(directory, entry.beats, '<i4', [undefined, BEAT_WIDTH]), BEAT_WIDTH);
  const rhythmRows = rowsOf(
    readTable(directory, entry.rhythms, '<i4', [undefined, RHYTHM_COLUMNS.length]),
    RHYTHM_COLUMNS.length,
  );
  const segments = entry.segments && readTable(directory, entry.segments, '|u1', [strips, samples]);
  const waveRows =
    entry.waves &&
    rowsOf(readTable(directory, entry.waves, '<f8', [undefined, WAVE_COLUMNS.length]), WAVE_COLUMNS.length);
  const valueRows =
    entry.values &&
    rowsOf(
      readTable(directory, entry.values, '<f8', [undefined, VALUE_COLUMNS.length]),
      VALUE_COLUMNS.length,
    );
  const parameters = new ParameterTable(head.waves ?? [], head.quantities ?? []);
  /** Reads rows of a table, and names its file where one cannot be read. */
  const read = <T>(file: string, rows: readonly ArrayLike<number>[], one: (row: number[]) => T): T[] => {
    try {
      return rows.map((row) => one(Array.from(row)));
    } catch (error) {
      throw wasDamaged(join(directory, file), `is wrong: ${(error as Error).message}`);
    }
  };

  for (let row = 0; row < strips; row++) {
    const label = labels[2 * row] ?? -1;
    const name = head.classes[label]?.name;
    if (name === undefined) {
      throw wasDamaged(
        join(directory, entry.labels.file),
        `gives row ${row} a class that is not in the manifest`,
      );
    }
    const beats: BeatTruth[] = [];
    const loosePs: Fiducials[] = [];
    for (const one of read(entry.beats.file, beatRows(row), (r) => readRow(r, head.beatTypes))) {
      if (one.kind === 'beat') beats.push(one.beat);
      else loosePs.push(one.p);
    }
    yield {
      row,
      label,
      samples: signals.subarray(row * samples, (row + 1) * samples),
      truth: {
        class: name,
        index: labels[2 * row + 1] ?? -1,
        beats,
        loosePs,
        rhythms: read(entry.rhythms.file, rhythmRows(row), (r) => readSpan(r, head)),
      },
      detail: {
        segments: segments?.subarray(row * samples, (row + 1) * samples) ?? null,
        waves:
          waveRows && entry.waves
            ? read(entry.waves.file, waveRows(row), (r) => parameters.readWave(r))
            : null,
        values:
          valueRows && entry.values
            ? read(entry.values.file, valueRows(row), (r) => parameters.readValue(r))
            : null,
      },
    };
  }
}

/** Gives the rows of one strip after the other of a table whose first column is the strip, in its order. */
function rowsOf(
  table: Int32Array | Float64Array,
  width: number,
): (strip: number) => (Int32Array | Float64Array)[] {
  let at = 0;
  return (strip) => {
    const found: (Int32Array | Float64Array)[] = [];
    for (; at < table.length && (table[at] ?? 0) <= strip; at += width) {
      if (table[at] === strip) found.push(table.subarray(at, at + width));
    }
    return found;
  };
}

function readSpan([, start = -1, end = -1, number = -1]: readonly number[], head: ManifestHead): RhythmSpan {
  const rhythm = head.rhythms[number];
  if (!rhythm) throw new RangeError(`${number} is not the number of a rhythm`);
  return { start, end, code: rhythm.code, class: rhythm.class };
}
