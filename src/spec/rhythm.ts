import { decodeChoices } from './choices';
import type { Decoder } from './decode';
import { replaceValue } from './fixes';
import { asRecord } from './plain';
import type { Path } from './problem';
import { Section } from './section';
import type { BlockChoice, RegularRhythm, Rhythm } from './types';

/** Undefined where it has no type, which the structural check reports. */
export function decodeRhythm(value: unknown, path: Path, decoder: Decoder): Rhythm | undefined {
  const type = asRecord(value)['type'];
  const section = new Section(value, path, 'rhythm', typeof type === 'string' ? type : undefined, decoder);
  switch (type) {
    case 'sinus':
      return {
        type,
        rate: section.variable('rate', [60, 100]),
        variability: section.variable('variability', [0.5, 3]),
        lfHf: section.variable('lf-hf', [0.5, 2]),
        ramp: section.variable('ramp', 0),
      };
    case 'regular':
      return decodeClock(section, 60);
    case 'av-node':
      return { type, arrivals: section.variable('arrivals', [4, 9]) };
    case 'av-block':
      return {
        type,
        block: decodeBlock(section.raw['block'], section.at('block'), decoder),
        persistence: section.variable('persistence', 0),
      };
    case 'none':
      return { type };
    default:
      return undefined;
  }
}

/** A regular clock: `rate` or `interval`, and `ramp`. */
export function decodeClock(section: Section, usual: number | readonly [number, number]): RegularRhythm {
  const of = section.either('rate', 'interval');
  return {
    type: 'regular',
    of,
    value: section.variable(of, of === 'rate' ? usual : 1),
    ramp: section.variable('ramp', 0),
  };
}

const DEFAULT_BLOCK: readonly BlockChoice[] = [
  { ratios: [2], weight: 0.6 },
  { ratios: [3], weight: 0.1 },
  { ratios: [4], weight: 0.2 },
  { ratios: 'variable', weight: 0.1 },
];

/** `2:1`, `2:1 4:1` taken in turn, `variable`, or weights of these. */
function decodeBlock(raw: unknown, path: Path, decoder: Decoder): readonly BlockChoice[] {
  const choices = decodeChoices(raw, path, decoder);
  const found = choices.flatMap(({ name, weight, path: at, isKey }): BlockChoice[] => {
    if (name === 'variable') return [{ ratios: 'variable', weight }];
    const words = name.split(/\s+/);
    if (words.length <= 12 && words.every((word) => /^[2-8]:1$/.test(word)))
      return [{ ratios: words.map((word) => Number(word[0])), weight }];
    const message = `\`${name.slice(0, 60)}\` is not a conduction ratio. Write \`2:1\` to \`8:1\`, up to twelve of them taken in turn such as \`2:1 4:1\`, or \`variable\`.`;
    const mend = /^\s*[2-8]\s*[:/-]\s*1\s*$/.test(name) ? `${name.trim()[0]!}:1` : undefined;
    if (isKey) decoder.reportKey('ECG320', at, message);
    else decoder.report('ECG320', at, message, [mend ? replaceValue(decoder.source, at, mend) : undefined]);
    return [];
  });
  return found.length > 0 ? found : DEFAULT_BLOCK;
}
