import type { BeatTruth, Measurements, Truth } from './types';

/**
 * Reads the clinical intervals off a strip's ground truth. Intervals within the beat are medians over the beats that are
 * not ectopic, or over the ectopic ones where there are no others.
 *
 * @param rate sampling rate, Hz
 */
export function measure(truth: Truth, rate: number): Measurements {
  const rr = truth.beats.slice(1).map(({ r }, i) => ((r - truth.beats[i]!.r) * 1000) / rate);
  const beats = measuredBeats(truth);
  const inMs = (from: (beat: BeatTruth) => number, to: (beat: BeatTruth) => number): number[] =>
    beats.flatMap((beat) => {
      const [start, end] = [from(beat), to(beat)];
      return start >= 0 && end >= 0 ? [((end - start) * 1000) / rate] : [];
    });
  const meanRr = mean(rr);
  // A P wave after the QRS, as of an impulse that runs back to the atrium, has no PR interval.
  const pr = inMs(
    ({ p }) => p?.onset ?? -1,
    ({ qrs }) => qrs.onset,
  ).filter((interval) => interval > 0);
  const qt = median(
    inMs(
      ({ qrs }) => qrs.onset,
      ({ t }) => t?.offset ?? -1,
    ),
  );
  return {
    heartRate: 60000 / meanRr,
    rr: meanRr,
    rrSd: deviation(rr),
    pr: median(pr),
    prSd: deviation(pr),
    qrs: median(
      inMs(
        ({ qrs }) => qrs.onset,
        ({ qrs }) => qrs.offset,
      ),
    ),
    qt,
    qtc: qt / Math.sqrt(meanRr / 1000),
  };
}

/** The beats that are not ectopic; all of them where there are no others. */
export function measuredBeats(truth: Truth): readonly BeatTruth[] {
  const conducted = truth.beats.filter(({ ectopic }) => !ectopic);
  return conducted.length > 0 ? conducted : truth.beats;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/** Standard deviation of the values themselves (not an estimate of a population's); NaN where there are none. */
export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((x) => (x - middle) * (x - middle))));
}

/** NaN where there are none. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
