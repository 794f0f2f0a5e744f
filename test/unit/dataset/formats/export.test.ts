import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportDataset, type ExportOptions } from '../../../../src/dataset/formats/exportDataset';
import type { FormatName } from '../../../../src/dataset/formats/format';
import { ALL_FORMATS, formatNamed } from '../../../../src/dataset/formats/registry';
import { generateDataset, type GenerateOptions } from '../../../../src/dataset/generate';
import { openDataset } from '../../../../src/dataset/open';
import { bundle, contents, scratch, smallSpec, SOURCE } from '../fixture';

const NAMES: readonly FormatName[] = ALL_FORMATS.map(({ name }) => name);
const { folder, remove } = scratch();
let workerFile: string;
let source: string;
let made = 0;
const fresh = () => join(folder, `it-${made++}`);
const generate = async (options: Partial<GenerateOptions> = {}) => {
  const directory = options.directory ?? fresh();
  await generateDataset({
    spec: smallSpec([13, 7, 0], 100, 2, { segments: true, parameters: true }),
    source: SOURCE,
    directory,
    workerFile,
    generator: 'test 1',
    created: new Date(0),
    ...options,
  });
  return directory;
};
const write = (directory: string, options: Partial<ExportOptions> = {}) =>
  exportDataset({ dataset: openDataset(source), format: 'wfdb', directory, ...options });

/** Those of the files that a format calls its own. */
const ownedBy = (name: FormatName, files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => formatNamed(name).owns(path)));

beforeAll(async () => {
  workerFile = await bundle('src/dataset/worker.ts', folder, 'worker.cjs');
  source = await generate();
});
afterAll(remove);

describe('exportDataset', () => {
  it.each(NAMES)('writes %s as generating does, from any number of workers', async (format) => {
    const directory = fresh();
    expect(await write(directory, { format })).toMatchObject({ kind: format, strips: 20 });
    const expected = ownedBy(format, contents(directory));
    expect(Object.keys(expected).length).toBeGreaterThan(1);
    for (const workers of [1, 3]) {
      const set = await generate({ formats: [format], workers });
      expect(ownedBy(format, contents(join(set, format)))).toEqual(expected);
      await openDataset(set).verify();
    }
  });

  it.each(NAMES)('lists every file of %s with its checksum, and leaves nothing behind', async (format) => {
    const directory = fresh();
    await write(directory, { format });
    const listed = readFileSync(join(directory, 'SHA256SUMS.txt'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('  ') as [string, string]);
    const files = contents(directory);
    for (const path of Object.keys(files)) {
      // What says what it is, and what its reader may change.
      if (/^(SHA256SUMS.txt|export.json|README.md|croissant.json|pictures\/.*)$/.test(path))
        delete files[path];
    }
    expect(Object.fromEntries(listed.map(([digest, path]) => [path, digest]))).toEqual(files);
  });

  it('replaces an export only when it is told to, and leaves other files alone', async () => {
    const directory = fresh();
    await write(directory);
    const before = contents(directory);
    await expect(write(directory)).rejects.toThrow(/already holds an export; add --overwrite/);
    writeFileSync(join(directory, 'train-00000', 'notes.txt'), 'mine');
    await expect(write(directory, { overwrite: true })).rejects.toThrow(/also holds train-00000\/notes.txt/);
    rmSync(join(directory, 'train-00000', 'notes.txt'));
    symlinkSync('/etc/hostname', join(directory, 'train-00000', 'train-00000-9999.dat'));
    await expect(write(directory, { overwrite: true })).rejects.toThrow(/also holds .*9999.dat/);
    rmSync(join(directory, 'train-00000', 'train-00000-9999.dat'));
    await write(directory, { overwrite: true });
    expect(contents(directory)).toEqual(before);
  });

  it('writes nothing into a folder of somebody else, into a data set, or onto a file', async () => {
    const theirs = fresh();
    mkdirSync(theirs);
    writeFileSync(join(theirs, 'thesis.txt'), 'three years');
    const file = fresh();
    writeFileSync(file, '');
    const nowhere = fresh();
    symlinkSync(join(folder, 'absent'), nowhere);
    for (const overwrite of [false, true]) {
      await expect(write(nowhere, { overwrite })).rejects.toThrow(/symbolic link to a folder that does not/);
      await expect(write(theirs, { overwrite })).rejects.toThrow(/not an export of ecgspec/);
      await expect(write(source, { overwrite })).rejects.toThrow(/not an export of ecgspec/);
      await expect(write(file, { overwrite })).rejects.toThrow(/is a file, not a folder/);
    }
    expect(readdirSync(theirs)).toEqual(['thesis.txt']);
    await openDataset(source).verify();
  });

  it('takes its files away when it is cancelled or a shard is damaged', async () => {
    const directory = fresh();
    const controller = new AbortController();
    await expect(
      write(directory, { signal: controller.signal, onProgress: () => controller.abort() }),
    ).rejects.toMatchObject({ name: 'CancelledError' });
    expect(existsSync(directory)).toBe(false);
    const damaged = await generate();
    writeFileSync(join(damaged, 'validation-00000.beats.npy'), 'nothing');
    await expect(write(directory, { dataset: openDataset(damaged) })).rejects.toThrow(
      /validation-00000.beats.npy has 7 bytes .* damaged/,
    );
    expect(existsSync(directory)).toBe(false);
  });

  it('goes over what a killed run left, with leave to', async () => {
    const directory = fresh();
    await write(directory);
    const before = contents(directory);
    // As the folder is while records are written.
    writeFileSync(join(directory, 'INCOMPLETE.json'), readFileSync(join(directory, 'export.json')));
    rmSync(join(directory, 'export.json'));
    rmSync(join(directory, 'RECORDS'));
    writeFileSync(join(directory, 'train-00000.sha256'), '');
    await expect(write(directory)).rejects.toThrow(/was not finished; add --overwrite/);
    await write(directory, { overwrite: true });
    expect(contents(directory)).toEqual(before);
  });
});

describe('a data set with formats in it', () => {
  it('is overwritten as a whole, and its parts are known', async () => {
    const directory = await generate({ formats: NAMES });
    for (const name of NAMES) expect(existsSync(join(directory, name, 'export.json'))).toBe(true);
    await expect(generate({ directory })).rejects.toThrow(/already holds a data set/);
    await generate({ directory, overwrite: true });
    expect(contents(directory)).toEqual(contents(source));
  });

  it('is not overwritten where somebody keeps a file within', async () => {
    const directory = await generate({ formats: NAMES });
    for (const place of [...NAMES, 'pictures']) {
      const path = join(directory, place, 'notes.txt');
      writeFileSync(path, 'mine');
      await expect(generate({ directory, overwrite: true })).rejects.toThrow(`also holds ${place}`);
      rmSync(path);
    }
    // Nor where a link could lead the writer out of it.
    const link = join(directory, 'hdf5', 'train-00007.h5');
    symlinkSync(join(folder, 'elsewhere'), link);
    await expect(generate({ directory, overwrite: true })).rejects.toThrow('also holds hdf5');
  });

  it('keeps a card that its reader has made their own', async () => {
    const directory = await generate();
    const path = join(directory, 'README.md');
    const card = readFileSync(path, 'utf8');
    writeFileSync(path, `${card}\nCC BY 4.0\n`);
    await generate({ directory, overwrite: true });
    expect(readFileSync(path, 'utf8')).toBe(card);
    writeFileSync(path, card.replace(/<!-- .* -->/, 'CC BY 4.0'));
    await expect(generate({ directory, overwrite: true })).rejects.toThrow(/also holds README.md/);
  });
});
