import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ROOT, useWorkbench } from './harness';

const SPEC = 'four-arrhythmias.ecgspec';
const MODEL = path.join(ROOT, 'test', 'fixtures', 'model');
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

it('reads strips with a trained model, remembers it, and follows it when it changes', async () => {
  const { open, webview, workspace, command, page } = workbench();
  const folder = path.join(workspace, 'four-model');
  mkdirSync(folder);
  for (const name of ['config.json', 'model.onnx']) cpSync(path.join(MODEL, name), path.join(folder, name));
  await open('four-arrhythmias.ecgspec');
  await webview().locator('.strips[aria-busy=false] .strip').first().waitFor(PATIENTLY);
  const offered = page.locator('.quick-input-list .monaco-list-row', { hasText: 'four-model' });
  await expect
    .poll(async () => {
      // The search may not know of a new folder yet.
      await page.keyboard.press('Escape');
      await command('ECG Spec: Read Strips with a Model…');
      return offered
        .first()
        .waitFor({ timeout: 5000 })
        .then(
          () => true,
          () => false,
        );
    }, PATIENTLY)
    .toBe(true);
  expect(await offered.first().innerText()).toContain('resnet18 · NSR, AF, AFLT, PVC, WPW · 10 s at 500 Hz');
  await offered.first().click();
  const bars = webview().locator('.strip[data-class=NSR] .reading[aria-busy=false] .class-bar');
  await bars.first().waitFor(PATIENTLY);
  const expected = JSON.parse(readFileSync(path.join(MODEL, 'expected.json'), 'utf8')) as {
    probabilities: number[];
  }[];
  expect(Number(await bars.first().getAttribute('data-probability'))).toBeCloseTo(
    expected[0]!.probabilities[0]!,
    3,
  );

  // A training that takes the file's place, then one that is gone.
  const config = readFileSync(path.join(folder, 'config.json'), 'utf8');
  writeFileSync(path.join(folder, 'config.json'), config.replaceAll('"NSR"', '"SINUS"'));
  await expect.poll(() => bars.first().innerText(), PATIENTLY).toContain('SINUS');
  renameSync(path.join(folder, 'model.onnx'), path.join(folder, 'away'));
  const trouble = webview().locator('.model-trouble');
  await trouble.getByText('There is no model.onnx in').waitFor(PATIENTLY);
  renameSync(path.join(folder, 'away'), path.join(folder, 'model.onnx'));
  await bars.first().waitFor(PATIENTLY);

  // A page that is loaded anew reads on.
  await command('View: Close All Editors');
  await open('four-arrhythmias.ecgspec');
  await bars.first().waitFor(PATIENTLY);
});
