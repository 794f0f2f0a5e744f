import type { Arm, ArmScores, Baseline, Gain, Metric, Report } from '../../../src/training/report';

const score = (mean: number | null) => ({
  mean,
  sd: mean === null ? null : 0.02,
  values: mean === null ? [null, null] : [mean - 0.01, mean + 0.01],
});
const arm = (name: Arm, size: number, mean: number): ArmScores => ({
  arm: name,
  size,
  auroc: score(mean),
  auprc: score(mean - 0.05),
  f1: score(mean - 0.1),
  f1Tuned: score(name === 'synthetic' ? null : mean - 0.08),
  threshold: score(name === 'synthetic' ? null : 0.4),
});
const gain = (against: Baseline, metric: Metric, before: number, after: number): Gain => ({
  ...{ size: 25, against, metric, before, after },
  ...{ mean: after - before, low: after - before - 0.05, high: after - before + 0.05, wins: 2, seeds: 2 },
});

/** As the trainer writes it, of one class at two sizes. */
export const GAIN_REPORT: Report = {
  format: 'ecgspec-report',
  version: 2,
  created: '2026-01-01T00:00:00Z',
  quick: false,
  model: {
    ...{ architecture: 'resnet18', objective: 'multiclass', width: 0.25, parameters: 540_000, rate: 100 },
    classes: ['NSR', 'AF'],
    pretraining: { strips: 4000, epochs: 8, seconds: 60 },
  },
  data: {
    ...{ name: 'real', strips: 400, patients: 300, leftOut: [], rate: 250, seconds: 10, crop: 0.3 },
    classes: [{ class: 'NSR', strips: 200, patients: 150 }],
    attribution: 'Somebody <b>generous</b>',
  },
  protocol: {
    sizes: [5, 25, 'all'],
    arms: ['synthetic', 'scratch', 'scratch-long', 'pretrained'],
    seeds: 2,
    testShare: 0.3,
    bootstrap: { replicates: 1000, level: 0.95 },
  },
  tasks: [
    {
      class: 'AF',
      normal: 'NSR',
      test: [{ seed: 0, strips: 120, positives: 60, patients: 100 }],
      arms: [
        arm('scratch', 5, 0.6),
        arm('scratch', 25, 0.74),
        arm('scratch-long', 5, 0.61),
        arm('scratch-long', 25, 0.77),
        arm('pretrained', 5, 0.8),
        arm('pretrained', 25, 0.87),
        arm('synthetic', 0, 0.78),
      ],
      gains: [
        gain('scratch', 'auroc', 0.74, 0.87),
        gain('scratch', 'f1Tuned', 0.66, 0.79),
        gain('scratch-long', 'auroc', 0.77, 0.87),
      ],
    },
  ],
  leftOut: [],
  notes: [],
  environment: { device: 'cpu' },
  seconds: 61,
};
