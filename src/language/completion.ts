import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Range } from '../spec/problem';
import { EITHER } from '../spec/section';
import { MEASURES } from '../spec/types';
import { ancestry, defined, wavesOf } from './names';
import { keysOfMapping } from './keys';
import { entriesOf, entryOf, literal } from './nodes';
import { readText, type SpecText } from './text';
import { BEAT_KEYS, isKnownWave, PARAMETERS, PART_ANCHORS } from './words';

export interface Completion {
  readonly kind: 'beat' | 'class' | 'wave' | 'anchor' | 'measure' | 'key' | 'recording';
  readonly label: string;
  /** In grey beside the label. */
  readonly detail: string;
  /** What it replaces. */
  readonly range: Range;
  readonly text: string;
  /** Whether the text is a snippet, with places to fill in. */
  readonly snippet?: true;
}

/** Stands in for what is still to be typed, so that there is something to find in the parsed text. */
const MARK = 'qqCURSORqq';

interface Place {
  /** Keys and indices down to the scalar that the cursor is in; the scalar's own key last, if it is a key. */
  readonly path: readonly (string | number)[];
  readonly as: 'key' | 'value';
  /** What the scalar replaces in the text without the mark. */
  readonly range: Range;
  /** Keys that stand beside the cursor already. */
  readonly taken: ReadonlySet<string>;
  /** Whether it is a key of a mapping in braces. */
  readonly inBraces: boolean;
}

/**
 * The names that fit at an offset and that no schema can know: beat types, classes, waves and anchors; and within braces
 * the schema's keys, which the YAML language service offers on lines of their own only.
 */
export function completionsAt(text: string, offset: number): Completion[] {
  const marked = readMarked(text, offset);
  const place = find(marked);
  // The names are those of the text with the mark in it: without it the text may not be readable.
  return place === undefined ? [] : [...suggest(marked, place), ...keys(marked, place)];
}

/**
 * Whether what the YAML language service offers at an offset may be offered there: within braces its texts run over
 * several lines, and the schema cannot tell it that only augmentations have a weight. The paths that are examples in the
 * schema name files that nobody has.
 */
export function mayOffer(text: string, offset: number): (label: string) => boolean {
  const place = find(readText(text.slice(0, offset) + MARK + text.slice(offset)));
  if (place === undefined) return () => true;
  if (place.inBraces || namesRecording(place)) return () => false;
  return place.path[0] === 'noise' ? (label) => label !== 'weight' : () => true;
}

function keys(spec: SpecText, { path, range, taken, inBraces }: Place): Completion[] {
  // A key that has a value needs no other.
  if (!inBraces || !/^\s*(?:[,}]|$)/.test(spec.text.slice(range.end + MARK.length))) return [];
  const said = EITHER.flatMap(([a, b]) => (taken.has(a) ? [b] : taken.has(b) ? [a] : []));
  const unwanted = new Set<string>([...taken, ...said]);
  return keysOfMapping(spec.root, path.slice(0, -1), spec.text)
    .filter(({ name }) => !unwanted.has(name))
    .map(({ name, detail, snippet }) => ({
      kind: 'key',
      label: name,
      detail,
      range,
      text: `${name}: ${snippet}`,
      snippet: true,
    }));
}

/**
 * The recordings that fit at an offset, where it is the `file` of a noise; `undefined` elsewhere.
 *
 * @returns makes completions of the paths that there are, which may take a while to find
 */
export function recordingsAt(
  text: string,
  offset: number,
): ((files: readonly string[]) => Completion[]) | undefined {
  const place = find(readMarked(text, offset));
  if (place === undefined || !namesRecording(place)) return undefined;
  const { range } = place;
  const isQuoted = /["']/.test(text[range.start - 1] ?? '');
  return (files) =>
    files.map((file) => {
      // Within braces a comma would end it, and so on: only what is surely plain stands without quotes.
      const needsQuotes = !isQuoted && !/^[\w.][\w./ -]*$/.test(file);
      const detail = file.slice(file.lastIndexOf('.') + 1) === 'npy' ? 'NumPy' : 'WFDB';
      return {
        kind: 'recording',
        label: file,
        detail,
        range,
        text: needsQuotes ? JSON.stringify(file) : file,
      };
    });
}

const NOISE_FILE = /^(?:noise|augmentations\/of)\/\d+\/file$/;

function namesRecording({ path, as }: Place): boolean {
  return as === 'value' && NOISE_FILE.test(path.join('/'));
}

const readMarked = (text: string, offset: number): SpecText =>
  readText(text.slice(0, offset) + MARK + text.slice(offset));

function suggest(spec: SpecText, { path, as, range, taken }: Place): Completion[] {
  const [section, owner, key, ...rest] = path;
  const make = (
    kind: Completion['kind'],
    labels: readonly string[],
    detail: (label: string) => string,
    suffix = '',
  ): Completion[] =>
    labels
      .filter((label) => !label.includes(MARK) && !taken.has(label))
      .map((label) => ({ kind, label, detail: detail(label), range, text: label + suffix }));
  const beats = (except: readonly string[] = [], suffix = ''): Completion[] =>
    make(
      'beat',
      defined(spec, 'beat').filter((name) => !except.includes(name)),
      (name) => wavesOf(spec, name).join(' '),
      suffix,
    );
  const classes = (except: readonly string[] = [], suffix = ''): Completion[] =>
    make(
      'class',
      defined(spec, 'class').filter((name) => !except.includes(name)),
      (name) => titleOf(spec, name),
      suffix,
    );
  /** `name` and all that come from it: to extend one of those would close a circle. */
  const family = (kind: 'beat' | 'class', name: string): string[] =>
    defined(spec, kind).filter((other) => ancestry(spec, kind, other).includes(name));

  if (section === 'dataset' && owner === 'strips' && path.length <= 3) return classes([], ': ');
  if (section === 'beats' && typeof owner === 'string') {
    const wave = typeof key === 'string' ? key : '';
    if (path.length === 3 && as === 'value' && key === 'extends') return beats(family('beat', owner));
    if (path.length === 3 && as === 'key') {
      const inherited = wavesOf(spec, owner).filter((name) => !isKnownWave(name));
      return make('wave', inherited, () => `from ${ancestry(spec, 'beat', owner)[1] ?? ''}`, ': ');
    }
    if (key === 'correlations' && rest[1] === 'between') {
      const parameters = wavesOf(spec, owner).flatMap((name) => PARAMETERS.map((p) => `${name} ${p}`));
      return make('wave', parameters, () => '');
    }
    const isTime = as === 'value' && (rest.join('/') === 'at' || rest.join('/') === 'at/from');
    if (isTime && !BEAT_KEYS.has(wave)) {
      const plus = rest.length === 1 ? ' + ' : '';
      const waves = wavesOf(spec, owner).filter((name) => name !== wave);
      return [
        ...make('wave', waves, (name) => `the peak of ${name}`, plus),
        ...make('anchor', Object.keys(PART_ANCHORS), (name) => PART_ANCHORS[name] ?? '', plus),
      ];
    }
  }
  if (section === 'classes' && typeof owner === 'string') {
    const place = [key, ...rest].join('/');
    if (as === 'value') {
      if (place === 'extends') return classes(family('class', owner));
      if (place === 'episodes/class') return classes([owner]);
      if (BEAT_CHOICES.has(place)) return beats();
      if (key === 'invariants' && rest.length === 1) return make('measure', MEASURES, () => '');
    } else if (BEAT_CHOICES.has(place.slice(0, place.lastIndexOf('/')))) {
      return beats([], ': ');
    }
  }
  return [];
}

/** Where a class names beat types, below it. */
const BEAT_CHOICES = new Set(['beat', 'ectopy/beat', 'conduction/beat']);

function titleOf(spec: SpecText, name: string): string {
  const body = entryOf(entryOf(spec.root, 'classes', spec.text)?.value, name, spec.text)?.value;
  return literal(entryOf(body, 'title', spec.text)?.value, spec.text)?.text ?? '';
}

function find({ root, text }: SpecText): Place | undefined {
  const at = text.indexOf(MARK);
  const search = (node: Node | null, path: readonly (string | number)[]): Place | undefined => {
    if (isScalar(node)) return placeOf(node, path, 'value', new Set(), false);
    if (isSeq(node)) {
      for (const [i, item] of node.items.entries()) {
        const place = search(item as Node, [...path, i]);
        if (place !== undefined) return place;
      }
    }
    if (isMap(node)) {
      const entries = entriesOf(node, text);
      for (const { key, keyNode, value } of entries) {
        const taken = new Set(entries.map((entry) => entry.key));
        const place =
          placeOf(keyNode, [...path, key], 'key', taken, node.flow === true) ?? search(value, [...path, key]);
        if (place !== undefined) return place;
      }
    }
    return undefined;
  };
  const placeOf = (
    node: Node,
    path: Place['path'],
    as: Place['as'],
    taken: Place['taken'],
    inBraces: boolean,
  ): Place | undefined => {
    if (!node.range || at < node.range[0] || at >= node.range[1]) return undefined;
    const written = literal(node, text);
    if (written === undefined) return undefined;
    const end = written.start + written.text.length - MARK.length;
    return { path, as, range: { start: written.start, end }, taken, inBraces };
  };
  return root ? search(root, []) : undefined;
}
