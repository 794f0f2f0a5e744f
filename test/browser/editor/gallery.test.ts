import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { parseSpec } from '../../../src/spec';
import { compile } from '../../../src/synthesis';
import { exampleText, type OpenEditor, openEditor } from '../page';
import { cursorAfter, eventually, plottedStrips } from './support';

let browser: Browser;
let editor: OpenEditor;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(async () => {
  expect(editor.complaints).toEqual([]);
  expect(editor.host.errors).toEqual([]);
  await editor.close();
});

const STRIP = '.strip[data-class="AF"]';

function samples(index: number, draw = 0): number[] {
  const { spec } = parseSpec(
    readFileSync(new URL('../../../examples/four-arrhythmias.ecgspec', import.meta.url), 'utf8'),
  );
  return [...compile(spec!).generate('AF', index, draw).samples].map(
    (step) => step * spec!.recording.resolution,
  );
}

const shown = async (): Promise<readonly number[]> =>
  (await plottedStrips(editor)).find(({ name }) => name === 'AF')!.samples;

/** Pictures of the gallery that are not blank. */
const pictures = (): Promise<number> =>
  editor.page.evaluate(
    (strip) =>
      [...document.querySelectorAll<HTMLCanvasElement>(`${strip} .thumb canvas`)].filter((canvas) => {
        const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
        Object.assign(copy.canvas, { width: canvas.width, height: canvas.height });
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size > 3;
      }).length,
    STRIP,
  );

describe('a strip that is asked for from elsewhere', () => {
  it('is shown in the place of the first one, as the data set has it, whichever draw was on', async () => {
    editor = await openEditor(browser, await exampleText(), { width: 1500, height: 1100 });
    await editor.settled();
    await editor.page.getByRole('button', { name: 'New draw' }).click();
    await editor.settled();
    await editor.host.send({ type: 'revealStrip', class: 'AF', index: 41 });
    const wanted = samples(41);
    await eventually(shown, (drawn) => drawn.every((value, i) => Math.abs(value - wanted[i]!) < 1e-9));
    expect(await editor.page.locator(STRIP).innerText()).toContain('strip 41');
  });
});

describe('a gallery of a class', () => {
  it('shows as many strips as are wished, and a click shows one of them large: that of the data set', async () => {
    editor = await openEditor(browser, await exampleText(), { width: 1500, height: 1100 });
    await editor.settled();
    await editor.page.locator(STRIP).getByRole('button', { name: 'Gallery' }).click();
    await eventually(pictures, (count) => count === 12);
    await editor.page.locator(STRIP).getByLabel('Strips in the gallery').fill('60');
    await eventually(pictures, (count) => count === 60);
    await editor.page.locator(STRIP).getByLabel('Show strip 7', { exact: true }).click();
    const wanted = samples(7);
    await eventually(shown, (now) => now.every((value, i) => value === wanted[i]));
    await editor.page.locator(STRIP).getByRole('button', { name: 'Previous strip' }).click();
    const before = samples(6);
    await eventually(shown, (now) => now.every((value, i) => value === before[i]));
    expect(await editor.page.locator(STRIP).locator('.strip-tools').innerText()).toContain('strip 6');
  });
});

describe('the lock of the draw', () => {
  it('keeps the random numbers while typing, or draws anew with every change', async () => {
    editor = await openEditor(browser, await exampleText(), { width: 1500, height: 1100 });
    await editor.settled();
    const status = (): Promise<string> => editor.page.locator('.status-line').innerText();
    await cursorAfter(editor, 'title: Normal');
    await editor.page.keyboard.type('ly');
    expect(await status()).toContain('first draw');
    await editor.page.getByRole('button', { name: 'Keep the draw while typing' }).click();
    await cursorAfter(editor, 'title: Normal');
    await editor.page.keyboard.type('x');
    await eventually(status, (text) => text.includes('draw 2'));
    const wanted = samples(0, 1);
    await eventually(shown, (now) => now.every((value, i) => value === wanted[i]));
  });
});

describe('problems', () => {
  it('are shown on the wave and beside the strip that they are about', async () => {
    const text = (await exampleText())
      .replace('width: 19 ms ± 2 ms', 'width: 19 ms ± 30 ms')
      .replace(
        'rhythm: { type: sinus, rate: 55..100 bpm }',
        'rhythm: { type: sinus, rate: 55..100 bpm }\n    invariants: [QRS <= 40 ms]',
      );
    editor = await openEditor(browser, text, { width: 1500, height: 950 });
    await editor.settled();
    const mark = editor.page.locator('.handle.trouble[data-wave="P"]');
    await mark.waitFor();
    expect(await mark.locator('title').textContent()).toMatch(/\w{4}/);
    const trouble = editor.page.locator('.strip[data-class="NSR"] .trouble');
    await trouble.waitFor();
    await trouble.click();
    await editor.page.keyboard.type('#');
    await eventually(
      () => editor.host.text,
      (now) => /#QRS <= 40 ms|#invariants|\[#QRS/.test(now),
    );
  });
});
