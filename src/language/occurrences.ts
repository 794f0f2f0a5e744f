import type { Node } from 'yaml';
import type { Range } from '../spec/problem';
import { entriesOf, type Entry, entryOf, itemsOf, literal } from './nodes';
import { isWaveKey, PARAMETERS, readAnchor } from './words';

export type NameKind = 'beat' | 'class' | 'wave';

/** A place in the text where something is named. */
export interface Occurrence {
  readonly kind: NameKind;
  readonly name: string;
  readonly role: 'definition' | 'reference';
  /** The name as it stands; quotes, where it has any, lie outside. */
  readonly range: Range;
  /** Of a wave: the beat type in whose text it stands. */
  readonly beat?: string;
  /** Of a definition: from its key to the end of what it says. */
  readonly whole?: Range;
}

/** Every name in a spec, in the order of the text. */
export function findOccurrences(root: Node | null | undefined, text: string): Occurrence[] {
  const found: Occurrence[] = [];
  const beats = entriesOf(entryOf(root, 'beats', text)?.value, text);
  const waves = beats.flatMap(({ value }) => entriesOf(value, text).map(({ key }) => key));
  const finder = new Finder(text, new Set(waves.filter(isWaveKey)), found);
  for (const entry of beats) finder.beat(entry);
  for (const entry of entriesOf(entryOf(root, 'classes', text)?.value, text)) finder.class(entry);
  const dataset = entryOf(root, 'dataset', text)?.value;
  finder.keys('class', entryOf(dataset, 'strips', text)?.value);
  return found.sort((a, b) => a.range.start - b.range.start);
}

class Finder {
  constructor(
    private readonly text: string,
    /** The names of all waves, of whatever beat type. */
    private readonly waves: ReadonlySet<string>,
    private readonly found: Occurrence[],
  ) {}

  beat(entry: Entry): void {
    this.define('beat', entry);
    for (const inner of this.entries(entry.value)) {
      if (inner.key === 'extends') this.scalar('beat', inner.value);
      else if (inner.key === 'correlations') this.correlations(inner.value, entry.key);
      else if (isWaveKey(inner.key)) this.wave(inner, entry.key);
    }
  }

  class(entry: Entry): void {
    this.define('class', entry);
    const value = (...path: string[]): Node | null => this.valueAt(entry.value, path);
    this.scalar('class', value('extends'));
    this.choice(value('beat'));
    this.choice(value('ectopy', 'beat'));
    this.choice(value('conduction', 'beat'));
    this.scalar('class', value('episodes', 'class'));
  }

  /** The keys of a mapping such as `{ NSR: 100, AF: 200 }`. */
  keys(kind: NameKind, node: Node | null | undefined): void {
    for (const { keyNode } of this.entries(node)) this.scalar(kind, keyNode);
  }

  /** A beat type, or weights of several. */
  private choice(node: Node | null): void {
    this.scalar('beat', node);
    this.keys('beat', node);
  }

  private wave(entry: Entry, beat: string): void {
    this.define('wave', entry, beat);
    const at = this.valueAt(entry.value, ['at']);
    const written = literal(this.valueAt(at, ['from']) ?? at, this.text);
    const wave = written && readAnchor(written.text, this.waves)?.wave;
    if (written && wave) {
      const start = written.start + written.text.indexOf(wave);
      this.add('wave', wave, { start, end: start + wave.length }, beat);
    }
  }

  private correlations(node: Node | null, beat: string): void {
    for (const correlation of itemsOf(node)) {
      for (const item of itemsOf(this.valueAt(correlation, ['between']))) {
        const written = literal(item, this.text);
        const match = written && PARAMETER.exec(written.text);
        if (!written || !match) continue;
        const name = match[1]!;
        this.add('wave', name, { start: written.start, end: written.start + name.length }, beat);
      }
    }
  }

  private define(kind: NameKind, entry: Entry, beat?: string): void {
    const written = literal(entry.keyNode, this.text);
    if (written === undefined) return;
    this.found.push({
      kind,
      name: entry.key,
      role: 'definition',
      range: { start: written.start, end: written.start + written.text.length },
      whole: entry.range,
      ...(beat === undefined ? {} : { beat }),
    });
  }

  private scalar(kind: NameKind, node: Node | null): void {
    const written = literal(node, this.text);
    if (written === undefined) return;
    this.add(kind, written.text, { start: written.start, end: written.start + written.text.length });
  }

  private add(kind: NameKind, name: string, range: Range, beat?: string): void {
    this.found.push({ kind, name, role: 'reference', range, ...(beat === undefined ? {} : { beat }) });
  }

  private entries(node: Node | null | undefined): Entry[] {
    return entriesOf(node, this.text);
  }

  private valueAt(node: Node | null, path: readonly string[]): Node | null {
    return path.reduce<Node | null>((at, key) => entryOf(at, key, this.text)?.value ?? null, node);
  }
}

const PARAMETER = new RegExp(`^(.*\\S)\\s+(?:${PARAMETERS.join('|')})$`);
