import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
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
afterEach(() => editor.close());

async function open(text: string): Promise<void> {
  editor = await openEditor(browser, text);
  await editor.settled();
}

describe('the shared document', () => {
  it('shows what somebody else changes, in text and strips, and keeps the cursor', async () => {
    await open(example);
    const before = (await plottedStrips(editor))[0]!.samples;
    await cursorAfter(editor, 'title: Normal');
    const seed = example.indexOf('seed: 1') + 'seed: '.length;
    await editor.host.change([
      { offset: 0, length: 0, text: '# a line above\n' },
      { offset: seed, length: 1, text: '2' },
    ]);
    await eventually(
      async () => (await plottedStrips(editor))[0]!.samples,
      (samples) => samples.join() !== before.join(),
    );
    await editor.page.keyboard.type('!');
    await eventually(
      () => editor.host.text,
      (text) => text.includes('title: Normal! sinus'),
    );
    expect(editor.host.text).toContain('# a line above\n');
    expect(await shownText(editor)).toBe(editor.host.text);
  });

  it('loses nothing when both type at once', async () => {
    await open(example);
    await cursorAfter(editor, 'title: ');
    const typing = editor.page.keyboard.type('abcdefghijklmnopqrstuvwxyz', { delay: 20 });
    for (let i = 0; i < 10; i++) {
      await editor.host.change([{ offset: 0, length: 0, text: `# ${i}\n` }]);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    await typing;
    await eventually(
      () => editor.host.text,
      (text) => text.includes('title: abcdefghijklmnopqrstuvwxyz'),
    );
    for (let i = 0; i < 10; i++) expect(editor.host.text).toContain(`# ${i}\n`);
    expect(await shownText(editor)).toBe(editor.host.text);
  });

  it('keeps CR LF, and says nothing about lines it did not touch', async () => {
    const windows = example.replace(/\n/g, '\r\n');
    await open(windows);
    await cursorAfter(editor, 'title: ');
    await editor.page.keyboard.type('x');
    await editor.page.keyboard.press('Control+End');
    await editor.page.keyboard.press('Enter');
    await editor.page.keyboard.type('# end');
    const wanted = `${windows.replace('title: ', 'title: x')}\r\n# end`;
    await eventually(
      () => editor.host.text,
      (text) => text === wanted,
    );
    for (const message of editor.host.received) {
      if (message.type === 'edit') expect(message.changes.every(({ text }) => text.length < 20)).toBe(true);
    }
  });

  it('follows a change of the end of line, and keeps the cursor', async () => {
    await open(example);
    await cursorAfter(editor, 'title: ');
    await editor.host.change([{ offset: 0, length: example.length, text: example.replace(/\n/g, '\r\n') }]);
    // A key may overtake the message; typing into a text that is replaced as a whole is another case.
    await editor.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    await editor.page.keyboard.type('x');
    const wanted = example.replace(/\n/g, '\r\n').replace('title: ', 'title: x');
    await eventually(
      () => editor.host.text,
      (text) => text === wanted,
    );
  });

  it('undoes a typed word in one step, and redoes it', async () => {
    await open(example);
    await cursorAfter(editor, 'title: ');
    // Without a rest between the keys, however slow the machine is: a rest is where a step ends.
    await Promise.all([...'word'].map((letter) => editor.page.keyboard.press(letter)));
    await eventually(
      () => editor.host.text,
      (text) => text.includes('title: word'),
    );
    await editor.page.keyboard.press('Control+Z');
    await eventually(
      () => editor.host.text,
      (text) => text === example,
    );
    await editor.page.keyboard.press('Control+Shift+Z');
    // The document has it first: the view hears of a redo from there.
    await eventually(
      () => shownText(editor),
      (text) => text.includes('title: word'),
    );
    expect(await shownText(editor)).toBe(editor.host.text);
  });

  it('undoes right after a key without losing it or its order', async () => {
    await open(example);
    await cursorAfter(editor, 'title: ');
    await editor.page.keyboard.type('q');
    await editor.page.keyboard.press('Control+Z');
    await eventually(
      () => editor.host.commands,
      (commands) => commands.includes('undo'),
    );
    await eventually(
      () => editor.host.text,
      (text) => text === example,
    );
    expect(await shownText(editor)).toBe(example);
  });

  it('takes up where it was after a reload: cursor, draw, divider', async () => {
    await open(example);
    await cursorAfter(editor, 'title: Normal');
    await editor.page.getByRole('button', { name: 'New draw' }).click();
    await editor.page.getByRole('separator').focus();
    for (let i = 0; i < 5; i++) await editor.page.keyboard.press('ArrowLeft');
    const share = await editor.page.getByRole('separator').getAttribute('aria-valuenow');
    await editor.page.waitForTimeout(500);
    await editor.page.reload();
    await editor.settled();
    expect(await editor.page.getByRole('separator').getAttribute('aria-valuenow')).toBe(share);
    await expect.poll(() => editor.page.locator('.status-line').innerText()).toContain('draw 2');
    await editor.page.keyboard.type('!');
    await eventually(
      () => editor.host.text,
      (text) => text.includes('title: Normal!'),
    );
  });
});
