import type { Strip } from '../synthesis';
import type { Table } from './table';
import type { AbortSignal } from './turns';

/** What a set is, beside its strips. */
export interface SetInfo {
  readonly title: string;
  /** The folder that it lies in. */
  readonly folder: string;
  /** In a few words each: how many strips, how long, from what. */
  readonly facts: readonly string[];
  /** Titles of the classes whose names do not say it. */
  readonly classTitles: Readonly<Record<string, string>>;
  /** Whether the text that made each strip is there. */
  readonly hasSpec: boolean;
  /** Bytes to read before the late columns are known. */
  readonly signalBytes: number;
  /** What those tell, in the plural, such as `Amplitudes`. */
  readonly late: string;
}

/** A strip to draw. */
export interface ShownStrip {
  readonly strip: Strip;
  readonly title: string;
  /** Hz. */
  readonly rate: number;
  /** mV per step of a sample. */
  readonly resolution: number;
  readonly lead: string;
}

/** A strip as a record of its own, for export: its samples whole. */
export interface RecordedStrip extends Omit<ShownStrip, 'title'> {
  /** Whether its beats and rhythms are known; where not, it has no annotations. */
  readonly annotated: boolean;
  /** What its header says of it, `# name: value`. */
  readonly about: readonly (readonly [string, string | number])[];
}

/** Called now and then with what is done of what there is to do. */
export type OnProgress = (done: number, total: number) => void;

/** Strips in a folder, of whichever kind. Rows are numbered from 0, through all splits and files. */
export interface Source {
  readonly info: SetInfo;
  /**
   * Reads the table of all strips, giving way to others now and then.
   * @throws Error with a sentence for the user where a file is damaged; AbortError
   */
  load(onProgress: OnProgress, signal: AbortSignal): Promise<Table>;
  /** @throws Error with a sentence for the user where a file is damaged */
  strip(row: number): ShownStrip;
  /**
   * The values of the late columns, in their order.
   * @throws Error with a sentence for the user where a file is damaged
   */
  measure(row: number): number[];
  /** @throws Error with a sentence for the user where a file is damaged */
  record(row: number): RecordedStrip;
  /** What the strip is called as a record: a path with `/` of word characters, points and hyphens, each strip's its own. */
  recordName(row: number): string;
}
