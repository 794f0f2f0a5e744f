import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { exampleText, openEditor, type OpenEditor } from '../page';
import { cursorAfter, eventually, plottedStrips, shownText } from './support';

let browser: Browser;
let editor: OpenEditor;
let example: string;
beforeAll(async () => {
  browser = await launchChromium();
  example = await exampleText();
});
afterAll(() => browser.close());
beforeEach(async () => {
  editor = await openEditor(browser, example);
  await editor.settled();
});
afterEach(() => editor.close());

async function samplesOf(name: string): Promise<readonly number[]> {
  return (await plottedStrips(editor)).find((strip) => strip.name === name)?.samples ?? [];
}

const isStale = (): Promise<boolean> => editor.page.locator('.strips.stale').isVisible();

describe('typing', () => {
  it('changes the strips with the R amplitude, and the document', async () => {
    const before = Math.max(...(await samplesOf('NSR')));
    await cursorAfter(editor, 'value: 1', 'R: {');
    await editor.page.keyboard.press('Backspace');
    await editor.page.keyboard.type('2');
    await eventually(
      () => editor.host.text,
      (text) => text === example.replace('value: 1.1 mV ±', 'value: 2.1 mV ±'),
    );
    const after = await eventually(
      async () => Math.max(...(await samplesOf('NSR'))),
      (highest) => highest > before + 0.5,
    );
    expect(after).toBeGreaterThan(before + 0.5);
    expect(await isStale()).toBe(false);
  });

  it('changes the drawn beat with the text', async () => {
    const center = editor.page.locator('.inline-beat[data-beat="normal"] .center');
    const before = await center.getAttribute('d');
    await cursorAfter(editor, 'value: 1', 'R: {');
    await editor.page.keyboard.press('Backspace');
    await editor.page.keyboard.type('2');
    await eventually(
      () => center.getAttribute('d'),
      (path) => path !== before,
    );
  });

  it('puts the beats back under their keys when all text was deleted and comes back', async () => {
    const beat = editor.page.locator('.inline-beat[data-beat="normal"]');
    const belowKey = async (): Promise<number> => {
      const key = editor.page.locator('.view-line', { hasText: /^\s*normal:\s*$/ }).first();
      const [above, below] = await Promise.all([key.boundingBox(), beat.boundingBox()]);
      return above === null || below === null ? NaN : below.y - (above.y + above.height);
    };
    await expect.poll(belowKey).toBeCloseTo(0, 0);
    await editor.page.locator('.monaco-editor textarea.inputarea').focus();
    await editor.page.keyboard.press('Control+A');
    await editor.page.keyboard.press('Delete');
    await beat.waitFor({ state: 'detached' });
    await editor.page.keyboard.press('Control+Z');
    await beat.waitFor();
    await expect.poll(belowKey).toBeCloseTo(0, 0);
  });

  it('tells the document what was typed as soon as a key may be a command', async () => {
    await cursorAfter(editor, 'seed: 1');
    await editor.page.keyboard.type('2');
    await editor.page.keyboard.press('Control');
    expect(editor.host.text).toContain('seed: 12\n');
  });

  it('leaves room for the symbols of ectopic beats', async () => {
    const strip = editor.page.locator('.strip[data-class="PVC"]');
    await strip.scrollIntoViewIfNeeded(); // only what is in view is drawn
    const clipped = (): Promise<number> =>
      strip.evaluate((element) => {
        const trace = element.querySelector<
          HTMLElement & { marks: readonly { y: number; symbol: string }[] }
        >('ecg-trace')!;
        const symbols = trace.marks.filter(({ symbol }) => symbol === 'V');
        if (symbols.length === 0) return NaN;
        // The letter stands above the mark.
        return symbols.filter(({ y }) => y < 15).length;
      });
    // Until the beats of one draw are tall enough to need the room.
    for (let draw = 2; draw < 8; draw++) {
      expect(await eventually(clipped, (count) => !Number.isNaN(count))).toBe(0);
      await editor.page.getByRole('button', { name: 'New draw' }).click();
      await expect.poll(() => editor.page.locator('.status-line').innerText()).toContain(`draw ${draw}`);
    }
  });

  it('says in words what is wrong, greys the strips, goes to the place, and undo makes all fresh', async () => {
    const before = await samplesOf('NSR');
    await cursorAfter(editor, 'beats:');
    await editor.page.keyboard.press('Backspace');
    await editor.page.keyboard.type(' {');
    const banner = editor.page.locator('.banner');
    await banner.waitFor();
    expect(await isStale()).toBe(true);
    expect(await samplesOf('NSR')).toEqual(before);
    expect(await banner.innerText()).toMatch(/^Line \d+: [A-Z].{10}/);
    const line = Number(/^Line (\d+)/.exec(await banner.innerText())![1]);

    await editor.page.keyboard.press('Control+Home');
    await banner.click();
    const current = editor.page.locator('.monaco-editor .line-numbers.active-line-number');
    await expect.poll(() => current.innerText()).toBe(String(line));

    await eventually(
      async () => {
        await editor.page.keyboard.press('Control+Z');
        return editor.host.text;
      },
      (text) => text === example,
    );
    await banner.waitFor({ state: 'hidden' });
    await expect.poll(isStale).toBe(false);
    expect(await shownText(editor)).toBe(example);
  });

  it('underlines a problem once', async () => {
    await cursorAfter(editor, 'rate: 500 Hz');
    await editor.page.keyboard.type('x');
    await editor.page.locator('.banner').waitFor();
    await expect.poll(() => editor.page.locator('.monaco-editor .squiggly-error').count()).toBe(1);
  });

  it('offers the names of waves, and says what they are', async () => {
    await cursorAfter(editor, 'no-p: { extends: normal, P: none }');
    await editor.page.keyboard.press('Enter');
    await editor.page.keyboard.type('fused:');
    await editor.page.keyboard.press('Enter');
    await editor.page.keyboard.press('Control+Space');
    const list = editor.page.locator('.suggest-widget.visible .monaco-list-row');
    await list.first().waitFor();
    // Only the rows in view are on the page.
    const offered: string[] = [];
    for (let i = 0; i < 3; i++) {
      offered.push(
        ...(await list.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''))),
      );
      await editor.page.keyboard.press('PageDown');
    }
    for (const wave of ['P', 'Q', 'R', 'S', 'T']) {
      expect(offered.some((label) => label.split(/[,\s]/)[0] === wave)).toBe(true);
    }
  });

  it('explains a key under the pointer', async () => {
    const key = editor.page
      .locator('.view-line', { hasText: /^recording:$/ })
      .locator('span span')
      .first();
    await key.hover();
    const hover = editor.page.locator('.monaco-hover:not(.hidden)');
    await hover.waitFor();
    await expect.poll(() => hover.innerText()).toContain('How every strip is recorded');
  });

  it('gives another strip for a new draw, and the first one back', async () => {
    const first = await samplesOf('AF');
    await editor.page.getByRole('button', { name: 'New draw' }).click();
    await eventually(
      () => samplesOf('AF'),
      (samples) => samples.join() !== first.join(),
    );
    await expect.poll(() => editor.page.locator('.status-line').innerText()).toContain('draw 2');
    await editor.host.send({ type: 'newDraw' });
    await expect.poll(() => editor.page.locator('.status-line').innerText()).toContain('draw 3');
    await editor.page.locator('vscode-button[aria-label="Previous draw"]').click();
    await editor.page.locator('vscode-button[aria-label="Previous draw"]').click();
    await eventually(
      () => samplesOf('AF'),
      (samples) => samples.join() === first.join(),
    );
  });

  it('sends what the buttons and keys ask for to VS Code', async () => {
    await editor.page.getByRole('button', { name: 'Generate Dataset' }).click();
    await editor.page.locator('vscode-button[aria-label="Open as Text"]').click();
    await editor.page.locator('.monaco-editor textarea.inputarea').focus();
    await editor.page.keyboard.press('Control+S');
    await eventually(
      () => editor.host.commands,
      (all) => all.length === 3,
    );
    expect(editor.host.commands).toEqual(['generate', 'openAsText', 'save']);
  });
});
