import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportDataset } from '../../../src/dataset/formats/exportDataset';
import { generateDataset } from '../../../src/dataset/generate';
import { openDataset } from '../../../src/dataset/open';
import {
  openVerifiable,
  placeOf,
  Rebuilder,
  spreadPlaces,
  verify,
  type Finding,
} from '../../../src/dataset/verify';
import { parseNpyHeader } from '../../../src/records/npy';
import { bundle, scratch, smallSpec, SOURCE } from './fixture';

const SPEC = smallSpec([13, 7, 0], 100, 2, { segments: true, parameters: true });
const { folder, remove } = scratch();
let set: string;
let exported: string;
let made = 0;
const fresh = () => join(folder, `it-${made++}`);
const copy = (from = set): string => {
  const directory = fresh();
  cpSync(from, directory, { recursive: true });
  return directory;
};
const findings = async (directory: string): Promise<{ faults: string[]; remarks: string[] }> => {
  const { faults, remarks } = await verify(openVerifiable(directory));
  const words = ({ file, what }: Finding): string => `${file} ${what}`;
  return { faults: faults.map(words), remarks: remarks.map(words) };
};
const flip = (path: string, at = -7) => {
  const bytes = readFileSync(path);
  bytes[bytes.length + at]! ^= 1;
  writeFileSync(path, bytes);
};

beforeAll(async () => {
  const workerFile = await bundle('src/dataset/worker.ts', folder, 'worker.cjs');
  set = fresh();
  await generateDataset({
    spec: SPEC,
    source: SOURCE,
    directory: set,
    workerFile,
    generator: 'test 1',
    formats: ['wfdb', 'parquet', 'hdf5', 'csv'],
  });
  exported = fresh();
  await exportDataset({ dataset: openDataset(set), format: 'wfdb', directory: exported });
}, 60_000);
afterAll(remove);

describe('verify', () => {
  it('finds nothing in a set, with all its formats, or an export that is as it was written', async () => {
    const reports: [number, number][] = [];
    const found = await verify(openVerifiable(set), { onProgress: (...report) => reports.push(report) });
    expect(found).toMatchObject({ faults: [], remarks: [] });
    // 7 files of each of two shards, spec and manifest, and 4 of each record among those of the formats.
    expect(found.files).toBeGreaterThan(2 * 7 + 2 + 4 * 20);
    expect(reports.at(-1)).toEqual([found.bytes, found.bytes]);
    expect(await findings(exported)).toEqual({ faults: [], remarks: [] });
  });

  it.each<[string, (directory: string) => void, readonly string[], readonly string[]]>([
    [
      'a bit',
      (at) => flip(join(at, 'train-00000.signals.npy')),
      ['train-00000.signals.npy does not match its checksum'],
      [],
    ],
    [
      'more than one thing',
      (at) => {
        rmSync(join(at, 'train-00000.beats.npy'));
        writeFileSync(join(at, 'validation-00000.values.npy'), 'abc');
        flip(join(at, 'spec.ecgspec'));
      },
      [
        'spec.ecgspec does not match its checksum',
        'train-00000.beats.npy is missing',
        expect.stringMatching(/^validation-00000.values.npy has 3 bytes instead of \d+$/),
      ] as never,
      [],
    ],
    [
      'a link in the place of a file',
      (at) => {
        renameSync(join(at, 'train-00000.labels.npy'), join(folder, 'labels'));
        symlinkSync(join(folder, 'labels'), join(at, 'train-00000.labels.npy'));
      },
      ['train-00000.labels.npy is not a plain file'],
      [],
    ],
    [
      'a number in the manifest, which its description for other tools knows',
      (at) => {
        const path = join(at, 'manifest.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace('"rate": 100', '"rate": 200'));
      },
      ['manifest.json does not match its checksum'],
      [],
    ],
    [
      'that description',
      (at) => writeFileSync(join(at, 'croissant.json'), '{}'),
      ['croissant.json is not what "ecgspec" writes'],
      [],
    ],
    [
      'files that the lists do not name',
      (at) => {
        writeFileSync(join(at, 'train-00001.beats.npy'), '');
        writeFileSync(join(at, 'hdf5', 'train-00001.h5'), '');
        writeFileSync(join(at, 'csv', 'train-00000.sha256'), '');
        writeFileSync(join(at, 'notes.txt'), '');
        writeFileSync(join(at, 'wfdb', 'notes.txt'), '');
        writeFileSync(join(at, 'WRITING.lock'), '{"pid":1,"host":"elsewhere","id":"a"}');
        mkdirSync(join(at, 'more'));
      },
      [
        'csv/train-00000.sha256 is there only while an export is written',
        'hdf5/train-00001.h5 is not listed in hdf5/SHA256SUMS.txt',
        'train-00001.beats.npy is not listed in manifest.json',
      ],
      [
        'WRITING.lock is of a run that writes here now',
        'more is not part of the data set',
        'notes.txt is not part of the data set',
        'wfdb/notes.txt is not part of the export',
      ],
    ],
    [
      'a record, a table and a list of other formats',
      (at) => {
        flip(join(at, 'wfdb', 'train-00000', 'train-00000-0003.dat'));
        rmSync(join(at, 'parquet', 'strips', 'train-00000.parquet'));
        flip(join(at, 'hdf5', 'SHA256SUMS.txt'), -1);
        rmSync(join(at, 'csv', 'export.json'));
      },
      [
        'csv/export.json is missing, or not what "ecgspec" writes',
        'hdf5/SHA256SUMS.txt is missing, or not a list of checksums',
        'hdf5/train-00000.h5 is not listed in hdf5/SHA256SUMS.txt',
        'hdf5/validation-00000.h5 is not listed in hdf5/SHA256SUMS.txt',
        'parquet/strips/train-00000.parquet is missing',
        'wfdb/train-00000/train-00000-0003.dat does not match its checksum',
      ],
      [],
    ],
    [
      'a list that leads out of the folder',
      (at) => {
        const path = join(at, 'csv', 'SHA256SUMS.txt');
        writeFileSync(path, `${readFileSync(path, 'utf8')}${'0'.repeat(64)}  ../../precious\n`);
      },
      ['csv/SHA256SUMS.txt lists ../../precious, which is not a file of this format'],
      [],
    ],
    [
      'a format of another set',
      (at) => {
        const path = join(at, 'hdf5', 'export.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace('"seed": 42', '"seed": 43'));
      },
      ['hdf5/export.json is of another data set'],
      [],
    ],
  ])('names %s', async (_, damage, faults, remarks) => {
    const directory = copy();
    damage(directory);
    expect(await findings(directory)).toEqual({ faults, remarks });
  });

  it('names what is wrong with an export', async () => {
    const directory = copy(exported);
    flip(join(directory, 'validation-00000', 'validation-00000-0000.hea'));
    rmSync(join(directory, 'RECORDS'));
    writeFileSync(join(directory, 'notes.txt'), '');
    expect(await findings(directory)).toEqual({
      faults: [
        'RECORDS is missing',
        'validation-00000/validation-00000-0000.hea does not match its checksum',
      ],
      remarks: ['notes.txt is not part of the export'],
    });
  });

  it('is stopped by its signal', async () => {
    await expect(verify(openVerifiable(set), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'CancelledError',
    });
  });
});

describe('strips that are made again', () => {
  it('are found by their class and index', () => {
    const dataset = openDataset(set);
    for (const [name, count] of [
      ['NSR', 13],
      ['PVC', 7],
    ] as const) {
      for (let index = 0; index < count; index++) {
        const { split, row } = placeOf(dataset, name, index);
        expect(dataset.strip(split, row).truth).toMatchObject({ class: name, index });
      }
      expect(() => placeOf(dataset, name, count)).toThrow(`no strip ${count} of ${name}; it has 0 to`);
    }
  });

  it('are spread over the set, each once', () => {
    const dataset = openDataset(set);
    const key = ({ split, row }: { split: string; row: number }) => `${split} ${row}`;
    for (const count of [1, 2, 7, 20, 1000, Infinity]) {
      const places = [...spreadPlaces(dataset, count)].map(key);
      expect(new Set(places).size).toBe(Math.min(count, 20));
      expect(places[0]).toBe('train 0');
      if (count > 1) expect(places.at(-1)).toBe('validation 4');
    }
  });

  it('are the same to the last bit, with all that the set tells of them', () => {
    const dataset = openDataset(set);
    const rebuilder = new Rebuilder(dataset, SPEC, new Map());
    for (const place of spreadPlaces(dataset, Infinity)) expect(rebuilder.difference(place)).toBeUndefined();
  });

  it.each([
    ['signals', /^strip 0 of NSR \(train, row 0\) has -?\d+ as sample 3, and is made with -?\d+$/, 3 * 2],
    ['beats', /has other beats/, 2 * 4],
    ['rhythms', /has other rhythms/, 2 * 4],
    ['segments', /has other segments/, 30],
    ['waves', /has other waves/, 5 * 8],
    ['values', /has other values/, 3 * 8],
  ] as const)('show one bit of %s that is another, even where the checksum fits', (part, words, at) => {
    const directory = copy();
    const path = join(directory, `train-00000.${part}.npy`);
    const bytes = readFileSync(path);
    bytes[parseNpyHeader(bytes).offset + at]! ^= 1;
    writeFileSync(path, bytes);
    const manifest = join(directory, 'manifest.json');
    const before = openDataset(set).manifest.shards[0]![part]!.sha256;
    const after = createHash('sha256').update(bytes).digest('hex');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(before, after));
    const rebuilder = new Rebuilder(openDataset(directory), SPEC, new Map());
    expect(rebuilder.difference({ split: 'train', row: 0 })).toMatch(words);
    expect(rebuilder.difference({ split: 'validation', row: 0 })).toBeUndefined();
  });
});
