import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { useWorkbench } from './harness';

const SPEC = 'four-arrhythmias.ecgspec';
const workbench = useWorkbench();
/** For what takes a moment, and more of one on a busy machine. */
const PATIENTLY = { timeout: 60_000 };

it('drags a wave on the beat plot into the text, and undoes it in one step from there', async () => {
  const { page, open, webview, isDirty, screenshot, workspace } = workbench();
  const original = readFileSync(path.join(workspace, SPEC), 'utf8');
  await open(SPEC);
  const editor = webview();
  const handle = editor.locator('.handle[data-kind="peak"][data-wave="T"]');
  await handle.waitFor();
  await editor.locator('.strips[aria-busy=false]').waitFor();
  const box = (await handle.locator('.target').boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 40, { steps: 6 });
  await expect.poll(() => editor.locator('.drag-value').innerText(), PATIENTLY).toMatch(/^0\.\d+ mV/);
  await screenshot('dragging');
  await page.mouse.up();
  await expect.poll(() => isDirty(SPEC), PATIENTLY).toBe(true);
  await expect.poll(() => handle.getAttribute('aria-valuetext'), PATIENTLY).not.toMatch(/^0\.28 mV/);

  // The focus is on the handle.
  await page.keyboard.press('Control+Z');
  await expect.poll(() => isDirty(SPEC), PATIENTLY).toBe(false);
  await expect.poll(() => handle.getAttribute('aria-valuetext'), PATIENTLY).toMatch(/^0\.28 mV/);
  expect(readFileSync(path.join(workspace, SPEC), 'utf8')).toBe(original);
});

it('lays the saved file under the strips that are typed', async () => {
  const { page, open, webview, isDirty, screenshot } = workbench();
  await open(SPEC);
  const editor = webview();
  await editor.locator('.strips[aria-busy=false]').waitFor();
  await editor.getByLabel('Compare with').selectOption('saved');
  await editor.locator('.handle[data-kind="peak"][data-wave="R"]').focus();
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowUp');
  const differs = (): Promise<boolean> =>
    editor
      .locator('.strip ecg-trace')
      .first()
      .evaluate((element) => {
        const { values, under } = element as unknown as { values: Float64Array; under: Float32Array | null };
        return under !== null && values.some((mV, i) => Math.abs(mV - under[i]!) > 0.01);
      });
  await expect.poll(differs, PATIENTLY).toBe(true);
  await screenshot('compared');
  await expect.poll(() => isDirty(SPEC), PATIENTLY).toBe(true);
  await page.keyboard.press('Control+Z');
  await expect.poll(differs, PATIENTLY).toBe(false);
});

it('finds a rhythm in the library and puts it into the open spec, in one step', async () => {
  const { page, command, open, webview, isDirty, screenshot } = workbench();
  await open(SPEC);
  await webview().locator('.strips').waitFor();
  await command('ECG Spec: Insert Class from Library');
  const library = webview();
  await library.getByLabel('Search the rhythm library').fill('runs torsades');
  const cards = library.locator('.card:visible');
  await expect.poll(() => cards.count(), PATIENTLY).toBe(1);
  await expect.poll(() => cards.locator('img').getAttribute('src'), PATIENTLY).toMatch(/^data:image\/svg/);
  await cards.first().click();
  await screenshot('library');
  await library.getByRole('button', { name: `Insert into ${SPEC}` }).click();
  const strip = webview().locator('.strip', { hasText: 'Runs of torsades' });
  await strip.waitFor({ state: 'attached' });
  expect(await isDirty(SPEC)).toBe(true);
  await webview().locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+Z');
  await expect.poll(() => isDirty(SPEC), PATIENTLY).toBe(false);
});

it('begins a new spec with chosen classes', async () => {
  const { page, command, webview, workspace, tab } = workbench();
  await command('ECG Spec: New Spec');
  const library = webview();
  await library.getByLabel('Search the rhythm library').fill('flutter');
  await library.locator('.card:visible').first().click();
  await library.getByRole('button', { name: 'Create Spec' }).click();
  await page.locator('.quick-input-widget input[type=text]').waitFor();
  // Under the name that is proposed.
  await page.keyboard.press('Enter');
  const file = path.join(workspace, 'aflt.ecgspec');
  await expect.poll(() => existsSync(file), PATIENTLY).toBe(true);
  await tab('aflt.ecgspec').first().waitFor();
  await webview().locator('.strip[data-class="AFLT"]').waitFor();
  expect(readFileSync(file, 'utf8')).toContain('classes:');
});
