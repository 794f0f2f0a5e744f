import { join } from 'node:path';
import type { Dataset, ShardTables, Split } from '../../dataset';
import { aboutStrip } from '../../dataset/formats/wfdb/record';
import { readMeasure } from '../../synthesis';
import { BeatMeasures } from './beatMeasures';
import { type OnProgress, type RecordedStrip, type SetInfo, type ShownStrip, type Source } from '../source';
import type { NumberColumn, Table } from '../table';
import { giveWay, type AbortSignal } from '../turns';

const SPLITS = ['train', 'validation'] as const;

/** A generated data set: the rows of its training split, then those of its validation split. */
export class GeneratedSet implements Source {
  readonly info: SetInfo;
  private readonly rows: number;

  constructor(private readonly dataset: Dataset) {
    const { manifest, directory } = dataset;
    const { recording, shards, classes } = manifest;
    this.rows = dataset.count('train') + dataset.count('validation');
    const count = (n: number): string => n.toLocaleString('en');
    this.info = {
      title: manifest.title,
      folder: directory,
      facts: [
        `${count(this.rows)} strips of ${classes.length} classes`,
        `${count(dataset.count('train'))} for training, ${count(dataset.count('validation'))} for validation`,
        `${recording.duration} s at ${recording.rate} Hz, lead ${recording.lead}`,
        `seed ${manifest.seed}`,
        `${manifest.generator}, ${manifest.created.slice(0, 10)}`,
      ],
      classTitles: Object.fromEntries(classes.map(({ name, title }) => [name, title])),
      hasSpec: true,
      late: 'Amplitudes',
      signalBytes: shards.reduce((sum, { signals }) => sum + signals.bytes, 0),
    };
  }

  async load(onProgress: OnProgress, signal: AbortSignal): Promise<Table> {
    const { manifest } = this.dataset;
    const { shards, classes, recording } = manifest;
    const split = new Uint32Array(this.rows);
    const code = new Uint32Array(this.rows);
    const index = new Uint32Array(this.rows);
    const measures = new BeatMeasures(this.rows, recording.rate);
    const drawn = new DrawnColumns(this.rows, manifest.quantities ?? []);
    // The shards of a split stand in order, but nothing says that those of one split come before the other's.
    const first = [0, this.dataset.count('train')];
    for (let number = 0; number < shards.length; number++) {
      await giveWay(signal, () => onProgress(number, shards.length));
      const tables = this.dataset.shardTables(number);
      const { strips, split: of } = tables.shard;
      const s = SPLITS.indexOf(of);
      const start = first[s]!;
      first[s] = start + strips;
      for (let i = 0; i < strips; i++) {
        split[start + i] = s;
        code[start + i] = tables.labels[2 * i]!;
        index[start + i] = tables.labels[2 * i + 1]!;
        if (code[start + i]! >= classes.length)
          throw this.damaged(tables, 'labels', `${tables.labels[2 * i]} is not the number of a class`);
      }
      try {
        measures.addShard(tables.beats, strips, start);
      } catch (error) {
        throw this.damaged(tables, 'beats', (error as Error).message);
      }
      if (tables.values !== null) drawn.add(tables.values, strips, start);
    }
    const names = classes.map(({ name }) => name);
    return {
      rows: this.rows,
      columns: [
        { kind: 'choice', id: 'class', label: 'Class', names, codes: code },
        { kind: 'number', id: 'index', label: 'Index', unit: '', digits: 0, values: index },
        { kind: 'choice', id: 'split', label: 'Split', names: [...SPLITS], codes: split },
        ...measures.columns,
        ...amplitudeColumns(this.rows),
        ...drawn.columns(),
      ],
    };
  }

  strip(row: number): ShownStrip {
    const { dataset } = this;
    const strip = dataset.strip(...this.placeOf(row));
    const { recording } = dataset.manifest;
    const name = strip.truth.class;
    const title = this.info.classTitles[name] ?? name;
    return {
      strip,
      title: `${title} · ${name} ${strip.truth.index}`,
      rate: recording.rate,
      resolution: recording.unit.mV,
      lead: recording.lead,
    };
  }

  measure(row: number): number[] {
    const { strip, rate, resolution } = this.strip(row);
    return AMPLITUDES.map(({ measure }) => readMeasure(measure, strip, { rate, resolution }));
  }

  record(row: number): RecordedStrip {
    const { manifest } = this.dataset;
    const { strip, rate, resolution, lead } = this.strip(row);
    const { truth } = strip;
    const label = manifest.classes.findIndex(({ name }) => name === truth.class);
    const [split] = this.placeOf(row);
    const about = aboutStrip(manifest, split, label, truth);
    return { strip, rate, resolution, lead, annotated: true, about };
  }

  recordName(row: number): string {
    const name = this.dataset.recordName(...this.placeOf(row));
    return `${name.slice(0, name.lastIndexOf('-'))}/${name}`;
  }

  private placeOf(row: number): [Split, number] {
    const { dataset, rows } = this;
    if (!Number.isInteger(row) || row < 0 || row >= rows)
      throw new RangeError(`There is no strip ${row} of ${rows}.`);
    const train = dataset.count('train');
    return row < train ? ['train', row] : ['validation', row - train];
  }

  private damaged({ shard }: ShardTables, part: 'labels' | 'beats', what: string): Error {
    const path = join(this.dataset.directory, shard[part].file);
    return new Error(`${path} is wrong: ${what}; the data set is damaged, generate it again.`);
  }
}

/** Medians over the beats that are not ectopic, over the line before P or QRS, as `readMeasure` reads them off the samples. */
const AMPLITUDES = [
  { id: 'p-amplitude', measure: 'P amplitude' },
  { id: 'r-amplitude', measure: 'R amplitude' },
  { id: 't-amplitude', measure: 'T amplitude' },
] as const;

const amplitudeColumns = (rows: number): NumberColumn[] =>
  AMPLITUDES.map(({ id, measure: label }) => ({
    ...{ kind: 'number', id, label, unit: 'mV', digits: 2 },
    values: new Float32Array(rows).fill(NaN),
    late: true,
  }));

/** Values that were drawn once for a strip, of which a set tells where its spec says `parameters: true`. */
class DrawnColumns {
  private readonly found = new Map<string, { quantity: number; number: number; values: Float32Array }>();

  constructor(
    private readonly rows: number,
    private readonly quantities: readonly { readonly name: string; readonly unit: string }[],
  ) {}

  /** @param table rows of row, quantity, number, value */
  add(table: Float64Array, strips: number, first: number): void {
    for (let i = 0; i + 3 < table.length; i += 4) {
      const [row, quantity, number, value] = [table[i]!, table[i + 1]!, table[i + 2]!, table[i + 3]!];
      if (!(row >= 0 && row < strips) || this.quantities[quantity] === undefined) continue;
      const key = `${quantity} ${number}`;
      let column = this.found.get(key);
      if (column === undefined) {
        // Episodes are as many as there happen to be; of each strip the first few are columns.
        if (number >= MOST_NUMBERS) continue;
        column = { quantity, number, values: new Float32Array(this.rows).fill(NaN) };
        this.found.set(key, column);
      }
      column.values[first + row] = value;
    }
  }

  columns(): NumberColumn[] {
    return [...this.found.values()]
      .sort((a, b) => a.quantity - b.quantity || a.number - b.number)
      .map(({ quantity, number, values }) => {
        const { name, unit } = this.quantities[quantity]!;
        const several = number > 0 ? ` ${number + 1}` : '';
        return {
          kind: 'number',
          id: `drawn ${name} ${number}`,
          label: `${name}${several} (drawn)`,
          unit: unit === '1' ? '' : unit,
          digits: 3,
          values,
        };
      });
  }
}

const MOST_NUMBERS = 4;
