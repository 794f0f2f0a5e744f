import { applyFix } from '../fixes';
import type { Fix, Problem, Range } from '../problem';
import { readQuickly } from '../quickYaml';
import { type Broken, readOn, readWindow, type ParseError } from '../reading';

interface Finding {
  readonly message: string;
  /** Default: the word where the parser gave up. */
  readonly range?: Range;
  /** Candidates, the likeliest first; the first that makes the text readable further on is offered. */
  readonly mends?: readonly Fix[];
  readonly code?: 'ECG002' | 'ECG100';
}

export type Look = (place: Place) => Finding | undefined;

export interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly indent: number;
}

export class Place {
  readonly error: ParseError;
  readonly at: number;
  readonly says: string;
  readonly line: Line;

  constructor(
    readonly broken: Broken,
    readonly text: string,
  ) {
    this.error = broken.first;
    this.says = this.error.message;
    let at = Math.min(this.error.at, Math.max(0, text.length - 1));
    // Errors about indentation stand at the line's start or at the break before it.
    while (at < text.length - 1 && /\s/.test(text[at]!)) at++;
    this.at = at;
    this.line = this.lineAt(at);
  }

  lineAt(offset: number): Line {
    // `lastIndexOf` takes -1 for 0, where a text may begin with a line break.
    const start = offset === 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1;
    const found = /\r?\n|$/.exec(this.text.slice(start))!;
    // Whoever writes longer lines is not helped by a look at their ends.
    const text = this.text.slice(start, start + Math.min(found.index, 2000));
    return { start, end: start + text.length, text, indent: /^ */.exec(text)![0].length };
  }

  /** The nearest line above that says something. */
  above(line: Line): Line | undefined {
    for (let at = line.start; at > 0;) {
      const before = this.lineAt(at - 1);
      if (!/^\s*(?:#|$)/.test(before.text)) return before;
      at = before.start;
    }
    return undefined;
  }

  below(line: Line): Line | undefined {
    for (let at = this.next(line); at < this.text.length;) {
      const after = this.lineAt(at);
      if (!/^\s*(?:#|$)/.test(after.text)) return after;
      at = this.next(after);
    }
    return undefined;
  }

  private next({ end }: Line): number {
    const newline = this.text.indexOf('\n', end);
    return newline < 0 ? this.text.length : newline + 1;
  }

  /** The word at an offset, for the squiggle. */
  word(offset: number): Range {
    const length = /^[^\s,:{}[\]]+/.exec(this.text.slice(offset, offset + 60))?.[0].length ?? 1;
    return { start: offset, end: offset + length };
  }

  edit(title: string, start: number, end: number, text: string): Fix {
    return { title, edits: [{ range: { start, end }, text }] };
  }

  problem({ message, range, mends = [], code = 'ECG002' }: Finding): Problem {
    const { start, end } = range ?? this.word(this.at);
    const fix = mends.find((mend) => this.helps(mend));
    return {
      code,
      severity: 'error',
      message,
      range: { start: Math.max(0, Math.min(start, this.text.length - 1)), end: Math.max(end, start + 1) },
      path: [],
      ...(fix && { fixes: [fix] }),
    };
  }

  /** Whether the parser comes further with an edit than without. */
  private helps(mend: Fix): boolean {
    const next = this.errorWith(mend);
    if (!next) return true;
    const grown = mend.edits.reduce(
      (sum, { range, text }) => sum + text.length - (range.end - range.start),
      0,
    );
    return next.at > Math.max(this.error.at, this.at) + Math.max(0, grown);
  }

  /** The first error of the text with an edit, as far as the window lets it be seen. */
  private errorWith(mend: Fix): ParseError | undefined {
    const window = this.broken.window.edited(mend);
    if (window && window.text.length < SHORT) return readWindow(window).broken?.first;
    const edited = applyFix(this.text, mend);
    const quick = readQuickly(edited);
    return quick.document ? undefined : readOn(edited, quick).broken?.first;
  }
}

/** A window of so many signs is read in no time. */
const SHORT = 10_000;

export const KEY = /^(?:- +)?("[^"]*"|'[^']*'|[A-Za-z][\w' -]*?)\s*:(?:\s+(.*))?$/;
