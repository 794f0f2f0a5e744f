import type { Decoder } from './decode';
import { replaceValue } from './fixes';
import type { Path } from './problem';
import { type Dimension, list, parseQuantity } from './quantity';
import { nearest } from './suggest';
import { type Invariant, type Measure, MEASURES } from './types';

/** What each measure is measured in. */
export const MEASURE_DIMENSIONS: Record<Measure, Dimension> = {
  rate: 'rate',
  'RR variation': 'ratio',
  PR: 'time',
  'PR variation': 'time',
  QRS: 'time',
  QT: 'time',
  QTc: 'time',
  'P amplitude': 'amplitude',
  'R amplitude': 'amplitude',
  'T amplitude': 'amplitude',
  'ST level': 'amplitude',
  'P share': 'ratio',
  'dropped beats': 'count',
  'ectopic beats': 'count',
};

/** A bound that is not there, as a number that JSON can carry. */
const ANY = 1e300;

/** Reads the invariants of a class; wrong ones are reported and left out. */
export function decodeInvariants(raw: unknown, path: Path, decoder: Decoder): Invariant[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((item: unknown, i) => {
    const invariant = typeof item === 'string' ? parseInvariant(item, [...path, i], decoder) : undefined;
    return invariant ? [invariant] : [];
  });
}

/** `MEASURE < Q` with <, <=, > or >=; `MEASURE Q..Q`; `no MEASURE`. */
function parseInvariant(raw: string, path: Path, decoder: Decoder): Invariant | undefined {
  const text = raw.trim();
  const fail = (message: string, mend?: string): undefined => {
    decoder.report('ECG321', path, message, [mend ? replaceValue(decoder.source, path, mend) : undefined]);
    return undefined;
  };
  // The structural check says of a longer one that it is too long.
  if (text.length > 200) return undefined;
  const plain = text.replace(/\s*(?:≤|⩽|=<)\s*/, ' <= ').replace(/\s*(?:≥|⩾|=>)\s*/, ' >= ');
  if (plain !== text)
    return fail(`Write the sign with keys of the keyboard: \`${plain.slice(0, 60)}\`.`, plain);
  const between = /^([-+\d.][^<>]*?)\s*<=?\s*([A-Za-z][A-Za-z ]*?)\s*<=?\s*([-+\d.][^<>]*)$/.exec(text);
  if (between) {
    const [, low, word, high] = between;
    return fail(
      `Two bounds are written as a range: \`${word!} ${low!}..${high!}\`.`,
      `${word!} ${low!}..${high!}`,
    );
  }
  const absent = /^no\s+(.*)$/s.exec(text);
  const parts = absent ?? /^([A-Za-z][A-Za-z ]*?)\s*(?:(<=|>=|<|>|=)\s*(.*)|([-+\d.].*))$/s.exec(text);
  if (!parts)
    return fail(
      `\`${text.slice(0, 60)}\` is not an invariant. Write a measure and a bound, such as \`PR < 120 ms\`, a range, such as \`rate 60..100 bpm\`, or \`no PR\`.`,
    );
  const word = parts[1]!.trim();
  const measure = MEASURES.find((known) => known === word);
  if (!measure) {
    const guess = nearest(word, MEASURES) ?? MEASURES.find((known) => known === word.split(' ')[0]);
    return fail(
      `There is no measure \`${word.slice(0, 40)}\`. ${guess ? `Did you mean \`${guess}\`?` : `There are ${list(MEASURES)}.`}`,
      guess && text.replace(word, guess),
    );
  }
  if (absent) return { text, measure, bounds: null };
  const [, , sign, bound, range] = parts;
  const result = parseQuantity(bound ?? range, MEASURE_DIMENSIONS[measure]);
  if (!result.ok) {
    const mend = result.mend && text.slice(0, text.length - (bound ?? range)!.length) + result.mend;
    return fail(
      `In \`${text.slice(0, 60)}\`, ${result.message[0]!.toLowerCase()}${result.message.slice(1)}`,
      mend,
    );
  }
  const { quantity } = result;
  if (quantity.kind === 'range') {
    if (sign === undefined) return { text, measure, bounds: { min: quantity.low, max: quantity.high } };
    return fail(`A range needs no \`${sign}\`. Write \`${measure} ${bound!}\`.`, `${measure} ${bound!}`);
  }
  if (quantity.sd > 0) return fail('A bound has no spread. Write one number, or a range.');
  // Of a continuous measure less and at most are the same; of a count they are not.
  const counts = MEASURE_DIMENSIONS[measure] === 'count';
  const { value } = quantity;
  switch (sign) {
    case '<':
      return { text, measure, bounds: { min: -ANY, max: counts ? Math.ceil(value) - 1 : value } };
    case '<=':
      return { text, measure, bounds: { min: -ANY, max: value } };
    case '>':
      return { text, measure, bounds: { min: counts ? Math.floor(value) + 1 : value, max: ANY } };
    case '>=':
      return { text, measure, bounds: { min: value, max: ANY } };
    default:
      return fail(
        `\`${text.slice(0, 60)}\` does not say whether ${measure} lies above or below. Write \`${measure} < ${bound ?? range!}\`, \`>\`, or a range.`,
        `${measure} < ${bound ?? range!}`,
      );
  }
}
