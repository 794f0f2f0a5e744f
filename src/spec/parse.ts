import { type Document, isMap, isNode, isScalar } from 'yaml';
import { decodeRespiration } from './activity';
import { decodeBeats } from './beats';
import { decodeClasses } from './classes';
import { CODES } from './codes';
import { Decoder } from './decode';
import { BEATS, CLASSES, inherit, type Resolved } from './inherit';
import { movedLines } from './moved';
import { decodeAugmentations, decodeNoise } from './noise';
import { asRecord, isRecord } from './plain';
import { MOST_PROBLEMS, type Path, type Problem, type Range } from './problem';
import { checkRules } from './rules';
import { decodeDataset, decodeRecording, decodeTraining } from './settings';
import { applyRemarks } from './silence';
import type { BlockEntry, Stop } from './quickYaml';
import { createSource } from './source';
import { checkStructure } from './structure';
import type { Spec } from './types';
import { BEAT_KEYS } from './waves';
import { type LoadedYaml, loadYaml } from './yaml';

/** A beat type's key in the text: where its inline picture goes. */
export interface BeatKey {
  readonly name: string;
  readonly range: Range;
  /** Where what it says ends. */
  readonly end: number;
  /** What the beat type says itself, inherited waves left out. */
  readonly waves: readonly WaveKey[];
}

/** A wave's key in the text. */
export interface WaveKey {
  readonly name: string;
  readonly range: Range;
  readonly end: number;
}

export interface ParsedSpec {
  /** Defined exactly when no problem is an error. */
  readonly spec: Spec | undefined;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  /** The beat types' keys as they stand in the text, also when the spec has errors; no further than it can be read. */
  readonly beatKeys: readonly BeatKey[];
  /** Where `path` stands in the text; undefined when it does not. */
  rangeOf(path: Path): Range | undefined;
  /** Where another entry of the mapping at `path` can be put, and what goes before and after it; undefined for none. */
  insertionAt(
    path: Path,
  ): { readonly at: number; readonly before: string; readonly after: string } | undefined;
}

/**
 * Reads the text of a `.ecgspec` file. Never throws: whatever the text, the answer is a spec or the
 * problems that keep it from being one.
 */
export function parseSpec(text: string): ParsedSpec {
  const loaded = loadYaml(text);
  if (loaded.stop) return broken(loaded, loaded.stop, text);
  const { document, value, problems: syntax } = loaded;
  if (!document)
    return {
      spec: undefined,
      problems: syntax,
      beatKeys: [],
      rangeOf: () => undefined,
      insertionAt: () => undefined,
    };
  const source = createSource(document, value, text);
  const rangeOf = (path: Path): Range | undefined => (source.has(path) ? source.rangeOf(path) : undefined);
  const beatKeys = once(() => findBeatKeys(document));
  const finish = (spec: Spec | undefined, found: readonly Problem[]): ParsedSpec => {
    const whole = spec !== undefined && !found.some((p) => p.severity === 'error');
    const problems = applyRemarks(text, found, whole, loaded.comments);
    return {
      spec: whole ? spec : undefined,
      problems: readable(problems),
      get beatKeys() {
        return beatKeys();
      },
      rangeOf,
      insertionAt: (path) => source.insertionAt(path),
    };
  };
  if (syntax.length > 0) return finish(undefined, syntax);
  if (!isRecord(value)) return finish(undefined, [notASpec(value, text)]);
  if (Object.keys(value).length === 0) return finish(undefined, [notASpec(null, text)]);
  const moved = movedLines(value, source);
  if (moved) return finish(undefined, [moved]);
  const decoder = new Decoder(source);
  const written = writtenOut(value, decoder);
  const structure = checkStructure(written.value, source);
  const spec = decode(written, decoder);
  const { problems } = decoder;
  if (structure.length > 0 || problems.some((p) => p.severity === 'error'))
    return finish(undefined, [...structure, ...problems]);
  return finish(spec, [...problems, ...checkRules(spec, source)]);
}

/** What is told of a text that is broken: it is read wholly only when somebody asks where something stands. */
function broken(loaded: LoadedYaml, stop: Stop, text: string): ParsedSpec {
  const source = once(() => loaded.document && createSource(loaded.document, undefined, text));
  const beatKeys = once(() => beatKeysBefore(stop, text));
  return {
    spec: undefined,
    problems: readable(applyRemarks(text, loaded.problems, false)),
    get beatKeys() {
      return beatKeys();
    },
    rangeOf: (path) => (source()?.has(path) ? source()?.rangeOf(path) : undefined),
    insertionAt: (path) => source()?.insertionAt(path),
  };
}

/** What is made when somebody asks for it first. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

interface WrittenOut {
  /** The document with everything that definitions inherit. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly beats: readonly Resolved[];
  readonly classes: readonly Resolved[];
}

function writtenOut(value: Record<string, unknown>, decoder: Decoder): WrittenOut {
  const beats = inherit(value['beats'], BEATS, decoder);
  const classes = inherit(value['classes'], CLASSES, decoder);
  const put = (key: string, resolved: readonly Resolved[]): Record<string, unknown> => {
    const own = value[key];
    if (!isRecord(own)) return {};
    return { [key]: { ...own, ...Object.fromEntries(resolved.map((r) => [r.name, r.value])) } };
  };
  return { value: { ...value, ...put('beats', beats), ...put('classes', classes) }, beats, classes };
}

function decode({ value, beats, classes }: WrittenOut, decoder: Decoder): Spec {
  const recording = decodeRecording(value['recording'], decoder);
  const names = Object.keys(asRecord(value['classes']));
  return {
    version: 1,
    title: typeof value['title'] === 'string' ? value['title'] : '',
    seed: typeof value['seed'] === 'number' ? value['seed'] : 1,
    recording,
    beats: decodeBeats(beats, decoder),
    classes: decodeClasses(classes, {
      beats: Object.keys(asRecord(value['beats'])),
      classes: names,
      respiration: isRecord(value['respiration'])
        ? decodeRespiration(value['respiration'], ['respiration'], decoder)
        : null,
      decoder,
    }),
    noise: decodeNoise(value['noise'], decoder),
    augmentations: decodeAugmentations(value['augmentations'], decoder),
    dataset: decodeDataset(value['dataset'], names, decoder),
    training: decodeTraining(value['training'], recording.rate, decoder),
  };
}

/** In the order of the text, and no more than anyone reads: then errors go before warnings, and a last line says how many are left out. */
function readable(problems: readonly Problem[]): Problem[] {
  const inText = (a: Problem, b: Problem): number =>
    a.range.start - b.range.start || a.range.end - b.range.end;
  const sorted = [...problems].sort(inText);
  if (sorted.length <= MOST_PROBLEMS) return sorted;
  const errors = sorted.filter(({ severity }) => severity === 'error');
  const others = sorted.filter(({ severity }) => severity !== 'error');
  const shown = [...errors, ...others].slice(0, MOST_PROBLEMS).sort(inText);
  const last = shown[shown.length - 1]!;
  return [
    ...shown,
    {
      code: 'ECG004',
      severity: CODES.ECG004.severity,
      message: 'There are more problems than are shown here. Mend these first.',
      range: last.range,
      path: [],
    },
  ];
}

function notASpec(value: unknown, text: string): Problem {
  const empty = value === null || value === undefined;
  return {
    code: 'ECG100',
    severity: 'error',
    message: empty
      ? 'The file is empty. Start with `ecgspec: 1`, then `beats:` and `classes:`, or use the command "New Spec".'
      : 'The file is not a spec. A spec starts with `ecgspec: 1` and has `beats:` and `classes:`.',
    range: { start: 0, end: Math.max(1, Math.min(text.length, 1)) },
    path: [],
  };
}

function findBeatKeys(document: Document): BeatKey[] {
  const { contents } = document;
  const beats = isMap(contents)
    ? contents.items.find(({ key }) => isScalar(key) && key.value === 'beats')?.value
    : undefined;
  return keysOf(beats).map(({ value, ...beat }) => ({
    ...beat,
    waves: keysOf(value).flatMap(({ value: wave, ...key }) =>
      isMap(wave) && !BEAT_KEYS.includes(key.name) ? [key] : [],
    ),
  }));
}

function keysOf(map: unknown): { name: string; range: Range; end: number; value: unknown }[] {
  if (!isMap(map)) return [];
  return map.items.flatMap(({ key, value }) => {
    if (!isNode(key) || !isScalar(key) || !key.range) return [];
    const end = isNode(value) && value.range ? value.range[1] : key.range[1];
    return [{ name: String(key.value), range: { start: key.range[0], end: key.range[1] }, end, value }];
  });
}

function beatKeysBefore({ entries, at }: Stop, text: string): BeatKey[] {
  const ends = new Map<BlockEntry, number>();
  const open: BlockEntry[] = [];
  const close = (until: BlockEntry | undefined, next: number): void => {
    while (open.length > 0 && open.at(-1) !== until) {
      const entry = open.pop()!;
      const said = text.slice(entry.start, next).trimEnd();
      // As yaml has it: what runs over several lines ends with its last line's break.
      const lineBreak = said.includes('\n')
        ? /^\r?\n?/.exec(text.slice(entry.start + said.length, next))![0]
        : '';
      ends.set(entry, entry.start + said.length + lineBreak.length);
    }
  };
  const waves = new Map<BlockEntry, WaveKey[]>();
  for (const entry of entries) {
    close(entry.parent, entry.start);
    open.push(entry);
    if (entry.key && !entry.parent?.parent && entry.parent?.key?.value === 'beats') waves.set(entry, []);
  }
  close(undefined, at);
  const keyOf = (entry: BlockEntry): WaveKey => {
    const [start, end] = entry.key!.range;
    return { name: String(entry.key!.value), range: { start, end }, end: ends.get(entry)! };
  };
  for (const entry of entries) {
    const own = entry.key && entry.parent && waves.get(entry.parent);
    if (!own) continue;
    const wave = keyOf(entry);
    const isMapping = /^[ \t]*:[ \t]*(?:\{|(?:#.*)?\r?\n)/.test(text.slice(wave.range.end, wave.end));
    if (isMapping && !BEAT_KEYS.includes(wave.name)) own.push(wave);
  }
  return [...waves].map(([entry, own]) => ({ ...keyOf(entry), waves: own }));
}
