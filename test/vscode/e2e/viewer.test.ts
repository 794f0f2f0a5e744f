import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleFile, NODE } from '../../../scripts/lib/bundle.mjs';
import { generateDataset } from '../../../src/dataset';
import { parseSpec } from '../../../src/spec';
import { useWorkbench } from './harness';

const SPEC = 'four-arrhythmias.ecgspec';
const SET = 'four-arrhythmias-dataset';
const workbench = useWorkbench({ files: { 'site/manifest.json': '{"name": "some site"}' } });
/** For what takes a moment, and more of one on a busy machine. */
const PATIENTLY = { timeout: 60_000 };
const bundles = mkdtempSync(path.join(tmpdir(), 'ecgspec-e2e-bundle-'));

beforeAll(async () => {
  const { workspace } = workbench();
  const source = readFileSync(path.join(workspace, SPEC));
  await generateDataset({
    spec: parseSpec(source.toString()).spec!,
    source,
    directory: path.join(workspace, SET),
    workerFile: await bundleFile(NODE, 'src/dataset/worker.ts', path.join(bundles, 'worker.js')),
    generator: 'test 1',
    strips: 20,
  });
});
afterAll(() => rmSync(bundles, { recursive: true, force: true }));

/** Opens one of the sets that the palette offers, by a part of its path. */
async function openSet(name: string): Promise<void> {
  const { command, page } = workbench();
  await command('ECG Spec: Open Data Set');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await rows.filter({ hasText: name }).first().waitFor();
  // The list moves while it is filled: typed, there is one row alone.
  await page.keyboard.type(name);
  await expect.poll(() => rows.count(), PATIENTLY).toBe(1);
  await page.keyboard.press('Enter');
}

/** The one of the open pages that has such an element. */
async function pageWith(selector: string): Promise<FrameLocator> {
  const frames = workbench().page.locator('iframe.webview.ready');
  let found: FrameLocator | undefined;
  await expect
    .poll(async () => {
      for (let i = 0; i < (await frames.count()); i++) {
        const frame = frames.nth(i).contentFrame().frameLocator('#active-frame');
        if ((await frame.locator(selector).count()) > 0) found = frame;
      }
      return found !== undefined;
    }, PATIENTLY)
    .toBe(true);
  return found!;
}

/** What each open viewer says of its strips. */
async function statuses(): Promise<string[]> {
  const frames = workbench().page.locator('iframe.webview.ready');
  const all = await Promise.all(
    Array.from({ length: await frames.count() }, (_, i) =>
      frames.nth(i).contentFrame().frameLocator('#active-frame').locator('.status').allInnerTexts(),
    ),
  );
  return all.flat();
}

it('shows a set by its manifest, and leaves other manifests to the text editor', async () => {
  const { page, screenshot } = workbench();
  const listed = page.locator('.explorer-folders-view .monaco-list-row');
  for (const name of [SET, 'site']) await listed.filter({ hasText: new RegExp(`^${name}$`) }).click();
  const manifests = listed.filter({ hasText: 'manifest.json' });
  await expect.poll(() => manifests.count(), PATIENTLY).toBe(2);
  await manifests.first().click();
  const viewer = await pageWith('.grid');
  await expect.poll(() => viewer.locator('.status').innerText(), PATIENTLY).toBe('100 strips shown');
  await viewer.locator('.strip-picture svg').waitFor();
  await screenshot('data set');
  await manifests.last().click();
  await page.locator('.monaco-editor .view-line', { hasText: 'some site' }).waitFor();
});

it('opens from the palette, and opens the spec at the strip that is chosen', async () => {
  const { command, screenshot, tab } = workbench();
  await command('View: Close All Editors');
  await openSet(SET);
  const viewer = await pageWith('.grid');
  await viewer.getByRole('row', { name: /marked 12 AFLT 2 train/ }).click();
  await viewer.locator('.strip-picture svg[aria-label*="AFLT 2,"]').waitFor();
  await viewer.getByRole('button', { name: 'Open Spec at This Strip' }).click();
  await tab(SPEC).waitFor();
  const editor = await pageWith('.strips-scroller');
  const strip = editor.locator('.strip', { hasText: 'AFLT' });
  await expect.poll(() => strip.first().innerText(), PATIENTLY).toContain('strip 2');
  await screenshot('spec at a strip');
});

it('exports the strips that are shown: a table, and WFDB records that open again', async () => {
  const { command, page, workspace, screenshot } = workbench();
  await command('View: Close All Editors');
  await openSet(SET);
  const viewer = await pageWith('.grid');
  for (const name of ['AF', 'AFLT', 'PVC', 'WPW'])
    await viewer.getByRole('checkbox', { name: new RegExp(`^${name}\\b`) }).uncheck();
  await expect.poll(() => viewer.locator('.status').innerText(), PATIENTLY).toBe('20 of 100 strips shown');

  await viewer.getByRole('button', { name: 'Export CSV' }).click();
  const input = page.locator('.quick-input-widget input[type=text]');
  await expect.poll(() => input.inputValue(), PATIENTLY).toMatch(/four-arrhythmias-dataset-selection\.csv$/);
  await page.keyboard.press('Enter');
  const table = path.join(workspace, `${SET}-selection.csv`);
  await expect.poll(() => existsSync(table), PATIENTLY).toBe(true);
  const [head, ...lines] = readFileSync(table, 'utf8').trimEnd().split('\n');
  expect(head).toMatch(/^record,strip,class,index,split,rate_bpm,/);
  expect(lines).toHaveLength(20);
  expect(lines.every((line) => line.split(',')[2] === 'NSR')).toBe(true);

  await viewer.getByRole('button', { name: 'Export WFDB' }).click();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: `${SET}-selection` }).click();
  const records = path.join(workspace, `${SET}-selection`, 'RECORDS');
  await expect.poll(() => existsSync(records), PATIENTLY).toBe(true);
  expect(readFileSync(records, 'utf8').trimEnd().split('\n')).toEqual(
    lines.map((line) => line.split(',')[0]),
  );
  await screenshot('exported');

  await openSet(`${SET}-selection`);
  await expect.poll(statuses, PATIENTLY).toContain('20 strips shown');
});

it('shows real recordings with their labels', async () => {
  const { command, screenshot } = workbench();
  await command('View: Close All Editors');
  await openSet('/real');
  await expect.poll(statuses, PATIENTLY).toContain('400 strips shown');
  const viewer = await pageWith('.grid');
  expect(await viewer.locator('.name').allInnerTexts()).toEqual(
    expect.arrayContaining(['AFIB', 'NORM', 'PVC']),
  );
  await viewer.locator('.strip-picture svg').waitFor();
  await screenshot('real recordings');
});
