/**
 * A replacement in a text: `length` UTF-16 code units at `offset` become `text`. In a list, every
 * offset refers to the text before the first change, and the changes do not overlap. Where two
 * changes share an offset, the one listed first comes first in the result.
 */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Who comes first where two sides insert at the same place. */
export type Side = 'before' | 'after';

/** Edits by their ranges, as `src/spec` gives them, as changes of the same text. */
export function changesOf(
  edits: readonly {
    readonly range: { readonly start: number; readonly end: number };
    readonly text: string;
  }[],
): TextChange[] {
  return edits.map(({ range, text }) => ({ offset: range.start, length: range.end - range.start, text }));
}

/** One step of a walk over the old text: keep `keep`, or drop `drop`, or put in `insert`. */
type Step = { keep: number } | { drop: number } | { insert: string };

/**
 * The text after `changes`.
 * @throws RangeError when a change lies outside the text or changes overlap
 */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let result = '';
  let position = 0;
  for (const change of sorted(changes)) {
    const end = change.offset + change.length;
    if (change.offset < position || change.length < 0 || end > text.length) {
      throw new RangeError(
        `The change at ${change.offset} (length ${change.length}) does not fit a text of ${text.length}.`,
      );
    }
    result += text.slice(position, change.offset) + change.text;
    position = end;
  }
  return result + text.slice(position);
}

/** One list with the effect of `first` and then `second`, whose offsets refer to the text after `first`. */
export function composeChanges(
  first: readonly TextChange[],
  second: readonly TextChange[],
): readonly TextChange[] {
  const out = new Writer();
  const old = new Reader(first);
  for (const step of stepsOf(second)) {
    if ('insert' in step) {
      out.push(step);
      continue;
    }
    const keeping = 'keep' in step;
    let left = keeping ? step.keep : step.drop;
    while (left > 0) {
      const part = old.take(left);
      if ('drop' in part) {
        out.push(part);
        continue;
      }
      const length = 'keep' in part ? part.keep : part.insert.length;
      left -= length;
      if (keeping) out.push(part);
      else if ('keep' in part) out.push({ drop: length });
    }
  }
  for (const part of old.rest()) out.push(part);
  return out.changes();
}

/**
 * `changes` rebased over `other`, both made to the same text: what has the same intent in the text
 * after `other`. With opposite sides, applying `a` then `b'` gives the same text as `b` then `a'`.
 */
export function transformChanges(
  changes: readonly TextChange[],
  other: readonly TextChange[],
  side: Side,
): readonly TextChange[] {
  const out = new Writer();
  const mine = new Reader(changes);
  for (const step of stepsOf(other)) {
    if ('insert' in step) {
      if (side === 'before') for (const part of mine.inserts()) out.push(part);
      out.push({ keep: step.insert.length });
      continue;
    }
    const kept = 'keep' in step;
    let left = kept ? step.keep : step.drop;
    while (left > 0) {
      const part = mine.take(left);
      if ('insert' in part) {
        out.push(part);
        continue;
      }
      left -= 'keep' in part ? part.keep : part.drop;
      if (kept) out.push(part);
    }
  }
  for (const part of mine.rest()) out.push(part);
  return out.changes();
}

/** What takes `changes` to `text` back: offsets refer to the text after them. */
export function invertChanges(text: string, changes: readonly TextChange[]): readonly TextChange[] {
  let grown = 0;
  return sorted(changes).map((change) => {
    const offset = change.offset + grown;
    grown += change.text.length - change.length;
    return {
      offset,
      length: change.text.length,
      text: text.slice(change.offset, change.offset + change.length),
    };
  });
}

/** True when the places of two lists of changes to one text overlap or meet. */
export function touches(some: readonly TextChange[], others: readonly TextChange[]): boolean {
  return some.some((a) =>
    others.some((b) => a.offset <= b.offset + b.length && b.offset <= a.offset + a.length),
  );
}

/**
 * One list out of changes that are meant one after the other, each offset referring to the text
 * after those before it: the way Monaco and VS Code report what happened.
 */
export function sequentialChanges(changes: readonly TextChange[]): readonly TextChange[] {
  return changes.reduce<readonly TextChange[]>((all, change) => composeChanges(all, [change]), []);
}

/** The smallest single replacement that turns `before` into `after`; empty when they are equal. */
export function diffTexts(before: string, after: string): readonly TextChange[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (
    tail < most - head &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  ) {
    tail++;
  }
  // Never between the halves of a surrogate pair or of a CR LF: neither can be edited on its own.
  while (head > 0 && joined(before.charCodeAt(head - 1))) head--;
  while (tail > 0 && joined(before.charCodeAt(before.length - tail - 1))) tail--;
  while (tail > 0 && joined(after.charCodeAt(after.length - tail - 1))) tail--;
  return [
    { offset: head, length: before.length - head - tail, text: after.slice(head, after.length - tail) },
  ];
}

/** True for a code unit that belongs to the one after it. */
function joined(code: number): boolean {
  return code === 13 || (code >= 0xd800 && code <= 0xdbff);
}

function sorted(changes: readonly TextChange[]): readonly TextChange[] {
  return [...changes].sort((a, b) => a.offset - b.offset);
}

function stepsOf(changes: readonly TextChange[]): Step[] {
  const steps: Step[] = [];
  let position = 0;
  for (const change of sorted(changes)) {
    if (change.offset > position) steps.push({ keep: change.offset - position });
    if (change.text !== '') steps.push({ insert: change.text });
    if (change.length > 0) steps.push({ drop: change.length });
    position = change.offset + change.length;
  }
  return steps;
}

/** Reads the steps of a list in pieces; what comes after its last change is kept without end. */
class Reader {
  private readonly steps: Step[];
  private at = 0;

  constructor(changes: readonly TextChange[]) {
    this.steps = stepsOf(changes);
  }

  /** The next step, no longer than `most` code units where it keeps, drops or inserts. */
  take(most: number): Step {
    const step = this.steps[this.at];
    if (step === undefined) return { keep: most };
    const length = 'keep' in step ? step.keep : 'drop' in step ? step.drop : step.insert.length;
    if (length <= most) {
      this.at++;
      return step;
    }
    if ('keep' in step) {
      this.steps[this.at] = { keep: length - most };
      return { keep: most };
    }
    if ('drop' in step) {
      this.steps[this.at] = { drop: length - most };
      return { drop: most };
    }
    this.steps[this.at] = { insert: step.insert.slice(most) };
    return { insert: step.insert.slice(0, most) };
  }

  /** The insertions that come next, if any. */
  inserts(): Step[] {
    const start = this.at;
    while (this.at < this.steps.length && 'insert' in this.steps[this.at]!) this.at++;
    return this.steps.slice(start, this.at);
  }

  rest(): Step[] {
    return this.steps.slice(this.at);
  }
}

/** Collects steps and gives them back as a list of changes, touching ones merged. */
class Writer {
  private readonly list: { offset: number; length: number; text: string }[] = [];
  private position = 0;

  push(step: Step): void {
    if ('keep' in step) {
      this.position += step.keep;
      return;
    }
    let last = this.list.at(-1);
    if (last === undefined || last.offset + last.length !== this.position) {
      last = { offset: this.position, length: 0, text: '' };
      this.list.push(last);
    }
    if ('insert' in step) {
      last.text += step.insert;
    } else {
      last.length += step.drop;
      this.position += step.drop;
    }
  }

  changes(): readonly TextChange[] {
    return this.list.filter((change) => change.length > 0 || change.text !== '');
  }
}
