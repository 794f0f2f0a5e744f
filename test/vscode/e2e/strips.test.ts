import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { useWorkbench } from './harness';

const SPEC = 'four-arrhythmias.ecgspec';
const workbench = useWorkbench();
/** For what takes a moment, and more of one on a busy machine. */
const PATIENTLY = { timeout: 60_000 };

/** What the first strip is drawn from. */
async function curve(editor: FrameLocator): Promise<string> {
  const trace = editor.locator('.strip ecg-trace').first();
  return trace.evaluate((element) => String((element as unknown as { values: Float64Array }).values));
}

/** Selects this text, which is in the line that begins so, with the keyboard alone. */
async function select(page: Page, editor: FrameLocator, line: string, text: string): Promise<void> {
  const found = editor.locator('.view-line').filter({ hasText: line }).first();
  const shown = ((await found.textContent()) ?? '').replaceAll('\u00a0', ' ').trim();
  await found.click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('Home');
  for (let i = 0; i < shown.indexOf(text); i++) await page.keyboard.press('ArrowRight');
  for (let i = 0; i < text.length; i++) await page.keyboard.press('Shift+ArrowRight');
}

it('shows five strips, follows a changed amplitude, greys them when the text breaks, and comes back by undo', async () => {
  const { page, open, webview, screenshot, isDirty, workspace } = workbench();
  const file = path.join(workspace, SPEC);
  const original = readFileSync(file, 'utf8');
  await open(SPEC);
  const editor = webview();
  await expect.poll(() => editor.locator('.strip ecg-trace').count(), PATIENTLY).toBe(5);
  await editor.locator('.strips[aria-busy=false]').waitFor();
  const before = await curve(editor);
  expect(before.length).toBeGreaterThan(1000);

  await select(page, editor, 'R: { amplitude: { value: 1.1 mV', '1.1');
  await page.keyboard.type('2.2');
  await expect.poll(() => curve(editor), PATIENTLY).not.toBe(before);
  // Each letter is drawn on its own.
  await page.waitForTimeout(1500);
  await editor.locator('.strips[aria-busy=false]').waitFor();
  const taller = await curve(editor);
  await screenshot('taller R waves');

  // An unclosed brace: nothing can be read any more.
  await select(page, editor, 'recording:', 'recording:');
  await page.keyboard.type('recording: {');
  await editor.locator('.strips.stale').waitFor();
  const words = editor.locator('.banner-text');
  await words.waitFor();
  expect((await words.innerText()).length).toBeGreaterThan(10);
  expect(await curve(editor)).toBe(taller);
  // The same sentence is in VS Code's list of problems, and the status bar counts it.
  await expect
    .poll(
      () =>
        page
          .locator('#ecgspec\\.status, [id="ecgspec.ecgspec.ecgspec.status"]')
          .first()
          .getAttribute('aria-label'),
      PATIENTLY,
    )
    .toMatch(/error/);
  await screenshot('broken text');

  for (let i = 0; i < 60 && (await isDirty(SPEC)); i++) await page.keyboard.press('Control+Z');
  await editor.locator('.strips:not(.stale)').waitFor();
  await expect.poll(() => curve(editor), PATIENTLY).toBe(before);
  expect(readFileSync(file, 'utf8')).toBe(original);
});
