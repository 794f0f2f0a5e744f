import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportDataset, generateDataset, openDataset } from '../../../src/dataset';
import { filesBelow } from '../../../src/dataset/filesBelow';
import { measureLate } from '../../../src/viewer';
import { writeList, writeRecords } from '../../../src/viewer/export';
import { GeneratedSet } from '../../../src/viewer/sources/generated';
import { choicesOf, numbersOf, type Table } from '../../../src/viewer/table';
import { bundle, scratch, smallSpec, SOURCE } from '../dataset/fixture';

const { folder, remove } = scratch();
const set = join(folder, 'set');
const never = new AbortController().signal;
const nothing = (): void => undefined;
let source: GeneratedSet;
let table: Table;

beforeAll(async () => {
  const workerFile = await bundle('src/dataset/worker.ts', folder, 'worker.js');
  const spec = smallSpec([13, 7, 9], 100, 4, { parameters: true });
  await generateDataset({ spec, source: SOURCE, directory: set, workerFile, generator: 'test 1' });
  source = new GeneratedSet(openDataset(set));
  table = await source.load(nothing, never);
});
afterAll(remove);

const rows = Uint32Array.of(28, 3, 17);
const cellsOf = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

describe('the table of chosen strips', () => {
  it('has their names, classes, measures and drawn values, in the order they were given in', async () => {
    const path = join(folder, 'list.csv');
    await writeList(path, { source, table, rows }, nothing, never);
    const [head, ...lines] = cellsOf(readFileSync(path, 'utf8'));
    expect(head!.slice(0, 8)).toEqual([
      ...['record', 'strip', 'class', 'index', 'split', 'rate_bpm', 'rr_ms', 'pr_ms'],
    ]);
    expect(head).toContain('drawn_rate_0_bpm');
    expect(head).not.toContain('r_amplitude_mV');
    expect(lines.map((cells) => cells[1])).toEqual(['28', '3', '17']);
    const { names, codes } = choicesOf(table, 'class');
    const drawn = numbersOf(table, 'drawn rate 0').values;
    const pr = numbersOf(table, 'pr').values;
    lines.forEach((cells, i) => {
      const row = rows[i]!;
      expect(cells).toHaveLength(head!.length);
      expect(cells[2]).toBe(names[codes[row]!]);
      expect(Math.fround(Number(cells[head!.indexOf('drawn_rate_0_bpm')]))).toBe(drawn[row]);
      expect(cells[7]).toBe(Number.isNaN(pr[row]) ? '' : String(Number(pr[row]!.toPrecision(7))));
    });
  });

  it('has the amplitudes once they are measured', async () => {
    const measured = await source.load(nothing, never);
    await measureLate(source, measured, nothing, never);
    const path = join(folder, 'amplitudes.csv');
    await writeList(path, { source, table: measured, rows }, nothing, never);
    const [head, first] = cellsOf(readFileSync(path, 'utf8'));
    const { values } = numbersOf(measured, 'r-amplitude');
    expect(Math.fround(Number(first![head!.indexOf('r_amplitude_mV')]))).toBe(values[28]);
  });

  it('takes the place of an earlier one when it is whole, and leaves that alone when it is cancelled', async () => {
    const path = join(folder, 'kept.csv');
    writeFileSync(path, 'mine');
    const controller = new AbortController();
    const cancelled = writeList(path, { source, table, rows }, () => controller.abort(), controller.signal);
    await expect(cancelled).rejects.toThrow(/abort/i);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    await writeList(path, { source, table, rows }, nothing, never);
    expect(readFileSync(path, 'utf8')).toMatch(/^record,strip,/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });
});

describe('chosen strips as WFDB records', () => {
  it('are the very files of the whole set as WFDB, with RECORDS and their table', async () => {
    const whole = join(folder, 'whole-wfdb');
    await exportDataset({ dataset: openDataset(set), format: 'wfdb', directory: whole });
    const directory = join(folder, 'below', 'records');
    const told: number[] = [];
    await writeRecords(directory, { source, table, rows }, (done) => told.push(done), never);
    const names = [...rows].map((row) => source.recordName(row));
    expect(names.some((name) => name.startsWith('validation-00000/validation-00000-'))).toBe(true);
    expect(readFileSync(join(directory, 'RECORDS'), 'utf8')).toBe(names.map((name) => `${name}\n`).join(''));
    const records = names.flatMap((name) =>
      ['atr', 'dat', 'fid', 'hea'].map((ending) => `${name}.${ending}`),
    );
    expect(filesBelow(directory).sort()).toEqual([...records, 'ANNOTATORS', 'RECORDS', 'strips.csv'].sort());
    for (const file of [...records, 'ANNOTATORS'])
      expect(readFileSync(join(directory, file))).toEqual(readFileSync(join(whole, file)));
    expect(cellsOf(readFileSync(join(directory, 'strips.csv'), 'utf8')).map(([record]) => record)).toEqual([
      'record',
      ...names,
    ]);
    expect(told.at(-1)).toBe(3);
  });

  it('are written into an empty folder, and nowhere else', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    await writeRecords(empty, { source, table, rows }, nothing, never);
    expect(existsSync(join(empty, 'RECORDS'))).toBe(true);
    const again = writeRecords(empty, { source, table, rows }, nothing, never);
    await expect(again).rejects.toThrow(
      /is not empty, so nothing is written there; choose another folder\.$/,
    );
  });

  it('are gone without a trace when it is cancelled, or a strip cannot be read', async () => {
    const beside = join(folder, 'traces');
    const directory = join(beside, 'records');
    const controller = new AbortController();
    const selection = { source, table, rows };
    const cancelled = writeRecords(directory, selection, () => controller.abort(), controller.signal);
    await expect(cancelled).rejects.toThrow(/abort/i);
    const broken = writeRecords(directory, { source, table, rows: Uint32Array.of(1, 29) }, nothing, never);
    await expect(broken).rejects.toThrow('There is no strip 29 of 29.');
    expect(readdirSync(beside)).toEqual([]);
  });

  it('say what to do where nothing can be written', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const selection = { source, table, rows };
    await expect(writeRecords(join(file, 'records'), selection, nothing, never)).rejects.toThrow(
      /cannot be a folder, because a part of that path is a file; choose another folder\.$/,
    );
    await expect(writeList(join(file, 'x.csv'), selection, nothing, never)).rejects.toThrow(
      /a part of that path is a file/,
    );
  });

  it('never leave the folder, whatever a source calls them', async () => {
    for (const name of ['../out', '/out', 'a/../../out', '.hidden', 'a//b']) {
      const sly = Object.assign(Object.create(source) as GeneratedSet, { recordName: () => name });
      const written = writeRecords(join(folder, 'sly'), { source: sly, table, rows }, nothing, never);
      await expect(written).rejects.toThrow('is no name of a record');
    }
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});
