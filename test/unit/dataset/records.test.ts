import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDataset, type GenerateOptions, openDataset } from '../../../src/dataset';
import { recordKey, type Spec } from '../../../src/spec';
import { compile } from '../../../src/synthesis';
import { madeUp } from '../records/fixture';
import { bundle, scratch, smallSpec, SOURCE } from './fixture';

const { folder, remove } = scratch();
let workerFile: string;
let made = 0;
beforeAll(async () => {
  workerFile = await bundle('src/dataset/worker.ts', folder, 'worker.js');
});
afterAll(remove);

const level = {
  kind: 'rms',
  value: {
    recording: { kind: 'uniform', low: 0.1, high: 0.3 },
    episode: 0,
    beat: 0,
    memory: 0,
    min: 0,
    max: 5,
    folded: false,
  },
} as const;
const noise = { type: 'recording', file: 'ma.hea', signal: 0, rate: null, level, during: null } as const;
const spec: Spec = { ...smallSpec([1500, 1300, 0]), noise: [noise] };
const records = new Map([[recordKey(noise), madeUp(60, 360)]]);
const recordFiles = [{ file: 'ma.hea', bytes: 70, sha256: 'a'.repeat(64) }];

async function generate(options: Partial<GenerateOptions> = {}): Promise<string> {
  const directory = join(folder, `set-${made++}`);
  await generateDataset({
    spec,
    source: SOURCE,
    directory,
    workerFile,
    generator: 'test 1',
    records,
    recordFiles,
    created: new Date(0),
    ...options,
  });
  return directory;
}

describe('a data set with noise from a recording', () => {
  it('is the same from any number of workers, and holds the strips of the synthesizer', async () => {
    const sets = [];
    for (const workers of [1, 3]) sets.push(await generate({ workers }));
    const manifests = sets.map((directory) => readFileSync(join(directory, 'manifest.json'), 'utf8'));
    expect(manifests[1]).toBe(manifests[0]);
    const dataset = openDataset(sets[0]!);
    const made = compile(spec, records);
    for (const row of [0, 999, 1500]) {
      const { samples, truth } = dataset.strip('train', row);
      expect(samples).toEqual(made.generate(truth.class, truth.index).samples);
    }
  });

  it('says which files it was made from', async () => {
    const directory = await generate({ strips: 4 });
    expect(openDataset(directory).manifest.records).toEqual(recordFiles);
    // A set of before there were recordings says nothing of them.
    const path = join(directory, 'manifest.json');
    const old = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    delete old['records'];
    writeFileSync(path, JSON.stringify(old));
    expect(openDataset(directory).manifest.records).toEqual([]);
    writeFileSync(path, JSON.stringify({ ...old, records: [{ file: 'x', bytes: 1, sha256: 'no' }] }));
    expect(() => openDataset(directory)).toThrow('"records[0].sha256" must be a SHA-256');
  });

  it('is not made without the recording', async () => {
    await expect(generate({ records: undefined })).rejects.toThrow('"ma.hea" of a noise was not handed over');
  });
});
