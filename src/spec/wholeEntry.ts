import { isCollection, isMap, isNode, isPair, isScalar, Lexer, type Node } from 'yaml';
import { readWholly } from './reading';

/** What stands behind the colon of an entry, as the whole parser reads it. */
export interface WholeEntry {
  /** Its places count from the start of the whole text. */
  readonly value: Node;
  /** Behind the last line that is part of the entry. */
  readonly end: number;
  /** Where the comments until there begin. */
  readonly comments: readonly number[];
  /** How many entries the largest mapping or list in it has. */
  readonly largest: number;
}

/** Longer entries are not read by themselves: who asks tries the entry around next, and that must end. */
const MOST_LINES = 40;
const MOST_SIGNS = 20_000;

/** The marks between documents. */
const MARK = /^(?:---|\.\.\.)/m;
/** A key, a dash or the beginning of a block of text that nothing but comments, an anchor or a tag stands behind, at the end. */
const EMPTY = /(?:[:?-]|\s[|>][-+\d]*)\s*(?:[&!]\S*(?:\s+|$)|#[^\n]*(?:\n\s*|$))*$/;
/** A key behind a question mark: its value stands below, where one could take it for an entry of its own. */
const EXPLICIT_KEY = /(?:^|\s)\?(?:\s|$)/;
/** The lexer's own marks, which are not of the text. */
const LEXER_MARKS: readonly string[] = ['\u0002', '\u001f', '\u0018'];

/**
 * Asks the whole parser about one entry of a block mapping alone: a multi-line text, a tag, and what else is seldom in a
 * spec must not make the parser read all the lines around. What is indented deeper than its key is of the entry, and so
 * are the dashes below the key.
 *
 * @param start where the key begins, one that was read already
 * @param column the key's
 * @returns undefined where the entry has something wrong, or is so long that this would save nothing
 */
export function readEntry(text: string, start: number, column: number): WholeEntry | undefined {
  const extent = extentOf(text, start, column);
  if (!extent) return undefined;
  const entry = text.slice(start, extent.next);
  if (MARK.test(entry) || EXPLICIT_KEY.test(entry)) return undefined;
  // How far goes what ends with an empty value depends on what comes behind.
  if (EMPTY.test(text.slice(start, extent.end))) return undefined;
  const { contents, errors } = readWholly(' '.repeat(column) + entry);
  if (errors.length > 0 || !isMap(contents) || contents.flow || contents.items.length !== 1) return undefined;
  const { value } = contents.items[0]!;
  if (!isNode(value)) return undefined;
  const moved = { by: start - column, largest: 0 };
  move(value, moved);
  return {
    value,
    end: extent.end,
    comments: commentsOf(text.slice(start, extent.end), start),
    largest: moved.largest,
  };
}

/** Where the last line of an entry ends, and where the next begins: what lies between is blank, or comments of others. */
function extentOf(text: string, start: number, column: number): { end: number; next: number } | undefined {
  let end = lineEnd(text, start);
  let next = end;
  for (let lines = 1; next < text.length; lines++) {
    let at = next;
    while (text[at] === ' ') at++;
    const sign = text[at];
    const behind = lineEnd(text, at);
    const blank = sign === undefined || sign === '\n' || sign === '\r';
    const within = at - next > column || (at - next === column && /-(?:\s|$)/y.test(text.slice(at, at + 2)));
    if (!blank && !within && sign !== '#') break;
    next = behind;
    if (!blank && within) end = behind;
    if (lines >= MOST_LINES || next - start > MOST_SIGNS) return undefined;
  }
  return next - start > MOST_SIGNS ? undefined : { end, next };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

function move(node: unknown, moved: { readonly by: number; largest: number }): void {
  if (isPair(node)) {
    move(node.key, moved);
    move(node.value, moved);
    return;
  }
  if (!isNode(node)) return;
  const { range } = node;
  if (range) node.range = [range[0] + moved.by, range[1] + moved.by, range[2] + moved.by];
  if (isScalar(node) || !isCollection(node)) return;
  moved.largest = Math.max(moved.largest, node.items.length);
  for (const item of node.items) move(item, moved);
}

/** Where the comments of a text begin, which itself begins at `start`. */
export function commentsOf(text: string, start = 0): number[] {
  const found: number[] = [];
  if (!text.includes('#')) return found;
  let at = start;
  for (const token of new Lexer().lex(text)) {
    if (LEXER_MARKS.includes(token)) continue;
    if (token.startsWith('#')) found.push(at);
    at += token.length;
  }
  return found;
}
