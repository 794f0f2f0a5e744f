import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { kernelsPlugin } from './kernels.mjs';
import { CACHE, ROOT } from './paths.mjs';

/** What every bundle of our sources has in common: what they need of esbuild belongs here. */
const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [kernelsPlugin],
};

/** esbuild's options for what runs in Node, the extension host included. */
export const NODE = {
  ...COMMON,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  // In Node some packages' CommonJS builds are found first, and one of them cannot be bundled.
  mainFields: ['module', 'main'],
};

/** Of pages: ES modules. */
export const PAGE = { ...COMMON, platform: 'browser', format: 'esm', target: 'es2022' };

/** Of workers in pages: they are started from blobs, so each is one classic script. */
export const WORKER = { ...PAGE, format: 'iife' };

/**
 * Bundles one of our source files, for scripts and tests that want the present sources whatever dist/ holds.
 * @param {object} options NODE, PAGE or WORKER
 * @param {string} entry relative to the checkout
 * @param {string} outfile
 * @returns {Promise<string>} `outfile`
 */
export async function bundleFile(options, entry, outfile) {
  const { build } = await import('esbuild');
  await build({ ...options, entryPoints: [entry], outfile });
  return outfile;
}

/**
 * Imports our TypeScript into a script; Node cannot read it.
 * @param {string} name of the bundle's file in the cache, one for each caller
 * @param {string} code a module whose imports are relative to the checkout
 */
export async function importSources(name, code) {
  const file = await bundleSources(name, code);
  return import(`${pathToFileURL(file).href}?${Date.now()}`);
}

/**
 * The same as a file, for worker threads and child processes to import.
 * @returns {Promise<string>} its path
 */
export async function bundleSources(name, code) {
  const { build } = await import('esbuild');
  const outfile = path.join(CACHE, 'bundles', `${name}.mjs`);
  const stdin = { contents: code, resolveDir: ROOT, loader: 'ts' };
  // Some packages are CommonJS and ask for Node's own modules by a function that ES modules lack.
  const js = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  const plugins = [...NODE.plugins, OWN_SCRIPTS];
  await build({ ...NODE, format: 'esm', banner: { js }, stdin, outfile, plugins });
  return outfile;
}

/** Our scripts stay where they are, because they find the checkout and their packages from there. */
const OWN_SCRIPTS = {
  name: 'own-scripts',
  setup({ onResolve }) {
    onResolve({ filter: /(?:^|\/)scripts\/lib\/[\w-]+\.mjs$/ }, ({ path: name, resolveDir }) => ({
      path: pathToFileURL(path.resolve(resolveDir, name)).href,
      external: true,
    }));
  },
};
