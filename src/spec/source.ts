import { type Document, isAlias, isMap, isNode, isPair, isSeq, type Node, type Pair } from 'yaml';
import type { Path, Range } from './problem';

/** Finds where in the text a path of the document lies. */
export interface Source {
  /** The value at `path`; where it is missing, the nearest key above it. */
  rangeOf(path: Path): Range;
  /** The key that `path` ends in; for a list item, the item. */
  keyRangeOf(path: Path): Range;
  /** True when the document has something at `path`. */
  has(path: Path): boolean;
}

export function createSource(document: Document, text: string): Source {
  const whole: Range = { start: 0, end: Math.max(1, text.search(/\n|$/)) };

  function find(path: Path): { key: Node | null; value: Node | null; depth: number } {
    let key: Node | null = null;
    let value: Node | null = document.contents;
    let depth = 0;
    for (const step of path) {
      const node: unknown = isAlias(value) ? value.resolve(document) : value;
      if (isMap(node)) {
        const pair: Pair | undefined = node.items.find(
          (item) => isNode(item.key) && keyText(item.key) === String(step),
        );
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
    rangeOf(path) {
      const { key, value, depth } = find(path);
      if (depth < path.length) return rangeOfNode(key) ?? firstLine(rangeOfNode(value), text) ?? whole;
      return rangeOfNode(value) ?? rangeOfNode(key) ?? whole;
    },
    keyRangeOf(path) {
      const { key, value } = find(path);
      return rangeOfNode(key) ?? firstLine(rangeOfNode(value), text) ?? whole;
    },
    has: (path) => find(path).depth === path.length,
  };
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
