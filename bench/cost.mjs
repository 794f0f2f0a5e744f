import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { importSources } from '../scripts/lib/bundle.mjs';
import { EXAMPLES } from '../scripts/lib/paths.mjs';
import { COMPARISON } from './lib/ours.mjs';
import { quantile, takeTurns } from './lib/rounds.mjs';

export const name = 'Foreseen cost: what strips take, over what src/spec/cost says';

const ROUNDS = 7;
const STRIPS = 100;

/** What tells one kind of work from the others: a change of the comparison that adds this kind most of all. */
const CHANGES = {
  pass: (text) => text.replace('noise:\n', `noise:\n${'  - { type: sine }\n'.repeat(8)}`),
  normal: (text) => text.replace('noise:\n', `noise:\n${'  - { type: white, rms: 5 µV }\n'.repeat(4)}`),
  filter: (text) =>
    text.replace(
      'beats:\n',
      `recording: { filters: [${Array(6).fill('{ type: low-pass, cutoff: 100 Hz }').join(', ')}] }\nbeats:\n`,
    ),
  point: (text) =>
    text.replace(
      'width: { value: 40 ms, recording: 4 ms, beat: 0.5 ms, min: 25 ms, max: 55 ms }',
      'width: 300 ms',
    ),
  beat: (text) =>
    text.replace(
      'value: 75 bpm, recording: 8 bpm, beat: 2 bpm, min: 55 bpm, max: 99 bpm',
      'value: 300 bpm, beat: 2 bpm',
    ),
};

export async function run() {
  const { compile, costOf, parseSpec } = await importSources(
    'cost',
    "export { costOf, parseSpec } from './src/spec'; export { compile } from './src/synthesis';",
  );
  const classesOf = (text) => {
    const { spec } = parseSpec(text);
    const synthesizer = compile(spec);
    const out = new Int16Array(synthesizer.samples);
    return [...costOf(spec)].map(([of, { usual }]) => ({
      foreseen: usual.microseconds,
      measure: () => {
        // What the processor works, whoever else wants it.
        const before = process.cpuUsage();
        for (let i = 0; i < STRIPS; i++) synthesizer.generateInto(out, of, i);
        const { user, system } = process.cpuUsage(before);
        return (user + system) / STRIPS;
      },
    }));
  };
  const comparison = readFileSync(COMPARISON, 'utf8');
  const [plain] = classesOf(comparison);
  const changed = Object.entries(CHANGES).map(([kind, change]) => [kind, classesOf(change(comparison))[0]]);
  const examples = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ecgspec'))
    .flatMap((file) =>
      classesOf(readFileSync(path.join(EXAMPLES, file), 'utf8')).map((one, i) => [`${file} ${i}`, one]),
    );
  const measured = await takeTurns(
    Object.fromEntries([['plain', plain], ...changed].map(([label, { measure }]) => [label, measure])),
    ROUNDS,
  );
  const all = await takeTurns(
    Object.fromEntries(examples.map(([label, { measure }]) => [label, measure])),
    3,
  );
  const shares = examples.map(([label, { foreseen }]) => all[label] / foreseen);
  const figure = (label, value, foreseen) => ({
    name: label,
    value,
    unit: 'µs',
    ratios: [{ to: 'what was foreseen', value: value / foreseen }],
  });
  return [
    figure('the comparison', measured.plain, plain.foreseen),
    ...changed.map(([kind, { foreseen }]) =>
      figure(`more of "${kind}"`, measured[kind] - measured.plain, foreseen - plain.foreseen),
    ),
    {
      name: 'classes of the examples',
      value: examples.length,
      unit: 'classes',
      note: `a tenth below ${quantile(shares, 0.1).toFixed(2)} x, half below ${quantile(shares, 0.5).toFixed(2)} x, nine tenths below ${quantile(shares, 0.9).toFixed(2)} x what was foreseen`,
    },
  ];
}
