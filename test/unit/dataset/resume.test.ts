import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FormatName } from '../../../src/dataset/formats/format';
import { generateDataset, type GenerateOptions, type Resumed } from '../../../src/dataset/generate';
import { Journal } from '../../../src/dataset/journal';
import { openDataset } from '../../../src/dataset/open';
import { unfinishedIn } from '../../../src/dataset/unfinished';
import { bundle, contents, scratch, smallSpec, SOURCE } from './fixture';

/** Four shards: three of training and one of validation. */
const SPEC = smallSpec([2400, 1600, 0], 50, 1);
const STRIPS = 4000;
const SHARDS = 4;
/** How many of them an interrupted run finished. */
const BEGUN = 2;
const FORMATS: readonly FormatName[] = ['hdf5', 'parquet'];
const CREATED = new Date('2026-01-01T00:00:00Z');

const { folder, remove } = scratch();
let workerFile: string;
/** The set as an uninterrupted run writes it, without and with other formats. */
let plain: Record<string, string>;
let rich: Record<string, string>;
/** A set of which some shards are finished, in both formats. */
let begun: string;
let made = 0;
const fresh = () => join(folder, `set-${made++}`);

const generate = (directory: string, options: Partial<GenerateOptions> = {}) =>
  generateDataset({
    spec: SPEC,
    source: SOURCE,
    directory,
    workerFile,
    generator: 'test 1',
    workers: 1,
    ...options,
  });

/** Goes on with a set; gives what was used of it. */
async function goOn(directory: string, options: Partial<GenerateOptions> = {}): Promise<Resumed | undefined> {
  let found: Resumed | undefined;
  await generate(directory, { onResume: (one) => (found = one), ...options });
  return found;
}

/**
 * Ends a run when the first two shards are in its journal, and no other. Progress says when strips are made, and what
 * is made is on the disk at a moment of its own, so the journal itself is waited for.
 */
async function interrupt(directory: string, options: Partial<GenerateOptions> = {}): Promise<string> {
  const controller = new AbortController();
  const { signal } = controller;
  const add = Journal.prototype.add;
  const spy = vi.spyOn(Journal.prototype, 'add').mockImplementation(function (this: Journal, shard) {
    if (shard.split !== 'train' || shard.number >= BEGUN) return;
    add.call(this, shard);
    if (this.finished.count === BEGUN) controller.abort();
  });
  try {
    await expect(generate(directory, { created: CREATED, signal, ...options })).rejects.toMatchObject({
      name: 'CancelledError',
      message: expect.stringMatching(/Run the same again/),
    });
  } finally {
    spy.mockRestore();
  }
  expect(finishedIn(directory)).toBe(BEGUN);
  return directory;
}

/** A copy of the set that was begun. */
function copy(): string {
  const directory = fresh();
  cpSync(begun, directory, { recursive: true });
  return directory;
}

const journalOf = (directory: string) =>
  readFileSync(join(directory, 'SHARDS.jsonl'), 'utf8').trim().split('\n');
const finishedIn = (directory: string) => journalOf(directory).length - 1;

beforeAll(async () => {
  workerFile = await bundle('src/dataset/worker.ts', folder, 'worker.cjs');
  const sets = [fresh(), fresh()] as const;
  await generate(sets[0], { created: CREATED });
  await generate(sets[1], { created: CREATED, formats: FORMATS });
  plain = contents(sets[0]);
  rich = contents(sets[1]);
  begun = await interrupt(fresh(), { formats: FORMATS });
}, 60_000);
afterAll(remove);

describe('a run that finds an interrupted set of the same', { timeout: 60_000 }, () => {
  it('goes on with its whole shards, to the bytes of a run that was not interrupted', async () => {
    const directory = await interrupt(fresh());
    const finished = finishedIn(directory);
    expect(finished).toBeGreaterThan(0);
    expect(finished).toBeLessThan(SHARDS);
    const first = join(directory, 'train-00000.signals.npy');
    const { ino } = statSync(first);
    let checked = 0;
    const found = await goOn(directory, {
      // Its own moment does not count, nor does the number of workers.
      created: new Date('2027-07-07T07:07:07Z'),
      workers: 3,
      onCheck: (done, total) => (checked = done / total),
    });
    expect(found).toEqual({ shards: finished, strips: finished * 1000, total: STRIPS });
    expect(checked).toBe(1);
    expect(statSync(first).ino).toBe(ino);
    expect(contents(directory)).toEqual(plain);
  });

  it('reports progress from where it goes on', async () => {
    const directory = await interrupt(fresh());
    const finished = finishedIn(directory);
    const reports: number[] = [];
    await generate(directory, { onProgress: ({ done }) => reports.push(done) });
    expect(reports.at(0)).toBeGreaterThan(finished * 1000);
    expect(reports.at(-1)).toBe(STRIPS);
  });

  it('goes on with other formats too, however often it is interrupted', async () => {
    const directory = copy();
    const before = finishedIn(directory);
    const controller = new AbortController();
    const { signal } = controller;
    await expect(
      generate(directory, { formats: FORMATS, signal, onProgress: () => controller.abort() }),
    ).rejects.toMatchObject({ name: 'CancelledError' });
    expect(finishedIn(directory)).toBeGreaterThanOrEqual(before);
    expect((await goOn(directory, { formats: FORMATS }))?.shards).toBeGreaterThanOrEqual(before);
    expect(contents(directory)).toEqual(rich);
  });

  it('goes on where only the mark was to be taken away', async () => {
    const directory = fresh();
    const manifest = await generate(directory, { created: CREATED, formats: FORMATS });
    rmSync(join(directory, 'manifest.json'));
    writeFileSync(join(directory, 'INCOMPLETE.json'), `${JSON.stringify(manifest, null, 1)}\n`);
    expect(await goOn(directory, { formats: FORMATS })).toMatchObject({ shards: SHARDS, strips: STRIPS });
    expect(contents(directory)).toEqual(rich);
  });

  const flip = (path: string) => {
    const bytes = readFileSync(path);
    bytes[bytes.length - 7]! ^= 1;
    writeFileSync(path, bytes);
  };
  it.each<[string, (directory: string) => void, number]>([
    ['a bit of a shard is another', (set) => flip(join(set, 'train-00001.signals.npy')), 1],
    ['a file of a shard is missing', (set) => rmSync(join(set, 'train-00000.beats.npy')), 1],
    ['a shard is cut off', (set) => writeFileSync(join(set, 'train-00000.labels.npy'), ''), 1],
    ['a bit of another format is another', (set) => flip(join(set, 'hdf5', 'train-00001.h5')), 0],
    ['a folder of another format is gone', (set) => rmSync(join(set, 'parquet'), { recursive: true }), 0],
    ['checksums of another format are torn', (set) => flip(join(set, 'hdf5', 'train-00000.sha256')), 0],
    [
      'files of a shard are left that nothing is said of',
      (set) => copyFileSync(join(set, 'train-00000.beats.npy'), join(set, 'validation-00001.beats.npy')),
      0,
    ],
    ['the spec is torn', (set) => writeFileSync(join(set, 'spec.ecgspec'), 'ecg'), 0],
    ['a mark was not in its place', (set) => writeFileSync(join(set, 'INCOMPLETE.json.tmp'), '{'), 0],
    ['a journal was not in its place', (set) => writeFileSync(join(set, 'SHARDS.jsonl.tmp'), '{'), 0],
    [
      'the last line of the journal is cut off',
      (set) => appendFileSync(join(set, 'SHARDS.jsonl'), '{"nu'),
      0,
    ],
    ['the journal is gone', (set) => rmSync(join(set, 'SHARDS.jsonl')), Infinity],
    [
      'the journal was made by another build of the program',
      (set) => {
        const [head, ...lines] = journalOf(set);
        const other = { ...(JSON.parse(head!) as object), program: 'another' };
        writeFileSync(join(set, 'SHARDS.jsonl'), [JSON.stringify(other), ...lines, ''].join('\n'));
      },
      Infinity,
    ],
    [
      'the journal names a file outside',
      (set) => {
        const path = join(set, 'SHARDS.jsonl');
        writeFileSync(path, readFileSync(path, 'utf8').replace('train-00000.beats.npy', '../precious'));
      },
      1,
    ],
  ])('makes anew what is not whole: %s', async (_, damage, lost) => {
    const directory = copy();
    const finished = finishedIn(directory);
    damage(directory);
    expect(await goOn(directory, { formats: FORMATS })).toMatchObject({
      shards: Math.max(0, finished - lost),
    });
    expect(contents(directory)).toEqual(rich);
  });

  it('writes other formats anew when others are wanted, and keeps the shards', async () => {
    const directory = copy();
    const finished = finishedIn(directory);
    expect(await goOn(directory, { formats: ['hdf5'] })).toMatchObject({ shards: finished });
    const expected = fresh();
    await generate(expected, { created: CREATED, formats: ['hdf5'] });
    expect(contents(directory)).toEqual(contents(expected));
    const without = copy();
    await goOn(without);
    expect(contents(without)).toEqual(plain);
    const signals = copy();
    await goOn(signals, { formats: FORMATS, signals: true });
    expect(contents(signals)['parquet/strips/train-00000.parquet']).not.toBe(
      rich['parquet/strips/train-00000.parquet'],
    );
  });

  it('goes on when it is told to overwrite, and begins anew when it is told to', async () => {
    const directory = copy();
    expect(await goOn(directory, { overwrite: true })).toBeDefined();
    expect(contents(directory)).toEqual(plain);
    const anew = copy();
    expect(await goOn(anew, { restart: true, created: CREATED })).toBeUndefined();
    expect(contents(anew)).toEqual(plain);
    // Which is no leave to replace a set that is whole.
    await expect(generate(anew, { restart: true })).rejects.toThrow(
      /already holds a data set; add --overwrite/,
    );
  });

  it('leaves everything as it is when somebody keeps something else there, or a link', async () => {
    for (const put of [
      (set: string) => writeFileSync(join(set, 'notes.txt'), 'mine'),
      (set: string) => symlinkSync(join(folder, 'elsewhere'), join(set, 'validation-00001.beats.npy')),
      (set: string) => symlinkSync(join(folder, 'elsewhere'), join(set, 'hdf5', 'train-00007.h5')),
      (set: string) => {
        rmSync(join(set, 'hdf5'), { recursive: true });
        mkdirSync(join(folder, 'elsewhere'), { recursive: true });
        symlinkSync(join(folder, 'elsewhere'), join(set, 'hdf5'));
      },
    ]) {
      const directory = copy();
      put(directory);
      const before = readdirSync(directory);
      for (const options of [{}, { restart: true }, { overwrite: true }]) {
        await expect(generate(directory, { formats: FORMATS, ...options })).rejects.toThrow(/also holds/);
      }
      expect(readdirSync(directory)).toEqual(before);
    }
    expect(existsSync(join(folder, 'elsewhere')) ? readdirSync(join(folder, 'elsewhere')) : []).toEqual([]);
  });
});

describe('a run that finds an interrupted set of something else', { timeout: 60_000 }, () => {
  const otherSource = new TextEncoder().encode('ecgspec: 1\ntitle: Another set\n');
  const recordFiles = [{ file: 'noise.npy', bytes: 1, sha256: '0'.repeat(64) }];
  it.each<[string, Partial<GenerateOptions>, RegExp]>([
    ['another text', { source: otherSource }, /another text of a spec \("A small set"\)/],
    ['another seed', { spec: { ...SPEC, seed: 7 } }, /other strips of this spec/],
    ['other counts', { strips: 2500 }, /other strips of this spec \(--strips, --class\)/],
    ['other classes', { classes: ['NSR'] }, /other strips of this spec/],
    ['another version', { generator: 'test 2' }, /was begun by test 1/],
    ['other recordings', { recordFiles }, /recordings that its noise is taken from were others/],
  ])('of %s does not mix them: it says so, and waits to be told', async (_, options, words) => {
    const directory = copy();
    const before = contents(directory);
    await expect(generate(directory, options)).rejects.toThrow(words);
    await expect(generate(directory, options)).rejects.toThrow(/was not finished.*--restart/);
    expect(contents(directory)).toEqual(before);
    const expected = fresh();
    await generate(expected, { ...options, created: CREATED });
    for (const leave of [{ restart: true }, { overwrite: true }]) {
      const replaced = copy();
      expect(await goOn(replaced, { ...options, ...leave, created: CREATED })).toBeUndefined();
      expect(contents(replaced)).toEqual(contents(expected));
    }
  });

  it('does not take the journal of the set before for its own', async () => {
    // As the folder is when a run is killed that has put its mark over another set, and removed nothing yet.
    const directory = copy();
    const other = await interrupt(fresh(), { strips: 2500 });
    copyFileSync(join(other, 'INCOMPLETE.json'), join(directory, 'INCOMPLETE.json'));
    expect(await goOn(directory, { strips: 2500 })).toMatchObject({ shards: 0 });
    const expected = fresh();
    await generate(expected, { strips: 2500, created: CREATED });
    expect(contents(directory)).toEqual(contents(expected));
  });
});

describe('what is said of an interrupted set before a run', () => {
  const ingredients = { spec: SPEC, source: SOURCE, generator: 'test 1' };

  it('is how much of it is there, or why it is not gone on with', () => {
    const title = 'A small set';
    expect(unfinishedIn(begun, ingredients)).toEqual({
      ...{ title, finished: finishedIn(begun) * 1000, total: STRIPS },
      because: undefined,
    });
    expect(unfinishedIn(begun, { ...ingredients, classes: ['NSR'] })).toMatchObject({
      because: expect.stringContaining('other strips of this spec'),
    });
    expect(unfinishedIn(fresh(), ingredients)).toBeUndefined();
  });

  it('is that all is there, where only the mark was to be taken away', async () => {
    const directory = fresh();
    await generate(directory);
    expect(unfinishedIn(directory, ingredients)).toBeUndefined();
    renameSync(join(directory, 'manifest.json'), join(directory, 'INCOMPLETE.json'));
    expect(unfinishedIn(directory, ingredients)).toMatchObject({ finished: STRIPS, total: STRIPS });
    writeFileSync(join(directory, 'INCOMPLETE.json'), '{"format":"another"}');
    expect(unfinishedIn(directory, ingredients)).toBeUndefined();
  });
});

describe('a run that fails', { timeout: 60_000 }, () => {
  it('keeps what is finished, says so, and is gone on with', async () => {
    const directory = fresh();
    let blocked = false;
    const block: GenerateOptions['onProgress'] = () => {
      // Somebody else's: the writer of this shard finds it there.
      if (!blocked) mkdirSync(join(directory, 'validation-00000.signals.npy'));
      blocked = true;
    };
    await expect(generate(directory, { created: CREATED, onProgress: block })).rejects.toThrow(
      /is there already.* What is finished of it \(3000 of 4000 strips\) is kept: the same command goes on with it\.$/,
    );
    expect(finishedIn(directory)).toBe(3);
    await expect(generate(directory)).rejects.toThrow(/also holds validation-00000.signals.npy/);
    rmSync(join(directory, 'validation-00000.signals.npy'), { recursive: true });
    expect(await goOn(directory)).toMatchObject({ shards: 3 });
    expect(contents(directory)).toEqual(plain);
    await openDataset(directory).verify();
  });
});
