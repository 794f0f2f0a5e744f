import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../src/webview/dashboard/figures';
import { inWords, readRun, smooth } from '../../../src/webview/dashboard/run';
import type { Palette } from '../../../src/webview/shared/palette';

const line = (time: number, event: string, fields: object = {}): string =>
  JSON.stringify({ v: 1, time, event, ...fields });
const START = line(100, 'start', {
  job: 'pretrain',
  total: { epochs: 8 },
  device: 'cpu',
  classes: ['NSR', 'AF'],
});
const STEP = line(110, 'step', { step: 10, epoch: 2, loss: 0.9, lr: 0.001, stripsPerSecond: 650 });
const PALETTE = {
  text: '#111111',
  gridMajor: '#cccccc',
  series: ['#0000ff', '#ff0000'],
} as unknown as Palette;

describe('a run', () => {
  it('waits before its first event and gets ready before its first step', () => {
    expect(readRun([])).toMatchObject({ phase: 'waiting', share: 0, secondsLeft: undefined });
    expect(readRun([START])).toMatchObject({ phase: 'starting', job: 'pretrain', device: 'cpu' });
  });

  it('tells how far it is and how long it will take at this pace', () => {
    expect(readRun([START, STEP])).toMatchObject({
      phase: 'running',
      share: 0.25,
      progress: 'epoch 2 of 8',
      stripsPerSecond: 650,
      secondsLeft: 30,
      loss: [{ x: 2, y: 0.9 }],
    });
  });

  it('is done with its last event, whatever became of the process', () => {
    const done = line(171, 'done', { seconds: 61.2, outputs: [] });
    expect(readRun([START, STEP, done], 'cancelled')).toMatchObject({
      phase: 'done',
      share: 1,
      seconds: 61.2,
    });
  });

  it('tells a failure in the words of the trainer', () => {
    const error = line(112, 'error', { message: 'No space is left on the disk.' });
    expect(readRun([START, STEP, error])).toMatchObject({
      phase: 'failed',
      message: 'No space is left on the disk.',
    });
    expect(readRun([START, STEP], 'failed')).toMatchObject({ phase: 'failed', message: undefined });
  });

  it('knows from the process alone that it was cancelled', () => {
    expect(readRun([START, STEP], 'cancelled').phase).toBe('cancelled');
    expect(readRun([], 'cancelled').phase).toBe('cancelled');
  });

  it('shows only what came after the last start in the file', () => {
    expect(readRun([START, STEP, START]).loss).toEqual([]);
  });

  it('leaves out lines that are no events', () => {
    expect(readRun([START, '{"v":1,', '17', STEP])).toEqual(readRun([START, STEP]));
  });

  it('of an evaluation counts networks, not those without real strips', () => {
    const start = line(0, 'start', { job: 'evaluate', total: { runs: 4 }, device: 'cpu', classes: ['AF'] });
    const result = (size: number, arm: string): string =>
      line(20, 'result', { class: 'AF', arm, size, seed: 0, auroc: 0.8, auprc: 0.7, f1: 0.6 });
    const run = readRun([start, result(0, 'synthetic'), result(25, 'scratch'), result(25, 'pretrained')]);
    expect(run).toMatchObject({ phase: 'running', job: 'evaluate', share: 0.5, progress: '2 of 4 networks' });
  });
});

describe('pictures of a run', () => {
  it('are none before there is something to draw', () => {
    expect(figuresOf(readRun([START]), PALETTE)).toEqual([]);
  });

  it('are loss and AUROC of pre-training, with the steps that were told', () => {
    const epoch = line(120, 'epoch', {
      epoch: 1,
      trainLoss: 0.7,
      validationLoss: 0.6,
      validationAuroc: 0.91,
    });
    const figures = figuresOf(readRun([START, STEP, epoch]), PALETTE);
    expect(figures.map(({ title }) => title)).toEqual(['Loss', 'Validation AUROC']);
    expect(figures[0]!.data).toMatchObject([
      { x: [2], y: [0.9] },
      { x: [2], y: [0.9] },
      { x: [1], y: [0.6] },
    ]);
    expect(figures[1]!.data).toMatchObject([{ x: [1], y: [0.91] }]);
  });

  it('are one for each class of an evaluation, with the mean of the seeds', () => {
    const start = line(0, 'start', {
      job: 'evaluate',
      total: { runs: 9 },
      device: 'cpu',
      classes: ['AF', 'PVC'],
    });
    const result = (seed: number, auroc: number): string =>
      line(20, 'result', { class: 'AF', arm: 'scratch', size: 25, seed, auroc });
    const figures = figuresOf(readRun([start, result(0, 0.7), result(1, 0.8)]), PALETTE);
    expect(figures.map(({ title }) => title)).toEqual([
      'AF: AUROC on real strips',
      'PVC: AUROC on real strips',
    ]);
    expect(figures[0]!.data[3]).toMatchObject({ x: ['25'], y: [0.75] });
  });
});

it('smoothing starts at the first value and follows', () => {
  const curve = smooth(
    [1, 1, 0].map((y, x) => ({ x, y })),
    0.5,
  );
  expect(curve.map(({ y }) => y)).toEqual([1, 1, expect.closeTo(3 / 7, 10)]);
});

it.each([
  [0.4, '0 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
])('%d s are %s', (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});
