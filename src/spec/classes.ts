import { constant, type Decoder, uniform } from './decode';
import { asRecord, isRecord } from './plain';
import type { Path } from './problem';
import { limitsOf } from './schema';
import { nearest } from './suggest';
import type {
  Atrial,
  BeatChoice,
  BlockRatio,
  Ectopy,
  EctopyPattern,
  Noise,
  Rhythm,
  RhythmClass,
  Variable,
} from './types';

/** Reads a key of a definition, or takes its default: a constant or a uniform range in base units. */
export function variableOr(
  raw: Record<string, unknown>,
  path: Path,
  key: string,
  definition: string,
  branch: string | undefined,
  fallback: number | readonly [low: number, high: number],
  decoder: Decoder,
): Variable {
  const limits = limitsOf(definition, key, branch);
  const otherwise =
    typeof fallback === 'number' ? constant(fallback, limits) : uniform(fallback[0], fallback[1], limits);
  return key in raw ? (decoder.variable(raw[key], [...path, key], limits) ?? otherwise) : otherwise;
}

export function decodeClasses(raw: unknown, beats: readonly string[], decoder: Decoder): RhythmClass[] {
  return Object.entries(asRecord(raw)).flatMap(([name, given]) => {
    if (!isRecord(given)) return [];
    const path = ['classes', name];
    const choices = beatChoices(given['beat'], [...path, 'beat'], beats, decoder);
    const rhythm = decodeRhythm(given['rhythm'], [...path, 'rhythm'], decoder);
    const atrial = decodeAtrial(given['atrial'], [...path, 'atrial'], decoder);
    const ectopy = decodeEctopy(given['ectopy'], [...path, 'ectopy'], beats, decoder);
    if (!choices || !rhythm || ectopy === undefined) return [];
    const title = typeof given['title'] === 'string' ? given['title'] : name;
    return [{ name, title, rhythm, beats: choices, ectopy, atrial }];
  });
}

/** One beat type by name, or several with weights; undefined (and reported) where a name is not known. */
function beatChoices(
  raw: unknown,
  path: Path,
  beats: readonly string[],
  decoder: Decoder,
): BeatChoice[] | undefined {
  const choices = weights<string>(raw, path, decoder, {});
  const strangers = choices.filter(([name]) => !beats.includes(name));
  for (const [name] of strangers) {
    const guess = nearest(name, beats);
    const message = `There is no beat type \`${name}\`.${guess ? ` Did you mean \`${guess}\`?` : ' Define it under `beats`.'}`;
    if (typeof raw === 'string') decoder.report('ECG302', path, message);
    else decoder.reportKey('ECG302', [...path, name], message);
  }
  if (choices.length === 0 || strangers.length > 0) return undefined;
  return choices.map(([beat, weight]) => ({ beat, weight }));
}

function decodeRhythm(value: unknown, path: Path, decoder: Decoder): Rhythm | undefined {
  const raw = asRecord(value);
  const read = (key: string, branch: string, fallback: number | readonly [number, number]): Variable =>
    variableOr(raw, path, key, 'rhythm', branch, fallback, decoder);
  switch (raw['type']) {
    case 'sinus':
      return {
        type: 'sinus',
        rate: read('rate', 'sinus', [60, 100]),
        variability: read('variability', 'sinus', [0.5, 3]),
        respiration: read('respiration', 'sinus', [0.2, 0.4]),
        lfHf: read('lf-hf', 'sinus', [0.5, 2]),
      };
    case 'av-node':
      return { type: 'av-node', arrivals: read('arrivals', 'av-node', [4, 9]) };
    case 'av-block': {
      const block = weights<BlockRatio>(raw['block'], [...path, 'block'], decoder, {
        '2:1': 0.6,
        '3:1': 0.1,
        '4:1': 0.2,
        variable: 0.1,
      });
      return { type: 'av-block', block: block.map(([ratio, weight]) => ({ ratio, weight })) };
    }
    default:
      return undefined;
  }
}

function decodeAtrial(value: unknown, path: Path, decoder: Decoder): Atrial | null {
  const raw = asRecord(value);
  const read = (key: string, branch: string, fallback: readonly [number, number]): Variable =>
    variableOr(raw, path, key, 'atrial', branch, fallback, decoder);
  switch (raw['type']) {
    case 'f-waves':
      return {
        type: 'f-waves',
        rms: read('rms', 'f-waves', [0.015, 0.07]),
        frequency: read('frequency', 'f-waves', [4, 9]),
      };
    case 'flutter-waves':
      return {
        type: 'flutter-waves',
        amplitude: read('amplitude', 'flutter-waves', [0.1, 0.3]),
        rate: read('rate', 'flutter-waves', [240, 340]),
      };
    default:
      return null;
  }
}

/** `null` where the class has no ectopy, undefined where it is broken. */
function decodeEctopy(
  value: unknown,
  path: Path,
  beats: readonly string[],
  decoder: Decoder,
): Ectopy | null | undefined {
  if (value === undefined) return null;
  const raw = asRecord(value);
  const choices = beatChoices(raw['beat'], [...path, 'beat'], beats, decoder);
  if (!choices) return undefined;
  const patterns = weights<EctopyPattern>(raw['pattern'], [...path, 'pattern'], decoder, { isolated: 1 });
  const pause = raw['pause'];
  return {
    beats: choices,
    coupling: variableOr(raw, path, 'coupling', 'ectopy', undefined, [0.55, 0.9], decoder),
    pause: pause === 'reset' || pause === 'none' ? pause : 'full',
    burden: variableOr(raw, path, 'burden', 'ectopy', undefined, [0.1, 0.3], decoder),
    patterns: patterns.map(([pattern, weight]) => ({ pattern, weight })),
  };
}

/** One name, or names with weights. */
function weights<Name extends string>(
  raw: unknown,
  path: Path,
  decoder: Decoder,
  fallback: Readonly<Partial<Record<Name, number>>>,
): (readonly [Name, number])[] {
  const otherwise = Object.entries(fallback) as [Name, number][];
  if (typeof raw === 'string') return [[raw as Name, 1]];
  if (!isRecord(raw)) return otherwise;
  const found = Object.entries(raw).flatMap(([name, weight]) => {
    const number = decoder.fixed(weight, [...path, name], {
      dimension: 'ratio',
      min: 0,
      max: 1,
      fixed: true,
    });
    return number === undefined ? [] : [[name as Name, number] as const];
  });
  if (found.length === Object.keys(raw).length && found.every(([, weight]) => weight === 0)) {
    decoder.reportKey('ECG306', path, 'All weights are zero. Give at least one of them some weight.');
    return otherwise;
  }
  return found.length > 0 ? found : otherwise;
}

export function decodeNoise(raw: unknown, decoder: Decoder): Noise[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((item: unknown, i): Noise[] => {
    const given = asRecord(item);
    const path = ['noise', i];
    const read = (key: string, branch: string, fallback: number | readonly [number, number]): Variable =>
      variableOr(given, path, key, 'noise', branch, fallback, decoder);
    switch (given['type']) {
      case 'baseline-wander':
        return [{ type: 'baseline-wander', rms: read('rms', 'baseline-wander', [0.02, 0.1]) }];
      case 'mains':
        return [
          { type: 'mains', rms: read('rms', 'mains', [0, 0.01]), frequency: read('frequency', 'mains', 50) },
        ];
      case 'white':
        return [{ type: 'white', rms: read('rms', 'white', [0.005, 0.02]) }];
      default:
        return [];
    }
  });
}
