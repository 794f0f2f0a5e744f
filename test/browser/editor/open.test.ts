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
    const label = await strip.getByRole('img').getAttribute('aria-label');
    expect(label).toMatch(/^Normal sinus rhythm: heart rate \d+ bpm, .*PR interval \d+ ms/);
    const fibrillation = editor.page.locator('.strip[data-class="AF"]').getByRole('img');
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

  it('has millimetres of the same size both ways, at any speed and gain', async () => {
    editor = await openEditor(browser, await exampleText());
    await editor.settled();
    const size = (): Promise<{ perSecond: number; perMv: number; width: number; height: number }> =>
      editor.page.evaluate(() => {
        const trace = document.querySelector<
          HTMLElement & { geometry: { pxPerSecond: number; pxPerMv: number } }
        >('.strip ecg-trace')!;
        const { width, height } = trace.getBoundingClientRect();
        return { perSecond: trace.geometry.pxPerSecond, perMv: trace.geometry.pxPerMv, width, height };
      });
    const usual = await size();
    expect(usual.perSecond / 25).toBeCloseTo(usual.perMv / 10, 6);
    await editor.page.getByLabel('Paper speed').selectOption('50');
    await editor.page.getByLabel('Gain').selectOption('20');
    const large = await eventually(size, ({ perMv }) => perMv > 1.9 * usual.perMv);
    expect(large.perSecond / 50).toBeCloseTo(usual.perSecond / 25, 6);
    expect(large.width / usual.width).toBeCloseTo(2, 2);
    expect(large.height / usual.height).toBeCloseTo(2, 1);
    // Only what is seen is drawn, and what comes into view by scrolling is.
    const [first, later] = await editor.page.evaluate(async () => {
      const paper = document.querySelector<HTMLElement>('.strip .paper')!;
      const canvas = paper.querySelector('canvas')!;
      const before = canvas.toDataURL();
      paper.scrollLeft = 400;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return [before, canvas.toDataURL()] as const;
    });
    expect(first).not.toBe(later);
    expect(
      await editor.page.evaluate(() => document.querySelector('.strip canvas')!.clientWidth),
    ).toBeLessThan(large.width / 1.5);
  });

  it('asks nothing of the browser that the content security policy forbids, and logs no error', async () => {
    editor = await openEditor(browser, await exampleText());
    await editor.settled();
    await editor.page.locator('.strip ecg-trace').first().hover();
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
