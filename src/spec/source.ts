import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Path, Range } from './problem';

/** Finds where in the text a path of the document lies. */
export interface Source {
  /** The document as plain data. */
  readonly value: unknown;
  /** The value at `path`; where it is missing, the nearest key above it. */
  rangeOf(path: Path): Range;
  /** As `rangeOf`, but of a value of several lines only the first. */
  lineRangeOf(path: Path): Range;
  /** The key that `path` ends in; for a list item, the item. */
  keyRangeOf(path: Path): Range;
  /** The key that `path` ends in, or where the text does not have it, the nearest key above. */
  nearestKeyRange(path: Path): Range;
  /** True when the document has something at `path`. */
  has(path: Path): boolean;
  /** Key and value of the entry that `path` names, with the line break or comma that goes with it. */
  entryRangeOf(path: Path): Range | undefined;
  /** Where another entry of the mapping at `path` can be put, and what goes before and after it. */
  insertionAt(path: Path): { at: number; before: string; after: string } | undefined;
  /** The white space between the start of the line and this offset; undefined where something else stands there. */
  indentBefore(offset: number): Range | undefined;
  /** The text of the value at `path`, where that is on one line. */
  textOf(path: Path): string | undefined;
  /** Behind the colon that follows a key's end at this offset. */
  afterColon(offset: number): number | undefined;
  /** A scalar as it must be written to be read back as this text. */
  quoted(text: string): string;
}

export function createSource(document: Document, value: unknown, text: string): Source {
  const whole: Range = { start: 0, end: Math.max(1, text.search(/\n|$/)) };

  const entries = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  /** The entries of a mapping by their keys, of doubled ones the first. */
  function entriesOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    let found = entries.get(map);
    if (!found) {
      const pairs = map.items.filter(({ key }) => isNode(key));
      found = new Map(pairs.reverse().map((pair) => [keyText(pair.key as Node), pair]));
      entries.set(map, found);
    }
    return found;
  }

  function find(path: Path): { key: Node | null; value: Node | null; depth: number } {
    let key: Node | null = null;
    let value: Node | null = document.contents;
    let depth = 0;
    for (const step of path) {
      const node: unknown = isAlias(value) ? value.resolve(document) : value;
      if (isMap(node)) {
        const pair = entriesOf(node).get(String(step));
        if (!pair) break;
        key = pair.key as Node;
        value = (pair.value as Node | null) ?? null;
      } else if (isSeq(node)) {
        const item: unknown = node.items[Number(step)];
        if (!isNode(item) && !isPair(item)) break;
        key = null;
        value = item as Node;
      } else break;
      depth++;
    }
    return { key, value, depth };
  }

  const rangeOfNode = (node: Node | null): Range | undefined =>
    node?.range ? trim({ start: node.range[0], end: node.range[1] }, text) : undefined;

  return {
    value,
    rangeOf(path) {
      const { key, value, depth } = find(path);
      if (depth < path.length) return rangeOfNode(key) ?? firstLine(rangeOfNode(value), text) ?? whole;
      return rangeOfNode(value) ?? rangeOfNode(key) ?? whole;
    },
    lineRangeOf(path) {
      return firstLine(this.rangeOf(path), text)!;
    },
    keyRangeOf(path) {
      const { key, value } = find(path);
      return rangeOfNode(key) ?? firstLine(rangeOfNode(value), text) ?? whole;
    },
    nearestKeyRange(path) {
      const { key, value, depth } = find(path);
      return rangeOfNode(depth > 0 ? key : null) ?? firstLine(rangeOfNode(value), text) ?? whole;
    },
    has: (path) => find(path).depth === path.length,
    entryRangeOf(path) {
      const { key, value, depth } = find(path);
      if (depth < path.length || !key?.range) return undefined;
      const end = Math.max(key.range[1], value?.range?.[1] ?? 0);
      return wholeEntry({ start: key.range[0], end }, text);
    },
    insertionAt(path) {
      const { value, depth } = find(path);
      if (depth < path.length || !isMap(value) || !value.range) return undefined;
      const [start, end] = value.range;
      const last = value.items[value.items.length - 1];
      if (value.flow) {
        if (text[end - 1] !== '}') return undefined;
        if (!last) return { at: start + 1, before: ' ', after: ' ' };
        const lastEnd = trim({ start, end: end - 1 }, text).end;
        return { at: lastEnd, before: text[lastEnd - 1] === ',' ? ' ' : ', ', after: '' };
      }
      // The new entry stands first: where the last one ends, a comment or a nested block may still follow.
      const lineStart = text.lastIndexOf('\n', start - 1) + 1;
      const indent = text.slice(lineStart, start);
      if (indent.trim() !== '') return undefined;
      return { at: start, before: '', after: `${text.includes('\r\n') ? '\r\n' : '\n'}${indent}` };
    },
    indentBefore(offset) {
      const start = text.lastIndexOf('\n', offset - 1) + 1;
      return start < offset && text.slice(start, offset).trim() === '' ? { start, end: offset } : undefined;
    },
    textOf(path) {
      const { value, depth } = find(path);
      if (depth < path.length || !value?.range) return undefined;
      const written = text.slice(value.range[0], value.range[1]).trim();
      return written === '' || written.includes('\n') ? undefined : written;
    },
    afterColon(offset) {
      const colon = /^\s*:/.exec(text.slice(offset, offset + 100));
      return colon ? offset + colon[0].length : undefined;
    },
    quoted: (word) =>
      /^[A-Za-z0-9+.(-][^:#,[\]{}&*!|>"%@`]*%?$/.test(word) && word.trim() === word
        ? word
        : JSON.stringify(word),
  };
}

/** An entry with the line it stands on, or with the comma that parts it from its neighbours. */
function wholeEntry(range: Range, text: string): Range {
  const { start, end } = trim(range, text);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(text.slice(end));
  if (text.slice(lineStart, start).trim() === '' && rest)
    return { start: lineStart, end: end + rest[0].length };
  const comma = /^\s*,[ \t]*/.exec(text.slice(end));
  if (comma) return { start, end: end + comma[0].length };
  const before = /,\s*$/.exec(text.slice(0, start));
  return before ? { start: before.index, end } : { start, end };
}

function keyText(key: Node): string {
  return String((key as { value?: unknown }).value ?? '');
}

/** A range is never empty and never ends in white space, and lies in the text: a squiggle under a line break helps nobody. */
function trim(range: Range, text: string): Range {
  const start = Math.min(range.start, Math.max(0, text.length - 1));
  let end = Math.max(range.end, start + 1);
  while (end > start + 1 && /\s/.test(text[end - 1] ?? '')) end--;
  return { start, end };
}

function firstLine(range: Range | undefined, text: string): Range | undefined {
  if (!range) return undefined;
  const lineEnd = text.indexOf('\n', range.start);
  return {
    start: range.start,
    end: lineEnd < 0 ? range.end : Math.min(range.end, Math.max(lineEnd, range.start + 1)),
  };
}
