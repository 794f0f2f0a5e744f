import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { exampleText, openEditor, type OpenEditor } from '../page';

/**
 * Opens an editor before every test of a file and closes it afterwards; the page must have complained of nothing.
 * @param size of the page, px
 * @returns gives the editor, inside of tests
 */
export function useEditor(size: { readonly width: number; readonly height: number }): () => OpenEditor {
  let browser: Browser;
  let editor: OpenEditor;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    editor = await openEditor(browser, await exampleText(), size);
    await editor.settled();
  });
  afterEach(async () => {
    expect(editor.complaints).toEqual([]);
    expect(editor.host.errors).toEqual([]);
    await editor.close();
  });
  return () => editor;
}

/** What a strip's trace is drawn from, read off its element. */
export interface PlottedStrip {
  readonly name: string;
  /** mV. */
  readonly samples: readonly number[];
  /** s. */
  readonly peaks: readonly number[];
}

interface TraceElement extends HTMLElement {
  values?: ArrayLike<number>;
  marks: readonly { readonly seconds: number }[];
}

/** Every strip that is drawn. */
export function plottedStrips({ page }: OpenEditor): Promise<PlottedStrip[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.strip')].flatMap((strip) => {
      const trace = strip.querySelector<TraceElement>('ecg-trace');
      if (!trace?.values) return [];
      return [
        {
          name: strip.dataset['class'] ?? '',
          samples: Array.from(trace.values),
          peaks: trace.marks.map(({ seconds }) => seconds),
        },
      ];
    }),
  );
}

/** Asks until `check` holds; the last answer is in the error when it never does. */
export async function eventually<T>(ask: () => Promise<T> | T, check: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (check(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`Waited in vain; at last: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Puts the cursor right after the first `needle` that follows `start` in the text, by keyboard. */
export async function cursorAfter({ page, host }: OpenEditor, needle: string, start = ''): Promise<void> {
  const from = start === '' ? 0 : host.text.indexOf(start);
  const end = host.text.indexOf(needle, from) + needle.length;
  const before = host.text.slice(0, end).split(/\r?\n/);
  await page.locator('.monaco-editor textarea.inputarea').focus();
  await page.keyboard.press('Control+Home');
  for (let i = 1; i < before.length; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Home');
  for (let i = 0; i < before.at(-1)!.length; i++) await page.keyboard.press('ArrowRight');
}

/** The text that Monaco shows, with its own end of line, read off the model through its lines. */
export async function shownText({ page }: OpenEditor): Promise<string> {
  await page.locator('.monaco-editor textarea.inputarea').focus();
  await page.keyboard.press('Control+A');
  return page.evaluate(() => {
    const data = new DataTransfer();
    const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector('.monaco-editor textarea.inputarea')!.dispatchEvent(event);
    return data.getData('text/plain');
  });
}
