import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';
import { Trouble } from '../scripts/lib/process.mjs';

export const name = 'Reading a spec of 1,000 dense lines, all rules included';

/** What any text of 1,000 lines may take, ms. */
const BUDGET = 100;
const ROUNDS = 5;

/** Each text in processes of its own: the first reading as after opening a file, the later ones as while typing. */
export async function run({ root, cache }) {
  const outfile = path.join(cache, 'spec.cjs');
  await build({
    stdin: { contents: PROGRAM, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
  });
  const dense = denseSpec();
  const texts = {
    valid: dense,
    'every unit wrong': dense.replaceAll(' mV', ' mW'),
    'every key wrong': dense.replaceAll('width:', 'widht:'),
    'a quote open': dense.replace('beat 70:', 'beat "70:'),
    'a wrong indent': dense.replace(
      '    S: { amplitude: { one-of: [-0.2 mV, -0.80',
      '   S: { amplitude: { one-of: [-0.2 mV, -0.80',
    ),
    'a bracket open': dense.replace('classes:', 'classes: {'),
    'tabs for spaces': dense.replace(/^ {2}/gm, '\t'),
    'what only YAML knows': dense.replace('ecgspec: 1', 'ecgspec: 1\ntitle: >-\n  Two\n  lines'),
  };
  return Object.entries(texts).flatMap(([label, text]) => {
    const rounds = Array.from({ length: ROUNDS }, () => measure(outfile, text));
    const lines = `${label}, ${text.split('\n').length - 1} lines`;
    return [
      figure(`${lines}: first reading`, median(rounds.map(({ first }) => first))),
      figure(`${lines}: while typing`, median(rounds.map(({ later }) => later))),
    ];
  });
}

const PROGRAM = `
  import { readFileSync } from 'node:fs';
  import { parseSpec } from './src/spec/index';
  const text = readFileSync(0, 'utf8');
  const time = (i: number): number => {
    const start = performance.now();
    parseSpec(text + '# ' + i);
    return performance.now() - start;
  };
  const [first, ...later] = Array.from({ length: 21 }, (_, i) => time(i));
  console.log(JSON.stringify({ first, later: later.sort((a, b) => a - b)[10] }));
`;

function measure(program, text) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    input: text,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Trouble(`Reading the spec ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

function figure(label, value) {
  return {
    name: label,
    value,
    unit: 'ms',
    ratio: { to: `the budget of ${BUDGET} ms`, value: value / BUDGET },
  };
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** Beat types with waves that hang on each other and vary on all levels, and classes with every section. */
function denseSpec() {
  const times = (count, line) => Array.from({ length: count }, (_, i) => line(i)).join('');
  return `ecgspec: 1
beats:
${times(
  140,
  (i) => `  beat ${i}:
    P: { amplitude: 0.1 mV ± 0.0${(i % 3) + 1} mV, at: QRS onset - ${100 + (i % 20)} ms ± 8 ms, width: 19 ms, rate-shift: 6.9 ms }
    Q: { amplitude: { value: -0.${10 + (i % 9)} mV, recording: 0.02 mV, distribution: log-normal }, at: R - 28 ms, width: 7 ms }
    R: { amplitude: { value: 1.${i} mV, recording: 0.3 mV, beat: 0.03 mV, memory: 0.8, min: 0.4 mV }, at: 0 ms, width: 10 ms }
    S: { amplitude: { one-of: [-0.2 mV, -0.${10 + i}..-0.1 mV] }, at: R + 29 ms, width: 8 ms }
    T: { amplitude: 0.28 mV ± 0.05 mV, at: QRS onset + ${310 + (i % 30)} ms, rise: 48 ms ± 4 ms, fall: 31 ms }
`,
)}classes:
${times(
  40,
  (i) => `  class ${i}:
    beat: { beat ${i}: 60 %, beat ${i + 40}: 40 % }
    rhythm: { type: sinus, rate: ${60 + (i % 20)}..95 bpm, variability: 0.5..3 bpm, lf-hf: 0.5..2 }
    ectopy: { beat: { beat ${i + 80}: 1, beat ${100 + i}: 1 }, coupling: 60..80 %, burden: 10..30 % }
`,
)}`;
}
