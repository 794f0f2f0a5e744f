import type { MeasureReport, RealismReport } from '../../../src/training/realism/report';

const spread = (median: number, share = 1): MeasureReport['real'] => ({
  strips: 20,
  share,
  p5: median * 0.8,
  p25: median * 0.9,
  median,
  p75: median * 1.1,
  p95: median * 1.2,
  bins: [0.5, 0.5],
});

const measure = (key: string, title: string, unit: string, ks: number, floor: number): MeasureReport => ({
  key,
  title,
  unit,
  synthetic: spread(160),
  real: spread(170),
  edges: [100, 150, 200],
  ks,
  wasserstein: 10,
  floor: { ks: floor, wasserstein: 3 },
});

/** A report of two classes: one that differs in its PR interval, one without beats. */
export const REALISM: RealismReport = {
  format: 'ecgspec-realism',
  version: 1,
  created: '2026-01-01T00:00:00Z',
  dataset: { name: 'four-dataset', title: 'Four', seed: 1 },
  real: { name: 'my-strips', attribution: 'Somebody <b>generous</b>' },
  measuredAt: 250,
  stripSeconds: 9.7,
  classes: [
    {
      class: 'NSR',
      synthetic: { strips: 20 },
      real: { strips: 20, patients: 12 },
      measures: [
        measure('pr', 'PR interval', 'ms', 0.6, 0.1),
        measure('qrs', 'QRS duration', 'ms', 0.12, 0.11),
      ],
      spectrum: {
        hz: [1, 2, 3],
        synthetic: [0.5, 0.3, 0.2],
        real: [0.4, 0.4, 0.2],
        divergence: 0.01,
        floor: 0.001,
      },
      beats: {
        ms: [-4, 0, 4],
        synthetic: { p5: [0, 0.8, 0], median: [0, 1, 0], p95: [0, 1.2, 0] },
        real: { p5: [0, 0.7, 0], median: [0, 1, 0], p95: [0, 1.3, 0] },
        mmd: 0.2,
        floor: 0.02,
        nearest: 0.04,
        nearestReal: 0.03,
        examples: [
          {
            quantile: 0.5,
            distance: 0.04,
            real: [0, 1, 0],
            synthetic: [0, 0.9, 0],
            realRow: 4,
            syntheticIndex: 7,
          },
        ],
      },
    },
    {
      class: 'VF',
      synthetic: { strips: 20 },
      real: { strips: 6, patients: 3 },
      measures: [
        { ...measure('pr', 'PR interval', 'ms', 0, 0), edges: [], ks: null, wasserstein: null, floor: null },
        { ...measure('qrs', 'QRS duration', 'ms', 0.1, 0), floor: null },
      ],
      spectrum: {
        hz: [1, 2, 3],
        synthetic: [0.5, 0.3, 0.2],
        real: [0.4, 0.4, 0.2],
        divergence: 0.01,
        floor: null,
      },
      beats: null,
    },
  ],
  leftOut: [{ class: 'WPW', reason: 'WPW is left out: no real strip; a comparison needs at least 5.' }],
  seconds: 12,
};
