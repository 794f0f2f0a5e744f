import { type Document, parseDocument } from 'yaml';
import { applyFix } from './fixes';
import type { Fix, Range } from './problem';
import type { Stop } from './quickYaml';

/** How specs are parsed. Doubled keys are looked for elsewhere: the parser compares each with each. */
const READING = {
  uniqueKeys: false,
  merge: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

/** Reads text with the whole parser; what is wrong is in the document's errors. */
export function readWholly(text: string): Document {
  // A text may have thousands of errors, and nobody reads where in the parser each was made.
  const errors = Error as { stackTraceLimit?: number };
  const { stackTraceLimit = 10 } = errors;
  errors.stackTraceLimit = 0;
  try {
    return parseDocument(text, READING);
  } finally {
    errors.stackTraceLimit = stackTraceLimit;
  }
}

/** What the parser says of one place, which counts from the start of the text. */
export interface ParseError {
  readonly code: string;
  readonly message: string;
  readonly at: number;
}

/** A text that is wrong, as far as the whole parser was asked about it. */
export interface Broken {
  /** The error that stands first in the text; of several in one place the parser's first. */
  readonly first: ParseError;
  /** All errors of what the parser was given. */
  readonly errors: readonly ParseError[];
  /** What the parser was given, as it reads it. */
  readonly document: Document;
  readonly window: Window;
}

/**
 * Asks the whole parser about a text that could not be read quickly. It is twenty times as slow, so at first it is given
 * only the lines around the place where reading stopped, and more where these do not tell.
 *
 * @returns the document where nothing is wrong with it
 */
export function readOn(
  text: string,
  stop: Stop,
): { document: Document; broken?: undefined } | { broken: Broken } {
  const near = windowAt(text, stop, LINES_BEHIND);
  let read = readWindow(near);
  if (read.broken && mayComeOfTheCut(read.broken, near)) read = readWindow(windowAt(text, stop, Infinity));
  if (read.broken || near.isWhole) return read;
  return readWindow(new Window(text, [], 0, text.length));
}

/**
 * Whether more of the text might put another error first: where the first one is close to the cut, and where something
 * is still open at the cut, as a quote is, because what closes it may say that all of it stands in a wrong place.
 */
function mayComeOfTheCut({ first, errors }: Broken, { sure, end, whole }: Window): boolean {
  return first.at >= sure || (end < whole.length && errors.some(({ at }) => at >= end));
}

export function readWindow(window: Window): { document: Document; broken?: Broken } {
  const document = readWholly(window.text);
  const errors = document.errors.map(({ code, message, pos }) => ({
    code,
    message,
    at: window.toWhole(pos[0]),
  }));
  const first = errors.reduce<ParseError | undefined>(
    (before, error) => (before && before.at <= error.at ? before : error),
    undefined,
  );
  return first ? { document, broken: { first, errors, document, window } } : { document };
}

/** So many lines behind the place where reading stopped are given to the whole parser. */
const LINES_BEHIND = 40;
/** Errors this close to where a window is cut off may come of that. */
const LINES_OF_DOUBT = 10;

/** A stretch of a text below the keys that it stands under, which is read like the text itself. */
export class Window {
  readonly text: string;
  private readonly headLength: number;

  /**
   * @param head the lines of the keys that the stretch stands under, the outermost first
   * @param sure an error before this place does not come of the cut
   */
  constructor(
    readonly whole: string,
    private readonly head: readonly Range[],
    readonly start: number,
    readonly end: number,
    readonly sure = Infinity,
  ) {
    const lines = head.map((line) => whole.slice(line.start, line.end)).join('');
    this.headLength = lines.length;
    this.text = lines + whole.slice(start, end);
  }

  get isWhole(): boolean {
    return this.start === 0 && this.end === this.whole.length;
  }

  /** Where in the whole text a place in the window's is. */
  toWhole(offset: number): number {
    let behind = offset;
    for (const line of offset < this.headLength ? this.head : []) {
      if (behind < line.end - line.start) return line.start + behind;
      behind -= line.end - line.start;
    }
    return this.start + offset - this.headLength;
  }

  /** The same window on the text with edits, all of which lie in the stretch; undefined where one does not. */
  edited(fix: Fix): Window | undefined {
    if (fix.edits.some(({ range }) => range.start < this.start || range.end > this.end)) return undefined;
    const whole = applyFix(this.whole, fix);
    return new Window(whole, this.head, this.start, this.end + whole.length - this.whole.length);
  }
}

/** From the entry before the one that could not be read, which may have been understood wrongly, to some lines behind. */
function windowAt(text: string, { entries, at }: Stop, lines: number): Window {
  const first = entries.at(-2);
  const head: Range[] = [];
  for (let above = first?.parent; above; above = above.parent) {
    const start = lineStart(text, above.start);
    head.unshift({ start, end: lineEnd(text, start) });
  }
  let end = text.length;
  let sure = Infinity;
  if (lines < Infinity) {
    end = at;
    for (let i = 0; i < lines && end < text.length; i++) {
      if (i === lines - LINES_OF_DOUBT) sure = end;
      end = lineEnd(text, end);
    }
  }
  if (end === text.length) sure = Infinity;
  return new Window(text, head, first ? lineStart(text, first.start) : 0, end, sure);
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Behind the line break that follows. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}
