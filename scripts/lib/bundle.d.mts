import type { BuildOptions } from 'esbuild';

/** esbuild's options for what runs in Node, in pages, and in pages' workers. */
export const NODE: BuildOptions;
export const PAGE: BuildOptions;
export const WORKER: BuildOptions;
/** Bundles one of our source files; `entry` is relative to the checkout. Resolves with `outfile`. */
export function bundleFile(options: BuildOptions, entry: string, outfile: string): Promise<string>;
/** Imports our TypeScript into a script; `code` is a module whose imports are relative to the checkout. */
export function importSources(name: string, code: string): Promise<Record<string, unknown>>;
/** The same as a file, for worker threads and child processes to import. Resolves with its path. */
export function bundleSources(name: string, code: string): Promise<string>;
