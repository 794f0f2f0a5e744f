import type { Measurements, Truth } from './types';

/**
 * Reads the clinical intervals off a strip's ground truth.
 *
 * @param rate sampling rate, Hz
 */
export function measure(truth: Truth, rate: number): Measurements {
  const rr: number[] = [];
  const pr: number[] = [];
  const qrs: number[] = [];
  const qt: number[] = [];
  const toMs = 1000 / rate;
  truth.beats.forEach((beat, i) => {
    const previous = truth.beats[i - 1];
    if (previous) rr.push((beat.r - previous.r) * toMs);
    const { onset, offset } = beat.qrs;
    if (onset >= 0 && offset >= 0) qrs.push((offset - onset) * toMs);
    if (onset >= 0 && beat.p && beat.p.onset >= 0) pr.push((onset - beat.p.onset) * toMs);
    if (onset >= 0 && beat.t && beat.t.offset >= 0) qt.push((beat.t.offset - onset) * toMs);
  });
  const meanRr = mean(rr);
  const medianQt = median(qt);
  return {
    heartRate: 60000 / meanRr,
    rr: meanRr,
    rrSd: Math.sqrt(mean(rr.map((x) => (x - meanRr) * (x - meanRr)))),
    pr: median(pr),
    qrs: median(qrs),
    qt: medianQt,
    qtc: medianQt / Math.sqrt(meanRr / 1000),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
