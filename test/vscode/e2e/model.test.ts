import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, useWorkbench } from './harness';

const workbench = useWorkbench();
const PATIENTLY = { timeout: 60_000 };
const FIXTURE = path.join(ROOT, 'test', 'fixtures', 'model');

it('reads strips with a trained model, remembers it, and follows it when it changes', async () => {
  const { open, webview, workspace, command, page } = workbench();
  const folder = path.join(workspace, 'four-model');
  mkdirSync(folder);
  for (const name of ['config.json', 'model.onnx']) cpSync(path.join(FIXTURE, name), path.join(folder, name));
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
  const expected = JSON.parse(readFileSync(path.join(FIXTURE, 'expected.json'), 'utf8')) as {
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
