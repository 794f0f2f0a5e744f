import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';

/** What the sources import in the place of the compiled kernels. */
const IMPORT = /\/kernels\.wasm$/;
const FOLDER = path.join(ROOT, 'src', 'synthesis', 'kernels', 'assembly');

let compiled;
let compiledFrom;

/**
 * Compiles the kernels of src/synthesis/kernels/assembly to WebAssembly; again only where a source has changed since, as
 * several bundles want them at once.
 * @param {string} folder of the sources
 * @returns {Promise<Uint8Array>} the module
 * @throws what the AssemblyScript compiler says of a source that is wrong
 */
export function compileKernels(folder = FOLDER) {
  const from = stamp(folder);
  if (from !== compiledFrom) {
    compiledFrom = from;
    compiled = compile(folder);
  }
  return compiled;
}

/** Says which sources there are, and when each was changed. */
function stamp(folder) {
  const files = readdirSync(folder).sort();
  return files
    .map((file) => path.join(folder, file))
    .map((file) => `${file} ${statSync(file).mtimeMs}`)
    .join('\n');
}

async function compile(folder) {
  const { default: asc } = await import('assemblyscript/asc');
  let module;
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      ...['--outFile', 'kernels.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
      ...['--use', 'abort=', '--baseDir', folder],
    ],
    {
      writeFile(_name, contents) {
        module = contents;
      },
    },
  );
  if (error) throw new Error(`${stderr.toString()}\n${error.message}`, { cause: error });
  return module;
}

/** The compiled kernels as a script whose default export is a Uint8Array. */
async function kernelsScript() {
  const text = Buffer.from(await compileKernels()).toString('base64');
  return `export default Uint8Array.from(atob(${JSON.stringify(text)}), (c) => c.charCodeAt(0));`;
}

/** For esbuild: the compiled kernels as a Uint8Array inside the bundle. */
export const kernelsPlugin = {
  name: 'kernels',
  setup(build) {
    build.onResolve({ filter: IMPORT }, () => ({ path: 'kernels.wasm', namespace: 'kernels' }));
    build.onLoad({ filter: /.*/, namespace: 'kernels' }, async () => ({
      contents: await kernelsScript(),
      watchDirs: [FOLDER],
    }));
  },
};

/** The same for Vitest. */
export function kernelsForVite() {
  const id = '\0kernels.wasm';
  return {
    name: 'kernels',
    enforce: 'pre',
    resolveId: (source) => (IMPORT.test(source) ? id : undefined),
    load: (asked) => (asked === id ? kernelsScript() : undefined),
  };
}
