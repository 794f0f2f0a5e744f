#!/usr/bin/env node
// `npm run experiment`: what pre-training gains on real strips, the protocol of docs/experiments.md from spec to report.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureModules } from './lib/install.mjs';
import { CACHE, EXAMPLES, FIRST_EXAMPLE, ROOT } from './lib/paths.mjs';
import { Trouble, requireNode, say, script } from './lib/process.mjs';
import { CANCELLED, forwardSignals, node, seconds, StepFailed } from './lib/steps.mjs';

const HELP = `Usage: npm run experiment [-- [--full] [--restart]]

Measures what pre-training on synthetic strips gains on real ones: generate, pre-train, fine-tune and compare, lay the
gains beside each other. It goes on where it was interrupted; steps that are done are not done again.

  (nothing)   AF and PVC, a quarter-width ResNet-18, three sizes, three seeds: under ten minutes on two cores
  --full      four classes, ten architectures, nine sizes, five seeds: for a GPU, in steps of minutes
  --restart   begin anew

Real strips: ../shared/data/real-ecg where it is there, else examples/real. Results: experiment-output/.`;

const NORMAL = 'NSR';
const LARGE = path.join(ROOT, '..', 'shared', 'data', 'real-ecg');

/** How much of everything, and on what. */
const PLANS = {
  quick: {
    classes: ['AF', 'PVC'],
    strips: 300,
    models: ['resnet18'],
    pretrain: ['--width', '0.25', '--epochs', '5'],
    evaluate: ['--sizes', '2,10,50', '--seeds', '3', '--epochs', '20'],
  },
  full: {
    classes: ['AF', 'AFLT', 'PVC', 'WPW'],
    strips: 5000,
    models: [
      ...['resnet18', 'resnet34', 'resnet50', 'efficientnet-b0', 's4d'],
      ...['mega', 'luna', 'transformer', 'lstm', 'gru'],
    ],
    pretrain: ['--width', '1', '--epochs', '20'],
    evaluate: ['--seeds', '5'],
  },
};

async function main() {
  requireNode();
  const args = process.argv.slice(2);
  if (args.includes('--help')) return void console.log(HELP);
  const unknown = args.find((arg) => !['--full', '--restart'].includes(arg));
  if (unknown) throw new Trouble(`There is no option ${unknown}.\n${HELP}`);
  const name = args.includes('--full') ? 'full' : 'quick';
  forwardSignals();
  try {
    await ensureModules();
    await node([path.join('scripts', 'build.mjs')]);
    return await experiment(name, args.includes('--restart'));
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error(
      `\nThe experiment ${error.code === CANCELLED ? 'was cancelled' : 'stopped; see above why'}. The same command goes on with what is not done.`,
    );
    return error.code;
  }
}

async function experiment(name, restart) {
  const out = path.join(ROOT, 'experiment-output', name);
  if (restart) rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const env = process.env.ECGSPEC_ENV || path.join(CACHE, 'test-env');
  await node([path.join('dist', 'cli.js'), 'setup', '--env', env]);
  const steps = stepsOf(PLANS[name], path.relative(ROOT, out), ['--env', env]);
  const started = performance.now();
  for (const [i, step] of steps.entries()) {
    console.log('');
    say(`Step ${i + 1} of ${steps.length}, ${step.title}`);
    await runStep(step);
  }
  say(
    `Done in ${(seconds(started) / 60).toFixed(1)} minutes. Gains: ${path.join(out, 'gains', 'gains.html')}`,
  );
  return 0;
}

/** In order; each writes a folder, whose key is the last file to be there. */
function stepsOf({ classes, strips, models, pretrain, evaluate }, out, env) {
  const at = (name) => path.join(out, name);
  const real = existsSync(LARGE)
    ? [
        ...['--real', path.relative(ROOT, LARGE), '--signals', 'strips.i16', '--samples', '2500'],
        ...['--rate', '250', '--label', 'primary', '--patient', 'patient', '--crop', '0.3'],
      ]
    : ['--real', path.relative(ROOT, path.join(EXAMPLES, 'real'))];
  const spec = path.relative(ROOT, FIRST_EXAMPLE);
  const dataset = at('dataset');
  const generate = [
    'generate',
    spec,
    '--strips',
    String(strips),
    '--class',
    NORMAL,
    ...classes,
    '--out',
    dataset,
  ];
  const steps = [
    {
      title: `synthetic strips of ${[NORMAL, ...classes].join(', ')}`,
      folder: dataset,
      key: 'manifest.json',
      args: generate,
      needs: [],
    },
  ];
  const reports = [];
  for (const model of models) {
    const folder = at(`${model}-model`);
    const train = ['pretrain', dataset, '--model', model, ...pretrain, '--out', folder, ...env];
    steps.push({
      title: `pre-training of ${model}`,
      folder,
      key: 'config.json',
      args: train,
      needs: [generate],
    });
    for (const positive of classes) {
      const report = at(`${model}-${positive}-report`);
      reports.push(report);
      steps.push({
        title: `${positive} with ${model}: fine-tuning and comparison`,
        folder: report,
        key: 'report.json',
        args: ['evaluate', folder, ...real, '--positive', positive, ...evaluate, '--out', report, ...env],
        needs: [generate, train],
        // A class that the recordings have too few patients of.
        optional: true,
      });
    }
  }
  steps.push({ title: 'gains', folder: at('gains'), key: 'gains.json', reports });
  return steps;
}

/** Does a step unless it is done: its key is there, and the note beside its folder says that the same words made it and what it needs. */
async function runStep({ title, folder, key, args, needs, optional, reports }) {
  const words = args ?? [
    'gains',
    ...reports.filter((one) => existsSync(path.join(ROOT, one, 'report.json'))),
    '--out',
    folder,
  ];
  const note = path.join(ROOT, `${folder}.step.json`);
  const whole = path.join(ROOT, folder, key);
  const told = JSON.stringify([words, needs]);
  const same = existsSync(note) && readFileSync(note, 'utf8') === told;
  if (same && existsSync(whole) && reports === undefined) {
    console.log('It was done before.');
    return;
  }
  writeFileSync(note, told);
  const began = performance.now();
  const replace = existsSync(path.join(ROOT, folder)) ? ['--overwrite'] : [];
  try {
    await node([path.join('dist', 'cli.js'), ...words, ...replace]);
  } catch (error) {
    if (!(error instanceof StepFailed) || error.code === CANCELLED || !optional) throw error;
    console.log(`Left out: ${title}; see above why.`);
    return;
  }
  console.log(`${seconds(began).toFixed(0)} s.`);
}

script(main);
