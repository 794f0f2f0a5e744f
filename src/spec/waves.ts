import { decodePlace, type WaveParts } from './anchors';
import type { Decoder } from './decode';
import { insertKey, insertKeys, removeEntry } from './fixes';
import { isRecord } from './plain';
import type { Path } from './problem';
import { limitsOf, schema } from './schema';
import { nearest, slippedKeys } from './suggest';
import {
  KNOWN_WAVES,
  type RateCorrection,
  type Variable,
  type Wave,
  type WavePart,
  type WaveShape,
} from './types';
import { decodeVariable } from './variable';

/** Keys of a beat type that are not waves. */
export const BEAT_KEYS = ['extends', 'symbol', 'rate-memory', 'stretch', 'correlations'];

const MOST_WAVES = 40;

const PARTS: readonly WavePart[] = ['P', 'QRS', 'ST', 'T', 'U', 'spike'];

/** The waves of a beat type, known ones first and in their order, and the part that each belongs to. */
export function findWaves(beat: string, raw: Record<string, unknown>, decoder: Decoder): WaveParts {
  const parts = new Map<string, WavePart>();
  const own = Object.keys(raw).filter((name) => !BEAT_KEYS.includes(name));
  const known = Object.keys(KNOWN_WAVES).filter((name) => own.includes(name));
  const others = own.filter((name) => !known.includes(name));
  // More are refused by the structural check, and are not worth the time.
  for (const name of [...known, ...others].slice(0, MOST_WAVES)) {
    const wave = raw[name];
    if (!isRecord(wave)) continue;
    const path = ['beats', beat, name];
    const part = wave['part'];
    if (Object.hasOwn(KNOWN_WAVES, name)) {
      const usual = KNOWN_WAVES[name as keyof typeof KNOWN_WAVES];
      parts.set(name, usual);
      if (part !== undefined && part !== usual && PARTS.includes(part as WavePart)) {
        decoder.report(
          'ECG317',
          [...path, 'part'],
          `A wave called \`${name}\` is part of the \`${usual}\` by its name. Leave \`part\` out, or give the wave another name.`,
          [removeEntry(decoder.source, [...path, 'part'], 'Remove `part`')],
        );
      }
    } else if (PARTS.includes(part as WavePart)) parts.set(name, part as WavePart);
    else if (part === undefined) {
      if (name === 'QRS') {
        decoder.reportKey(
          'ECG317',
          path,
          'A QRS is made of waves of their own. Write `Q`, `R` and `S`, each with its time and width.',
          [renameTo(decoder, path, 'R')],
        );
        continue;
      }
      const guess = nearest(name, [...Object.keys(KNOWN_WAVES), ...BEAT_KEYS]);
      decoder.reportKey(
        'ECG317',
        path,
        guess
          ? `\`${name}\` is not a wave known by name. Did you mean \`${guess}\`, or does it lack \`part: QRS\`?`
          : `\`${name}\` is not a wave known by name. A wave of your own naming says where it belongs, such as \`part: QRS\`.`,
        [guess ? renameTo(decoder, path, guess) : undefined, insertKey(decoder.source, path, 'part', 'QRS')],
      );
    }
  }
  return parts;
}

function renameTo(decoder: Decoder, path: Path, name: string): ReturnType<typeof removeEntry> {
  return {
    title: `Change to \`${name}\``,
    edits: [{ range: decoder.source.keyRangeOf(path), text: decoder.source.quoted(name) }],
  };
}

/** Reads one wave; undefined where it is unfinished (and reported). */
export function decodeWave(
  beat: string,
  name: string,
  raw: Record<string, unknown>,
  stretched: boolean,
  /** Whether it inherits from something that could not be found: then nobody knows what it lacks. */
  heir: boolean,
  waves: WaveParts,
  decoder: Decoder,
): Wave | undefined {
  const path = ['beats', beat, name];
  const part = waves.get(name);
  if (!part) return undefined;
  const read = (key: 'amplitude' | 'width' | 'rise' | 'fall'): Variable | undefined =>
    key in raw ? decodeVariable(raw[key], [...path, key], limitsOf('wave', key), decoder) : undefined;
  const amplitude = read('amplitude');
  const place =
    'at' in raw ? decodePlace(raw['at'], [...path, 'at'], limitsOf('wave', 'at'), waves, decoder) : undefined;
  const width = read('width');
  const flanks = { rise: read('rise'), fall: read('fall') };
  const shift =
    'rate-shift' in raw
      ? decoder.fixed(raw['rate-shift'], [...path, 'rate-shift'], limitsOf('wave', 'rate-shift'))
      : 0;
  if (!heir) checkMissing(beat, name, raw, path, decoder);
  if ('width' in raw && ('rise' in raw || 'fall' in raw)) {
    const { source } = decoder;
    const flank = ['rise', 'fall'].filter((key) => source.has([...path, key]));
    decoder.reportKey(
      'ECG304',
      [...path, 'width'],
      `\`${name}\` has both \`width\` and \`rise\`/\`fall\`. Give \`width\` for a symmetric wave, or \`rise\` and \`fall\`.`,
      [
        removeEntry(source, [...path, 'width'], 'Remove `width`'),
        flank.length === 1 ? removeEntry(source, [...path, flank[0]!], `Remove \`${flank[0]!}\``) : undefined,
      ],
    );
    return undefined;
  }
  const correction = raw['rate-correction'];
  if (stretched && correction !== undefined) {
    const at = [...path, 'rate-correction'];
    decoder.reportKey(
      'ECG313',
      at,
      `\`${beat}\` is stretched to its interval as a whole, so \`${name}\` cannot have a \`rate-correction\` of its own. Leave it out, or take \`stretch\` out.`,
      [removeEntry(decoder.source, at, 'Remove `rate-correction`')],
    );
  }
  const rise = width ?? flanks.rise;
  const fall = width ? null : flanks.fall;
  if (!amplitude || !place || !rise || fall === undefined) return undefined;
  const usual = !stretched && (part === 'T' || part === 'U') ? 'bazett' : 'none';
  return {
    name,
    part,
    shape: typeof raw['shape'] === 'string' ? (raw['shape'] as WaveShape) : 'gaussian',
    amplitude,
    at: place.at,
    anchor: place.anchor,
    follow: raw['follow'] === 'recording' ? 'recording' : 'beat',
    rise,
    fall,
    correction: typeof correction === 'string' && !stretched ? (correction as RateCorrection) : usual,
    rateShift: shift ?? 0,
  };
}

/** ECG305: a wave has an amplitude, a time and a width. */
function checkMissing(
  beat: string,
  name: string,
  raw: Record<string, unknown>,
  path: Path,
  decoder: Decoder,
): void {
  const wide = 'width' in raw || ('rise' in raw && 'fall' in raw);
  if (wide && 'amplitude' in raw && 'at' in raw) return;
  const slipped = slippedKeys(raw, Object.keys(schema.$defs!['wave']!.properties!));
  // The structural check says so of a key with a slip in it.
  const has = (key: string): boolean => key in raw || slipped.has(key);
  const missing = [
    !has('amplitude') && 'amplitude',
    !has('at') && 'at',
    !has('width') && !has('rise') && (has('fall') ? 'rise' : 'width'),
    !has('width') && has('rise') && !has('fall') && 'fall',
  ].filter((key) => typeof key === 'string');
  if (missing.length === 0) return;
  const examples: Record<string, string> = {
    amplitude: '0.2 mV',
    at: '0 ms',
    width: '20 ms',
    rise: '20 ms',
    fall: '20 ms',
  };
  decoder.reportKey(
    'ECG305',
    path,
    `Wave \`${name}\` of \`${beat}\` lacks ${missing.map((key) => `\`${key}\``).join(' and ')}. A wave has an amplitude, a time \`at\` and a width.`,
    [
      insertKeys(
        decoder.source,
        path,
        missing.map((key) => [key, examples[key]!]),
      ),
    ],
  );
}
