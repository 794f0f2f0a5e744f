#!/usr/bin/env node
// Bundles everything that runs into dist/. `--dev`: source maps, readable; `--watch`: again at every change.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NODE, PAGE, WORKER } from './lib/bundle.mjs';
import { ensureModules } from './lib/install.mjs';
import { noticesOf, packagesIn } from './lib/notices.mjs';
import { ROOT } from './lib/paths.mjs';
import { packedReadme } from './lib/readme.mjs';
import { requireNode, say, script } from './lib/process.mjs';

const HELP = `Usage: npm run build -- [--dev] [--watch]
  --dev    readable output with source maps
  --watch  build again at every change (implies --dev)`;

const fromRoot = (...parts) => path.join(ROOT, ...parts);
const monaco = (...parts) => fromRoot('node_modules', 'monaco-editor', ...parts);

/**
 * What is bundled, as esbuild options.
 * @param {boolean} dev
 */
function bundles(dev) {
  const common = {
    minify: !dev,
    sourcemap: dev ? 'linked' : false,
    define: { 'process.env.NODE_ENV': JSON.stringify(dev ? 'development' : 'production') },
  };
  const node = { ...NODE, ...common, outdir: 'dist' };
  const page = {
    ...PAGE,
    ...common,
    // What the first strip does not need is split off and loaded later.
    splitting: true,
    outdir: 'dist/webview',
    chunkNames: 'chunks/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    loader: { '.ttf': 'file', '.svg': 'dataurl' },
    alias: MONACO_ALIAS,
  };
  const worker = { ...WORKER, ...common, outdir: 'dist/webview', alias: MONACO_ALIAS };
  return [
    { ...node, entryPoints: { extension: 'src/extension/index.ts' } },
    // Loaded when somebody first asks for completion or a hover in a plain text editor.
    {
      ...node,
      entryPoints: { 'schema-service': 'src/extension/language/schemaService.ts' },
      // The service asks for a form of this library whose parts no bundler finds.
      alias: { 'vscode-json-languageservice/lib/umd': 'vscode-json-languageservice/lib/esm' },
    },
    { ...node, entryPoints: { 'data-sets': 'src/extension/dataSets.ts' } },
    {
      ...node,
      entryPoints: { cli: 'src/cli/index.ts' },
      // A hashbang in the source is kept by esbuild; src/cli/index.ts therefore has none.
      banner: { js: '#!/usr/bin/env node' },
    },
    { ...node, entryPoints: { 'generate-worker': 'src/dataset/worker.ts' } },
    {
      // Reports hold its text inside, so it is a file to read and no code to bundle.
      absWorkingDir: ROOT,
      logLevel: 'warning',
      loader: { '.js': 'copy' },
      entryPoints: {
        'plotly-basic.min': fromRoot('node_modules', 'plotly.js-basic-dist-min', 'plotly-basic.min.js'),
      },
      outdir: 'dist',
    },
    {
      // What runs models, as the worker asks for it: WebAssembly for the processor alone.
      absWorkingDir: ROOT,
      logLevel: 'warning',
      loader: { '.wasm': 'copy' },
      entryPoints: {
        'ort-wasm-simd-threaded': fromRoot(
          'node_modules',
          'onnxruntime-web',
          'dist',
          'ort-wasm-simd-threaded.wasm',
        ),
      },
      outdir: 'dist/webview',
    },
    {
      ...page,
      entryPoints: {
        editor: 'src/webview/editor/index.ts',
        dashboard: 'src/webview/dashboard/index.ts',
        report: 'src/webview/report/index.ts',
        viewer: 'src/webview/viewer/index.ts',
        newSpec: 'src/webview/newSpec/index.ts',
      },
    },
    {
      ...worker,
      entryPoints: {
        'editor.worker': monaco('esm', 'vs', 'editor', 'editor.worker.js'),
        'yaml.worker': fromRoot('node_modules', 'monaco-yaml', 'yaml.worker.js'),
        'preview.worker': 'src/webview/editor/preview/preview.worker.ts',
      },
    },
    {
      ...worker,
      entryPoints: { 'model.worker': 'src/webview/editor/model/model.worker.ts' },
      // The runtime asks where it was loaded from; it is handed what it would look for there.
      define: { ...worker.define, 'import.meta.url': '""' },
    },
  ];
}

/** monaco-editor's export map hides the one file under which monaco-yaml's worker asks for it. */
const MONACO_ALIAS = {
  'monaco-editor/esm/vs/editor/editor.worker.js': monaco('esm', 'vs', 'editor', 'editor.worker.js'),
};

async function main() {
  requireNode();
  const args = process.argv.slice(2);
  if (args.includes('--help')) return void console.log(HELP);
  await ensureModules();
  const { build, context } = await import('esbuild');
  const watch = args.includes('--watch');
  const started = performance.now();
  const options = bundles(watch || args.includes('--dev'));
  if (watch) {
    const contexts = await Promise.all(options.map((bundle) => context({ ...bundle, logLevel: 'info' })));
    await Promise.all(contexts.map((one) => one.watch()));
    say('Watching for changes; Ctrl+C ends it.');
    return undefined;
  }
  try {
    const built = await Promise.all(options.map((bundle) => build({ ...bundle, metafile: true })));
    const metafiles = built.map(({ metafile }) => metafile);
    const outputs = metafiles.flatMap((metafile) => Object.keys(metafile.outputs));
    writeFileSync(fromRoot('dist', 'NOTICES.txt'), noticesOf(ROOT, packagesIn(metafiles)));
    writeFileSync(fromRoot('dist', 'README.md'), packedReadme(readFileSync(fromRoot('README.md'), 'utf8')));
    removeStale(new Set([...outputs, 'dist/NOTICES.txt', 'dist/README.md'].map((file) => fromRoot(file))));
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    return 1; // esbuild has said what and where
  }
  say(`Built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  return 0;
}

/** Leaves in dist/ what was just built, and nothing of earlier builds. */
function removeStale(outputs) {
  for (const entry of readdirSync(fromRoot('dist'), { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && !outputs.has(file)) rmSync(file, { force: true });
  }
}

script(main);
