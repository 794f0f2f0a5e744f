import { decodeBeatChoices, decodeChoices } from './choices';
import type { Decoder } from './decode';
import { renameKey, replaceValue } from './fixes';
import { isRecord } from './plain';
import type { Path } from './problem';
import { list } from './quantity';
import { Section } from './section';
import { nearest } from './suggest';
import type { Ectopy, EctopyPattern } from './types';

/** Patterns with a name, as conducted (N) and ectopic (V) beats in turn. */
const PATTERNS: Readonly<Record<string, string>> = {
  bigeminy: 'N V',
  trigeminy: 'N N V',
  quadrigeminy: 'N N N V',
  couplets: 'N N V V',
};

const LONGEST_PATTERN = 64;

/** `null` where the class has no ectopy. */
export function decodeEctopy(
  value: unknown,
  path: Path,
  beats: readonly string[],
  decoder: Decoder,
): Ectopy | null {
  if (!isRecord(value)) return null;
  const section = new Section(value, path, 'ectopy', undefined, decoder);
  return {
    beats: decodeBeatChoices(section.raw['beat'], section.at('beat'), beats, decoder) ?? [],
    focus: section.word('focus', ['recording', 'beat']),
    coupling: section.variable('coupling', [0.55, 0.9]),
    pause: section.word('pause', ['full', 'reset', 'delayed', 'none']),
    delay: section.variable('delay', [1.1, 1.35]),
    burden: section.variable('burden', [0.1, 0.3]),
    run: section.variable('run', 1),
    runRate: section.variable('run-rate', [120, 180]),
    patterns: decodePatterns(section.raw['pattern'], section.at('pattern'), decoder),
  };
}

function decodePatterns(raw: unknown, path: Path, decoder: Decoder): readonly EctopyPattern[] {
  const found = decodeChoices(raw, path, decoder).flatMap(
    ({ name, weight, path: at, isKey }): EctopyPattern[] => {
      if (name === 'isolated') return [{ order: 'isolated', weight }];
      const beats = (Object.hasOwn(PATTERNS, name) ? PATTERNS[name]! : name).split(/\s+/);
      if (beats.length <= LONGEST_PATTERN && beats.every((beat) => beat === 'N' || beat === 'V')) {
        if (beats.includes('N') && beats.includes('V'))
          return [{ order: beats.map((beat) => beat === 'V'), weight }];
      }
      const guess = nearest(name, ['isolated', ...Object.keys(PATTERNS)]);
      const message = `\`${name.slice(0, 60)}\` is not a pattern.${guess ? ` Did you mean \`${guess}\`?` : ` Write ${list(['isolated', ...Object.keys(PATTERNS)])}, or up to ${LONGEST_PATTERN} beats in turn, with at least one N (conducted) and one V (ectopic), such as \`N N V\`.`}`;
      if (isKey)
        decoder.reportKey('ECG320', at, message, [guess ? renameKey(decoder.source, at, guess) : undefined]);
      else
        decoder.report('ECG320', at, message, [guess ? replaceValue(decoder.source, at, guess) : undefined]);
      return [];
    },
  );
  return found.length > 0 ? found : [{ order: 'isolated', weight: 1 }];
}
