import { readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec';
import { compile } from '../../../src/synthesis';
import type { OpenEditor } from '../page';
import { cursorAfter, eventually, useEditor } from './support';

const opened = useEditor({ width: 1500, height: 950 });
let editor: OpenEditor;
beforeEach(() => {
  editor = opened();
});

const { spec } = parseSpec(
  readFileSync(new URL('../../../examples/four-arrhythmias.ecgspec', import.meta.url), 'utf8'),
);
const synthesizer = compile(spec!);

/** What lies under a class's strip, mV; null: nothing. */
const under = (name: string): Promise<readonly number[] | null> =>
  editor.page.evaluate((className) => {
    const trace = document.querySelector<HTMLElement & { under: Float32Array | null }>(
      `.strip[data-class="${className}"] ecg-trace`,
    )!;
    return trace.under && Array.from(trace.under);
  }, name);
const inMv = (samples: Int16Array): number[] =>
  [...samples].map((step) => Math.fround(step * spec!.recording.resolution));
const compareWith = (value: string): Promise<unknown> =>
  editor.page.getByLabel('Compare with').selectOption(value);

it('lays the saved file under what is typed, and nothing where there is no commit', async () => {
  await compareWith('saved');
  await cursorAfter(editor, 'value: 1.1');
  await editor.page.keyboard.type('9');
  const wanted = inMv(synthesizer.generate('NSR', 0).samples);
  await eventually(
    () => under('NSR'),
    (found) => found !== null && found.every((mV, i) => Math.abs(mV - wanted[i]!) < 1e-6),
  );
  await compareWith('head');
  const reason = editor.page.getByText('The spec lies in no git repository');
  await reason.waitFor();
  await eventually(
    () => under('NSR'),
    (found) => found === null,
  );
  // It is still there when strips were drawn anew, which takes less time than reading it.
  await editor.settled();
  expect(await reason.isVisible()).toBe(true);
});

it('lays another class under the strips, its first R peak under theirs', async () => {
  await compareWith('class WPW');
  const other = synthesizer.generate('WPW', 0);
  const shift = other.truth.beats[0]!.r - synthesizer.generate('AF', 0).truth.beats[0]!.r;
  const values = inMv(other.samples);
  const found = await eventually(
    () => under('AF'),
    (now) => now !== null,
  );
  for (let i = 500; i < 4000; i += 7) expect(found![i]).toBeCloseTo(values[i + shift] ?? 0, 6);
});

it('lays a recording under the strips, R peak under R peak, at the rate of the strips', async () => {
  await compareWith('recording');
  expect(editor.host.received.some(({ type }) => type === 'chooseLead')).toBe(true);
  // A strip of WPW, at half the rate and upon an offset, is the recording.
  const other = synthesizer.generate('WPW', 3);
  const samples = Float32Array.from(
    { length: other.samples.length / 2 },
    (_, i) => other.samples[2 * i]! / 1000 + 5,
  );
  await editor.host.send({ type: 'lead', name: 'wpw.edf, II', samples, rate: 250 });
  const found = await eventually(
    () => under('NSR'),
    (now) => now !== null,
  );
  expect(await editor.page.getByLabel('Compare with').locator('option:checked').innerText()).toBe(
    'wpw.edf, II',
  );
  const r = synthesizer.generate('NSR', 0).truth.beats[0]!.r;
  const near = found!.slice(r - 5, r + 6);
  expect(Math.max(...near)).toBeGreaterThan(0.3);
  expect(Math.max(...near)).toBeCloseTo(Math.max(...found!.slice(0, r + 100)), 1);
  await compareWith('');
  await eventually(
    () => under('NSR'),
    (now) => now === null,
  );
});
