/** Offsets into the text, in UTF-16 code units; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type Severity = 'error' | 'warning' | 'info';

/** A path into the YAML document, such as `['beats', 'normal', 'P', 'width']`. */
export type Path = readonly (string | number)[];

/** A mend that can be applied at one click. Its edits do not overlap. */
export interface Fix {
  /** What it does, as a menu shows it: "Write `120 ms`". */
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly text: string }[];
}

/** After so many problems nobody reads on. */
export const MOST_PROBLEMS = 100;

/** One thing to tell the author, with where it is and how to mend it. */
export interface Problem {
  /** Stable identifier, such as `ECG103`. */
  readonly code: string;
  readonly severity: Severity;
  /** One or two sentences in plain words: what is wrong and what to write instead. */
  readonly message: string;
  readonly range: Range;
  readonly path: Path;
  /** Obvious mends, the likeliest first. */
  readonly fixes?: readonly Fix[];
}
