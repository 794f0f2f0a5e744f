#!/usr/bin/env node
// `npm test`: installs what is missing, runs every tier, and ends with a line of counts.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { InTurn } from './lib/inTurn.mjs';
import { ensureChromium, ensureFirefox, ensureModules } from './lib/install.mjs';
import { CACHE, ROOT } from './lib/paths.mjs';
import { Trouble, cleanEnv, requireNode, run, script } from './lib/process.mjs';
import {
  atLeastOneFailed,
  failuresOfJUnit,
  failuresOfVitest,
  readJUnit,
  readVitest,
  sum,
} from './lib/results.mjs';
import { runSuites } from './lib/suites.mjs';
import { ensureTrainerEnvironment, runTrainerTests } from './lib/trainer.mjs';
import { ensureServer } from './lib/vscode.mjs';

const RESULTS = path.join(CACHE, 'results');
const node = (...args) => run(process.execPath, args, { cwd: ROOT, allowFailure: true });
const bin = (...parts) => path.join(ROOT, 'node_modules', ...parts);

/** What tiers need beside the npm packages. One after the other: apt-get lets nobody else in while it works. */
const installs = new InTurn({
  chromium: ensureChromium,
  firefox: ensureFirefox,
  server: ensureServer,
  python: ensureTrainerEnvironment,
});

/**
 * In the order in which they run. Each returns how much passed and failed, and what failed where it can be named.
 * @type {Record<string, {title: string, needs?: string[], run(grep: string | undefined): Promise<{passed: number, failed: number, failures?: string[]}>}>}
 */
const TIERS = {
  static: {
    title: 'lint, format, types',
    run: () =>
      checks({
        eslint: () => node(bin('eslint', 'bin', 'eslint.js'), '.'),
        prettier: () => node(bin('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.'),
        'types of the pure rooms': () => node(bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'),
        'types of the Node rooms': () => node(bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.node.json'),
        'types of the pages': () => node(bin('typescript', 'bin', 'tsc'), '-p', 'tsconfig.web.json'),
        'types of the kernels': () =>
          node(bin('typescript', 'bin', 'tsc'), '-p', 'src/synthesis/kernels/assembly'),
      }),
  },
  build: {
    title: 'bundles, and the file that VS Code installs',
    run: () => checks({ 'build and package': () => node(path.join('scripts', 'package.mjs')) }),
  },
  unit: { title: 'pure rooms, data sets, command line', run: (grep) => vitest('unit', grep) },
  browser: {
    title: 'the pages in a real browser',
    needs: ['chromium', 'firefox'],
    run: async (grep) =>
      vitest('browser', grep, {
        ECGSPEC_CHROMIUM: await installs.get('chromium'),
        ECGSPEC_FIREFOX: await installs.get('firefox'),
      }),
  },
  vscode: {
    title: "suites in VS Code's extension host",
    run: async (grep) => {
      // It takes what it finds, and finds half of what is still being installed for the next tier.
      await installs.begun();
      return suites(grep);
    },
  },
  e2e: {
    title: 'the workbench, driven as a person would',
    needs: ['chromium', 'server'],
    run: async (grep) => {
      await installs.get('server');
      return vitest('e2e', grep, { ECGSPEC_CHROMIUM: await installs.get('chromium') });
    },
  },
  trainer: {
    title: 'the Python trainer',
    needs: ['python'],
    run: async (grep) => {
      const python = await installs.get('python');
      const results = resultsFile('trainer.xml');
      const { checks, code } = await runTrainerTests({ python, results, grep });
      if (!existsSync(results)) throw new Trouble('pytest left no results; its output says why.');
      const xml = readFileSync(results, 'utf8');
      return { ...sum([checks, readJUnit(xml, code)]), failures: failuresOfJUnit(xml) };
    },
  },
};
/** What these tiers run is dist/, so it is built before them. */
const NEED_BUILD = new Set(['unit', 'browser', 'vscode', 'e2e', 'trainer']);

const HELP = `Usage: npm test [-- TIER ... [--grep PATTERN]]

Installs what is missing and runs the tiers, all of them or those named:
${Object.entries(TIERS)
  .map(([name, { title }]) => `  ${name.padEnd(9)} ${title}`)
  .join('\n')}

  --grep PATTERN   only tests whose name matches`;

async function main() {
  requireNode();
  const { help, names, grep } = parse(process.argv.slice(2));
  if (help) return void console.log(HELP);
  await ensureModules();
  const outcomes = [];
  for (const name of names) {
    outcomes.push(await runTier(name, grep));
    // The rest waits for the network while tiers that need none of it use the processor.
    if (name === 'build') installs.begin(names.flatMap((later) => TIERS[later].needs ?? []));
  }
  return summary(outcomes);
}

function parse(args) {
  const names = [];
  let grep;
  let help = false;
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--help' || args[i] === '-h') help = true;
    else if (args[i] === '--grep' || args[i] === '-t') grep = args[++i];
    else if (Object.hasOwn(TIERS, args[i])) names.push(args[i]);
    else throw new Trouble(`There is no tier "${args[i]}"; the tiers are ${Object.keys(TIERS).join(', ')}.`);
  }
  if (names.length === 0) names.push(...Object.keys(TIERS));
  // A single tier needs what it runs; among all tiers the build has its turn anyway.
  if (!names.includes('build') && names.some((name) => NEED_BUILD.has(name))) names.unshift('build');
  return { help, names, grep };
}

async function runTier(name, grep) {
  const { title, run: runIt } = TIERS[name];
  console.log(`\n━━━ ${name}: ${title} ${'━'.repeat(Math.max(3, 70 - name.length - title.length))}`);
  const started = performance.now();
  let counts;
  try {
    counts = await runIt(grep);
    if (counts.passed + counts.failed === 0) {
      console.error(`Error: the tier "${name}" ran no test.`);
      counts = { passed: 0, failed: 1 };
    }
  } catch (error) {
    console.error(error instanceof Trouble ? `Error: ${error.message}` : error);
    counts = { passed: 0, failed: 1 };
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds.toFixed(1)} s`);
  return { name, seconds, ...counts };
}

function summary(outcomes) {
  console.log(`\n━━━ summary ${'━'.repeat(63)}`);
  for (const { name, passed, failed, failures = [], seconds } of outcomes) {
    const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed`;
    console.log(`${failed === 0 ? '✓' : '✗'} ${name.padEnd(9)}${counts} ${seconds.toFixed(1).padStart(7)} s`);
    for (const failure of failures) console.log(`    ${failure.replace(`${ROOT}${path.sep}`, '')}`);
  }
  // Machines read this line, so nothing else is on it.
  const { passed, failed } = sum(outcomes);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Runs all of them, two at a time, each counting as one test. */
async function checks(named) {
  const counts = { passed: 0, failed: 0 };
  const left = Object.entries(named).values();
  const work = async () => {
    for (const [name, check] of left) {
      const { code } = await check();
      console.log(`${code === 0 ? '✓' : '✗'} ${name}`);
      counts[code === 0 ? 'passed' : 'failed']++;
    }
  };
  await Promise.all([work(), work()]);
  return counts;
}

async function vitest(project, grep, env = {}) {
  const results = resultsFile(`${project}.json`);
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
  ];
  if (grep) args.push('-t', grep);
  const { code } = await run(process.execPath, [bin('vitest', 'vitest.mjs'), ...args], {
    cwd: ROOT,
    env: cleanEnv(env),
    allowFailure: true,
  });
  if (!existsSync(results))
    throw new Trouble(`vitest ended with ${code} and left no results; its output says why.`);
  const json = readFileSync(results, 'utf8');
  return { ...readVitest(json, code, grep !== undefined), failures: failuresOfVitest(json) };
}

async function suites(grep) {
  const results = resultsFile('vscode.json');
  const code = await runSuites({ results, grep });
  if (!existsSync(results))
    throw new Trouble(`VS Code ended with ${code} and left no results; its output says why.`);
  return atLeastOneFailed(JSON.parse(readFileSync(results, 'utf8')), code);
}

/** A results file that does not exist yet, so that an old one is never taken for this run's. */
function resultsFile(name) {
  mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, name);
  rmSync(file, { force: true });
  return file;
}

script(main);
