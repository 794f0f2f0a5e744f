import { type Document, isMap, isNode, isScalar } from 'yaml';
import { decodeBeats } from './beats';
import { decodeClasses, decodeNoise } from './classes';
import { Decoder } from './decode';
import { asRecord, isRecord } from './plain';
import type { Path, Problem, Range } from './problem';
import { checkRules } from './rules';
import { decodeDataset, decodeRecording, decodeTraining } from './settings';
import { createSource, type Source } from './source';
import { checkStructure } from './structure';
import type { Spec } from './types';
import { loadYaml } from './yaml';

/** A beat type's key in the text: where its inline picture goes. */
export interface BeatKey {
  readonly name: string;
  readonly range: Range;
}

export interface ParsedSpec {
  /** Defined exactly when no problem is an error. */
  readonly spec: Spec | undefined;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  /** The beat types' keys as they stand in the text, also when the spec has errors. */
  readonly beatKeys: readonly BeatKey[];
  /** Where `path` stands in the text; undefined when it does not. */
  rangeOf(path: Path): Range | undefined;
}

/**
 * Reads the text of a `.ecgspec` file. Never throws: whatever the text, the answer is a spec or the
 * problems that keep it from being one.
 */
export function parseSpec(text: string): ParsedSpec {
  const { document, value, problems: syntax } = loadYaml(text);
  if (!document) return { spec: undefined, problems: syntax, beatKeys: [], rangeOf: () => undefined };
  const source = createSource(document, text);
  const rangeOf = (path: Path): Range | undefined => (source.has(path) ? source.rangeOf(path) : undefined);
  const beatKeys = findBeatKeys(document);
  const finish = (spec: Spec | undefined, problems: Problem[]): ParsedSpec => ({
    spec: problems.some((p) => p.severity === 'error') ? undefined : spec,
    problems: problems.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end),
    beatKeys,
    rangeOf,
  });
  if (syntax.length > 0) return finish(undefined, syntax);
  if (!isRecord(value)) return finish(undefined, [notASpec(value, text)]);
  const structure = checkStructure(value, source);
  const { spec, problems } = decode(value, source);
  if (structure.length > 0 || problems.some((p) => p.severity === 'error'))
    return finish(undefined, [...structure, ...problems]);
  return finish(spec, [...problems, ...checkRules(spec, source)]);
}

function decode(value: Record<string, unknown>, source: Source): { spec: Spec; problems: Problem[] } {
  const decoder = new Decoder(source);
  const recording = decodeRecording(value['recording'], decoder);
  const beats = decodeBeats(value['beats'], decoder);
  const classes = decodeClasses(value['classes'], Object.keys(asRecord(value['beats'])), decoder);
  const spec: Spec = {
    version: 1,
    title: typeof value['title'] === 'string' ? value['title'] : '',
    seed: typeof value['seed'] === 'number' ? value['seed'] : 1,
    recording,
    beats,
    classes,
    noise: decodeNoise(value['noise'], decoder),
    dataset: decodeDataset(value['dataset'], Object.keys(asRecord(value['classes'])), decoder),
    training: decodeTraining(value['training'], recording.rate, decoder),
  };
  return { spec, problems: decoder.problems };
}

function notASpec(value: unknown, text: string): Problem {
  const empty = value === null || value === undefined;
  return {
    code: 'ECG100',
    severity: 'error',
    message: empty
      ? 'The file is empty. Start with `ecgspec: 1`, then `beats:` and `classes:`, or use the command "New Spec from Example".'
      : 'The file is not a spec. A spec starts with `ecgspec: 1` and has `beats:` and `classes:`.',
    range: { start: 0, end: Math.max(1, Math.min(text.length, 1)) },
    path: [],
  };
}

function findBeatKeys(document: Document): BeatKey[] {
  const beats = isMap(document.contents) ? document.contents.get('beats', true) : undefined;
  if (!isMap(beats)) return [];
  return beats.items.flatMap(({ key }) => {
    if (!isNode(key) || !isScalar(key) || !key.range) return [];
    return [{ name: String(key.value), range: { start: key.range[0], end: key.range[1] } }];
  });
}
