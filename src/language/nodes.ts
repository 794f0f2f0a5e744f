import { isMap, isNode, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { Range } from '../spec/problem';

/** One `key: value` of a mapping. */
export interface Entry {
  readonly key: string;
  readonly keyNode: Scalar;
  /** The key as it stands in the text, quotes included. */
  readonly keyRange: Range;
  readonly value: Node | null;
  /** From the key's first to the value's last character. */
  readonly range: Range;
}

/** The entries of a mapping; none where the node is something else. */
export function entriesOf(node: unknown, text: string): Entry[] {
  if (!isMap(node)) return [];
  return node.items.flatMap((pair): Entry[] => {
    const { key } = pair;
    if (!isNode(key) || !isScalar(key) || !key.range) return [];
    const value = isNode(pair.value) ? pair.value : null;
    const keyRange = { start: key.range[0], end: key.range[1] };
    const end = value?.range ? trimmedEnd(text, keyRange.end, value.range[1]) : keyRange.end;
    return [{ key: String(key.value), keyNode: key, keyRange, value, range: { start: keyRange.start, end } }];
  });
}

export function entryOf(node: unknown, key: string, text: string): Entry | undefined {
  return entriesOf(node, text).find((entry) => entry.key === key);
}

export function itemsOf(node: unknown): Node[] {
  return isSeq(node) ? node.items.filter(isNode) : [];
}

/**
 * A scalar whose text stands in the file as it is, and where it begins. `undefined` for anything that is escaped,
 * folded or longer than its line: nobody points into the middle of those.
 */
export function literal(node: unknown, text: string): { text: string; start: number } | undefined {
  if (!isScalar(node) || !node.range) return undefined;
  const source = text.slice(node.range[0], node.range[1]);
  if (source.includes('\n') || source === '') return undefined;
  const quoted = source[0] === '"' || source[0] === "'";
  const inner = quoted ? source.slice(1, -1) : source;
  if (quoted && inner !== node.value) return undefined;
  return { text: inner, start: node.range[0] + (quoted ? 1 : 0) };
}

/** The range of a scalar as it stands, quotes included. */
export function rangeOf(node: Node): Range | undefined {
  return node.range ? { start: node.range[0], end: node.range[1] } : undefined;
}

export function contains(range: Range, offset: number): boolean {
  return range.start <= offset && offset <= range.end;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let trimmed = end;
  while (trimmed > start && /\s/.test(text[trimmed - 1] ?? '')) trimmed--;
  return trimmed;
}
