import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { useWorkbench } from './harness';

/** A beat a second, of another height in each recording, and twelve seconds long; `bare`: neither times nor units. */
function recording(number: number, bare: boolean): string {
  const rate = 200;
  const rows = Array.from({ length: 12 * rate }, (_, i) => {
    const t = ((i / rate) % 1) - 0.5;
    const mV = (1 + number / 10) * Math.exp(-((t / 0.02) ** 2)) + 0.02 * Math.sin(i / 7);
    return bare ? (1000 * mV).toFixed(1) : `${i / rate},${mV.toFixed(4)},0`;
  });
  return `${bare ? 'ecg' : 'time (s),II (mV),V1 (mV)'}\n${rows.join('\n')}\n`;
}
const LABELS = ['NORM', 'NORM', 'AFIB', 'AFIB', 'LBBB'];
const table = `record,scp_codes,patient_id
${LABELS.map((label, n) => `r${n},"{'${label}': 100.0, 'SR': 0.0}",p${n}`).join('\n')}
r9,"{'AFIB': 100.0}",p9
`;
const records = (folder: string, bare: boolean): Record<string, string> =>
  Object.fromEntries(LABELS.map((_, n) => [`${folder}/r${n}.csv`, recording(n, bare)]));

const workbench = useWorkbench({
  files: { ...records('ward', false), ...records('bare', true), 'ward-labels.csv': table },
});
const PATIENTLY = { timeout: 60_000 };

/** A menu is not drawn anew, and one of a window that has only just opened does not know yet that its folder is trusted. */
async function chooseImport(page: Page, folder: string): Promise<void> {
  const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: folder }).first();
  const item = page.locator('.monaco-menu .action-item', { hasText: 'Import Recordings' });
  await vi.waitFor(async () => {
    await page.keyboard.press('Escape');
    await row.click({ button: 'right' });
    await item.waitFor();
    expect(await item.getAttribute('class')).not.toContain('disabled');
  }, PATIENTLY);
  await item.click();
}

it('imports a folder question by question, shows strips and what was left out, and offers them for fine-tuning', async () => {
  const { page, webview, workspace, screenshot, tab, notifications } = workbench();
  const rows = page.locator('.quick-input-list .monaco-list-row');
  const input = page.locator('.quick-input-widget input.input');
  const question = (text: string) => page.locator('.quick-input-widget', { hasText: text });
  const asked = async (placeHolder: string): Promise<void> => {
    await page.locator(`.quick-input-widget input[placeholder*="${placeHolder}"]`).first().waitFor(PATIENTLY);
  };
  const accept = (): Promise<void> => page.keyboard.press('Enter');

  await chooseImport(page, 'ward');

  await asked('Which table has the labels');
  await rows.filter({ hasText: 'ward-labels.csv' }).filter({ hasText: 'column "record"' }).first().click();
  await asked('Which column names the files');
  await accept();
  await asked('Which column has the labels');
  expect(
    await rows
      .filter({ hasText: 'scp_codes' })
      .locator('input[type=checkbox], .monaco-checkbox')
      .first()
      .getAttribute('aria-checked'),
  ).not.toBe('false');
  await screenshot('import asks for columns');
  await accept();
  await asked('Which labels to import');
  await rows.filter({ hasText: 'NORM' }).filter({ hasText: 'NSR' }).waitFor();
  await screenshot('import asks for labels');
  // Sinus rhythm is said of every recording here, so it tells nothing, and is not proposed.
  await accept();
  await question('The class of each label').waitFor();
  expect(await input.inputValue()).toBe('AFIB=AF, NORM=NSR');
  await input.fill('AFIB=AF, NORM');
  await question('is not LABEL=CLASS').waitFor();
  await input.fill('AFIB=AF, NORM=NSR');
  await accept();
  await asked('Which column tells patients apart');
  await rows.filter({ hasText: 'each record is its own patient' }).waitFor();
  await accept();
  await asked('Which lead');
  await accept();
  await question('How long is a strip').waitFor();
  await accept();
  await asked('Where in a longer recording');
  await accept();
  await asked('Sampling rate of the strips');
  await accept();
  await question('under which licence').waitFor();
  await input.fill('Ward 3, with consent');
  await accept();
  await asked('Where to write');
  await rows.filter({ hasText: 'ward-recordings' }).first().click();

  const described = path.join(workspace, 'ward-recordings', 'recordings.json');
  await expect.poll(() => existsSync(described), PATIENTLY).toBe(true);
  expect(JSON.parse(readFileSync(described, 'utf8'))).toMatchObject({
    ...{ rate: 250, samples: 2500, classes: { NSR: 'NSR', AF: 'AF' }, attribution: 'Ward 3, with consent' },
  });
  await tab('Report: ward-recordings').waitFor(PATIENTLY);
  const summary = webview();
  await summary.getByText('4 strips of 10 s at 250 Hz from 4 patients').waitFor();
  await summary.getByText('has only LBBB').waitFor();
  await summary.getByText('no file is called so').waitFor();
  expect(await summary.locator('.strip svg').count()).toBe(4);
  await summary.locator('.strip svg text', { hasText: 'HR 60/min' }).first().waitFor();
  await screenshot('imported');
  await expect
    .poll(async () => (await notifications()).join('\n'), PATIENTLY)
    .toContain('4 strips of NSR, AF, 2 left out in ward-recordings');
  await summary.getByText('dropped.csv').click();
  await tab('dropped.csv').waitFor();
});

it('asks for rate and unit where recordings do not say them, and writes nothing when a question is closed', async () => {
  const { page, workspace } = workbench();
  const rows = page.locator('.quick-input-list .monaco-list-row');
  const input = page.locator('.quick-input-widget input.input');
  const accept = (): Promise<void> => page.keyboard.press('Enter');
  await chooseImport(page, 'bare');
  const next = (text: string) =>
    page
      .locator(`.quick-input-widget input[placeholder*="${text}"], .quick-input-widget:has-text("${text}")`)
      .first()
      .waitFor(PATIENTLY);
  await next('Which table has the labels');
  await rows.filter({ hasText: 'ward-labels.csv' }).first().click();
  for (const text of [
    'Which column names the files',
    'Which column has the labels',
    'Which labels to import',
    'The class of each label',
    'Which column tells patients apart',
    'Which lead',
  ]) {
    await next(text);
    await accept();
  }
  await next('does not say its sampling rate');
  await input.fill('200');
  await accept();
  await next('does not say the unit of its values');
  await rows
    .first()
    .filter({ hasText: 'Microvolts' })
    .filter({ hasText: 'by the size of the values' })
    .waitFor();
  await accept();
  await next('How long is a strip');
  await page.keyboard.press('Escape');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  expect(existsSync(path.join(workspace, 'bare-recordings'))).toBe(false);
});
