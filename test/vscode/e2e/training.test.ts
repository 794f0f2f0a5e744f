import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { useWorkbench } from './harness';
import { GAIN_REPORT } from '../../unit/training/gainReport';
import { REALISM } from '../../unit/training/realismReport';

const PATIENTLY = { timeout: 60_000 };
const line = (time: number, event: string, fields: object): string =>
  `${JSON.stringify({ v: 1, time, event, ...fields })}\n`;
const START = line(100, 'start', {
  job: 'pretrain',
  total: { epochs: 4 },
  device: 'cpu',
  classes: ['NSR', 'AF'],
});
const step = (n: number): string =>
  line(100 + n, 'step', { step: n, epoch: n / 25, loss: 2 / (1 + n / 10), lr: 0.001, stripsPerSecond: 650 });

const workbench = useWorkbench({
  files: {
    'af-model/events.jsonl': START + step(10),
    'af-report/report.json': JSON.stringify(GAIN_REPORT),
    'af-report/results.csv': 'class,arm,size,seed,auroc,auprc,f1\nAF,scratch,25,0,0.74,0.7,0.6\n',
    'all-gains/gains.json': JSON.stringify({
      ...{ format: 'ecgspec-gains', version: 1, created: '2026-01-01T00:00:00Z' },
      reports: [{ name: 'af-report', report: GAIN_REPORT }],
    }),
    'broken-report/report.json': '{"format":',
    'four-realism/realism.json': JSON.stringify(REALISM),
    'four-realism/measures.csv': 'side,class,row,patient\nreal,NSR,0,p1\n',
  },
});

// One page at a time, so that there is no doubt which one is looked at.
beforeEach(() => workbench().command('View: Close All Editors'));

describe('the training dashboard', () => {
  it('follows a run while its events are written, to its end', async () => {
    const { page, command, webview, workspace, screenshot } = workbench();
    await command('ECG Spec: Show Training Dashboard');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'af-model' }).click();
    const dashboard = webview();
    await dashboard.getByText('epoch 1 of 4').waitFor();
    await dashboard.locator('.js-plotly-plot').nth(1).waitFor();
    const curve = dashboard.locator('.js-plotly-plot').first().locator('.js-line').first();
    const before = await curve.getAttribute('d').catch(() => null);

    const events = path.join(workspace, 'af-model', 'events.jsonl');
    const next = step(50);
    appendFileSync(events, step(25) + next.slice(0, 20));
    await dashboard.getByText('epoch 1 of 4').waitFor();
    appendFileSync(events, next.slice(20));
    await dashboard.getByText('epoch 2 of 4').waitFor();
    await expect.poll(() => curve.getAttribute('d'), PATIENTLY).not.toBe(before);
    await dashboard.getByText('650').waitFor();
    await screenshot('dashboard');

    appendFileSync(events, line(161.2, 'done', { seconds: 61.2, outputs: [] }));
    await dashboard.getByText('in 1 min 1 s').waitFor();
    await dashboard.locator('[data-phase=done]').first().waitFor();
  });
});

describe('the report', () => {
  it('shows figures, tables and a way to the scores', async () => {
    const { page, command, webview, screenshot, tab } = workbench();
    await command('ECG Spec: Open Report');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'af-report' }).click();
    await tab('Report: af-report').waitFor();
    const report = webview();
    await report.getByText('pre-training helped').waitFor();
    await report.locator('.js-plotly-plot .js-line').first().waitFor();
    // Text out of files is text: nothing in it becomes a part of the page.
    await report.getByText('Somebody <b>generous</b>').waitFor();
    await screenshot('report');
    await report.getByText('results.csv').first().click();
    await tab('results.csv').waitFor();
  });

  it('lays the gains of several evaluations beside the paper', async () => {
    const { page, command, webview, screenshot } = workbench();
    await command('ECG Spec: Open Report');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'all-gains' }).click();
    const gains = webview();
    await gains.getByText('+33.2 % (AFLT)').waitFor();
    // One size makes a point and no line.
    await gains.locator('.js-plotly-plot .scatterlayer .point').first().waitFor();
    await screenshot('gains');
  });

  it('shows how near synthetic strips are to real ones', async () => {
    const { page, command, webview, screenshot, tab } = workbench();
    await command('ECG Spec: Open Report');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'four-realism' }).click();
    await tab('Report: four-realism').waitFor();
    const report = webview();
    await report.getByText('NSR: most apart are PR interval').waitFor();
    await report.locator('.js-plotly-plot .js-line').nth(5).waitFor();
    await screenshot('realism');
    await report.getByText('measures.csv').first().click();
    await tab('measures.csv').waitFor();
  });

  it('says what is wrong with one that is broken', async () => {
    const { page, command, webview, tab } = workbench();
    await command('ECG Spec: Open Report');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'broken-report' }).click();
    await tab('Report: broken-report').waitFor();
    await webview().getByText('report.json is not JSON').waitFor();
  });
});
