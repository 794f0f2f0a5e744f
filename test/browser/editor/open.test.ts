import { createHash } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec';
import { compile } from '../../../src/synthesis';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { exampleText, openEditor, type OpenEditor } from '../page';
import { eventually, plottedStrips } from './support';

let browser: Browser;
let editor: OpenEditor;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => editor.close());

function hash(values: Int16Array): string {
  return createHash('sha256')
    .update(Buffer.from(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');
}

describe('opening the example', () => {
  it('draws one strip per class with the samples of the data set, bit for bit', async () => {
    const text = await exampleText();
    editor = await openEditor(browser, text, { height: 1200 });
    await editor.settled();
    const spec = parseSpec(text).spec!;
    const synthesizer = compile(spec);
    const strips = await eventually(
      () => plottedStrips(editor),
      (all) => all.length === spec.classes.length,
    );
    expect(strips.map(({ name }) => name)).toEqual(synthesizer.classes);
    for (const { name, samples, peaks } of strips) {
      const expected = synthesizer.generate(name, 0);
      const steps = Int16Array.from(samples, (mV) => Math.round(mV / synthesizer.resolution));
      expect(hash(steps)).toBe(hash(expected.samples));
      expect(peaks).toEqual(expected.truth.beats.map(({ r }) => r / synthesizer.rate));
    }
  });

  it('reads out heart rate and intervals, for screen readers too', async () => {
    editor = await openEditor(browser, await exampleText());
    await editor.settled();
    const strip = editor.page.locator('.strip[data-class="NSR"]');
    await expect
      .poll(() => strip.locator('dl').innerText())
      .toMatch(/HR\s*\d+ bpm[\s\S]*PR\s*\d+ ms[\s\S]*QTc\s*\d+ ms/);
    const label = await strip.locator('[role="img"]').getAttribute('aria-label');
    expect(label).toMatch(/^Normal sinus rhythm: heart rate \d+ bpm, .*PR interval \d+ ms/);
    const fibrillation = editor.page.locator('.strip[data-class="AF"] [role="img"]');
    expect(await fibrillation.getAttribute('aria-label')).not.toContain('PR interval');
  });

  it('draws every beat type under its key', async () => {
    const text = await exampleText();
    editor = await openEditor(browser, text, { height: 2400 });
    const names = parseSpec(text).beatKeys.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const beat = editor.page.locator(`.inline-beat[data-beat="${name}"] svg`);
      await beat.waitFor();
      expect(await beat.locator('.center').getAttribute('d')).toMatch(/^M[\d. ]+L/);
      expect(await beat.locator('.draw').count()).toBeGreaterThan(3);
    }
  });

  it('has millimetres of the same size both ways: 25 mm/s and 10 mm/mV', async () => {
    editor = await openEditor(browser, await exampleText());
    await editor.settled();
    const { x, y } = await editor.page.evaluate(() => {
      const plot = document.querySelector<
        HTMLElement & { _fullLayout?: Record<string, { _length: number; range: number[] }> }
      >('.strip .plot')!;
      const perUnit = (axis: { _length: number; range: number[] }): number =>
        axis._length / (axis.range[1]! - axis.range[0]!);
      return { x: perUnit(plot._fullLayout!['xaxis']!) / 25, y: perUnit(plot._fullLayout!['yaxis']!) / 10 };
    });
    expect(x / y).toBeCloseTo(1, 1.5);
  });

  it('asks nothing of the browser that the content security policy forbids, and logs no error', async () => {
    editor = await openEditor(browser, await exampleText());
    await editor.settled();
    await editor.page.locator('.strip .plot').first().hover();
    await editor.page.waitForTimeout(500);
    expect(editor.complaints).toEqual([]);
    expect(editor.host.errors).toEqual([]);
  });

  it('says in words why a text without a spec has no strips', async () => {
    editor = await openEditor(browser, 'ecgspec: 1\n');
    const banner = editor.page.locator('.banner');
    await banner.waitFor();
    expect(await banner.innerText()).toMatch(/beats|classes/);
    expect(await editor.page.locator('.strip').count()).toBe(0);
    expect(await editor.page.locator('.empty').innerText()).toContain('as soon as');
  });
});
