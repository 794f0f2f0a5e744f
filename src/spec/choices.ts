import type { Decoder } from './decode';
import { rewriteEntry } from './fixes';
import { isRecord } from './plain';
import type { Path } from './problem';
import { schema } from './schema';
import type { BeatChoice } from './types';

/** A name, or names with weights; the path is where the name stands in the text. */
export interface Choice {
  readonly name: string;
  readonly weight: number;
  readonly path: Path;
  /** Whether the name is a key, with its weight behind it. */
  readonly isKey: boolean;
}

/** One name, or names with weights; empty where neither is there or something is wrong (and reported). */
export function decodeChoices(raw: unknown, path: Path, decoder: Decoder): Choice[] {
  if (typeof raw === 'string') return [{ name: raw.trim(), weight: 1, path, isKey: false }];
  if (!isRecord(raw)) return [];
  const entries = Object.entries(raw);
  const limits = schema.$defs!['weight']!['x-quantity']!;
  const found = entries.flatMap(([name, weight]): Choice[] => {
    const at = [...path, name];
    const run = weight === null && name.length <= 100 ? /^(\S+?)(?::\s*|\s+)([\d.]+\s*%?)$/.exec(name) : null;
    if (run) {
      decoder.reportKey(
        'ECG201',
        at,
        `There is ${name[run[1]!.length] === ':' ? 'no space behind the colon' : 'no colon'} before the weight. Write \`${run[1]!}: ${run[2]!}\`.`,
        [rewriteEntry(decoder.source, at, `${run[1]!}: ${run[2]!}`)],
      );
      return [];
    }
    if (isRecord(weight)) {
      decoder.reportKey(
        'ECG202',
        at,
        `\`${name}\` stands for its weight here, such as \`${name}: 60 %\`. Beat types are defined under \`beats\` and named here.`,
      );
      return [];
    }
    const number = decoder.fixed(weight, at, limits);
    return number === undefined ? [] : [{ name, weight: number, path: at, isKey: true }];
  });
  if (found.length < entries.length) return [];
  if (found.length > 0 && found.every(({ weight }) => weight === 0)) {
    decoder.reportKey('ECG306', path, 'All weights are zero. Give at least one of them some weight.');
    return [];
  }
  return found;
}

/** Beat types by name; undefined where one is not known (and reported) or none is given. */
export function decodeBeatChoices(
  raw: unknown,
  path: Path,
  beats: readonly string[],
  decoder: Decoder,
): BeatChoice[] | undefined {
  const choices = decodeChoices(raw, path, decoder);
  // Without any beat types, what is wrong with them has been said.
  if (beats.length === 0) return undefined;
  const strangers = choices.filter(({ name }) => !beats.includes(name));
  for (const { name, path: at, isKey } of strangers)
    decoder.unknownName('ECG302', at, isKey, 'beat type', name, beats, 'beats');
  if (choices.length === 0 || strangers.length > 0) return undefined;
  return choices.map(({ name, weight }) => ({ beat: name, weight }));
}
