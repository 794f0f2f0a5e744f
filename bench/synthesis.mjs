import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { importSources } from '../scripts/lib/bundle.mjs';
import { run as runCommand, which } from '../scripts/lib/process.mjs';

export const name = 'Synthesis on one core, 10 s at 500 Hz, one lead';

const ROUNDS = 5;
const ROUND_SECONDS = 1;

/** Ours and NeuroKit2's take turns, so that both meet the same machine. */
export async function run(context) {
  const synthesizer = await loadSynthesizer(context);
  const neurokit = await startNeurokit(context);
  const [first] = synthesizer.classes;
  const contenders = {
    'all classes': () => ours(synthesizer, synthesizer.classes),
    [`${first} only`]: () => ours(synthesizer, [first]),
    ...(neurokit && {
      'NeuroKit2 "simple"': () => neurokit.measure('simple', ROUND_SECONDS),
      'NeuroKit2 "ecgsyn"': () => neurokit.measure('ecgsyn', ROUND_SECONDS),
    }),
  };
  const rounds = Object.fromEntries(Object.keys(contenders).map((key) => [key, []]));
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [key, measure] of Object.entries(contenders)) {
        const perSecond = await measure();
        if (round > 0) rounds[key].push(perSecond); // the first one warms up
      }
    }
  } finally {
    neurokit?.stop();
  }
  const typical = Object.fromEntries(Object.entries(rounds).map(([key, values]) => [key, median(values)]));
  return Object.entries(typical).map(([key, value]) => ({
    name: key,
    value,
    unit: 'strips/s',
    ...(neurokit && key.startsWith('NeuroKit2')
      ? { note: `version ${neurokit.version}` }
      : neurokit && {
          ratio: { to: 'NeuroKit2 "simple"', value: value / typical['NeuroKit2 "simple"'] },
          note: `${Math.round(value / typical['NeuroKit2 "ecgsyn"'])} x NeuroKit2 "ecgsyn"`,
        }),
  }));
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function loadSynthesizer({ root }) {
  const { parseSpec, compile } = await importSources(
    'synthesis',
    "export { parseSpec } from './src/spec'; export { compile } from './src/synthesis';",
  );
  const text = readFileSync(path.join(root, 'examples', 'four-arrhythmias.ecgspec'), 'utf8');
  return compile(parseSpec(text).spec);
}

function ours(synthesizer, classes) {
  const out = new Int16Array(synthesizer.samples);
  const start = performance.now();
  let made = 0;
  do {
    for (let i = 0; i < 20; i++, made++) {
      synthesizer.generateInto(out, classes[made % classes.length], made);
    }
  } while (performance.now() - start < ROUND_SECONDS * 1000);
  return made / ((performance.now() - start) / 1000);
}

/** NeuroKit2 in an environment of its own, or undefined (with a word why) where there is no Python for it. */
async function startNeurokit({ root, cache, say }) {
  const python = await ensureNeurokit(root, cache, say);
  if (python === undefined) return undefined;
  const child = spawn(python, [path.join(root, 'bench', 'neurokit.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('NeuroKit2 ended by itself; see above why.');
    return JSON.parse(value);
  };
  const { version } = await next();
  return {
    version,
    measure: async (method, seconds) => {
      child.stdin.write(`${method} ${seconds}\n`);
      return (await next()).perSecond;
    },
    stop: () => child.stdin.end(),
  };
}

async function ensureNeurokit(root, cache, say) {
  const requirements = path.join(root, 'bench', 'requirements.txt');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const folder = path.join(cache, 'neurokit-env');
  const stamp = path.join(folder, 'installed.sha256');
  const python =
    process.platform === 'win32'
      ? path.join(folder, 'Scripts', 'python.exe')
      : path.join(folder, 'bin', 'python');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  const base = ['python3.11', 'python3.12', 'python3.13', 'python3', 'python'].map(which).find(Boolean);
  if (base === undefined) {
    say('No Python was found, so NeuroKit2 is left out of the comparison; install Python 3.11 to have it.');
    return undefined;
  }
  say('Installing NeuroKit2 to compare with ...');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--require-hashes',
    '--only-binary',
    ':all:',
  ];
  for (const [program, args] of [
    [base, ['-m', 'venv', folder]],
    [python, [...pip, '-r', requirements]],
  ]) {
    const { code, output } = await runCommand(program, args, { quiet: true, allowFailure: true });
    if (code === 0) continue;
    say(
      `NeuroKit2 could not be installed, so it is left out of the comparison: ${output.trim().split('\n').at(-1)}`,
    );
    return undefined;
  }
  writeFileSync(stamp, wanted);
  return python;
}
