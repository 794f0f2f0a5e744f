import type { BeatSymbol } from '../spec/types';
import type { Detail } from './detail';

/**
 * Onset, peak and offset of a part (P, QRS, T) as sample numbers in the strip; -1 where the point lies outside it. They are
 * about the part's own waves alone, whatever overlaps them: it begins where the first of its waves does and ends where the
 * last one ends, 2.5 widths from their peaks, and peaks where they deflect most as they add up.
 */
export interface Fiducials {
  readonly onset: number;
  readonly peak: number;
  readonly offset: number;
}

export interface BeatTruth {
  /** Name of the beat type in the spec. */
  readonly type: string;
  /** WFDB annotation symbol. */
  readonly symbol: BeatSymbol;
  /** Whether it came early from a focus of its own rather than by the class's rhythm. */
  readonly ectopic: boolean;
  /** Sample number of the R peak (the largest deflection of the QRS); always inside the strip. */
  readonly r: number;
  readonly p: Fiducials | null;
  readonly qrs: Fiducials;
  readonly t: Fiducials | null;
}

/** A stretch of one rhythm. */
export interface RhythmSpan {
  /** First sample, and the one after the last. */
  readonly start: number;
  readonly end: number;
  /** WFDB rhythm annotation, such as `(AFIB`; `null` where the class has none. */
  readonly code: string | null;
  /** The class whose rhythm it is. */
  readonly class: string;
}

/** What is known about a strip because it was made. */
export interface Truth {
  readonly class: string;
  readonly index: number;
  /** In time order; every beat whose R peak lies inside the strip. */
  readonly beats: readonly BeatTruth[];
  /** In time order; P waves that no beat follows, of which the peak lies inside the strip. */
  readonly loosePs: readonly Fiducials[];
  /** In time order and without gaps from the first sample to the last. */
  readonly rhythms: readonly RhythmSpan[];
}

export interface Strip {
  /** One lead, `recording.samples` long, one step = `recording.resolution` mV. */
  readonly samples: Int16Array;
  readonly truth: Truth;
}

/** One signal of a recording that noise is taken from. */
export interface NoiseSignal {
  /** In [-1, 1], the largest of them 1 or -1: how strong it gets, the spec says. */
  readonly samples: Float32Array;
  /** Sampling rate, Hz. */
  readonly rate: number;
}

/** The recordings that a spec names, by `recordKey`; null = its noise is left out, and all else stays as it is. */
export type Records = ReadonlyMap<string, NoiseSignal | null>;

/**
 * A compiled spec. Every strip is a pure function of (spec, records, class, index, draw): any order, any worker. It works on
 * memory of its own, so it makes one strip after the other; docs/synthesis.md says how.
 */
export interface Synthesizer {
  /** Class names in the order of the spec. */
  readonly classes: readonly string[];
  /** Samples in a strip. */
  readonly samples: number;
  /** Sampling rate, Hz. */
  readonly rate: number;
  /** mV per step. */
  readonly resolution: number;
  /**
   * @param className a name in `classes`
   * @param index which strip of that class, an integer in [0, 2^32)
   * @param draw which independent redraw (the preview's "new draw"); data sets use 0
   * @param detail is made to tell of this strip what it was made for: segments, the waves' parameters, values drawn once;
   *   the strip is the same without, and the next strip overwrites it
   * @throws RangeError for an unknown class or an index out of range
   */
  generate(className: string, index: number, draw?: number, detail?: Detail | null): Strip;
  /**
   * As `generate`, writing the samples into `out`.
   *
   * @param out `samples` long; every sample is overwritten, with steps of `resolution` mV
   * @returns what is true of them; it stays as it is when other strips are made
   * @throws RangeError also where `out` has another length
   */
  generateInto(
    out: Int16Array,
    className: string,
    index: number,
    draw?: number,
    detail?: Detail | null,
  ): Truth;
}

/** A beat type drawn on its own, for the inline pictures. */
export interface BeatDrawing {
  /** Time of the first point relative to R, s. */
  readonly start: number;
  /** Step between points, s. */
  readonly step: number;
  /** The beat with every parameter at its centre, mV. */
  readonly center: Float32Array;
  /** Recording-level draws of the same beat, mV. */
  readonly draws: readonly Float32Array[];
}

/** A beat type as its plot shows it. */
export interface BeatPlot extends BeatDrawing {
  /** Of the draws at each point, mV: the 5th percentile, the median, and the 95th percentile. */
  readonly low: Float32Array;
  readonly median: Float32Array;
  readonly high: Float32Array;
  /** Each wave of the beat alone with every parameter at its centre, mV, in the order of `Beat.waves`. */
  readonly waves: readonly Float32Array[];
}

/** Averages over a strip, read off its ground truth. NaN where nothing can be measured. */
export interface Measurements {
  /** Mean heart rate, beats per minute: 60 / mean RR. */
  readonly heartRate: number;
  /** Mean and standard deviation of RR, ms. */
  readonly rr: number;
  readonly rrSd: number;
  /** Medians over the beats that have the waves and are not ectopic, ms. PR: P onset to QRS onset, of P waves before the QRS. */
  readonly pr: number;
  readonly qrs: number;
  readonly qt: number;
  /** Standard deviation of PR, ms. */
  readonly prSd: number;
  /** Bazett: QT / sqrt(RR / 1 s), ms. */
  readonly qtc: number;
}
