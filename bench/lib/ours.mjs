import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { bundleSources } from '../../scripts/lib/bundle.mjs';
import { ROOT } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/process.mjs';

const HERE = import.meta.dirname;

/** What the peers are asked for too. */
export const COMPARISON = path.join(ROOT, 'bench', 'comparison.ecgspec');

/** The present sources, as one file for this process, its workers and its children. */
export const bundleSynthesis = () =>
  bundleSources(
    'synthesis',
    "export { costOf, parseSpec } from './src/spec'; export { compile } from './src/synthesis'; export { Random } from './src/synthesis/random'; export { Kernels } from './src/synthesis/kernels/kernels';",
  );

/** The spec in a file, compiled by a bundle of ours. */
export function compileFile({ parseSpec, compile }, file) {
  return compile(parseSpec(readFileSync(file, 'utf8')).spec);
}

/**
 * Worker threads that make strips of the comparison, nothing else, when they are asked to.
 * @returns {Promise<{measure(count: number, seconds: number): Promise<number>, stop(): Promise<void>}>} `measure` gives
 *   the strips a second of the first `count` of them together
 */
export async function startThreads(bundle, total) {
  const threads = await Promise.all(
    Array.from({ length: total }, async (_, number) => {
      const workerData = { bundle, file: COMPARISON, number };
      const thread = new Worker(path.join(HERE, 'thread.mjs'), { workerData });
      await once(thread, 'message');
      return thread;
    }),
  );
  const ask = async (thread, seconds) => {
    const answer = once(thread, 'message');
    thread.postMessage(seconds);
    return (await answer)[0];
  };
  return {
    measure: async (count, seconds) => {
      const rates = await Promise.all(threads.slice(0, count).map((thread) => ask(thread, seconds)));
      return rates.reduce((a, b) => a + b, 0);
    },
    stop: async () => void (await Promise.all(threads.map((thread) => thread.terminate()))),
  };
}

/** Resident memory, MB, of a process that has made 20,000 strips of the comparison, and then as many more. */
export async function memory(bundle) {
  const { output } = await run(process.execPath, [path.join(HERE, 'memory.mjs'), bundle, COMPARISON], {
    quiet: true,
  });
  return JSON.parse(output);
}
