import { KNOWN_WAVES } from '../spec/types';

/** The keys of a beat type that name no wave; a test holds them equal to the schema's. */
export const BEAT_KEYS: ReadonlySet<string> = new Set([
  'extends',
  'symbol',
  'rate-memory',
  'stretch',
  'correlations',
]);

export const PARAMETERS = ['amplitude', 'at', 'width', 'rise', 'fall'] as const;

/** Points of the beat, rather than of a wave, that times count from. */
export const PART_ANCHORS: Readonly<Record<string, string>> = {
  'QRS onset': 'Where the QRS complex begins.',
  'QRS end': 'Where the QRS complex ends: the J point.',
  J: 'The J point, where the QRS complex ends.',
  'P onset': 'Where the P wave begins.',
  'P end': 'Where the P wave ends.',
  'T end': 'Where the T wave ends.',
  previous: 'The R time of the beat before.',
};

/** What an author may call a beat type or a class; as in the schema. */
export const NAME = /^[A-Za-z][A-Za-z0-9 _-]{0,39}$/;

export function isKnownWave(name: string): boolean {
  return Object.hasOwn(KNOWN_WAVES, name);
}

export function isWaveKey(key: string): boolean {
  return !BEAT_KEYS.has(key);
}

/** What `at` counts from, as it is written: `Q`, `T offset`, `QRS onset`. */
export interface WrittenAnchor {
  /** The whole anchor. */
  readonly text: string;
  /** The wave it names, if it is a wave's and not the beat's. */
  readonly wave: string | undefined;
}

/** Splits `Q offset + 45 ms` before its sign; `undefined` where the time counts from the R time. */
export function readAnchor(text: string): WrittenAnchor | undefined {
  const sign = /\s[+-]\s|[+-](?=\s*[\d.])/.exec(text);
  const anchor = (sign === null ? text : text.slice(0, sign.index)).trimEnd();
  if (!/^[A-Za-z][A-Za-z0-9 _'-]*$/.test(anchor)) return undefined;
  if (Object.hasOwn(PART_ANCHORS, anchor) && (sign !== null || anchor !== 'J')) {
    return { text: anchor, wave: undefined };
  }
  const point = /^(.*\S)\s+(onset|offset|peak|end)$/.exec(anchor);
  return { text: anchor, wave: point?.[1] ?? anchor };
}
