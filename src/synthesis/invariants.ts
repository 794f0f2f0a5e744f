import type { Invariant, Measure, RhythmClass } from '../spec/types';
import { mean, measure, measuredBeats, median } from './measure';
import type { BeatTruth, Strip } from './types';

/** What one step and one sample of a strip are worth. */
export interface Scale {
  /** Sampling rate, Hz. */
  readonly rate: number;
  /** mV per step. */
  readonly resolution: number;
}

/** How the strips of a class hold one of its invariants. */
export interface InvariantReport {
  readonly invariant: Invariant;
  /** Strips that hold it, of all that were looked at. */
  readonly held: number;
  readonly of: number;
  /**
   * The strip furthest from holding it: its index and what was read there, in base units, NaN where the measure is missing;
   * `null` where all strips hold it.
   */
  readonly worst: { readonly index: number; readonly value: number } | null;
}

/** Measures strips of a class against what the class claims of all of them. */
export function checkInvariants(
  source: RhythmClass,
  strips: readonly Strip[],
  scale: Scale,
): InvariantReport[] {
  return source.invariants.map((invariant) => {
    let held = 0;
    let worst: { index: number; value: number } | null = null;
    let furthest = 0;
    for (const strip of strips) {
      const value = readMeasure(invariant.measure, strip, scale);
      const miss = missOf(invariant, value);
      if (miss === 0) held++;
      else if (miss > furthest) {
        furthest = miss;
        worst = { index: strip.truth.index, value };
      }
    }
    return { invariant, held, of: strips.length, worst };
  });
}

/** How far a strip is from holding an invariant; 0: it does. A value that is missing is further than any other. */
function missOf({ bounds, measure: name }: Invariant, value: number): number {
  // A count or a share of nothing is zero, not missing: `no ectopic beats` means that.
  if (bounds === null) return Number.isNaN(value) || (COUNTS.has(name) && value === 0) ? 0 : Infinity;
  if (Number.isNaN(value)) return Infinity;
  // Readings come from whole samples; their sums in binary fractions must not decide.
  const tolerance = 1e-9;
  return Math.max(0, bounds.min - value - tolerance, value - bounds.max - tolerance);
}

const COUNTS: ReadonlySet<Measure> = new Set(['P share', 'dropped beats', 'ectopic beats']);

/** ST is read this long after the J point, s. */
const ST_DELAY = 0.06;

/** Amplitudes are means over this long around the point, s, so that a single sample's noise does not decide. */
const SMOOTHING = 0.008;

/** At its onset a wave has risen already, by 4 %: the line that it stands on is read this long before, s. */
const BEFORE = 0.016;

/** A beat this close to the strip's start may have its P wave outside, s. */
const P_ROOM = 0.4;

/**
 * One measure of a strip, in base units (s, mV, bpm, shares as fractions); NaN where it does not exist there.
 *
 * - `rate`: 60 over the mean RR interval. `RR variation`: SD of RR over its mean. Over all beats.
 * - `PR` (P onset to QRS onset, where P comes first), `QRS`, `QT` (QRS onset to T offset): medians; `QTc`: QT over the root of the mean RR in
 *   seconds; `PR variation`: SD of PR.
 * - `P amplitude`: P peak over the line before P. `R amplitude`, `T amplitude`: peak over the line before the QRS, signed
 *   (R is the largest deflection of the QRS). `ST level`: 60 ms after the QRS, over the same line, which is read between P and QRS where
 *   there is room. Medians, read off the samples, so noise is in them.
 * - `P share`: beats with a P wave over all beats, without those whose P wave would come before the strip.
 * - `dropped beats`: P waves that no beat follows. `ectopic beats`: their number.
 *
 * Medians, `PR variation` and amplitudes are over the beats that are not ectopic, where there are any.
 */
export function readMeasure(name: Measure, strip: Strip, scale: Scale): number {
  const { truth } = strip;
  switch (name) {
    case 'rate':
      return measure(truth, scale.rate).heartRate;
    case 'RR variation': {
      const { rr, rrSd } = measure(truth, scale.rate);
      return rrSd / rr;
    }
    case 'PR':
      return measure(truth, scale.rate).pr / 1000;
    case 'PR variation':
      return measure(truth, scale.rate).prSd / 1000;
    case 'QRS':
      return measure(truth, scale.rate).qrs / 1000;
    case 'QT':
      return measure(truth, scale.rate).qt / 1000;
    case 'QTc':
      return measure(truth, scale.rate).qtc / 1000;
    case 'P amplitude':
      return height(strip, scale, ({ p }) => [before(p?.onset, scale), p?.peak ?? -1]);
    case 'R amplitude':
      return height(strip, scale, (beat) => [lineBefore(beat, scale), beat.qrs.peak], 0);
    case 'T amplitude':
      return height(strip, scale, (beat) => [lineBefore(beat, scale), beat.t?.peak ?? -1]);
    case 'ST level':
      return height(strip, scale, (beat) => [
        lineBefore(beat, scale),
        beat.qrs.offset < 0 ? -1 : beat.qrs.offset + Math.round(ST_DELAY * scale.rate),
      ]);
    case 'P share': {
      const known = truth.beats.filter(({ r }) => r >= P_ROOM * scale.rate);
      const beats = known.length > 0 ? known : truth.beats;
      return mean(beats.map(({ p }) => (p ? 1 : 0)));
    }
    case 'dropped beats':
      return truth.loosePs.length;
    case 'ectopic beats':
      return truth.beats.filter(({ ectopic }) => ectopic).length;
  }
}

/** Samples; negative where there is none. */
function before(onset: number | undefined, { rate }: Scale): number {
  return onset === undefined || onset < 0 ? -1 : onset - Math.round(BEFORE * rate);
}

/** Where the line that the QRS stands on is read: between P and QRS, or before both where they touch. */
function lineBefore({ p, qrs }: BeatTruth, scale: Scale): number {
  if (qrs.onset < 0) return -1;
  if (!p || p.offset < 0) return before(qrs.onset, scale);
  const room = qrs.onset - p.offset;
  if (room < BEFORE * scale.rate) return before(p.onset, scale);
  return qrs.onset - Math.round(Math.min(room / 2, BEFORE * scale.rate));
}

/** Median over the beats of how much higher the strip is at the second point than at the first, mV. */
function height(
  { samples, truth }: Strip,
  { rate, resolution }: Scale,
  points: (beat: BeatTruth) => [from: number, to: number],
  smoothing = SMOOTHING,
): number {
  const level = (at: number, seconds: number): number => {
    const reach = Math.round((seconds * rate) / 2);
    return mean([...samples.subarray(Math.max(0, at - reach), at + reach + 1)]);
  };
  return median(
    measuredBeats(truth).flatMap((beat) => {
      const [from, to] = points(beat);
      if (from < 0 || to < 0 || to >= samples.length) return [];
      return [(level(to, smoothing) - level(from, SMOOTHING)) * resolution];
    }),
  );
}
