import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCli } from '../../../src/cli/program';
import { isLockFile } from '../../../src/dataset/manifest';
import { bundle, contents } from '../dataset/fixture';

export const ROOT = resolve(import.meta.dirname, '../../..');
export const EXAMPLE = join(ROOT, 'examples', 'four-arrhythmias.ecgspec');

/** The moment of making, which is in every set, is the same for all. */
export const AT_ONE_MOMENT = { ...process.env, SOURCE_DATE_EPOCH: '1767225600' };

/**
 * A spec of strips that take no time.
 * @param dataset how many of the classes SLOW and FAST
 */
export const smallStrips = (seed: number, dataset: string): string => `
ecgspec: 1
title: Small strips
seed: ${seed}
recording: { rate: 100 Hz, duration: 1 s }
beats:
  normal:
    R: { amplitude: 1.1 mV ± 0.2 mV, at: 0 ms, width: 10 ms }
classes:
  SLOW: { beat: normal, rhythm: { type: sinus, rate: 60..100 bpm } }
  FAST: { beat: normal, rhythm: { type: sinus, rate: 100..140 bpm } }
noise:
  - { type: white, rms: 10 µV }
dataset: ${dataset}
`;

/** What is in a set. The lock of a process that is gone is no part of it. */
export const setContents = (directory: string): Record<string, string> =>
  contents(directory, (path) => !isLockFile(path));

/** Bundles the command line and its worker as the build does, so that these tests need no dist/. */
export async function bundleCli(folder: string): Promise<string> {
  const dist = join(folder, 'dist');
  mkdirSync(dist);
  await bundle('src/dataset/worker.ts', dist, 'generate-worker.js');
  return bundle('src/cli/index.ts', dist, 'cli.js');
}

/** Runs a command in this process: the same as the program, less its start. */
export async function runHere(
  workerFile: string,
  args: readonly string[],
): Promise<{ code: number; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  const code = await runCli(args, {
    print: (line) => (stdout += `${line}\n`),
    warn: (line) => (stderr += `${line}\n`),
    signal: new AbortController().signal,
    workerFile,
  });
  return { code, stdout, stderr };
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `node cli.js ARGS` and gives the process and its end. */
export function start(
  cli: string,
  args: readonly string[],
  options: SpawnOptions & { readonly input?: string } = {},
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [cli, ...args], { ...options, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
  child.stdin?.end(options.input ?? '');
  const ended = new Promise<Ended>((done, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

export const run = (
  cli: string,
  args: readonly string[],
  options: Parameters<typeof start>[2] = {},
): Promise<Ended> => start(cli, args, options).ended;
