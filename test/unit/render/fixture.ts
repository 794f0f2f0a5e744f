import type { BeatTruth, Strip } from '../../../src/synthesis/types';

export const RATE = 100;
export const RESOLUTION = 0.001;

const beat = (r: number, symbol: 'N' | 'V', type: string): BeatTruth => ({
  type,
  symbol,
  ectopic: symbol === 'V',
  r,
  p: symbol === 'N' ? { onset: r - 20, peak: r - 16, offset: r - 12 } : null,
  qrs: { onset: r - 4, peak: r, offset: r + 4 },
  t: { onset: r + 10, peak: r + 25, offset: r + 32 },
});

/** A flat strip with an R peak of 1 mV every second from 0.5 s on; the beat with number `ectopic` is a PVC. */
export function strip(seconds: number, { ectopic = -1, peak = 1000, name = 'NSR' } = {}): Strip {
  const samples = new Int16Array(seconds * RATE);
  const beats: BeatTruth[] = [];
  for (let i = 0; i < seconds; i++) {
    const r = i * RATE + RATE / 2;
    samples[r] = peak;
    beats.push(i === ectopic ? beat(r, 'V', 'pvc') : beat(r, 'N', 'normal'));
  }
  const rhythms = [{ start: 0, end: samples.length, code: '(N', class: name }];
  return { samples, truth: { class: name, index: 0, beats, loosePs: [], rhythms } };
}
