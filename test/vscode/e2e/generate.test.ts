import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, useWorkbench } from './harness';

const SPEC = 'four-arrhythmias.ecgspec';
/** So many strips that a person can cancel before they are there. */
const MANY = readFileSync(path.join(ROOT, 'examples', SPEC), 'utf8').replace(
  'strips: 1000',
  'strips: 400000',
);
const workbench = useWorkbench({ files: { 'many.ecgspec': MANY } });
/** For what takes a moment, and more of one on a busy machine. */
const PATIENTLY = { timeout: 60_000 };

interface Manifest {
  readonly classes: readonly { readonly train: number; readonly validation: number }[];
}

it('generates a data set from the palette, says so, and asks before it replaces one', async () => {
  const { page, open, command, webview, notifications, workspace, screenshot } = workbench();
  await open(SPEC);
  await webview().locator('.strips').waitFor();
  const rows = page.locator('.quick-input-list .monaco-list-row');

  await command('ECG Spec: Generate Dataset');
  await rows.filter({ hasText: 'four-arrhythmias-dataset' }).first().click();
  const manifest = path.join(workspace, 'four-arrhythmias-dataset', 'manifest.json');
  await expect.poll(() => existsSync(manifest), PATIENTLY).toBe(true);
  const { classes } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest;
  expect(classes.map(({ train, validation }) => train + validation)).toEqual([1000, 1000, 1000, 1000, 1000]);
  await expect
    .poll(async () => (await notifications()).join('\n'), PATIENTLY)
    .toContain('5,000 strips of 5 classes in four-arrhythmias-dataset');
  await screenshot('generated');

  await command('ECG Spec: Generate Dataset');
  await rows.filter({ hasText: 'Keep both: write four-arrhythmias-dataset-2' }).waitFor();
  await rows.filter({ hasText: 'Overwrite four-arrhythmias-dataset' }).waitFor();
  await screenshot('asks before overwriting');
  await page.keyboard.press('Escape');
});

it('goes on with a data set that was not finished, verifies it, and says when it is not whole', async () => {
  const { page, command, notifications, workspace, screenshot } = workbench();
  // Of the test before, whose spec is still open.
  const folder = path.join(workspace, 'four-arrhythmias-dataset');
  const manifest = path.join(folder, 'manifest.json');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  const said = () => notifications().then((all) => all.join('\n'));
  // As a run leaves it that is killed before it takes its mark away.
  renameSync(manifest, path.join(folder, 'INCOMPLETE.json'));
  await command('ECG Spec: Generate Dataset');
  await rows.filter({ hasText: 'Begin four-arrhythmias-dataset anew' }).waitFor();
  await screenshot('asks whether to go on');
  await rows.filter({ hasText: 'Go on with four-arrhythmias-dataset' }).click();
  await expect.poll(() => existsSync(manifest), PATIENTLY).toBe(true);

  const verify = async () => {
    await command('ECG Spec: Verify Data Set');
    await rows.filter({ hasText: 'four-arrhythmias-dataset' }).first().click();
    await rows.filter({ hasText: 'Files and some strips' }).click();
  };
  await verify();
  await expect.poll(said, PATIENTLY).toContain('four-arrhythmias-dataset is whole, as it was written');
  await screenshot('verified');
  const signals = path.join(folder, 'train-00000.signals.npy');
  const bytes = readFileSync(signals);
  bytes[1000]! ^= 1;
  writeFileSync(signals, bytes);
  await verify();
  await expect.poll(said, PATIENTLY).toContain('The data set is not as it was written');
  await screenshot('not whole');
});

it('says in the status bar and in a notification how far a data set is, and cancels it at once', async () => {
  const { page, open, command, webview, workspace, screenshot } = workbench();
  await open('many.ecgspec');
  await webview().locator('.strips').waitFor();
  await command('ECG Spec: Generate Dataset');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'many-dataset' }).first().click();

  await page.locator('.statusbar-item', { hasText: /Generate many \d+ %/ }).waitFor(PATIENTLY);
  const notification = page.locator('.notifications-toasts .notification-list-item', {
    hasText: /ECG Spec: Generate many: [\d,]+ of 2,000,000 strips, [\d,]+ strips\/s, .* left/,
  });
  await notification.waitFor(PATIENTLY);
  await screenshot('generating');
  const folder = path.join(workspace, 'many-dataset');
  expect(existsSync(path.join(folder, 'INCOMPLETE.json'))).toBe(true);
  await notification.getByRole('button', { name: 'Cancel' }).click();
  await page
    .locator('.statusbar-item', { hasText: 'Generate many' })
    .waitFor({ state: 'detached', ...PATIENTLY });
  await notification.waitFor({ state: 'detached', ...PATIENTLY });
  expect(existsSync(path.join(folder, 'manifest.json'))).toBe(false);
});
