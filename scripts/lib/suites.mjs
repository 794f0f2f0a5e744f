import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NODE } from './bundle.mjs';
import { ensureChromium } from './install.mjs';
import { CACHE, EXAMPLES, ROOT } from './paths.mjs';
import { Trouble, say } from './process.mjs';
import { ensureServer, findDesktop, hasDisplay } from './vscode.mjs';

const OUT = path.join(ROOT, 'out', 'vscode');

/**
 * Runs test/vscode/suite inside a real VS Code's extension host: an installed desktop one, else a downloaded one, else
 * the server with a headless Chromium.
 * @param {{results: string, grep?: string}} options `results`: file for the counts, as JSON
 * @returns {Promise<number>} exit code
 */
export async function runSuites({ results, grep }) {
  await bundleSuites();
  const { program, kind } = await chooseVsCode();
  say(`Running the suites in ${kind}.`);
  const { runTests } = await import('@vscode/test-electron');
  const data = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'ecgspec-suite-')));
  const workspace = path.join(data, 'workspace');
  // The suites write into it; what they find there is what a user opens first.
  if (existsSync(EXAMPLES)) cpSync(EXAMPLES, workspace, { recursive: true });
  else mkdirSync(workspace);
  try {
    await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: path.join(OUT, 'index'),
      extensionTestsEnv: { ECGSPEC_TEST_RESULTS: results, ...(grep ? { ECGSPEC_TEST_GREP: grep } : {}) },
      launchArgs: [
        workspace,
        '--disable-extensions',
        `--user-data-dir=${path.join(data, 'user')}`,
        `--extensions-dir=${path.join(data, 'extensions')}`,
      ],
    });
    return 0;
  } catch (error) {
    if (/^Test run /.test(error.message)) return 1; // its output has said why
    throw error;
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Each suite becomes a CommonJS file of its own, as the extension host loads nothing else. */
async function bundleSuites() {
  rmSync(OUT, { recursive: true, force: true });
  const suites = path.join(ROOT, 'test', 'vscode', 'suite');
  const files = readdirSync(suites, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.test.ts'),
  );
  if (files.length === 0) throw new Trouble('test/vscode/suite has no *.test.ts.');
  const entryPoints = { index: path.join(ROOT, 'test', 'vscode', 'runner', 'index.ts') };
  for (const name of files) entryPoints[`suite/${name.replace(/\.ts$/, '')}`] = path.join(suites, name);
  const { build } = await import('esbuild');
  await build({ ...NODE, external: ['vscode', 'mocha'], entryPoints, outdir: OUT, sourcemap: 'inline' });
}

async function chooseVsCode() {
  const desktop = findDesktop();
  if (desktop?.program)
    return { program: desktop.program, kind: `the installed VS Code (${desktop.program})` };
  // Without a screen a desktop VS Code would not start, so it is not fetched either.
  if (hasDisplay() && process.env.ECGSPEC_VSCODE !== 'server') {
    const downloaded = await download();
    if (downloaded) return { program: downloaded, kind: 'a downloaded VS Code' };
  }
  await Promise.all([ensureServer(), ensureChromium()]);
  const { version } = JSON.parse(
    readFileSync(path.join(ROOT, 'scripts', 'code-server', 'package.json'), 'utf8'),
  );
  return {
    program: path.join(ROOT, 'scripts', 'lib', 'vscode-shim.mjs'),
    kind: `VS Code's server (code-server ${version}) with a headless Chromium`,
  };
}

async function download() {
  const { downloadAndUnzipVSCode, SilentReporter } = await import('@vscode/test-electron');
  try {
    return await downloadAndUnzipVSCode({
      version: 'stable',
      cachePath: path.join(CACHE, 'vscode'),
      reporter: new SilentReporter(),
      timeout: 30_000,
    });
  } catch (error) {
    say(`The desktop VS Code could not be downloaded (${error.message}).`);
    return undefined;
  }
}
