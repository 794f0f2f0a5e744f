import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Range } from '../spec/problem';
import { entriesOf, literal } from './nodes';
import type { SpecText } from './text';
import { readAnchor } from './words';

/** What a stretch of text means; the order is the order of the legend that editors are given. */
export const TOKEN_TYPES = ['beat', 'class', 'wave', 'number', 'unit', 'anchor', 'choice'] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

export interface Token extends Range {
  readonly type: TokenType;
  /** The name is given here, not only used. */
  readonly definition: boolean;
}

/** Keys whose text is free: nothing in it means anything to the program. */
const FREE_TEXT = new Set(['title', 'sources', 'invariants', 'code']);
const NUMBER_AND_UNIT =
  /([-+]?(?:\d+(?:\.(?!\.)\d*)?|(?<!\.)\.\d+)(?:[eE][-+]?\d+)?)(?:\s*([A-Za-zµμ%][A-Za-z]*|\/[A-Za-zµμ]+))?/g;
const QUANTITY = /^\s*[-+]?\.?\d/;
const CHOICE = /^[a-z][A-Za-z0-9-]*$/;

/**
 * What the words of a spec mean: names of beat types, classes and waves wherever they stand, quantities' numbers and
 * units, anchors, and words that choose (`sinus`, `none`). In the order of the text, never overlapping, each within a
 * line.
 */
export function tokensOf({ root, text, names }: SpecText): Token[] {
  const tokens: Token[] = names.map(({ kind, range, role }) => ({
    ...range,
    type: kind,
    definition: role === 'definition',
  }));
  const waves = new Set(
    names.flatMap(({ kind, role, name }) => (kind === 'wave' && role === 'definition' ? [name] : [])),
  );
  const named = new Set(names.map(({ range }) => range.start));
  const add = (type: TokenType, start: number, end: number): void => {
    if (!named.has(start)) tokens.push({ start, end, type, definition: false });
  };

  const scalar = (node: Node, anchored: boolean): void => {
    const written = literal(node, text);
    if (written === undefined || (named.has(written.start) && !anchored)) return;
    let from = 0;
    const anchor = anchored && !QUANTITY.test(written.text) ? readAnchor(written.text, waves) : undefined;
    if (anchor !== undefined) {
      const start = written.start + (anchor.wave?.length ?? 0);
      const end = written.start + anchor.text.length;
      // After a wave's name the point of it is left: `offset`.
      const gap = /^\s*/.exec(text.slice(start, end))![0].length;
      if (start + gap < end) add('anchor', start + gap, end);
      from = anchor.text.length;
    } else if (CHOICE.test(written.text)) {
      add('choice', written.start, written.start + written.text.length);
      return;
    } else if (!QUANTITY.test(written.text)) {
      return;
    }
    for (const match of written.text.slice(from).matchAll(NUMBER_AND_UNIT)) {
      const start = written.start + from + match.index;
      add('number', start, start + match[1]!.length);
      if (match[2] !== undefined) {
        const end = start + match[0].length;
        add('unit', end - match[2].length, end);
      }
    }
  };
  const visit = (node: Node | null, anchored: boolean): void => {
    if (isScalar(node)) scalar(node, anchored);
    else if (isSeq(node)) for (const item of node.items) visit(item as Node, false);
    else if (isMap(node)) {
      for (const { key, keyNode, value } of entriesOf(node, text)) {
        if (FREE_TEXT.has(key)) continue;
        if (QUANTITY.test(key)) scalar(keyNode, false);
        visit(value, key === 'at' || key === 'from');
      }
    }
  };
  visit(root ?? null, false);
  return tokens.sort((a, b) => a.start - b.start);
}
