import { isMap, isScalar, type Node } from 'yaml';
import type { Range } from '../spec/problem';
import { entriesOf, type Entry, entryOf, itemsOf, literal, rangeOf } from './nodes';
import type { SpecText } from './text';
import { isWaveKey } from './words';

/** One line of the outline. */
export interface OutlineItem {
  readonly kind: 'section' | 'beat' | 'wave' | 'class' | 'item';
  readonly name: string;
  /** In grey after the name; may be empty. */
  readonly detail: string;
  /** All of it. */
  readonly range: Range;
  /** What to go to. */
  readonly selection: Range;
  readonly children: readonly OutlineItem[];
}

/** The sections of a spec; beats with their waves, classes, and the entries of lists in them. */
export function outline({ root, text }: SpecText): OutlineItem[] {
  const item = (
    kind: OutlineItem['kind'],
    entry: Entry,
    detail = '',
    children: readonly OutlineItem[] = [],
  ): OutlineItem => ({
    kind,
    name: entry.key,
    detail,
    range: entry.range,
    selection: entry.keyRange,
    children,
  });
  const word = (node: Node | null | undefined, key: string): string =>
    literal(entryOf(node, key, text)?.value, text)?.text ?? '';
  const beat = (entry: Entry): OutlineItem => {
    const waves = entriesOf(entry.value, text).filter(({ key }) => isWaveKey(key));
    const parent = word(entry.value, 'extends');
    return item(
      'beat',
      entry,
      parent === '' ? '' : `extends ${parent}`,
      waves.map((wave) =>
        item('wave', wave, isMap(wave.value) ? '' : (literal(wave.value, text)?.text ?? '')),
      ),
    );
  };
  const listed = (node: Node, i: number): OutlineItem[] => {
    const range = rangeOf(node);
    if (range === undefined) return [];
    const type = isScalar(node) ? String(node.value) : word(node, 'type');
    return [{ kind: 'item', name: type || `${i + 1}`, detail: '', range, selection: range, children: [] }];
  };
  return entriesOf(root, text).map((entry) => {
    if (entry.key === 'beats') return item('section', entry, '', entriesOf(entry.value, text).map(beat));
    if (entry.key === 'classes') {
      const classes = entriesOf(entry.value, text);
      return item(
        'section',
        entry,
        '',
        classes.map((one) => item('class', one, word(one.value, 'title'))),
      );
    }
    return item(
      'section',
      entry,
      literal(entry.value, text)?.text ?? '',
      itemsOf(entry.value).flatMap(listed),
    );
  });
}
