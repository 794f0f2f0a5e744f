import type { RecordReading } from '../../../records';
import type { Problem, Range, RecordRef } from '../../../spec';
import type { BeatDrawing, BeatTruth, Measurements } from '../../../synthesis';

/** Page -> preview worker. */
export type ToPreview =
  | PreviewRequest
  /** A recording that texts may name; `null` takes it away. */
  | { readonly type: 'record'; readonly key: string; readonly reading: RecordReading | null };

export interface PreviewRequest {
  readonly type: 'draw';
  /** Grows with every request; a newer one replaces an older one. */
  readonly id: number;
  readonly text: string;
  /** Which independent redraw of each class's first strip. */
  readonly draw: number;
  /** Which strip of a class is drawn in place of its first one. */
  readonly strip?: { readonly class: string; readonly index: number } | undefined;
  /** Classes in view: these are made first. `null`: not known yet, so all of them. */
  readonly inView: readonly string[] | null;
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
  readonly draw: number;
  /** Which of the class's strips. */
  readonly index: number;
  /** Steps of `resolution` mV. */
  readonly samples: Int16Array;
  readonly beats: readonly Pick<BeatTruth, 'r' | 'symbol' | 'type'>[];
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
      readonly beatKeys: readonly { readonly name: string; readonly range: Range }[];
      /** `null` when an error keeps it from being a spec. */
      readonly spec: SpecSummary | null;
      /** The recordings that it names. */
      readonly records: readonly RecordRef[];
    }
  | { readonly type: 'strips'; readonly id: number; readonly strips: readonly PreviewStrip[] }
  | { readonly type: 'beats'; readonly id: number; readonly beats: readonly BeatPicture[] }
  /** What strips of one class do not hold of its invariants; once for each class that has any. */
  | { readonly type: 'measured'; readonly id: number; readonly problems: readonly Problem[] }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string; readonly stack?: string };
