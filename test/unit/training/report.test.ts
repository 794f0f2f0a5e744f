import { expect, it } from 'vitest';
import { describeGain, type Gain, type TaskReport } from '../../../src/training/report';

const task: TaskReport = { class: 'AF', normal: 'NSR', test: [], arms: [], gains: [] };
const gain: Gain = {
  size: 25,
  metric: 'auroc',
  against: 'scratch',
  before: 0.8,
  after: 0.9,
  mean: 0.1,
  low: 0.05,
  high: 0.15,
  wins: 3,
  seeds: 3,
};

it('says what pre-training did, also where it could not be measured', () => {
  expect(describeGain(task, gain)).toContain(
    '0.800 → 0.900 (+0.100, 95 % interval +0.050 to +0.150); pre-training helped',
  );
  expect(describeGain(task, { ...gain, low: -0.2, high: -0.1, mean: -0.15 })).toContain('hurt');
  const none = { ...gain, before: null, after: null, mean: null, low: null, high: null };
  expect(describeGain(task, none)).toContain('– → – (–, 95 % interval – to –); no verdict');
});
