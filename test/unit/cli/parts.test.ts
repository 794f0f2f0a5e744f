import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { openDataset } from '../../../src/dataset/open';
import { scratch } from '../dataset/fixture';
import { AT_ONE_MOMENT, bundleCli, ROOT, run, setContents, smallStrips, start } from './fixture';

/** Strips that take no time, in five shards. */
const SPEC = smallStrips(5, '{ strips: { SLOW: 2500, FAST: 1000 }, validation: 20 % }');

const { folder, remove } = scratch();
const env = AT_ONE_MOMENT;
const spec = join(folder, 'small.ecgspec');
let cli: string;
let expected: Record<string, string>;
const at = (name: string): string => join(folder, name);
const ecgspec = (...args: string[]) => run(cli, args, { env });

beforeAll(async () => {
  cli = await bundleCli(folder);
  writeFileSync(spec, SPEC);
  expect(await ecgspec('generate', spec, '--out', at('whole'), '--format', 'csv')).toMatchObject({ code: 0 });
  expected = setContents(at('whole'));
}, 120_000);
afterAll(remove);

describe('parts of a data set', () => {
  it.each([1, 2, 7])('are the same set when %i processes make them and they are merged', async (of) => {
    const parts = Array.from({ length: of }, (_, i) => at(`part-${i + 1}-of-${of}`));
    const made = await Promise.all(
      parts.map((out, i) => ecgspec('generate', spec, '--part', `${i + 1}/${of}`, '--out', out)),
    );
    for (const { code, stdout } of made) {
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`^Part \\d of ${of}: `));
    }
    // None is ever taken for a set.
    expect(existsSync(join(parts[0]!, 'manifest.json'))).toBe(false);
    expect(() => openDataset(parts[0]!)).toThrow(
      `holds part 1 of ${of} of a data set; put all of them together by: ecgspec merge`,
    );
    const before = setContents(parts[0]!);
    const out = at(`merged-${of}`);
    expect(await ecgspec('merge', spec, ...parts, '--out', out, '--format', 'csv')).toMatchObject({
      code: 0,
    });
    expect(setContents(out)).toEqual(expected);
    expect(setContents(parts[0]!)).toEqual(before);
  });

  it('are gone on with when they are killed, and so is merging', async () => {
    const [one, two] = [at('a'), at('b')];
    const cut = async (...args: string[]): Promise<void> => {
      const { child, ended } = start(cli, [...args, '--json'], { env });
      child.stdout!.once('data', () => child.kill('SIGKILL'));
      await ended;
    };
    for (const [part, out] of [
      ['1/2', one],
      ['2/2', two],
    ] as const) {
      await cut('generate', spec, '--part', part, '--out', out);
      expect(await ecgspec('generate', spec, '--part', part, '--out', out)).toMatchObject({ code: 0 });
    }
    const out = at('merged-killed');
    const merge = ['merge', spec, one, two, '--out', out, '--format', 'csv'];
    await cut(...merge);
    expect(await ecgspec(...merge)).toMatchObject({ code: 0 });
    expect(setContents(out)).toEqual(expected);
  });

  it('are refused in a sentence when they are not the whole set, of another, damaged, or no parts', async () => {
    const [one, two] = [at('part-1-of-2'), at('part-2-of-2')];
    const out = at('never');
    const refused = async (pattern: RegExp, ...args: string[]): Promise<void> => {
      expect(await ecgspec('merge', spec, ...args, '--out', out)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(pattern),
      });
      expect(existsSync(out)).toBe(false);
    };
    await refused(
      /The parts lack 2 shards of 1,\d{3} strips, so one was not finished or is not among them/,
      one,
    );
    await refused(/no part of this data set, because it is of other strips/, one, two, '--strips', '10');
    await refused(/holds no part of a data set/, one, at('nowhere'));
    const damaged = at('damaged');
    cpSync(two, damaged, { recursive: true });
    appendFileSync(join(damaged, 'train-00001.labels.npy'), 'x');
    // What was whole stays, and a sound part completes it.
    expect(await ecgspec('merge', spec, one, damaged, '--out', out)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /train-00001\.labels\.npy has \d+ bytes instead of \d+; run that part again.* is kept/,
      ),
    });
    expect(existsSync(join(out, 'INCOMPLETE.json')) && !existsSync(join(out, 'manifest.json'))).toBe(true);
    expect(await ecgspec('merge', spec, one, two, '--out', out, '--format', 'csv')).toMatchObject({
      code: 0,
    });
    expect(setContents(out)).toEqual(expected);
    expect(await ecgspec('generate', spec, '--part', '3/2')).toMatchObject({ code: 2 });
    expect(
      await ecgspec('generate', spec, '--part', '1/2', '--format', 'csv', '--out', at('x')),
    ).toMatchObject({ code: 1, stderr: expect.stringContaining('give --format to "ecgspec merge"') });
  });
});

describe('the files for clusters', () => {
  const CLUSTER = join(ROOT, 'examples', 'cluster');
  /** Runs a script as the cluster does, with its variables. */
  const shell = (args: readonly string[], variables: Record<string, string>): void => {
    const [program, ...rest] = args as [string, ...string[]];
    const done = spawnSync(program, rest, {
      env: { ...env, SPEC: spec, ECGSPEC: `${process.execPath} ${cli}`, ...variables },
      encoding: 'utf8',
    });
    expect(done.status, done.stderr).toBe(0);
  };

  it('make the set with Slurm, an array job and one after it', () => {
    const OUT = at('slurm parts');
    const generate = ['bash', join(CLUSTER, 'generate.slurm')];
    for (const task of ['1', '2'])
      shell(generate, { OUT, SLURM_ARRAY_TASK_ID: task, SLURM_ARRAY_TASK_COUNT: '2' });
    // One alone, again: it was finished, and stays as it is.
    shell(generate, { OUT, SLURM_ARRAY_TASK_ID: '2', SLURM_ARRAY_TASK_COUNT: '1', PARTS: '2' });
    shell(['bash', join(CLUSTER, 'merge.slurm')], { OUT });
    const { manifest } = openDataset(join(OUT, 'dataset'));
    expect(manifest.shards).toEqual(openDataset(at('whole')).manifest.shards);
  });

  it('make the set with Kubernetes, an indexed Job and one after it', () => {
    interface Job {
      readonly spec: {
        readonly completionMode?: string;
        readonly completions?: number;
        readonly parallelism?: number;
        readonly suspend?: boolean;
        readonly template: {
          readonly spec: {
            readonly containers: readonly [
              {
                readonly command: readonly string[];
                readonly env: readonly { readonly name: string; readonly value: string }[];
              },
            ];
          };
        };
      };
    }
    const text = readFileSync(join(CLUSTER, 'generate.kubernetes.yaml'), 'utf8');
    const [generate, merge] = parseAllDocuments(text).map((document) => document.toJS() as Job);
    const parts = generate!.spec.template.spec.containers[0].env.find(({ name }) => name === 'PARTS')!.value;
    expect(generate!.spec).toMatchObject({
      completionMode: 'Indexed',
      completions: Number(parts),
      parallelism: Number(parts),
    });
    expect(merge!.spec.suspend).toBe(true);
    const OUT = at('pods');
    for (const index of ['0', '1'])
      shell(generate!.spec.template.spec.containers[0].command, {
        OUT,
        PARTS: '2',
        JOB_COMPLETION_INDEX: index,
      });
    shell(merge!.spec.template.spec.containers[0].command, { OUT });
    const { manifest } = openDataset(join(OUT, 'dataset'));
    expect(manifest.shards).toEqual(openDataset(at('whole')).manifest.shards);
  });
});
