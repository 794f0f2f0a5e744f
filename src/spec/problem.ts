/** Offsets into the text, in UTF-16 code units; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type Severity = 'error' | 'warning' | 'info';

/** A path into the YAML document, such as `['beats', 'normal', 'P', 'width']`. */
export type Path = readonly (string | number)[];

/** One thing to tell the author, with where it is and how to mend it. */
export interface Problem {
  /** Stable identifier, such as `ECG103`. */
  readonly code: string;
  readonly severity: Severity;
  /** One or two sentences in plain words: what is wrong and what to write instead. */
  readonly message: string;
  readonly range: Range;
  readonly path: Path;
}
