import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFile, NODE } from '../../../scripts/lib/bundle.mjs';
import { filesBelow } from '../../../src/dataset/filesBelow';
import type { Beat, RhythmClass, Spec, Variable, Wave, WavePart } from '../../../src/spec/types';

const fixed = (value: number): Variable => spread(value, 0, value, value);
const spread = (mean: number, sd: number, min: number, max: number): Variable => ({
  recording: { kind: 'normal', mean, sd },
  episode: 0,
  beat: sd / 4,
  memory: 0,
  min,
  max,
  folded: false,
});

const wave = (name: string, part: WavePart, amplitude: number, at: number, width: number): Wave => ({
  name,
  part,
  shape: 'gaussian',
  amplitude: spread(amplitude, 0.1 * Math.abs(amplitude), amplitude - 0.2, amplitude + 0.2),
  at: fixed(at),
  anchor: { kind: 'beat' },
  follow: 'beat',
  rise: fixed(width),
  fall: null,
  correction: 'none',
  rateShift: 0,
});

const beat = (name: string, symbol: 'N' | 'V', waves: readonly Wave[]): Beat => ({
  name,
  extends: null,
  symbol,
  waves,
  correlations: [],
  rateMemory: 25,
  stretch: false,
});

const beats: Beat[] = [
  beat('normal', 'N', [
    wave('P', 'P', 0.15, -0.16, 0.02),
    wave('R', 'QRS', 1.1, 0, 0.01),
    wave('T', 'T', 0.3, 0.25, 0.04),
  ]),
  beat('pvc', 'V', [wave('R', 'QRS', 1.5, 0, 0.035), wave('T', 'T', -0.4, 0.3, 0.05)]),
];

const sinus = (name: string, rest: Partial<RhythmClass>): RhythmClass => ({
  name,
  title: `${name} in words`,
  extends: null,
  code: '(N',
  rhythm: {
    type: 'sinus',
    rate: { ...spread(80, 0, 60, 100), recording: { kind: 'uniform', low: 60, high: 100 } },
    variability: fixed(2),
    lfHf: fixed(1),
    ramp: fixed(0),
  },
  beats: [{ beat: 'normal', weight: 1 }],
  conduction: null,
  ectopy: null,
  atrial: null,
  ventricular: null,
  respiration: null,
  episodes: null,
  invariants: [],
  sources: [],
  ...rest,
});

const ectopy: RhythmClass['ectopy'] = {
  beats: [{ beat: 'pvc', weight: 1 }],
  focus: 'recording',
  coupling: spread(0.7, 0.05, 0.55, 0.9),
  pause: 'full',
  delay: fixed(1.2),
  burden: fixed(0.2),
  run: fixed(1),
  runRate: fixed(150),
  patterns: [{ order: 'isolated', weight: 1 }],
};

/** A small spec, made by hand so that these tests need no parser. 100 Hz x 2 s unless said otherwise. */
export function smallSpec(
  counts: readonly [number, number, number] = [13, 7, 0],
  rate = 100,
  duration = 2,
  told: Partial<Spec['dataset']> = {},
): Spec {
  const classes = [
    // Now and then a P wave without a beat, so that there are rows for those.
    sinus('NSR', { conduction: { type: 'mobitz-2', cycle: fixed(3) } }),
    sinus('PVC', { ectopy, episodes: { class: 'OTHER', burden: fixed(0.3), duration: fixed(1) } }),
    sinus('OTHER', { code: null }),
  ];
  return {
    version: 1,
    title: 'A small set',
    seed: 42,
    recording: {
      rate,
      duration,
      samples: rate * duration,
      lead: 'II',
      resolution: 0.001,
      range: 32,
      filters: [],
      leadOff: null,
    },
    beats,
    classes,
    noise: [{ type: 'white', level: { kind: 'rms', value: fixed(0.01) }, during: null }],
    augmentations: null,
    dataset: {
      strips: classes.map((c, i) => ({ class: c.name, count: counts[i] ?? 0 })),
      validation: 0.25,
      segments: false,
      parameters: false,
      ...told,
    },
    training: { model: 'resnet18', width: 0.25, rate: 100, epochs: 2, batch: 8, learningRate: 0.001 },
  };
}

export const SOURCE = new TextEncoder().encode('ecgspec: 1\ntitle: A small set # µV\n');

/** A folder for one test file; `remove` it after. */
export function scratch(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'ecgspec-test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** SHA-256 of every file in a folder and below, by its path. @param counts whether a path does */
export const contents = (
  directory: string,
  counts: (path: string) => boolean = () => true,
): Record<string, string> =>
  Object.fromEntries(
    filesBelow(directory)
      .filter(counts)
      .sort()
      .map((path) => [
        path,
        createHash('sha256')
          .update(readFileSync(join(directory, path)))
          .digest('hex'),
      ]),
  );

/** Bundles a source file for Node as the build does, and gives the path of the result. */
export function bundle(entry: string, folder: string, name: string): Promise<string> {
  return bundleFile(NODE, entry, join(folder, name));
}
