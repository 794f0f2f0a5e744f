import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDataset, openDataset } from '../../../src/dataset';
import { compile, measure, readMeasure } from '../../../src/synthesis';
import { measureLate } from '../../../src/viewer/late';
import { GeneratedSet } from '../../../src/viewer/sources/generated';
import { choicesOf, numbersOf, type Table } from '../../../src/viewer/table';
import { bundle, scratch, smallSpec, SOURCE } from '../dataset/fixture';

const { folder, remove } = scratch();
const whole = join(folder, 'whole');
const spec = smallSpec([900, 1300, 0], 100, 4, { parameters: true });
const never = new AbortController().signal;
let source: GeneratedSet;
let table: Table;
const progress: [number, number][] = [];

beforeAll(async () => {
  const workerFile = await bundle('src/dataset/worker.ts', folder, 'worker.js');
  await generateDataset({ spec, source: SOURCE, directory: whole, workerFile, generator: 'test 1' });
  source = new GeneratedSet(openDataset(whole));
  table = await source.load((done, total) => progress.push([done, total]), never);
});
afterAll(remove);

/** As stored: Float32, and sums of which the last bit may differ. */
const near = (value: number) => (Number.isNaN(value) ? NaN : expect.closeTo(value, 3));

describe('the table of a generated set', () => {
  it('tells of every strip what is measured on its truth', () => {
    const intervals = ['rate', 'rr', 'pr', 'qrs', 'qt', 'qtc'].map((id) => numbersOf(table, id).values);
    expect(table.rows).toBe(2200);
    for (let row = 0; row < table.rows; row++) {
      const { strip, rate } = source.strip(row);
      const { truth } = strip;
      const of = measure(truth, rate);
      const expected = [of.heartRate, of.rr, of.pr, of.qrs, of.qt, of.qtc];
      expect(intervals.map((values) => values[row])).toEqual(expected.map(near));
      expect(numbersOf(table, 'beats').values[row]).toBe(truth.beats.length);
      expect(numbersOf(table, 'ectopic').values[row]).toBe(truth.beats.filter((beat) => beat.ectopic).length);
      expect(numbersOf(table, 'dropped').values[row]).toBe(truth.loosePs.length);
      const { names, codes } = choicesOf(table, 'class');
      expect(names[codes[row]!]).toBe(truth.class);
      expect(numbersOf(table, 'index').values[row]).toBe(truth.index);
    }
    // All of it occurs.
    expect(Math.max(...numbersOf(table, 'dropped').values)).toBeGreaterThan(0);
    expect(Math.max(...numbersOf(table, 'ectopic').values)).toBeGreaterThan(0);
  });

  it('has the training split first, then the validation split', () => {
    const { names, codes } = choicesOf(table, 'split');
    expect(names).toEqual(['train', 'validation']);
    expect([...codes].sort()).toEqual([...codes]);
    expect(codes.filter((code) => code === 1).length).toBe(550);
  });

  it('tells what was drawn once for each strip', () => {
    const dataset = openDataset(whole);
    const { values } = numbersOf(table, 'drawn rate 0');
    for (const row of [0, 7, 1649, 1650, 2199]) {
      const detail = row < 1650 ? dataset.detail('train', row) : dataset.detail('validation', row - 1650);
      const drawn = detail.values!.find(({ quantity, number }) => quantity === 'rate' && number === 0)!;
      expect(values[row]).toBe(Math.fround(drawn.value));
    }
  });

  it('draws the samples that the spec makes', () => {
    const synthesizer = compile(spec);
    for (const row of [0, 1234, 2199]) {
      const { strip, title } = source.strip(row);
      const { truth } = strip;
      expect(strip.samples).toEqual(synthesizer.generate(truth.class, truth.index).samples);
      expect(title).toBe(`${truth.class} in words · ${truth.class} ${truth.index}`);
    }
    expect(() => source.strip(2200)).toThrow('There is no strip 2200 of 2200.');
  });

  it('measures the amplitudes on request, and gives way meanwhile', async () => {
    const { values } = numbersOf(table, 'r-amplitude');
    expect(values.every(Number.isNaN)).toBe(true);
    const told: number[] = [];
    await measureLate(source, table, (done) => told.push(done), never);
    for (const row of [0, 500, 2199]) {
      const { strip, rate, resolution } = source.strip(row);
      const expected = readMeasure('R amplitude', strip, { rate, resolution });
      expect(values[row]).toBe(Math.fround(expected));
    }
    expect(told.at(-1)).toBe(2200);
    expect(told.length).toBeGreaterThan(10);
  });

  it('tells how far it is, and stops when nobody wants it any more', async () => {
    expect(progress[0]).toEqual([0, openDataset(whole).manifest.shards.length]);
    const controller = new AbortController();
    const loading = source.load(() => controller.abort(), controller.signal);
    await expect(loading).rejects.toThrow(/abort/i);
  });
});

describe('a damaged set', () => {
  /** A copy of which one file's number is another. */
  async function damaged(part: string, offset: number, value: number): Promise<unknown> {
    const directory = join(folder, `${part}-${offset}`);
    cpSync(whole, directory, { recursive: true });
    const file = join(directory, `train-00000.${part}.npy`);
    const bytes = readFileSync(file);
    bytes.writeInt32LE(value, 128 + 4 * offset);
    writeFileSync(file, bytes);
    return new GeneratedSet(openDataset(directory)).load(() => undefined, never);
  }

  it('is said to be one, with the file and what to do', async () => {
    await expect(damaged('labels', 0, 17)).rejects.toThrow(
      /train-00000\.labels\.npy is wrong: 17 is not the number of a class; the data set is damaged, generate it again\.$/,
    );
    await expect(damaged('beats', 0, 5)).rejects.toThrow(
      /train-00000\.beats\.npy is wrong: the beats of strip 0 do not follow those of 5;/,
    );
    await expect(damaged('beats', 0, 100_000)).rejects.toThrow('the beats of strip 100000');
  });
});
