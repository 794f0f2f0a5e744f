import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { parseSpec } from '../../../src/spec';
import { exampleText, openEditor, type OpenEditor } from '../page';
import { cursorAfter, eventually, shownText } from './support';

let browser: Browser;
let editor: OpenEditor;
let example: string;
beforeAll(async () => {
  browser = await launchChromium();
  example = await exampleText();
});
afterAll(() => browser.close());
beforeEach(async () => {
  editor = await openEditor(browser, example, { height: 1600 });
  await editor.settled();
});
afterEach(() => editor.close());

const currentLine = (): Promise<string> =>
  editor.page.locator('.monaco-editor .line-numbers.active-line-number').innerText();
const lineNumber = (needle: string): string =>
  String(example.slice(0, example.indexOf(needle)).split('\n').length);

describe("the language in the editor's own text", () => {
  it('goes to the definition of a name', async () => {
    await cursorAfter(editor, 'beat: no-p', 'AF:');
    await editor.page.keyboard.press('F12');
    await expect.poll(currentLine).toBe(lineNumber('no-p: {'));
  });

  it('renames a beat type everywhere, as one change of the document', async () => {
    await cursorAfter(editor, 'extends: norm');
    await editor.page.keyboard.press('F2');
    const box = editor.page.locator('.rename-box input');
    await box.waitFor();
    await expect.poll(() => box.inputValue()).toBe('normal');
    const edits = editor.host.received.filter(({ type }) => type === 'edit').length;
    await box.fill('sinus beat');
    await editor.page.keyboard.press('Enter');
    const text = await eventually(
      () => editor.host.text,
      (now) => now.includes('sinus beat:'),
    );
    expect(parseSpec(text).spec?.classes[0]?.beats[0]?.beat).toBe('sinus beat');
    expect(text).not.toMatch(/extends: normal|beat: normal/);
    expect(editor.host.received.filter(({ type }) => type === 'edit')).toHaveLength(edits + 1);
  });

  it('offers beat types where a class names one', async () => {
    await cursorAfter(editor, 'beat: no-p', 'AF:');
    for (let i = 0; i < 4; i++) await editor.page.keyboard.press('Backspace');
    await editor.page.keyboard.press('Control+Space');
    const rows = editor.page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.first().waitFor();
    const labels = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
    for (const name of ['normal', 'no-p', 'pvc', 'pre-excited']) {
      expect(labels.some((label) => label.startsWith(name))).toBe(true);
    }
  });

  it('offers the keys within empty braces, and what is chosen can be read', async () => {
    // By the document, not by keys: whether a brace that is typed closes itself hangs on how far the tokenizer is.
    const before = 'no-p: { extends: normal, P: none }';
    const offset = example.indexOf(before) + before.length;
    await editor.host.change([{ offset, length: 0, text: '\n  braced: { extends: normal, U: {  } }' }]);
    await eventually(
      () => shownText(editor),
      (text) => text.includes('braced'),
    );
    await cursorAfter(editor, 'braced: { extends: normal, U: { ');
    await editor.page.keyboard.press('Control+Space');
    const rows = editor.page.locator('.suggest-widget.visible .monaco-list-row');
    await rows.filter({ hasText: 'amplitude' }).first().waitFor();
    const labels = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
    for (const key of ['amplitude', 'at', 'width']) {
      expect(labels.filter((label) => label.split(/[,\s]/)[0] === key)).toHaveLength(1);
    }
    await editor.page.keyboard.type('wid');
    await editor.page.keyboard.press('Enter');
    const text = await eventually(
      () => editor.host.text,
      (now) => now.includes('U: { width: '),
    );
    expect(text).toMatch(/braced: \{ extends: normal, U: \{ width: \d+ ms ?\} ?\}/);
    expect(parseSpec(text).problems.filter(({ code }) => /^ECG0|ECG102/.test(code))).toEqual([]);
  });

  it('draws a wave under the pointer, and says what can be read off it', async () => {
    const line = editor.page.locator('.view-line', { hasText: /^\s*T:\s\{\samplitude:\s0\.28/ });
    await line.locator('span span', { hasText: /^T$/ }).first().hover();
    const hover = editor.page.locator('.monaco-hover:not(.hidden)');

    await expect.poll(() => hover.innerText()).toMatch(/0\.28 mV at 270 ms/);
    const image = hover.locator('img');
    await expect
      .poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth))
      .toBeGreaterThan(100);
    expect(editor.complaints).toEqual([]);
  });

  it('mends a problem at one click', async () => {
    await cursorAfter(editor, 'beat: no-p', 'AF:');
    await editor.page.keyboard.press('Backspace');
    const broken = await eventually(
      () => editor.host.text,
      (text) => text !== example,
    );
    await editor.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    const { fixes } = parseSpec(broken).problems.find(({ severity }) => severity === 'error')!;
    const action = editor.page.locator('.action-widget .monaco-list-row', { hasText: fixes![0]!.title });
    // Monaco forgets the wish where markers change while it looks; a person would press again.
    await vi.waitFor(
      async () => {
        await editor.page.keyboard.press('Control+.');
        await action.click({ timeout: 5000 });
      },
      { timeout: 30_000 },
    );
    await eventually(
      () => editor.host.text,
      (text) => text === example,
    );
  });

  it('links the code of a problem to where it is explained', async () => {
    await cursorAfter(editor, 'beat: no-p', 'AF:');
    await editor.page.keyboard.press('Backspace');
    await editor.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    const line = editor.page.locator('.view-line', { hasText: /beat:\sno-$/ });
    await line.locator('span span', { hasText: /^no-$/ }).first().hover();
    await editor.page.locator('.monaco-hover:not(.hidden) a', { hasText: /^ECG\d+$/ }).click();
    const asked = await eventually(
      () => editor.host.received.find((message) => message.type === 'explain'),
      (message) => message !== undefined,
    );
    expect(asked).toMatchObject({ code: expect.stringMatching(/^ECG3/) as string });
  });

  it('has lenses that ask VS Code for the data of one class, and that show a strip', async () => {
    const lens = editor.page.locator('.codelens-decoration a');
    // The text is taller than the page: the classes come after the beats.
    await cursorAfter(editor, 'NSR:');
    await lens.filter({ hasText: 'Generate this class' }).nth(0).click();
    const asked = await eventually(
      () => editor.host.received.filter(({ type }) => type === 'command'),
      (all) => all.length === 1,
    );
    expect(asked).toEqual([{ type: 'command', command: 'generateClass', class: 'NSR' }]);
  });

  it('scrolls to a strip, or to a beat in the text, when VS Code says so', async () => {
    const strip = editor.page.locator('.strip[data-class="WPW"]');
    const top = async (): Promise<number> => (await strip.boundingBox())!.y;
    await editor.page.setViewportSize({ width: 1440, height: 700 });
    const before = await top();
    await editor.host.send({ type: 'reveal', what: 'class', name: 'WPW' });
    await expect.poll(top).toBeLessThan(before);
    await editor.host.send({ type: 'reveal', what: 'beat', name: 'pvc' });
    await expect.poll(currentLine).toBe(lineNumber('  pvc:').trim());
  });

  it('puts the layout in order without a change of meaning', async () => {
    await cursorAfter(editor, 'seed: 1');
    await editor.page.keyboard.type('   ');
    await eventually(
      () => editor.host.text,
      (text) => text !== example,
    );
    // What Monaco listens to on Linux.
    await editor.page.keyboard.press('Control+Shift+I');
    await eventually(
      () => editor.host.text,
      (text) => text === example,
    );
  });
});
