import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../../scripts/lib/paths.mjs';
import { encodeAnnotations } from '../../../src/dataset/formats/wfdb/annotations';
import { parseAnnotations } from '../../../src/records';
import { npyHeader } from '../../../src/records/npy';
import { measureLate } from '../../../src/viewer';
import { writeRecords } from '../../../src/viewer/export';
import { openSource, setFileOf } from '../../../src/viewer/sources';
import { parseLabelTable } from '../../../src/viewer/sources/recorded/labelTable';
import { choicesOf, columnOf, numbersOf, type Table } from '../../../src/viewer/table';
import type { Source } from '../../../src/viewer';

const base = mkdtempSync(join(tmpdir(), 'ecgspec-recorded-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const REAL = join(ROOT, 'examples', 'real');
const never = new AbortController().signal;
const nothing = (): void => undefined;
let made = 0;

/** A new folder with these files. */
function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = join(base, `f${made++}`);
  mkdirSync(folder);
  for (const [name, data] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), data);
  }
  return folder;
}
async function opened(folder: string): Promise<{ source: Source; table: Table }> {
  const source = openSource(setFileOf(folder));
  return { source, table: await source.load(nothing, never) };
}
const namesOf = (table: Table, id: string): string[] => {
  const { names, codes } = choicesOf(table, id);
  return Array.from(codes, (code) => names[code]!);
};

/** Beats a second apart: spikes of so many mV on a line, at 100 Hz. */
const spikes = (seconds: number, height: number, line = 0): number[] =>
  Array.from({ length: 100 * seconds }, (_, i) => {
    const away = Math.abs((i % 100) - 50);
    return line + (away < 4 ? height * (1 - away / 4) : 0);
  });
const npy = (rows: readonly (readonly number[])[], type: '<i2' | '<f4' = '<f4'): Uint8Array => {
  const data = type === '<i2' ? Int16Array.from(rows.flat()) : Float32Array.from(rows.flat());
  return Buffer.concat([npyHeader(type, [rows.length, rows[0]!.length]), new Uint8Array(data.buffer)]);
};

describe('a folder of recordings as the trainer reads it', () => {
  it('is the real ECG that ships: labels, columns of its table, and rates off the samples', async () => {
    const { source, table } = await opened(REAL);
    const lines = parseLabelTable(readFileSync(join(REAL, 'strips.csv'), 'utf8'));
    expect(table.rows).toBe(lines.rows.length);
    const at = (name: string): number => lines.header.indexOf(name);
    expect(namesOf(table, 'class')).toEqual(lines.rows.map((row) => row[at('primary')]));
    expect(namesOf(table, 'sex')).toEqual(lines.rows.map((row) => row[at('sex')]));
    expect([...numbersOf(table, 'age').values]).toEqual(
      lines.rows.map((row) => (row[at('age')] === '' ? NaN : Number(row[at('age')]))),
    );
    expect(source.info.classTitles['NORM']).toBe('NORM (NSR in the spec)');
    expect(source.info.facts.join()).toContain('PTB-XL');
    await measureLate(source, table, nothing, never);
    const rates = [...numbersOf(table, 'rate').values];
    expect(rates.filter((rate) => rate > 30 && rate < 220).length).toBeGreaterThan(0.97 * rates.length);
    const { strip, rate } = source.strip(3);
    // 10 s at 250 Hz, of which recordings.json cuts 0.3 s off.
    expect([strip.samples.length, rate]).toEqual([2425, 250]);
    const raw = readFileSync(join(REAL, 'strips.npy'));
    const offset = raw.length - 2 * 2500 * table.rows;
    expect(strip.samples[7]).toBe(raw.readInt16LE(offset + 2 * (3 * 2500 + 7)));
  });

  it('measures rate, RR, beats and how high R stands, over gaps too', async () => {
    const gap = spikes(10, 1.5, 0.25).map((value, i) => (i > 880 ? NaN : value));
    const { source, table } = await opened(
      folderOf({
        'strips.npy': npy([spikes(10, 1.5, 0.25), gap]),
        'labels.csv': 'label;name\nA;one\n;"two; ""2"""\n',
        'recordings.json': '{"rate": 100}',
      }),
    );
    expect(namesOf(table, 'class')).toEqual(['A', '(none)']);
    expect(namesOf(table, 'name')).toEqual(['one', 'two; "2"']);
    await measureLate(source, table, nothing, never);
    const of = (id: string): number[] => [...numbersOf(table, id).values];
    expect(of('rate')).toEqual([60, 60]);
    expect(of('rr')).toEqual([1000, 1000]);
    expect(of('beats')).toEqual([10, 9]);
    expect(of('r-amplitude').map((value) => value.toFixed(2))).toEqual(['1.50', '1.50']);
    const { strip, title } = source.strip(1);
    expect(title).toBe('(none) · row 1 · R peaks as found by ECG Spec');
    expect(strip.truth.beats.map(({ r }) => r)).toEqual([50, 150, 250, 350, 450, 550, 650, 750, 850]);
    // In a record of its own what is not there is not made up.
    expect(source.record(1).strip.samples.at(-1)).toBe(-32768);
    expect(source.record(1).annotated).toBe(false);
  });

  it('takes raw int16 and values that 16 bits of a microvolt do not hold', async () => {
    const raw = folderOf({
      'strips.i16': new Uint8Array(Int16Array.of(1, -2, 3, 4, 5, 6).buffer),
      'strips.csv': 'class\na\nb\n',
      'recordings.json': '{"rate": 3, "samples": 3, "unit": {"mV": 0.005}}',
    });
    const { source } = await opened(raw);
    expect([...source.strip(0).strip.samples]).toEqual([5, -10, 15]);
    const large = folderOf({
      'strips.npy': npy([[100, -50, 0]]),
      'strips.csv': 'class\na\n',
      'recordings.json': '{"rate": 3}',
    });
    const { strip, resolution } = (await opened(large)).source.strip(0);
    expect([...strip.samples].map((step) => Math.round(step * resolution))).toEqual([100, -50, 0]);
  });

  it.each([
    [
      { 'strips.csv': 'label\nA\n', 'strips.npy': npy([[1, 2]]) },
      /sampling rate .* is not said; write "rate"/,
    ],
    [{ 'recordings.json': '{"rate": 1', 'strips.csv': '' }, /recordings\.json is no JSON/],
    [{ 'recordings.json': '{"rate": "fast"}' }, /"rate" in .* must be a number; mend it\./],
    [{ 'recordings.json': '{"signals": "../x.npy"}' }, /must name a file in that folder/],
    [{ 'recordings.json': '{"rate": 1}' }, /has no signal file under a usual name/],
    [
      { 'recordings.json': '{"rate": 1}', 'strips.npy': npy([[1, 2]]), 'strips.csv': 'label\nA\nB\n' },
      /has 2 rows and the signal file has 1 strips/,
    ],
    [
      { 'recordings.json': '{"rate": 1}', 'strips.npy': npy([[1, 2]]), 'strips.csv': 'x,y\nA,B\n' },
      /has no column under a usual name for the label .*; it has x, y\. Name one as/,
    ],
    [
      { 'recordings.json': '{"rate": 1}', 'strips.npy': npy([[1, 2]]), 'strips.csv': 'label,y\nA\n' },
      /strips\.csv has 1 columns in line 2 and 2 in its header\./,
    ],
    [
      { 'recordings.json': '{"rate": 1}', 'strips.npy': npy([[1, 2]]), 'strips.csv': 'label\n"A\n' },
      /has a quote that is not closed/,
    ],
    [{ 'recordings.json': '{"rate": 1}', 'strips.i16': 'abc', 'strips.csv': 'label\nA\n' }, /"samples"/],
    [{ 'readme.txt': '' }, /holds no data set: neither manifest\.json/],
  ])('says what is wrong with %j', (files, message) => {
    const folder = folderOf(files as unknown as Record<string, string>);
    expect(() => openSource(setFileOf(folder))).toThrow(message);
  });
});

describe('a folder of WFDB records', () => {
  const leadII = spikes(10, 1).map((value) => Math.round(1000 * value));
  /** Lead V1 flat, lead II with spikes. */
  const dat = new Uint8Array(Int16Array.from(leadII.flatMap((value) => [0, value])).buffer);
  const checksum = (leadII.reduce((sum, value) => sum + value, 0) << 16) >> 16;
  const header = (name: string, comments = ''): string =>
    [
      `${name} 2 100 1000`,
      `${name}.dat 16 1000/mV 16 0 0 0 0 V1`,
      `${name}.dat 16 1000/mV 16 0 0 ${checksum} 0 II`,
      comments,
    ].join('\n');
  const atr = encodeAnnotations([
    { sample: 0, code: 28, aux: '(AFIB' },
    ...[50, 150, 250].map((sample) => ({ sample, code: 1 })),
    { sample: 340, code: 5 },
    { sample: 400, code: 28, aux: '(N' },
    { sample: 850, code: 13 },
  ]);

  it('shows lead II with what is annotated, and takes labels from tables, headers and annotations', async () => {
    const folder = folderOf({
      RECORDS: 'b/two\none\n../evil\nthree\n',
      'one.hea': header('one', '# Dx: 426783006\n'),
      'one.dat': dat,
      'b/two.hea': header('two'),
      'b/two.dat': dat,
      'b/two.atr': atr,
      'three.hea': header('three'),
      'three.dat': dat,
      'records.csv': 'filename,age,diagnosis\nthree.dat,71,flutter\nnone,1,x\n',
    });
    const { source, table } = await opened(folder);
    expect(namesOf(table, 'record')).toEqual(['b/two', 'one', 'three']);
    expect(namesOf(table, 'class')).toEqual(['(AFIB', '426783006', 'flutter']);
    expect([...numbersOf(table, 'age').values]).toEqual([NaN, NaN, 71]);
    expect([...numbersOf(table, 'duration').values]).toEqual([10, 10, 10]);
    const { strip, lead } = source.strip(0);
    expect(lead).toBe('II');
    expect(strip.samples[50]).toBe(1000);
    const { beats, rhythms } = strip.truth;
    expect(beats.map(({ r, symbol, ectopic }) => [r, symbol, ectopic])).toEqual([
      ...[50, 150, 250].map((r) => [r, 'N', false]),
      ...[
        [340, 'V', true],
        [850, 'N', false],
      ],
    ]);
    expect(rhythms).toEqual([
      { start: 0, end: 400, code: '(AFIB', class: 'AFIB' },
      { start: 400, end: 1000, code: '(N', class: 'N' },
    ]);
    expect(source.strip(1).strip.truth.beats).toHaveLength(10);
    await measureLate(source, table, nothing, never);
    expect([...numbersOf(table, 'beats').values]).toEqual([5, 10, 10]);
  });

  it('reads millivolts around the zero of the converter, and of leads that are stored upside down', async () => {
    const lines = (gain: string, zero: number): string =>
      `x 1 100 2\nx.dat 16 ${gain} 16 ${zero} 0 2248 0 II\n`;
    for (const [gain, zero, mV] of [
      ['200', 1024, 0.5],
      ['200(1024)/mV', 0, 0.5],
      ['-200(1024)/mV', 0, -0.5],
      ['200000(1024)/V', 7, 0.5],
    ] as const) {
      const folder = folderOf({
        'x.hea': lines(gain, zero),
        'x.dat': new Uint8Array(Int16Array.of(1124, 1124).buffer),
      });
      const { source } = await opened(folder);
      const { strip, resolution } = source.strip(0);
      expect(strip.samples[0]! * resolution).toBeCloseTo(mV, 6);
    }
  });

  it('goes on past a record that cannot be read, and says why where it is asked for', async () => {
    const folder = folderOf({
      'a.hea': header('a'),
      'a.dat': dat,
      'b.hea': 'nonsense',
      'c.hea': header('c'),
    });
    const { source, table } = await opened(folder);
    expect(namesOf(table, 'class')).toEqual(['(none)', '(not readable)', '(none)']);
    await measureLate(source, table, nothing, never);
    expect([...numbersOf(table, 'beats').values]).toEqual([10, NaN, NaN]);
    expect(() => source.strip(1)).toThrow(/b\.hea is not a WFDB header\.$/);
    expect(() => source.strip(2)).toThrow(/c\.dat is not there; copy all files of the record\.$/);
  });

  it('reads its own exports: labels, beats, rhythms and samples come back, measures as columns', async () => {
    const folder = folderOf({ RECORDS: 'x\n', 'x.hea': header('x'), 'x.dat': dat, 'x.atr': atr });
    const { source, table } = await opened(folder);
    const directory = join(base, 'exported');
    await writeRecords(directory, { source, table, rows: Uint32Array.of(0) }, nothing, never);
    const again = await opened(directory);
    expect(namesOf(again.table, 'class')).toEqual(['(AFIB']);
    expect(again.source.strip(0).strip).toEqual(source.strip(0).strip);
    expect(columnOf(again.table, 'sampling_Hz')).toMatchObject({ kind: 'number' });
  });
});

describe('annotations', () => {
  it('come back as they were written, over long gaps and with texts', () => {
    const written = [
      { sample: 3, code: 28, aux: '(N' },
      { sample: 1026, code: 1 },
      { sample: 5_000_000, code: 5, num: 3 },
      { sample: 5_000_000, code: 24 },
    ];
    expect(parseAnnotations(encodeAnnotations(written))).toEqual(
      written.map(({ sample, code, aux = '' }) => ({ sample, code, aux })),
    );
  });

  it('are not read where they are cut off, or are none', () => {
    const bytes = encodeAnnotations([{ sample: 3, code: 28, aux: '(AFIB' }]);
    expect(() => parseAnnotations(bytes.subarray(0, 6))).toThrow('is cut off');
    expect(() => parseAnnotations(Uint8Array.of(0, 0xd0))).toThrow('is not a WFDB annotation file');
  });
});
