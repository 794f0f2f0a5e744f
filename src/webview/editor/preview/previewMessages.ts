import type { RecordReading } from '../../../records';
import type { BeatKey, Problem, RecordRef } from '../../../spec';
import type { BeatDrawing, BeatTruth, Measurements } from '../../../synthesis';
import type { Comparison } from './comparison';
import type { PlottedBeat } from '../beatPlot/plottedBeat';

/** Page -> preview worker. */
export type ToPreview =
  | PreviewRequest
  /** A recording that texts may name; `null` takes it away. */
  | { readonly type: 'record'; readonly key: string; readonly reading: RecordReading | null }
  /** What is laid under strips and beats from the next request on; `null`: nothing. */
  | { readonly type: 'compare'; readonly comparison: Comparison | null };

export interface PreviewRequest {
  readonly type: 'draw';
  /** Grows with every request; a newer one replaces an older one. */
  readonly id: number;
  readonly text: string;
  /** Which independent redraw of each class's first strip. */
  readonly draw: number;
  /** Classes in view: only these are drawn. `null`: not known yet, so all of them. */
  readonly inView: readonly string[] | null;
  /** The beat type whose plot is open; another one is taken where the text has none of this name. `null`: none is open. */
  readonly plot: string | null;
  /** Which strip of a class is shown, counted from 0 as in the data set; of other classes the first. */
  readonly indices: Readonly<Record<string, number>>;
  /** Classes of which many strips are looked at, and how many. */
  readonly galleries: Readonly<Record<string, number>>;
}

/** What the page needs to know of a spec to lay out its strips. */
export interface SpecSummary {
  readonly seed: number;
  /** Sampling rate, Hz. */
  readonly rate: number;
  /** Strip length, s. */
  readonly duration: number;
  /** mV per sample step. */
  readonly resolution: number;
  readonly classes: readonly { readonly name: string; readonly title: string }[];
}

export interface PreviewStrip {
  readonly class: string;
  readonly index: number;
  readonly draw: number;
  /** Steps of `resolution` mV. */
  readonly samples: Int16Array;
  /** What is compared with it, mV at the same rate; null: nothing. */
  readonly under: Float32Array | null;
  readonly beats: readonly Pick<BeatTruth, 'r' | 'symbol' | 'type'>[];
  /** R peaks, and where the parts of its beats begin and end: sample numbers, in order. */
  readonly landmarks: readonly number[];
  readonly measurements: Measurements;
}

export interface BeatPicture {
  readonly name: string;
  readonly drawing: BeatDrawing;
}

/** Preview worker -> page; every reply carries the request's id. */
export type PreviewReply =
  | {
      readonly type: 'parsed';
      readonly id: number;
      readonly problems: readonly Problem[];
      /** Where each beat type's key stands in the text. */
      readonly beatKeys: readonly BeatKey[];
      /** `null` when an error keeps it from being a spec. */
      readonly spec: SpecSummary | null;
      /** The recordings that it names. */
      readonly records: readonly RecordRef[];
    }
  | { readonly type: 'strips'; readonly id: number; readonly strips: readonly PreviewStrip[] }
  /** Some more strips of a gallery, from the one with number `first` on. */
  | {
      readonly type: 'gallery';
      readonly id: number;
      readonly class: string;
      readonly first: number;
      readonly strips: readonly Int16Array[];
    }
  | { readonly type: 'plot'; readonly id: number; readonly beat: PlottedBeat }
  | { readonly type: 'beats'; readonly id: number; readonly beats: readonly BeatPicture[] }
  /** All that is seen has been drawn; what comes now can wait until nobody types. */
  | { readonly type: 'drawn'; readonly id: number }
  /** What strips of one class do not hold of its invariants; once for each class that has any. */
  | { readonly type: 'measured'; readonly id: number; readonly problems: readonly Problem[] }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string; readonly stack?: string };
