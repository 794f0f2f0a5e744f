#!/usr/bin/env node
// `npm run bench`: measures speed, ours and others' in the same run, and prints a table or JSON.
import { mkdirSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureModules } from './lib/install.mjs';
import { CACHE, ROOT } from './lib/paths.mjs';
import { Trouble, requireNode, run, say, script } from './lib/process.mjs';

const FOLDER = path.join(ROOT, 'bench');
const HELP = `Usage: npm run bench [-- [NAME ...] [--json]]

Runs the benchmarks in bench/, all of them or those named; the first run installs NeuroKit2 and PyTorch.
  --json      print one JSON object and nothing else: npm run --silent bench -- --json`;

async function main() {
  requireNode();
  const args = process.argv.slice(2);
  if (args.includes('--help')) return void console.log(HELP);
  const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--json');
  if (unknown) throw new Trouble(`There is no option ${unknown}.\n${HELP}`);
  const json = args.includes('--json');
  const print = console.log;
  // All words go to standard error then, so that standard output holds the object alone.
  if (json) console.log = console.error;

  const all = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => file.slice(0, -4))
    .sort();
  const named = args.filter((arg) => !arg.startsWith('--'));
  const wrong = named.find((name) => !all.includes(name));
  if (wrong) throw new Trouble(`There is no benchmark "${wrong}"; there are ${all.join(', ')}.`);

  await ensureModules();
  await run(process.execPath, [path.join(ROOT, 'scripts', 'build.mjs')], { cwd: ROOT, quiet: true });
  const cache = path.join(CACHE, 'bench');
  mkdirSync(cache, { recursive: true });
  const context = { root: ROOT, cache, say };

  let failed = false;
  const report = { machine: machine(), started: new Date().toISOString(), benchmarks: {} };
  for (const file of named.length > 0 ? named : all) {
    const benchmark = await import(pathToFileURL(path.join(FOLDER, `${file}.mjs`)).href);
    if (!json) say(`${benchmark.name} ...`);
    try {
      report.benchmarks[file] = { name: benchmark.name, figures: await benchmark.run(context) };
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      // One that cannot run here, for want of Python say, keeps none of the others' figures back.
      failed = true;
      console.error(`\nError: "${file}" was not measured: ${error.message}`);
    }
  }
  print(json ? JSON.stringify(report) : table(report));
  return failed ? 1 : 0;
}

const machine = () => ({
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cores: os.availableParallelism(),
  load: Math.round(os.loadavg()[0] * 10) / 10,
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
});

function table({ machine: { cpu, cores, load, node, platform }, benchmarks }) {
  const lines = ['', `${cpu}, ${cores} cores, load ${load} before the start, Node.js ${node}, ${platform}`];
  for (const { name, figures } of Object.values(benchmarks)) {
    lines.push('', name);
    for (const figure of figures) {
      const ratios = (figure.ratios ?? []).map(({ to, value }) => `${ratio(value)} x ${to}`);
      const words = [...ratios, figure.note].filter(Boolean).join('; ');
      lines.push(
        `  ${figure.name.padEnd(28)}${number(figure.value).padStart(10)} ${figure.unit.padEnd(9)} ${words}`.trimEnd(),
      );
    }
  }
  return lines.join('\n');
}

const ratio = (value) => (value >= 10 ? Math.round(value) : value.toPrecision(2));
const number = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

script(main);
