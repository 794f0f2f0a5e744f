import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { useWorkbench } from './harness';
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

const score = (mean: number) => ({ mean, sd: 0.02, values: [mean - 0.01, mean + 0.01] });
const scores = (mean: number) => ({ auroc: score(mean), auprc: score(mean - 0.05), f1: score(mean - 0.1) });
const REPORT = {
  format: 'ecgspec-report',
  version: 1,
  created: '2026-01-01T00:00:00Z',
  quick: true,
  model: { architecture: 'resnet18', width: 0.25, parameters: 540_000, rate: 100, classes: ['NSR', 'AF'] },
  data: {
    name: 'real',
    strips: 400,
    patients: 300,
    classes: [{ class: 'NSR', strips: 200, patients: 150 }],
    leftOut: [],
    filtered: 0,
    rate: 250,
    seconds: 10,
    crop: 0.3,
    attribution: 'Somebody <b>generous</b>',
  },
  protocol: { sizes: [5, 25], seeds: 2, testShare: 0.3, bootstrap: { replicates: 1000, level: 0.95 } },
  tasks: [
    {
      class: 'AF',
      normal: 'NSR',
      test: [{ seed: 0, strips: 120, positives: 60, patients: 100 }],
      arms: [
        { arm: 'scratch', size: 5, ...scores(0.6) },
        { arm: 'scratch', size: 25, ...scores(0.74) },
        { arm: 'pretrained', size: 5, ...scores(0.8) },
        { arm: 'pretrained', size: 25, ...scores(0.87) },
        { arm: 'synthetic', size: 0, ...scores(0.78) },
      ],
      gains: [
        {
          size: 25,
          metric: 'auroc',
          scratch: 0.74,
          pretrained: 0.87,
          mean: 0.13,
          low: 0.08,
          high: 0.18,
          wins: 2,
          seeds: 2,
        },
      ],
    },
  ],
  leftOut: [],
  notes: [],
  environment: { device: 'cpu' },
  seconds: 61,
};

const workbench = useWorkbench({
  files: {
    'af-model/events.jsonl': START + step(10),
    'af-report/report.json': JSON.stringify(REPORT),
    'af-report/results.csv': 'class,arm,size,seed,auroc,auprc,f1\nAF,scratch,25,0,0.74,0.7,0.6\n',
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
