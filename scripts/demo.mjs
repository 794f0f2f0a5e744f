#!/usr/bin/env node
// `npm run demo`: the whole chain without a screen, from an example spec to a report on real strips.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureModules } from './lib/install.mjs';
import { CACHE, EXAMPLES, FIRST_EXAMPLE, ROOT } from './lib/paths.mjs';
import { requireNode, say, script } from './lib/process.mjs';
import { CANCELLED, forwardSignals, node, seconds, StepFailed } from './lib/steps.mjs';

const OUT = path.join(ROOT, 'demo-output');
const HELP = `Usage: npm run demo

Runs the whole chain without a screen on the shipped example and the shipped real strips: validate,
render, generate, pre-train (quick), fine-tune and evaluate (quick). Everything it writes goes into
demo-output/, which is made anew. The first run installs PyTorch; set ECGSPEC_ENV to use an environment
that you have.`;

async function main() {
  requireNode();
  if (process.argv.includes('--help')) return void console.log(HELP);
  forwardSignals();
  try {
    await ensureModules();
    await node([path.join('scripts', 'build.mjs')]);
    return await demo();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error(
      error.code === CANCELLED ? '\nThe demo was cancelled.' : '\nThe demo stopped; see above why.',
    );
    return error.code;
  }
}

async function demo() {
  const at = (name) => path.join('demo-output', name);
  const env = process.env.ECGSPEC_ENV || path.join(CACHE, 'test-env');
  const spec = path.relative(ROOT, FIRST_EXAMPLE);
  const real = path.relative(ROOT, path.join(EXAMPLES, 'real'));
  const [dataset, model, report] = ['dataset', 'model', 'report'].map((name) =>
    at(`four-arrhythmias-${name}`),
  );
  const cli = (...args) => node([path.join('dist', 'cli.js'), ...args]);
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT);

  let started = performance.now();
  say('Setting up the training environment if it is not there yet ...');
  await cli('setup', '--env', env);
  const setup = seconds(started);

  const steps = {
    Validate: ['validate', spec],
    'Render SVG': ['render', spec, '--out', at('strips.svg')],
    'Render PNG': ['render', spec, '--out', at('strips.png')],
    Generate: ['generate', spec, '--out', dataset],
    'Pre-train': ['pretrain', dataset, '--out', model, '--quick', '--env', env],
    'Fine-tune and evaluate': ['evaluate', model, '--real', real, '--out', report, '--quick', '--env', env],
  };
  const times = [];
  started = performance.now();
  for (const [title, args] of Object.entries(steps)) {
    console.log('');
    say(`${title}: ecgspec ${args.filter((arg) => arg !== '--env' && arg !== env).join(' ')}`);
    const began = performance.now();
    await cli(...args);
    times.push([title, seconds(began)]);
  }
  const total = seconds(started);

  console.log(`\n${figures(readFileSync(path.join(ROOT, report, 'results.csv'), 'utf8'))}`);
  console.log('Seconds:');
  for (const [title, time] of times) console.log(`  ${title.padEnd(24)}${time.toFixed(1).padStart(7)}`);
  console.log(
    `  ${'All steps'.padEnd(24)}${total.toFixed(1).padStart(7)}   (and ${setup.toFixed(1)} for the environment)`,
  );
  console.log(`\nStrips: ${at('strips.png')}\nReport: ${path.join(report, 'report.html')}`);
  return 0;
}

/** A table of mean AUROC over seeds: from scratch, pre-trained, and what pre-training gained. */
function figures(csv) {
  const [header, ...rows] = csv
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const results = rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]])));
  const mean = (positive, arm, size) => {
    const values = results
      .filter((row) => row.class === positive && row.arm === arm && (size === undefined || row.size === size))
      .map((row) => Number(row.auroc));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const lines = ['AUROC on real strips of patients not seen in training, mean over seeds:'];
  lines.push('  class   strips per class   from scratch   pre-trained     gain');
  for (const positive of new Set(results.map((row) => row.class))) {
    const sizes = new Set(
      results.filter((row) => row.class === positive && row.arm === 'scratch').map((row) => row.size),
    );
    for (const size of sizes) {
      const scratch = mean(positive, 'scratch', size);
      const pretrained = mean(positive, 'pretrained', size);
      const gain = pretrained - scratch;
      lines.push(
        `  ${positive.padEnd(8)}${size.padStart(16)}${scratch.toFixed(3).padStart(15)}${pretrained.toFixed(3).padStart(14)}${`${gain < 0 ? '' : '+'}${gain.toFixed(3)}`.padStart(9)}`,
      );
    }
    const synthetic = mean(positive, 'synthetic');
    if (Number.isFinite(synthetic)) {
      lines.push(
        `  ${positive.padEnd(8)}${'0'.padStart(16)}${'–'.padStart(15)}${synthetic.toFixed(3).padStart(14)}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

script(main);
