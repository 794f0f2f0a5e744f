import type { Truth } from '../synthesis';
import type { Filter, Histogram, SetInfo, Sort } from '../viewer';

/** A column as the page needs it: names of choices travel once, cells are numbers. */
export interface ViewerColumn {
  readonly kind: 'number' | 'choice';
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly digits: number;
  /** Of choices: what each number stands for. */
  readonly names: readonly string[];
  /** Known only when every sample has been read. */
  readonly late: boolean;
}

export interface ViewerRow {
  /** Number of the strip in the set. */
  readonly row: number;
  readonly marked: boolean;
  /** One for each column; null where the strip has no value. */
  readonly cells: readonly (number | null)[];
}

/** A strip as it travels: plain numbers, in steps of `resolution` mV. */
export interface ViewerStrip {
  readonly samples: readonly number[];
  readonly truth: Truth;
  readonly title: string;
  /** Hz. */
  readonly rate: number;
  /** mV. */
  readonly resolution: number;
  readonly lead: string;
}

export type LateState =
  | { readonly state: 'unknown'; readonly bytes: number }
  | { readonly state: 'measuring'; readonly done: number; readonly total: number }
  | { readonly state: 'known' }
  | { readonly state: 'failed'; readonly message: string };

/** What is exported: a CSV table of the strips, or WFDB records with their annotations and that table. */
export type SelectionKind = 'list' | 'records';

/** Host -> viewer of a data set. */
export type ToViewer =
  | { readonly type: 'paper'; readonly paper: boolean }
  | { readonly type: 'loading'; readonly done: number; readonly total: number }
  | { readonly type: 'failed'; readonly message: string }
  /** The set is open; what the page knew of another one is void. */
  | {
      readonly type: 'set';
      readonly info: SetInfo;
      readonly rows: number;
      readonly columns: readonly ViewerColumn[];
      /** Strips of each class in all, in the order of the class column's names. */
      readonly byClass: readonly number[];
    }
  /** Answers `arrange`: how many rows are shown, and how many of each class. */
  | {
      readonly type: 'arranged';
      readonly id: number;
      readonly count: number;
      readonly byClass: readonly number[];
    }
  | {
      readonly type: 'rows';
      readonly id: number;
      readonly from: number;
      readonly rows: readonly ViewerRow[];
    }
  | { readonly type: 'strip'; readonly row: number; readonly strip: ViewerStrip }
  | { readonly type: 'stripFailed'; readonly row: number; readonly message: string }
  | { readonly type: 'histograms'; readonly id: number; readonly histograms: readonly Histogram[] }
  | { readonly type: 'late'; readonly late: LateState }
  /** How many strips are marked; rows that the page holds are to be asked for anew. */
  | { readonly type: 'marked'; readonly count: number };

/** Viewer of a data set -> host. Places are in the arrangement `id`; what refers to an older one is void. */
export type FromViewer =
  | { readonly type: 'ready' }
  | { readonly type: 'arrange'; readonly id: number; readonly filter: Filter; readonly sort: Sort | null }
  | { readonly type: 'rows'; readonly id: number; readonly from: number; readonly count: number }
  | { readonly type: 'strip'; readonly row: number }
  | { readonly type: 'histograms'; readonly id: number; readonly columns: readonly string[] }
  | { readonly type: 'measureLate' }
  /** Marks the rows from place `from` up to, not including, `to`, or takes their marks away. */
  | {
      readonly type: 'mark';
      readonly id: number;
      readonly from: number;
      readonly to: number;
      readonly on: boolean;
    }
  | { readonly type: 'unmarkAll' }
  | { readonly type: 'openSpec'; readonly row: number }
  | { readonly type: 'export'; readonly kind: SelectionKind }
  | { readonly type: 'openText' }
  | { readonly type: 'error'; readonly message: string };
