import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import type { Beat, RhythmClass, Spec, Variable, Wave, WaveGroup, WaveName } from '../../../src/spec/types';

const fixed = (value: number): Variable => ({
  recording: { kind: 'normal', mean: value, sd: 0 },
  beat: 0,
  min: value,
  max: value,
});
const spread = (mean: number, sd: number, min: number, max: number): Variable => ({
  recording: { kind: 'normal', mean, sd },
  beat: sd / 4,
  min,
  max,
});

const wave = (name: WaveName, group: WaveGroup, amplitude: number, at: number, width: number): Wave => ({
  name,
  group,
  amplitude: spread(amplitude, 0.1 * Math.abs(amplitude), amplitude - 0.2, amplitude + 0.2),
  at: fixed(at),
  rise: fixed(width),
  fall: null,
  correction: 'none',
});

const beats: Beat[] = [
  {
    name: 'normal',
    extends: null,
    symbol: 'N',
    waves: [
      wave('P', 'P', 0.15, -0.16, 0.02),
      wave('R', 'QRS', 1.1, 0, 0.01),
      wave('T', 'T', 0.3, 0.25, 0.04),
    ],
  },
  {
    name: 'pvc',
    extends: null,
    symbol: 'V',
    waves: [wave('R', 'QRS', 1.5, 0, 0.035), wave('T', 'T', -0.4, 0.3, 0.05)],
  },
];

const sinus = (name: string, ectopic: boolean): RhythmClass => ({
  name,
  title: `${name} in words`,
  rhythm: {
    type: 'sinus',
    rate: { recording: { kind: 'uniform', low: 60, high: 100 }, beat: 0, min: 60, max: 100 },
    variability: fixed(2),
    respiration: fixed(0.25),
    lfHf: fixed(1),
  },
  beats: [{ beat: 'normal', weight: 1 }],
  ectopy: ectopic
    ? {
        beats: [{ beat: 'pvc', weight: 1 }],
        coupling: spread(0.7, 0.05, 0.55, 0.9),
        pause: 'full',
        burden: fixed(0.2),
        patterns: [{ pattern: 'isolated', weight: 1 }],
      }
    : null,
  atrial: null,
});

/** A small spec, made by hand so that these tests need no parser. 100 Hz x 2 s unless said otherwise. */
export function smallSpec(
  counts: readonly [number, number, number] = [13, 7, 0],
  rate = 100,
  duration = 2,
): Spec {
  const classes = [sinus('NSR', false), sinus('PVC', true), sinus('OTHER', false)];
  return {
    version: 1,
    title: 'A small set',
    seed: 42,
    recording: { rate, duration, samples: rate * duration, lead: 'II', resolution: 0.001 },
    beats,
    classes,
    noise: [{ type: 'white', rms: fixed(0.01) }],
    dataset: { strips: classes.map((c, i) => ({ class: c.name, count: counts[i] ?? 0 })), validation: 0.25 },
    training: { model: 'resnet18', width: 0.25, rate: 100, epochs: 2, batch: 8, learningRate: 0.001 },
  };
}

export const SOURCE = new TextEncoder().encode('ecgspec: 1\ntitle: A small set # µV\n');

/** A folder for one test file; `remove` it after. */
export function scratch(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'ecgspec-test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Bundles a source file for Node as the build does, and gives the path of the result. */
export function bundle(entry: string, folder: string, name: string): string {
  const outfile = join(folder, name);
  buildSync({
    entryPoints: [resolve(import.meta.dirname, '../../..', entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  return outfile;
}
