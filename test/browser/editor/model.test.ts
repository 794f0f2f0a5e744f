import { beforeEach, expect, it } from 'vitest';
import type { OpenEditor } from '../page';
import { model, pytorch } from './modelFixture';
import { cursorAfter, eventually, useEditor } from './support';

const opened = useEditor({ width: 1500, height: 950 });
let editor: OpenEditor;
beforeEach(() => {
  editor = opened();
});

/** Probabilities below a class's strip by class; null: none, or of an earlier strip. */
const reading = (name: string): Promise<Record<string, number> | null> =>
  editor.page.evaluate((className) => {
    const found = document.querySelector<HTMLElement>(`.strip[data-class="${className}"] .reading`)!;
    if (found.hidden || found.getAttribute('aria-busy') === 'true') return null;
    const bars = [...found.querySelectorAll<HTMLElement>('.class-bar')];
    return Object.fromEntries(bars.map(({ dataset }) => [dataset['class'], Number(dataset['probability'])]));
  }, name);
const isThere = (found: Record<string, number> | null): boolean => found !== null;
const choice = () => editor.page.getByLabel('Read with a model');

function expectSame(found: Record<string, number> | null, wanted: Record<string, number>): void {
  expect(Object.keys(found!)).toEqual(Object.keys(wanted));
  for (const [name, probability] of Object.entries(wanted)) expect(found![name]).toBeCloseTo(probability, 3);
}

it('says under every strip in view what PyTorch says of it, and follows what is typed, and the model', async () => {
  await choice().selectOption('choose');
  expect(editor.host.received.some(({ type }) => type === 'chooseModel')).toBe(true);
  expect(await choice().inputValue()).toBe('');
  await editor.host.send({ type: 'model', model });
  const first = await eventually(() => reading('NSR'), isThere);
  expectSame(first, pytorch('NSR', 0));
  expectSame(await eventually(() => reading('AF'), isThere), pytorch('AF', 0));
  expect(await choice().locator('option:checked').innerText()).toBe('four-model');
  const spoken = await editor.page.locator('.strip[data-class="NSR"] .reading').getAttribute('aria-label');
  expect(spoken).toMatch(/^The model's reading: NSR \d+ %, /);

  // R waves of 1.19 mV in place of 1.1.
  await cursorAfter(editor, 'value: 1.1');
  await editor.page.keyboard.type('9');
  const changed = await eventually(
    () => reading('NSR'),
    (now) => now !== null && Math.abs(now['NSR']! - first!['NSR']!) > 1e-4,
  );
  expect(Object.values(changed!).reduce((sum, one) => sum + one)).toBeCloseTo(1, 4);
  await editor.page.keyboard.press('Backspace');
  await eventually(
    () => reading('NSR'),
    (now) => now !== null && Math.abs(now['NSR']! - first!['NSR']!) < 1e-6,
  );
  // Another strip of the class.
  await editor.page.locator('.strip[data-class="AF"]').getByTitle('Next strip').click();
  const wanted = pytorch('AF', 1);
  await eventually(
    () => reading('AF'),
    (now) => now !== null && Math.abs(now['AF']! - wanted['AF']!) < 1e-3,
  );

  // The same network with its classes called otherwise.
  const others = model.classes.map((name) => `new ${name}`);
  await editor.host.send({ type: 'model', model: { ...model, classes: others } });
  const found = await eventually(
    () => reading('NSR'),
    (now) => now !== null && 'new NSR' in now,
  );
  expect(found!['new NSR']).toBeCloseTo(pytorch('NSR', 0)['NSR']!, 3);
  const strip = editor.page.locator('.strip[data-class="NSR"] .reading');
  expect(await strip.innerText()).toContain('NSR is no class of the model');
  await choice().selectOption({ label: 'Stop reading' });
  await strip.waitFor({ state: 'hidden' });
  expect(editor.host.received.some(({ type }) => type === 'stopModel')).toBe(true);
  expect(await choice().locator('option:checked').innerText()).toBe('Model…');
});

it('says why strips are not read, and reads them when that is mended', async () => {
  const trouble = editor.page.locator('.model-trouble');
  await editor.host.send({ type: 'modelFailed', name: 'gone', message: 'There is no config.json in /gone.' });
  expect(await trouble.innerText()).toBe('No strip is read by gone. There is no config.json in /gone.');
  await editor.host.send({ type: 'model', model: { ...model, graph: model.graph.slice(0, 5000) } });
  await trouble.getByText('No strip is read by four-model. It cannot be run: ').waitFor();
  await editor.host.send({ type: 'model', model });
  await eventually(() => reading('NSR'), isThere);
  expect(await trouble.isVisible()).toBe(false);
  await editor.host.changeTo(editor.host.text.replace('duration: 10 s', 'duration: 8 s'));
  await trouble.getByText('reads strips of 10 s at 500 Hz, and these are of 8 s at 500 Hz').waitFor();
  expect(await editor.page.locator('.reading:visible').count()).toBe(0);
  await editor.host.changeTo(editor.host.text.replace('duration: 8 s', 'duration: 10 s'));
  expectSame(await eventually(() => reading('NSR'), isThere), pytorch('NSR', 0));
});
