import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainWriteError } from '../../../src/dataset/errors';
import { generateDataset, type GenerateOptions } from '../../../src/dataset/generate';
import type { GenerateProgress } from '../../../src/dataset/progress';
import { filesBelow } from '../../../src/dataset/filesBelow';
import { type Manifest, SPLITS } from '../../../src/dataset/manifest';
import { openDataset } from '../../../src/dataset/open';
import { parseManifest } from '../../../src/dataset/readManifest';
import { Target } from '../../../src/dataset/target';
import { bundle, scratch, smallSpec, SOURCE } from './fixture';

const { folder, remove } = scratch();
let workerFile: string;
let made = 0;
beforeAll(async () => {
  workerFile = await bundle('src/dataset/worker.ts', folder, 'worker.js');
}, 60_000);
afterAll(remove);

const generate = (directory: string, options: Partial<GenerateOptions> = {}): Promise<Manifest> =>
  generateDataset({
    spec: smallSpec(),
    source: SOURCE,
    directory,
    workerFile,
    generator: 'test 1',
    ...options,
  });
const fresh = () => join(folder, `set-${made++}`);
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Files of the card beside a picture of each class. */
const CARD = 2;

/** Every file's bytes, hashed. */
const contents = (directory: string) =>
  Object.fromEntries(filesBelow(directory).map((name) => [name, sha256(join(directory, name))]));

/** Every strip of a class, whichever row it is in. */
const stripsOf = (directory: string, name: string) => {
  const set = openDataset(directory);
  const rows = SPLITS.flatMap((split) =>
    Array.from({ length: set.count(split) }, (_, row) => set.strip(split, row)),
  );
  return rows.filter(({ truth }) => truth.class === name);
};

describe('generateDataset', () => {
  it('writes the layout of ARCHITECTURE.md with checksums of what is on disk', async () => {
    const directory = join(fresh(), 'nested', 'deep');
    const manifest = await generate(directory, { created: new Date('2026-01-01T00:00:00Z') });
    expect(filesBelow(directory).sort()).toEqual([
      'README.md',
      'croissant.json',
      'manifest.json',
      'pictures/0-NSR.svg',
      'pictures/1-PVC.svg',
      'spec.ecgspec',
      'train-00000.beats.npy',
      'train-00000.labels.npy',
      'train-00000.rhythms.npy',
      'train-00000.signals.npy',
      'validation-00000.beats.npy',
      'validation-00000.labels.npy',
      'validation-00000.rhythms.npy',
      'validation-00000.signals.npy',
    ]);
    expect(JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'))).toEqual(manifest);
    expect(manifest).toMatchObject({
      format: 'ecgspec-dataset',
      version: 1,
      generator: 'test 1',
      created: '2026-01-01T00:00:00Z',
      title: 'A small set',
      seed: 42,
      recording: { rate: 100, duration: 2, samples: 200, lead: 'II', unit: { mV: 0.001 } },
      classes: [
        { name: 'NSR', title: 'NSR in words', train: 10, validation: 3 },
        { name: 'PVC', title: 'PVC in words', train: 5, validation: 2 },
      ],
      beatTypes: ['normal', 'pvc'],
      rhythms: [
        { class: 'NSR', code: '(N' },
        { class: 'PVC', code: '(N' },
        { class: 'OTHER', code: null },
      ],
      training: { model: 'resnet18', width: 0.25, rate: 100, epochs: 2, batch: 8, learningRate: 0.001 },
    });
    for (const shard of manifest.shards) {
      for (const entry of [shard.signals, shard.labels, shard.beats, shard.rhythms]) {
        expect(sha256(join(directory, entry.file))).toBe(entry.sha256);
        expect(readFileSync(join(directory, entry.file)).length).toBe(entry.bytes);
      }
    }
    expect(readFileSync(join(directory, 'spec.ecgspec'))).toEqual(Buffer.from(SOURCE));
    expect(sha256(join(directory, 'spec.ecgspec'))).toBe(manifest.spec.sha256);
  });

  it('writes the same bytes from 1, 2 and 7 workers', async () => {
    // Eight shards, so that none of seven workers is without one.
    const spec = smallSpec([4000, 3000, 1000]);
    const created = new Date(0);
    const sets = [];
    for (const workers of [1, 2, 7]) {
      const directory = fresh();
      await generate(directory, { spec, workers, created });
      sets.push(contents(directory));
    }
    expect(Object.keys(sets[0] ?? {}).length).toBe(2 + CARD + 3 + 4 * 8);
    expect(sets[1]).toEqual(sets[0]);
    expect(sets[2]).toEqual(sets[0]);
  });

  it('writes segments and parameters beside where the spec asks for them', async () => {
    const names = (directory: string): string[] =>
      readdirSync(directory).filter((name) => /^train/.test(name));
    const plain = fresh();
    const { shards: before } = await generate(plain);
    for (const [told, expected] of [
      [{ segments: true }, ['segments']],
      [{ parameters: true }, ['values', 'waves']],
      [{ segments: true, parameters: true }, ['segments', 'values', 'waves']],
    ] as const) {
      const directory = fresh();
      const manifest = await generate(directory, { spec: smallSpec(undefined, undefined, undefined, told) });
      expect(names(directory)).toEqual(
        ['beats', 'labels', 'rhythms', 'signals', ...expected]
          .sort()
          .map((part) => `train-00000.${part}.npy`),
      );
      expect(parseManifest(readFileSync(join(directory, 'manifest.json'), 'utf8'), 'it')).toEqual(manifest);
      // All else is as it was.
      expect(manifest.shards).toMatchObject(before);
      for (const part of expected) {
        const entry = manifest.shards[0]![part]!;
        expect(sha256(join(directory, entry.file))).toBe(entry.sha256);
        expect(readFileSync(join(directory, entry.file)).length).toBe(entry.bytes);
      }
      expect(manifest.segments).toEqual('segments' in told ? ['none', 'P', 'QRS', 'T'] : undefined);
      expect(manifest.waves?.length).toBe('parameters' in told ? 5 : undefined);
      const again = await generate(directory, { overwrite: true });
      expect(again.shards).toEqual(before);
      expect(names(directory)).toEqual(names(plain));
    }
  });

  it('writes the same segments and parameters from 1 and 3 workers', async () => {
    const spec = smallSpec([1500, 700, 0], 100, 2, { segments: true, parameters: true });
    const sets = [];
    for (const workers of [1, 3]) {
      const directory = fresh();
      await generate(directory, { spec, workers, created: new Date(0) });
      sets.push(contents(directory));
    }
    expect(Object.keys(sets[0]!).length).toBe(2 + CARD + 2 + 7 * 3);
    expect(sets[1]).toEqual(sets[0]);
  });

  it('reports progress that ends with everything done', async () => {
    const reports: GenerateProgress[] = [];
    await generate(fresh(), { onProgress: (progress) => reports.push(progress) });
    const last = reports.at(-1);
    expect(last).toMatchObject({ done: 20, total: 20, secondsLeft: 0 });
    expect(last?.stripsPerSecond).toBeGreaterThan(0);
  });

  it('refuses a folder with other files in it, and never overwrites it', async () => {
    const directory = fresh();
    mkdirSync(directory);
    writeFileSync(join(directory, 'thesis.txt'), 'three years');
    for (const overwrite of [false, true]) {
      await expect(generate(directory, { overwrite })).rejects.toThrow(
        /not empty and is not an ecgspec data set/,
      );
    }
    expect(readdirSync(directory)).toEqual(['thesis.txt']);
  });

  it('refuses a data set that is there unless told to overwrite it', async () => {
    const directory = fresh();
    await generate(directory, { spec: smallSpec([1500, 1300, 900]) });
    await expect(generate(directory)).rejects.toThrow(/already holds a data set; add --overwrite/);
    const manifest = await generate(directory, { overwrite: true });
    expect(manifest.shards.length).toBe(2);
    expect(readdirSync(directory).length).toBe(10 + 3);
  });

  it('does not overwrite a data set that somebody keeps other things in', async () => {
    const directory = fresh();
    await generate(directory);
    const before = contents(directory);
    writeFileSync(join(directory, 'notes.txt'), 'mine');
    await expect(generate(directory, { overwrite: true })).rejects.toThrow(/also holds notes.txt/);
    const linked = fresh();
    await generate(linked);
    symlinkSync(join(directory, 'notes.txt'), join(linked, 'train-00009.beats.npy'));
    await expect(generate(linked, { overwrite: true })).rejects.toThrow(/also holds train-00009.beats.npy/);
    expect(contents(directory)).toMatchObject(before);
    expect(readFileSync(join(directory, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('refuses a manifest of another format as well', async () => {
    const directory = fresh();
    mkdirSync(directory);
    writeFileSync(join(directory, 'manifest.json'), '{"format":"webapp"}');
    await expect(generate(directory, { overwrite: true })).rejects.toThrow(/is not an ecgspec data set/);
  });

  it('says in one sentence that the place is a file, or below one', async () => {
    const file = fresh();
    writeFileSync(file, '');
    await expect(generate(file)).rejects.toThrow(/is a file, not a folder/);
    await expect(generate(join(file, 'below'))).rejects.toThrow(/part of that path is a file/);
  });

  it('sees before it writes that the disk is too small', async () => {
    const directory = fresh();
    await expect(generate(directory, { strips: 4_000_000_000 })).rejects.toThrow(/needs .* GB and the disk/);
    expect(existsSync(directory)).toBe(false);
  });

  it('refuses a set without strips', async () => {
    const spec = smallSpec([0, 0, 0]);
    await expect(generate(fresh(), { spec })).rejects.toThrow(/no strips at all/);
  });

  it('writes the classes that were asked for, under the numbers they have in the whole set', async () => {
    const directory = fresh();
    const { classes, shards } = await generate(directory, { classes: ['PVC'] });
    expect(classes.map(({ train, validation }) => train + validation)).toEqual([0, 7]);
    expect(shards.map(({ strips }) => strips)).toEqual([5, 2]);
    const labels = openDataset(directory).manifest.classes.map(({ name }) => name);
    expect(labels.indexOf('PVC')).toBe(1);
    const whole = fresh();
    await generate(whole);
    expect(stripsOf(directory, 'PVC')).toEqual(stripsOf(whole, 'PVC'));
    await expect(generate(fresh(), { classes: ['pvc'] })).rejects.toThrow('no class "pvc"; it has NSR, PVC');
  });

  it('marks a cancelled run as incomplete', async () => {
    const directory = fresh();
    const controller = new AbortController();
    const running = generate(directory, {
      spec: smallSpec([100_000, 0, 0]),
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(running).rejects.toMatchObject({ name: 'CancelledError' });
    expect(existsSync(join(directory, 'manifest.json'))).toBe(false);
    expect(JSON.parse(readFileSync(join(directory, 'INCOMPLETE.json'), 'utf8'))).toMatchObject({
      format: 'ecgspec-dataset',
      strips: 100_000,
    });
    await expect(generate(directory)).rejects.toThrow(/was not finished, and .* --restart/);
    await generate(directory, { overwrite: true });
    expect(existsSync(join(directory, 'INCOMPLETE.json'))).toBe(false);
  });

  it('writes nothing when it is cancelled before it begins', async () => {
    const directory = fresh();
    await expect(generate(directory, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'CancelledError',
    });
    expect(existsSync(directory)).toBe(false);
  });

  it('takes its files away when a worker fails', async () => {
    const directory = fresh();
    const spec = smallSpec();
    const broken = {
      ...spec,
      classes: spec.classes.map((c) => ({ ...c, beats: [{ beat: 'missing', weight: 1 }] })),
    };
    await expect(generate(directory, { spec: broken })).rejects.toThrow(/missing/);
    expect(existsSync(directory)).toBe(false);
  });
});

describe('the folder of a data set', () => {
  const mark = (run: number) => JSON.stringify({ format: 'ecgspec-dataset', run });

  it('is written by one run at a time', () => {
    const first = new Target(fresh());
    first.check(false, 0);
    first.claim(mark(1));
    for (const overwrite of [false, true]) {
      expect(() => new Target(first.directory).check(overwrite, 0)).toThrow(
        /Another run .* is writing .* now/,
      );
    }
    // One that looked before the first one came.
    const second = new Target(first.directory);
    expect(() => second.claim(mark(2))).toThrow(/Another run .* is writing .* now/);
    second.abandon(mark(2));
    second.release();
    first.complete(mark(1), '{"format":"ecgspec-dataset"}', []);
    first.release();
    expect(readdirSync(first.directory)).toEqual(['manifest.json']);
    // What it saw is no longer true.
    expect(() => second.claim(mark(2))).toThrow(/already holds a data set; add --overwrite/);
    second.release();
    expect(readdirSync(first.directory)).toEqual(['manifest.json']);
  });

  it('is free again after a run that was killed while it took it, and nothing of that stays', async () => {
    const directory = fresh();
    mkdirSync(directory);
    const gone = Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString());
    const lock = JSON.stringify({ pid: gone, host: hostname(), id: 'a' });
    // In the order in which they come: a lock not yet in its place, the lock, a mark not yet in its place.
    writeFileSync(join(directory, 'WRITING.lock.0a1b2c3d'), lock);
    writeFileSync(join(directory, 'WRITING.lock'), lock);
    writeFileSync(join(directory, 'INCOMPLETE.json.tmp'), '{"form');
    await generate(directory);
    const names = readdirSync(directory).filter((name) => /lock|tmp/.test(name));
    expect(names).toEqual([]);
    // A link of that name could lead anywhere.
    const other = fresh();
    mkdirSync(other);
    writeFileSync(join(folder, 'precious'), 'mine');
    symlinkSync(join(folder, 'precious'), join(other, 'INCOMPLETE.json.tmp'));
    await expect(generate(other)).rejects.toThrow(/not empty/);
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine');
  });

  it('is not completed by a run that lost it to another one, and keeps its mark while parts are in it', () => {
    const first = new Target(fresh());
    first.check(false, 0);
    first.claim(mark(1));
    // As somebody would who takes the first one for dead.
    unlinkSync(join(first.directory, 'WRITING.lock'));
    const second = new Target(first.directory);
    second.check(true, 0);
    second.claim(mark(2));
    expect(() => first.complete(mark(1), '{}', [])).toThrow(/taken over/);
    first.abandon(mark(1));
    first.release();
    expect(readdirSync(first.directory).sort()).toEqual(['INCOMPLETE.json', 'WRITING.lock']);
    mkdirSync(join(second.directory, 'train-00000.beats.npy'));
    second.abandon(mark(2));
    second.release();
    expect(readdirSync(second.directory).sort()).toEqual(['INCOMPLETE.json', 'train-00000.beats.npy']);
  });

  it('survives two runs that overwrite it at once: one is refused, the other leaves a whole set', async () => {
    const directory = fresh();
    await generate(directory);
    const spec = smallSpec([1500, 1300, 900]);
    const runs = await Promise.allSettled([1, 2].map(() => generate(directory, { spec, overwrite: true })));
    expect(runs.map((run) => run.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(runs.find((run) => run.status === 'rejected')?.reason).toMatchObject({
      message: expect.stringMatching(/Another run .* is writing/),
    });
    await openDataset(directory).verify();
    expect(
      readdirSync(directory)
        .filter((name) => !name.endsWith('.npy'))
        .sort(),
    ).toEqual(['README.md', 'croissant.json', 'manifest.json', 'pictures', 'spec.ecgspec']);
  });

  it('may not be a link to nowhere or in a circle', async () => {
    const [nowhere, circle] = [fresh(), fresh()];
    symlinkSync(join(folder, 'absent'), nowhere);
    symlinkSync(circle, circle);
    await expect(generate(nowhere)).rejects.toThrow(/is a symbolic link to a folder that does not exist/);
    await expect(generate(circle)).rejects.toThrow(/lead round in a circle/);
    await expect(generate(join(nowhere, 'below'))).rejects.toThrow(/part of its path is not there/);
  });

  it('is not completed when a file is not what was written', () => {
    const target = new Target(fresh());
    target.check(false, 0);
    target.claim('mark');
    target.write('train-00000.beats.npy', 'abc');
    const files = (bytes: number) => [{ file: 'train-00000.beats.npy', bytes }];
    expect(() => target.complete('mark', '{}', files(4))).toThrow(/was changed/);
    expect(existsSync(join(target.directory, 'manifest.json'))).toBe(false);
    target.complete('mark', '{}', files(3));
    target.release();
    expect(readdirSync(target.directory)).toEqual(['manifest.json', 'train-00000.beats.npy']);
  });
});

describe('system errors', () => {
  it.each([
    'ENOSPC',
    'EDQUOT',
    'EACCES',
    'EPERM',
    'EROFS',
    'ENOTDIR',
    'EEXIST',
    'ENOENT',
    'ELOOP',
    'ENAMETOOLONG',
    'EFBIG',
    'EIO',
    'EMFILE',
  ])('%s becomes one sentence that names the folder', (code) => {
    const error = explainWriteError(Object.assign(new Error('raw'), { code }), 'some/folder');
    expect(error).toMatchObject({ name: 'DatasetError' });
    expect((error as Error).message).toMatch(/some\/folder.*[.]$/);
    expect((error as Error).message).not.toContain('raw');
  });

  it('leaves other errors as they are', () => {
    const error = new TypeError('a mistake of ours');
    expect(explainWriteError(error, 'x')).toBe(error);
  });
});
