import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeHdf5 } from '../../../src/dataset/formats/hdf5/file';
import { importRecordings, type ImportOptions } from '../../../src/importing';
import { shownRows } from '../../../src/importing/importRecordings';
import { parseImport } from '../../../src/importing/summary';
import { parseTable } from '../../../src/importing/table';
import { npyHeader, parseNpyHeader } from '../../../src/records/npy';
import { edf } from '../records/fixture';

let folder: string;
const at = (...parts: string[]): string => join(folder, ...parts);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  mkdirSync(at('in'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A beat a second with something that tells one recording from the next, mV. */
const ecg = (number: number, seconds = 12, rate = 250): Float32Array =>
  Float32Array.from({ length: seconds * rate }, (_, i) => {
    const t = (i / rate + number * 0.037) % 1;
    return (
      Math.exp(-(((t - 0.5) / 0.015) ** 2)) + 0.05 * Math.sin(2 * Math.PI * (i / rate) * (1 + number / 10))
    );
  });
const csv = (values: Float32Array, head = 'time (s),II (mV)'): string =>
  `${head}\n${[...values].map((x, i) => `${i / 250},${x.toFixed(4)}`).join('\n')}\n`;
function wfdb(name: string, values: Float32Array, more = ''): void {
  const steps = Int16Array.from(values, (x) => Math.round(200 * x) + 1024);
  const sum = steps.reduce((all, step) => all + step, 0);
  writeFileSync(at('in', `${name}.dat`), new Uint8Array(steps.buffer));
  writeFileSync(
    at('in', `${name}.hea`),
    `${name} 1 250 ${steps.length}\n${name}.dat 16 200/mV 11 1024 0 ${(sum << 16) >> 16} 0 II\n${more}`,
  );
}
const npy = (type: '<i2' | '<f4', shape: readonly number[], values: Iterable<number>): Uint8Array => {
  const array = type === '<i2' ? Int16Array.from(values) : Float32Array.from(values);
  return Buffer.concat([npyHeader(type, shape), new Uint8Array(array.buffer)]);
};
const table = (text: string): void => writeFileSync(at('labels.csv'), text);

const options = (
  more: Partial<Omit<ImportOptions, 'columns'>> & { columns?: Partial<ImportOptions['columns']> } = {},
): ImportOptions => ({
  folder: at('in'),
  table: at('labels.csv'),
  out: at('out'),
  leads: ['II'],
  duration: 10,
  cut: 'start',
  rate: 250,
  generator: 'test 1',
  ...more,
  columns: {
    file: undefined,
    labels: ['label'],
    patient: 'patient',
    start: undefined,
    keep: [],
    ...more.columns,
  },
});
const strips = (out = at('out')): Int16Array[] => {
  const bytes = readFileSync(join(out, 'strips.npy'));
  const { type, shape, offset } = parseNpyHeader(bytes);
  expect(type).toBe('<i2');
  const [count, samples] = shape as [number, number];
  expect(bytes.length).toBe(offset + 2 * count * samples);
  const all = new Int16Array(bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + bytes.length));
  return Array.from({ length: count }, (_, i) => all.slice(i * samples, (i + 1) * samples));
};
const rows = (name: string, out = at('out')): Record<string, string>[] => {
  const { header, rows: all } = parseTable(readFileSync(join(out, name), 'utf8'), name);
  return all.map(({ cells }) => Object.fromEntries(header.map((column, i) => [column, cells[i]!])));
};
const dropped = (): Record<string, string> =>
  Object.fromEntries(rows('dropped.csv').map((row) => [row['record']!, row['reason']!]));

describe('importing recordings', () => {
  it('takes WFDB, CSV, NumPy, HDF5 and EDF side by side, all at the same millivolts', async () => {
    const values = [0, 1, 2, 3, 4].map((n) => ecg(n));
    wfdb('a', values[0]!);
    writeFileSync(at('in', 'b.csv'), csv(values[1]!));
    writeFileSync(at('in', 'c.npy'), npy('<f4', [3000], values[2]!));
    const parts = encodeHdf5({ fs: 250 }, [
      { name: 'II', data: Float64Array.from(values[3]!), shape: [3000], attributes: { unit: 'mV' } },
    ]);
    writeFileSync(at('in', 'd.h5'), Buffer.concat([...parts]));
    const steps = [...values[4]!].map((x) => Math.round(10_000 * x));
    writeFileSync(at('in', 'e.edf'), edf([{ name: 'ECG II', unit: 'uV', rate: 250, steps }]));
    table('file,label,patient,age\na,AF,1,50\nb.csv,AF,2,60\nc,NSR,3,70\nd,NSR,3,80\ne,NSR,4,90\n');
    const summary = await importRecordings(
      options({ sourceRate: 250, unit: 1, columns: { keep: ['age', 'label'] } }),
    );
    const got = strips();
    expect(got).toHaveLength(5);
    got.forEach((strip, n) =>
      strip.forEach((x, i) => expect(Math.abs(x / 1000 - values[n]![i]!)).toBeLessThan(0.0026)),
    );
    expect(rows('strips.csv')).toMatchObject([
      {
        record: 'a',
        start: '0',
        patient: '1',
        label: 'AF',
        source_labels: 'AF',
        lead: 'II',
        source_rate: '250',
        source_line: '2',
        age: '50',
        source_label: 'AF',
      },
      { record: 'b.csv', patient: '2' },
      { record: 'c', label: 'NSR' },
      { record: 'd', source_line: '5' },
      { record: 'e', lead: 'II', patient: '4' },
    ]);
    expect(summary.classes).toEqual([
      { class: 'AF', strips: 2, patients: 2, labels: { AF: 2 } },
      { class: 'NSR', strips: 3, patients: 2, labels: { NSR: 3 } },
    ]);
    expect(summary.asked['file-column']).toBe('file');
    expect(JSON.parse(readFileSync(at('out', 'recordings.json'), 'utf8'))).toMatchObject({
      ...{ signals: 'strips.npy', rate: 250, samples: 2500, unit: { mV: 0.001 }, labels: 'strips.csv' },
      ...{ columns: { label: 'label', patient: 'patient' }, classes: { AF: 'AF', NSR: 'NSR' } },
    });
    expect(parseImport(readFileSync(at('out', 'import.json'), 'utf8'))).toEqual(summary);
    expect(readdirSync(at('out')).sort()).toEqual(
      [
        'ATTRIBUTION.md',
        'dropped.csv',
        'import.json',
        'recordings.json',
        'strips.csv',
        'strips.npy',
        'summary.html',
      ].sort(),
    );
  });

  it('says of everything that it leaves out why, and of files that no row names', async () => {
    wfdb('good', ecg(0));
    wfdb('again', ecg(0));
    wfdb('short', ecg(1, 9));
    wfdb('flat', new Float32Array(3000).fill(0.5));
    const gap = ecg(2);
    gap[1000] = (-32768 - 1024) / 200;
    wfdb('gap', gap);
    writeFileSync(at('in', 'v5.hea'), 'v5 1 250 1\nv5.dat 16 200/mV 11 0 0 0 0 V5\n');
    writeFileSync(at('in', 'broken.hea'), 'nonsense\n');
    wfdb(
      'huge',
      ecg(3).map((x) => 100 * x),
    );
    wfdb('nobody', ecg(4));
    wfdb('unlabelled', ecg(5));
    wfdb('both', ecg(6));
    wfdb('paced', ecg(7));
    wfdb('forgotten', ecg(8));
    mkdirSync(at('in', 'x'));
    mkdirSync(at('in', 'y'));
    writeFileSync(at('in', 'x', 'two.hea'), '');
    writeFileSync(at('in', 'y', 'two.hea'), '');
    const names = ['good', 'again', 'short', 'flat', 'gap', 'v5', 'broken', 'huge', 'gone', 'two'];
    table(
      `file,label,patient\n${names.map((name, i) => `${name},AFIB,p${i}`).join('\n')}\nnobody,AFIB,\nunlabelled,SB,1\nboth,AFIB;NORM,1\npaced,PACE;AFIB,1\n`,
    );
    const map = [
      ['AFIB', 'AF'],
      ['NORM', 'NSR'],
    ] as const;
    const summary = await importRecordings(options({ map, exclude: ['PACE'] }));
    expect(dropped()).toEqual({
      again: 'duplicate',
      short: 'too-short',
      flat: 'flat',
      gap: 'nan',
      v5: 'missing-lead',
      broken: 'unreadable',
      huge: 'range',
      gone: 'no-file',
      two: 'no-file',
      nobody: 'no-patient',
      unlabelled: 'no-label',
      both: 'several-labels',
      paced: 'excluded',
      'forgotten.hea': 'no-label',
    });
    expect(summary.strips).toBe(1);
    expect(summary.dropped.reduce((sum, { count }) => sum + count, 0)).toBe(14);
    expect(summary.unused).toEqual([{ label: 'SB', rows: 1 }]);
    const page = readFileSync(at('out', 'summary.html'), 'utf8');
    for (const words of ['Missing lead', 'Duplicate', 'has V5', 'lasts 9 s', 'SB (1)'])
      expect(page).toContain(words);
    expect(page.match(/<svg /g)).toHaveLength(1);
    expect(page).not.toContain('<script');
  });

  it('takes the recordings of an array in the order of the rows, one lead of them', async () => {
    const lead = (n: number, k: number): number[] =>
      [...ecg(n)].map((x) => Math.round(1000 * (k === 1 ? x : 0.3)) + 0);
    const all = [0, 1, 2].flatMap((n) => [0, 1].flatMap((k) => lead(n, k)));
    writeFileSync(at('in', 'X.npy'), npy('<i2', [3, 2, 3000], all));
    table('label,patient\nAF,1\nNSR,2\nAF,3\n');
    await importRecordings(options({ leads: ['1'], sourceRate: 250, unit: 0.001 }));
    expect(strips().map((strip) => [...strip])).toEqual([0, 1, 2].map((n) => lead(n, 1).slice(0, 2500)));
    expect(rows('strips.csv').map((row) => row['record'])).toEqual(['X.npy#0', 'X.npy#1', 'X.npy#2']);
    table('label,patient\nAF,1\nNSR,2\n');
    await expect(
      importRecordings(options({ out: at('b'), leads: ['1'], sourceRate: 250, unit: 1 })),
    ).rejects.toThrow('X.npy has 3 recordings (its shape is (3, 2, 3000)) and labels.csv has 2 rows');
  });

  it('cuts several strips out of one recording, which is one patient, or where a column says', async () => {
    wfdb(
      'a',
      ecg(0, 35).map((x, i) => x + i / 1e5),
    );
    table('file,label,start\na,AF,1.5\na,NSR,20\na,AF,30\na,AF,x\n');
    const each = { patient: undefined };
    await importRecordings(options({ cut: 'all', columns: each, overwrite: true, duration: 10 }));
    expect(rows('strips.csv').map(({ start, patient }) => [start, patient])).toEqual([
      ['0', 'a.hea'],
      ['10', 'a.hea'],
      ['20', 'a.hea'],
    ]);
    const summary = await importRecordings(
      options({ columns: { ...each, start: 'start' }, overwrite: true }),
    );
    expect(rows('strips.csv').map(({ start }) => start)).toEqual(['1.5', '20']);
    expect(rows('dropped.csv').map(({ detail }) => detail)).toEqual([
      'lasts 35 s, and the strip was to begin at 30 s',
      '"x" is no time in s to begin at',
    ]);
    expect(summary.notes[0]).toContain('Each record counts as a patient of its own');
  });

  it('asks for what recordings do not say, and names what it looks like', async () => {
    writeFileSync(
      at('in', 'a.npy'),
      npy(
        '<f4',
        [3000],
        ecg(0).map((x) => 1000 * x),
      ),
    );
    table('file,label,patient\na,AF,1\n');
    await expect(importRecordings(options())).rejects.toThrow('a.npy does not say its sampling rate; give');
    await expect(importRecordings(options({ sourceRate: 250 }))).rejects.toThrow('it looks like uV');
    expect(existsSync(at('out'))).toBe(false);
  });

  it.each([
    ['no folder', { folder: 'absent' }, /is no folder/],
    ['no table', { table: 'absent.csv' }, /There is no label table/],
    [
      'no label column',
      { columns: { labels: ['diagnosis'] } },
      /no column "diagnosis"; it has file, label, patient/,
    ],
    ['no patient column', { columns: { patient: 'subject' } }, /choose one with --patient-column/],
    [
      'nothing left',
      { map: [['AFIB', 'AF']] as const },
      /No strip is left of 1 rows.*has only AF.*The labels there are: AF \(1\)/,
    ],
    ['no such array', { array: 'X.npy' }, /--array X\.npy names no file/],
  ])('with %s ends with a sentence and leaves nothing behind', async (_, more, words) => {
    wfdb('a', ecg(0));
    table('file,label,patient\na,AF,1\n');
    const made = options(more as Partial<ImportOptions>);
    await expect(importRecordings(made)).rejects.toThrow(words);
    await expect(importRecordings(made)).rejects.toMatchObject({ name: 'ImportError' });
    expect(existsSync(at('out'))).toBe(false);
  });

  it('says which column to name where none names files', async () => {
    wfdb('a', ecg(0));
    table('id,label,patient\n17,AF,1\n');
    await expect(importRecordings(options())).rejects.toThrow('say which one does with --file-column');
  });

  it('writes neither into the source, nor through a link, nor over what is not its own', async () => {
    wfdb('a', ecg(0));
    table('file,label,patient\na,AF,1\n');
    for (const out of [at('in'), at('in', 'deep', 'er')]) {
      await expect(importRecordings(options({ out }))).rejects.toThrow(
        'lies in the folder of the recordings',
      );
    }
    symlinkSync(at('in'), at('link'));
    await expect(importRecordings(options({ out: at('link', 'x') }))).rejects.toThrow(
      'lies in the folder of',
    );
    await expect(importRecordings(options({ out: folder }))).rejects.toThrow('holds the label table');
    mkdirSync(at('mine'));
    writeFileSync(at('mine', 'notes.txt'), 'mine');
    await expect(importRecordings(options({ out: at('mine'), overwrite: true }))).rejects.toThrow(
      'no import of ecgspec',
    );
    await importRecordings(options());
    await expect(importRecordings(options())).rejects.toThrow('already holds an import; add --overwrite');
    writeFileSync(at('out', 'notes.txt'), 'mine');
    await expect(importRecordings(options({ overwrite: true }))).rejects.toThrow('also holds notes.txt');
    rmSync(at('out', 'notes.txt'));
    await importRecordings(options({ overwrite: true, duration: 5 }));
    expect(strips()[0]).toHaveLength(1250);
    expect(readdirSync(at('in')).sort()).toEqual(['a.dat', 'a.hea']);
  });

  it('that is cancelled or fails leaves nothing, and an earlier import as it was', async () => {
    for (let n = 0; n < 40; n++) wfdb(`r${n}`, ecg(n));
    const names = Array.from({ length: 40 }, (_, n) => n);
    table(`file,label,patient\n${names.map((n) => `r${n},AF,${n}`).join('\n')}\n`);
    const cancelled = (): Promise<unknown> => {
      const stop = new AbortController();
      const seen: string[][] = [];
      return importRecordings(
        options({
          overwrite: true,
          signal: stop.signal,
          onProgress: () => {
            seen.push(readdirSync(at('out')));
            stop.abort();
          },
        }),
      ).finally(() =>
        expect(seen[0]).toEqual(expect.arrayContaining(['strips.npy.partial', 'WRITING.lock'])),
      );
    };
    await expect(cancelled()).rejects.toMatchObject({ name: 'CancelledError' });
    expect(existsSync(at('out'))).toBe(false);
    await importRecordings(options());
    const before = readdirSync(at('out')).map((name) => [
      name,
      readFileSync(at('out', name)).toString('base64'),
    ]);
    await expect(cancelled()).rejects.toMatchObject({ name: 'CancelledError' });
    expect(
      readdirSync(at('out')).map((name) => [name, readFileSync(at('out', name)).toString('base64')]),
    ).toEqual(before);
  });

  it('is told from one that was killed, which may be replaced', async () => {
    wfdb('a', ecg(0));
    table('file,label,patient\na,AF,1\n');
    mkdirSync(at('out'));
    writeFileSync(at('out', 'INCOMPLETE.json'), '{"format":"ecgspec-recordings"}');
    writeFileSync(at('out', 'strips.npy.partial'), 'half');
    await expect(importRecordings(options())).rejects.toThrow(
      'already holds an import that was not finished',
    );
    await importRecordings(options({ overwrite: true }));
    expect(readdirSync(at('out'))).not.toContain('INCOMPLETE.json');
    expect(strips()).toHaveLength(1);
  });

  it('warns of what makes scores look better than they are', async () => {
    const tail = (n: number): Float32Array => ecg(n, 10).fill(0.1, 2450);
    wfdb('a', tail(0));
    wfdb('b', tail(1));
    writeFileSync(
      at('in', 'c.csv'),
      csv(ecg(2)).replaceAll(/^(\d[\d.]*),/gm, (_, t: string) => `${Number(t) / 2},`),
    );
    writeFileSync(
      at('in', 'd.csv'),
      csv(ecg(2)).replaceAll(/^(\d[\d.]*),/gm, (_, t: string) => `${Number(t) / 2},`),
    );
    table('file,label,patient\na,AF,1\nb,AF,1\nc,NSR,2\nd,AF,3\n');
    const { notes } = await importRecordings(options({ duration: 5, cut: 'end' }));
    expect(notes).toEqual([
      expect.stringContaining(
        'Few patients to split into training and test: AF (1 patient), NSR (1 patient)',
      ),
      expect.stringContaining('Classes were recorded at different rates (AF 250 Hz; NSR 500 Hz)'),
      expect.stringMatching(/67 % of the strips end in a constant, of 0\.2 s on average.*--crop 0\.3/),
      expect.stringContaining('1 duplicate had another class'),
    ]);
  });

  it('shows as many strips of each class as of the others, spread over all', () => {
    const of = (...names: string[]) => names.map((name) => ({ class: name }));
    expect(shownRows(of(...Array<string>(100).fill('a'), 'b', 'c', 'c'), 10)).toEqual([
      7, 21, 35, 50, 64, 78, 92, 100, 101, 102,
    ]);
    expect(shownRows(of('a'), 10)).toEqual([0]);
  });
});
