import { KNOWN_WAVES } from '../spec/types';
import { BEAT_KEYS as KEYS_OF_BEATS } from '../spec/waves';

/** The keys of a beat type that name no wave; a test holds them equal to the schema's. */
export const BEAT_KEYS: ReadonlySet<string> = new Set(KEYS_OF_BEATS);

export const PARAMETERS = ['amplitude', 'at', 'width', 'rise', 'fall'] as const;

const POINT = /^(.*) (?:onset|peak|offset)$/;
/** No wave's name and point are longer. */
const LONGEST = 60;

/** Points of the beat, rather than of a wave, that times count from. */
export const PART_ANCHORS: Readonly<Record<string, string>> = {
  'QRS onset': 'Where the QRS complex begins.',
  'QRS end': 'Where the QRS complex ends: the J point.',
  'QRS offset': 'Where the QRS complex ends: the J point.',
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

/** What may stand between an anchor and the end: nothing, or a sign and a quantity. */
const BEHIND = /^\s*(?:[+-].*)?$/s;

/**
 * Splits `Q offset + 45 ms` before its sign; `undefined` where the time counts from the R time.
 * @param waves names of waves; those with a dash in them cannot be told from a sign otherwise
 */
export function readAnchor(text: string, waves: ReadonlySet<string>): WrittenAnchor | undefined {
  if (!/^[A-Za-z]/.test(text)) return undefined;
  // The longest anchor that fits is meant.
  for (let end = Math.min(text.length, LONGEST); end > 0; end--) {
    const anchor = text.slice(0, end);
    if (!BEHIND.test(text.slice(end))) continue;
    // A bare J is the J point even where a wave has that name, and so with the other points of the beat.
    if (Object.hasOwn(PART_ANCHORS, anchor)) return { text: anchor, wave: undefined };
    if (waves.has(anchor)) return { text: anchor, wave: anchor };
    const of = POINT.exec(anchor)?.[1];
    if (of !== undefined && waves.has(of)) return { text: anchor, wave: of };
  }
  // A wave that is not there: the author means what comes before the sign.
  const stranger = /^([A-Za-z][^+-]*?)\s*(?:[+-].*)?$/s.exec(text.slice(0, 2 * LONGEST))?.[1];
  return stranger === undefined ? undefined : { text: stranger, wave: POINT.exec(stranger)?.[1] ?? stranger };
}
