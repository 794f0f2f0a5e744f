import { expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { useWorkbench } from './harness';

const SPEC = 'four-arrhythmias.ecgspec';
const workbench = useWorkbench({ files: { 'wrong.ecgspec': 'ecgspec: 2\n' } });

it('takes typing again where it was after the palette was opened and left', async () => {
  const { page, open, webview, isDirty } = workbench();
  await open(SPEC);
  const editor = webview();
  await editor.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input[type=text]:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await editor.locator('.monaco-editor.focused').waitFor();
  await page.keyboard.type('# ');
  await expect.poll(() => isDirty(SPEC)).toBe(true);
  await expect.poll(() => editor.locator('.monaco-editor .view-line').first().innerText()).toMatch(/^#/);
  await page.keyboard.press('Control+Z');
  await expect.poll(() => isDirty(SPEC)).toBe(false);
});

// Once in a while VS Code itself is late to focus what it opened, and closes its palette; a page that takes the focus
// does so every time.
it(
  'leaves the focus to the palette that is opened while the page is still loading',
  { retry: 2 },
  async () => {
    const { page, command, open, webview } = workbench();
    await command('View: Close All Editors');
    await open(SPEC);
    await page.keyboard.press('F1');
    const palette = page.locator('.quick-input-widget input[type=text]:focus');
    await palette.waitFor({ timeout: 5000 });
    await webview().locator('.strips[aria-busy=false] .strip').first().waitFor();
    expect(await palette.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await webview().locator('.monaco-editor.focused').waitFor();
  },
);

it('opens a spec in the editor, follows typing, undoes and saves', async () => {
  const { page, open, webview, isDirty, workspace } = workbench();
  const file = path.join(workspace, SPEC);
  const before = readFileSync(file, 'utf8');
  await open(SPEC);
  const editor = webview();
  await editor.getByText('Atrial fibrillation').first().waitFor();

  // The first line is a comment then: the spec stays valid, and the text on disk changes with the save only.
  await editor.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# typed in the webview\n');
  await expect.poll(() => isDirty(SPEC)).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe(before);

  await page.keyboard.press('Control+S');
  await expect.poll(() => isDirty(SPEC)).toBe(false);
  expect(readFileSync(file, 'utf8')).toBe(`# typed in the webview\n${before}`);

  // How many steps typing is, is the editor's to say.
  const firstLine = editor.locator('.monaco-editor .view-line').first();
  const original = before.split('\n', 1)[0] ?? '';
  await expect
    .poll(async () => {
      await page.keyboard.press('Control+Z');
      return (await firstLine.innerText()).replaceAll('\u00a0', ' ');
    })
    .toBe(original);
  await page.keyboard.press('Control+S');
  await expect.poll(() => readFileSync(file, 'utf8')).toBe(before);
});

it('shows the guide where it explains the code of a problem', async () => {
  const { page, open, command, webview } = workbench();
  await open('wrong.ecgspec');
  await webview().locator('.banner').waitFor();
  await command('Problems: Focus on Problems View');
  const link = page.locator('.markers-panel a', { hasText: /^\(?ECG\d+\)?$/ }).first();
  const code = /ECG\d+/.exec(await link.innerText())![0];
  await link.click({ modifiers: ['Control'] });
  const heading = webview().locator(`#${code.toLowerCase()}`);
  await heading.waitFor();
  // At the head of the page, as far as rounding lets it be.
  await expect
    .poll(() => heading.evaluate((found) => Math.abs(found.getBoundingClientRect().top)))
    .toBeLessThan(10);
});
