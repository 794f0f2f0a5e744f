import {
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDataset } from '../../../src/dataset/generate';
import { parseManifest } from '../../../src/dataset/readManifest';
import { openDataset } from '../../../src/dataset/open';
import { parseNpyHeader } from '../../../src/records/npy';
import { compile } from '../../../src/synthesis/compile';
import { Detail } from '../../../src/synthesis/detail';
import type { BeatTruth } from '../../../src/synthesis/types';
import { bundle, scratch, smallSpec, SOURCE } from './fixture';

const { folder, remove } = scratch();
const whole = join(folder, 'whole');
const spec = smallSpec([1300, 900, 0]);
let copies = 0;
let workerFile: string;

beforeAll(async () => {
  workerFile = await bundle('src/dataset/worker.ts', folder, 'worker.js');
  await generateDataset({ spec, source: SOURCE, directory: whole, workerFile, generator: 'test 1' });
});
afterAll(remove);

/** A copy of the whole set to damage. */
function copy(): string {
  const directory = join(folder, `copy-${copies++}`);
  cpSync(whole, directory, { recursive: true });
  return directory;
}

// A wave with no point inside the strip is not stored.
const visible = (beat: BeatTruth): BeatTruth => {
  const seen = (wave: BeatTruth['p']) =>
    wave !== null && (wave.onset >= 0 || wave.peak >= 0 || wave.offset >= 0) ? wave : null;
  return { ...beat, p: seen(beat.p), t: seen(beat.t) };
};

describe('openDataset', () => {
  it('gives back every strip that the synthesizer makes, with its truth', () => {
    const synthesizer = compile(spec);
    const dataset = openDataset(whole);
    expect(dataset.count('train') + dataset.count('validation')).toBe(2200);
    const seen = new Set<string>();
    for (const split of ['train', 'validation'] as const) {
      for (let row = 0; row < dataset.count(split); row++) {
        const { samples, truth } = dataset.strip(split, row);
        seen.add(`${truth.class} ${truth.index}`);
        if (row % 97 !== 0) continue;
        const expected = synthesizer.generate(truth.class, truth.index);
        expect(samples).toEqual(expected.samples);
        expect(truth).toEqual({ ...expected.truth, beats: expected.truth.beats.map(visible) });
      }
    }
    expect(seen.size).toBe(2200);
    const all = Array.from({ length: 200 }, (_, row) => dataset.strip('train', row).truth);
    expect(all.some(({ loosePs }) => loosePs.length > 0)).toBe(true);
    expect(all.some(({ rhythms }) => rhythms.map(({ class: name }) => name).join() === 'PVC,OTHER,PVC')).toBe(
      true,
    );
    expect(() => dataset.strip('train', dataset.count('train'))).toThrow(RangeError);
    expect(() => dataset.strip('train', -1)).toThrow(RangeError);
    expect(() => dataset.strip('train', 0.5)).toThrow(RangeError);
  });

  it('gives back segments and parameters where the set has them', async () => {
    const told = smallSpec([1100, 300, 0], 100, 2, { segments: true, parameters: true });
    const directory = join(folder, 'told');
    await generateDataset({ spec: told, source: SOURCE, directory, workerFile, generator: 'test 1' });
    const dataset = openDataset(directory);
    const synthesizer = compile(told);
    const detail = new Detail(synthesizer.samples, { segments: true, parameters: true });
    for (const split of ['train', 'validation'] as const) {
      for (let row = 0; row < dataset.count(split); row += 97) {
        const { truth } = dataset.strip(split, row);
        synthesizer.generate(truth.class, truth.index, 0, detail);
        expect(dataset.detail(split, row)).toEqual({
          segments: detail.segments,
          waves: detail.waves,
          values: detail.values,
        });
      }
    }
    expect(detail.waves.length).toBeGreaterThan(5);
    expect(() => dataset.detail('train', 5000)).toThrow(RangeError);
    await dataset.verify();
    expect(openDataset(whole).detail('train', 0)).toEqual({ segments: null, waves: null, values: null });

    for (const part of ['segments', 'waves', 'values']) {
      const path = join(directory, `train-00000.${part}.npy`);
      const bytes = readFileSync(path);
      truncateSync(path, 300);
      expect(() => dataset.detail('train', 0)).toThrow(`train-00000.${part}.npy has 300 bytes`);
      writeFileSync(path, bytes);
    }
    // A number that the manifest does not list.
    const path = join(directory, 'train-00000.waves.npy');
    const bytes = readFileSync(path);
    bytes.writeDoubleLE(77, parseNpyHeader(bytes).offset + 8);
    writeFileSync(path, bytes);
    expect(() => dataset.detail('train', 0)).toThrow('77 is not the number of a wave');
    await expect(dataset.verify()).rejects.toThrow('train-00000.waves.npy does not match its checksum');
  });

  it('knows the text that it was made from', () => {
    expect(openDataset(whole).spec()).toBe(new TextDecoder().decode(SOURCE));
    const directory = copy();
    writeFileSync(join(directory, 'spec.ecgspec'), 'ecgspec: 1\n');
    expect(() => openDataset(directory).spec()).toThrow(/not the text/);
  });

  it('verifies checksums, and names the file that differs', async () => {
    const bytes: number[] = [];
    await openDataset(whole).verify((done) => bytes.push(done));
    expect(bytes.at(-1)).toBeGreaterThan(2200 * 400);
    const directory = copy();
    const path = join(directory, 'train-00001.signals.npy');
    const data = readFileSync(path);
    data[1000] = (data[1000] ?? 0) ^ 1;
    writeFileSync(path, data);
    await expect(openDataset(directory).verify()).rejects.toThrow(
      /train-00001.signals.npy does not match its checksum/,
    );
    await expect(openDataset(whole).verify(undefined, AbortSignal.abort())).rejects.toMatchObject({
      name: 'CancelledError',
    });
  });

  it('refuses what is missing, foreign or unfinished', () => {
    expect(() => openDataset(join(folder, 'nowhere'))).toThrow(/There is no folder/);
    expect(() => openDataset(folder)).toThrow(/is not a data set/);
    const directory = copy();
    renameSync(join(directory, 'manifest.json'), join(directory, 'INCOMPLETE.json'));
    expect(() => openDataset(directory)).toThrow(/was not finished/);
    const both = copy();
    writeFileSync(join(both, 'INCOMPLETE.json'), '{}');
    expect(() => openDataset(both)).toThrow(/was not finished/);
  });

  it('says which file is damaged', () => {
    const damage = (change: (path: string) => void) => {
      const directory = copy();
      change(join(directory, 'train-00000.signals.npy'));
      return () => openDataset(directory).strip('train', 0);
    };
    expect(damage((path) => truncateSync(path, 500))).toThrow(/train-00000.signals.npy has 500 bytes/);
    expect(damage((path) => rmSync(path))).toThrow(/is missing/);
    expect(
      damage((path) => {
        rmSync(path);
        mkdirSync(path);
      }),
    ).toThrow(/not a plain file/);
    expect(
      damage((path) => {
        rmSync(path);
        symlinkSync(join(whole, 'train-00000.signals.npy'), path);
      }),
    ).toThrow(/not a plain file/);
    expect(
      damage((path) => {
        writeFileSync(path, new Uint8Array(readFileSync(path).length));
      }),
    ).toThrow(/is not a .npy file/);
  });

  it('refuses labels and beats that point nowhere', () => {
    const directory = copy();
    const labels = join(directory, 'train-00000.labels.npy');
    const data = readFileSync(labels);
    data.writeInt32LE(77, 128);
    writeFileSync(labels, data);
    expect(() => openDataset(directory).strip('train', 0)).toThrow(/a class that is not in the manifest/);
    const other = copy();
    const beats = join(other, 'train-00000.beats.npy');
    const table = readFileSync(beats);
    table.writeInt32LE(99, 128 + 4);
    writeFileSync(beats, table);
    expect(() => openDataset(other).strip('train', 0)).toThrow(/99 is not the code of a beat/);
    const third = copy();
    const rhythms = join(third, 'train-00000.rhythms.npy');
    const spans = readFileSync(rhythms);
    spans.writeInt32LE(7, 128 + 12);
    writeFileSync(rhythms, spans);
    expect(() => openDataset(third).strip('train', 0)).toThrow(/7 is not the number of a rhythm/);
  });
});

describe('a hostile or broken manifest', () => {
  const text = () => readFileSync(join(whole, 'manifest.json'), 'utf8');
  /** The manifest with the value at a path such as `shards.0.split` replaced; `undefined` takes it out. */
  const changed = (path: string, value: unknown) => () => {
    const manifest = JSON.parse(text()) as Record<string, unknown>;
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const owner = keys.reduce((node, key) => node[key] as Record<string, unknown>, manifest);
    owner[last] = value;
    return parseManifest(JSON.stringify(manifest), 'M');
  };

  it('is accepted unchanged, and what was not checked is dropped', () => {
    expect(parseManifest(text(), 'M')).toEqual(JSON.parse(text()));
    expect(changed('extra', 1)()).not.toHaveProperty('extra');
  });

  it.each([
    '../train-00000.signals.npy',
    '/etc/passwd',
    'a/train-00000.signals.npy',
    'train-00000.signals.npy\0',
    '..\\train-00000.signals.npy',
    'train-00000.labels.npy',
    'validation-00000.signals.npy',
    '',
  ])('cannot name the file %j', (file) => {
    expect(changed('shards.0.signals.file', file)).toThrow(/must be a name such as/);
  });

  it('cannot name another spec', () => {
    expect(changed('spec.file', '../../.ssh/id_rsa')).toThrow(/"spec.file" must be/);
  });

  it.each<[string, string, unknown]>([
    ['"format"', 'format', 'other'],
    ['"version"', 'version', 2],
    ['"recording"', 'recording', undefined],
    ['"recording.rate"', 'recording.rate', -1],
    ['"recording.samples"', 'recording.samples', 1.5],
    ['"classes"', 'classes', {}],
    ['"classes[0].train"', 'classes.0.train', 'many'],
    ['"shards[0].split"', 'shards.0.split', 'test'],
    ['"shards[0].beats"', 'shards.0.beats', undefined],
    ['"shards[1].labels.sha256"', 'shards.1.labels.sha256', 'abc'],
    ['"columns.beats"', 'columns.beats', ['row']],
    ['"columns.rhythms"', 'columns.rhythms', undefined],
    ['"rhythms[0].code"', 'rhythms.0.code', 1],
    ['"shards[0].rhythms"', 'shards.0.rhythms', undefined],
    ['its train shards hold', 'shards.0.strips', 3],
    ['"beatTypes[0]"', 'beatTypes.0', null],
    ['"training.width"', 'training.width', 0],
    ['"segments" must be none, P, QRS, T', 'segments', ['none', 'P']],
    ['"shards[0].segments"', 'segments', ['none', 'P', 'QRS', 'T']],
    ['"waves[0]"', 'waves', ['P']],
    ['"quantities"', 'waves', []],
  ])('is refused, naming %s', (name, path, value) => {
    expect(changed(path, value)).toThrow(name);
  });

  it('is refused when it is not JSON, or not an object', () => {
    expect(() => parseManifest('{', 'M')).toThrow(/M is not a manifest .* not JSON/);
    expect(() => parseManifest('[]', 'M')).toThrow(/must be an object/);
    expect(() => parseManifest('null', 'M')).toThrow(/must be an object/);
  });
});
