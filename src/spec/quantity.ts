/**
 * Quantities as authors write them: `120 ms`, `0.3 mV ± 0.1 mV`, `60..100 bpm`. Everything is
 * converted to the base units of types.ts.
 */

export type Dimension = 'amplitude' | 'time' | 'frequency' | 'rate' | 'ratio';

/** Units by dimension, as factors to the base unit. The first is the one that messages use. */
const UNITS: Record<Dimension, readonly (readonly [name: string, factor: number])[]> = {
  amplitude: [
    ['mV', 1],
    ['µV', 1e-3],
    ['μV', 1e-3],
    ['uV', 1e-3],
    ['V', 1e3],
  ],
  time: [
    ['ms', 1e-3],
    ['s', 1],
    ['µs', 1e-6],
    ['μs', 1e-6],
    ['us', 1e-6],
    ['min', 60],
  ],
  frequency: [
    ['Hz', 1],
    ['/s', 1],
    ['kHz', 1e3],
    ['mHz', 1e-3],
    ['/min', 1 / 60],
    ['bpm', 1 / 60],
  ],
  rate: [
    ['bpm', 1],
    ['/min', 1],
    ['Hz', 60],
    ['/s', 60],
  ],
  ratio: [['%', 0.01]],
};

const EXAMPLES: Record<Dimension, string> = {
  amplitude: '0.2 mV',
  time: '120 ms',
  frequency: '5 Hz',
  rate: '75 bpm',
  ratio: '60 %',
};

/** What a scalar said, in base units. */
export type ParsedQuantity =
  | { readonly kind: 'value'; readonly value: number; readonly sd: number }
  | { readonly kind: 'range'; readonly low: number; readonly high: number };

export type QuantityResult =
  { readonly ok: true; readonly quantity: ParsedQuantity } | { readonly ok: false; readonly message: string };

const NUMBER = String.raw`[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?`;
const UNIT = String.raw`[^\s\d.±+-][^\s\d.±+-]*`;
const VALUE = new RegExp(
  String.raw`^(${NUMBER})\s*(${UNIT})?(?:\s*(?:±|\+-|\+/-)\s*(${NUMBER})\s*(${UNIT})?)?$`,
);
const RANGE = new RegExp(String.raw`^(${NUMBER})\s*(${UNIT})?\s*(?:\.\.|…|–)\s*(${NUMBER})\s*(${UNIT})?$`);

/**
 * Reads one scalar. A number without a unit is refused (zero and ratios excepted): 120 what?
 * `0.1` of a ratio is the same as `10 %`.
 */
export function parseQuantity(raw: unknown, dimension: Dimension): QuantityResult {
  const text = String(raw).trim();
  if (text.length > 100)
    return fail(`This is too long for a quantity. Write it like \`${EXAMPLES[dimension]}\`.`);
  const range = RANGE.exec(text);
  if (range) {
    const unit = range[4] ?? range[2];
    const low = convert(range[1]!, range[2] ?? unit, dimension);
    const high = convert(range[3]!, unit, dimension);
    if (typeof low === 'string') return fail(low);
    if (typeof high === 'string') return fail(high);
    if (low > high) return fail(`The range \`${text}\` runs backwards. Write the smaller end first.`);
    return { ok: true, quantity: { kind: 'range', low, high } };
  }
  const value = VALUE.exec(text);
  if (value) {
    const unit = value[2] ?? value[4];
    const center = convert(value[1]!, unit, dimension);
    if (typeof center === 'string') return fail(center);
    if (value[3] === undefined) return { ok: true, quantity: { kind: 'value', value: center, sd: 0 } };
    const sd = convert(value[3], value[4] ?? unit, dimension);
    if (typeof sd === 'string') return fail(sd);
    if (sd < 0) return fail('The spread after ± cannot be negative.');
    return { ok: true, quantity: { kind: 'value', value: center, sd } };
  }
  return fail(
    `\`${text}\` is not ${article(dimension)}. Write it like \`${EXAMPLES[dimension]}\`, with a spread \`${spreadExample(dimension)}\` or a range \`${rangeExample(dimension)}\`.`,
  );
}

/** A base-unit value as an author would write it: `0.12 mV`, `160 ms`, `75 bpm`, `60 %`. */
export function formatQuantity(value: number, dimension: Dimension): string {
  const show = (x: number): string => String(Number(x.toPrecision(4)));
  if (dimension === 'ratio') return `${show(value * 100)} %`;
  if (dimension === 'time' && Math.abs(value) >= 1) return `${show(value)} s`;
  if (dimension === 'amplitude' && value !== 0 && Math.abs(value) < 0.01) return `${show(value * 1000)} µV`;
  const [unit, factor] = UNITS[dimension][0]!;
  return `${show(value / factor)} ${unit}`;
}

function convert(digits: string, unit: string | undefined, dimension: Dimension): number | string {
  const number = Number(digits);
  if (!Number.isFinite(number)) return `\`${digits}\` is too large to be a number.`;
  if (unit === undefined) {
    if (number === 0 || dimension === 'ratio') return number;
    return `\`${digits}\` has no unit. Write \`${digits} ${UNITS[dimension][0]![0]}\` if that is what you mean.`;
  }
  const known = UNITS[dimension].find(([name]) => name === unit);
  if (known) return number * known[1];
  const sameLetters = UNITS[dimension].find(([name]) => name.toLowerCase() === unit.toLowerCase());
  if (sameLetters) return `Units are case-sensitive: write \`${digits} ${sameLetters[0]}\`, not \`${unit}\`.`;
  const names = UNITS[dimension]
    .map(([name]) => name)
    .filter((name) => !name.startsWith('μ') && !name.startsWith('u'));
  return `\`${unit}\` is not a unit of ${dimension === 'ratio' ? 'a ratio' : dimension}. Use ${list(names)}, as in \`${EXAMPLES[dimension]}\`.`;
}

function fail(message: string): QuantityResult {
  return { ok: false, message };
}

function article(dimension: Dimension): string {
  return dimension === 'amplitude'
    ? 'an amplitude'
    : dimension === 'rate'
      ? 'a heart rate'
      : `a ${dimension}`;
}

function spreadExample(dimension: Dimension): string {
  const spread: Record<Dimension, string> = {
    amplitude: '0.2 mV ± 0.05 mV',
    time: '120 ms ± 10 ms',
    frequency: '5 Hz ± 0.5 Hz',
    rate: '75 bpm ± 5 bpm',
    ratio: '60 % ± 5 %',
  };
  return spread[dimension];
}

function rangeExample(dimension: Dimension): string {
  const range: Record<Dimension, string> = {
    amplitude: '0.1..0.3 mV',
    time: '100..140 ms',
    frequency: '4..9 Hz',
    rate: '60..100 bpm',
    ratio: '55..90 %',
  };
  return range[dimension];
}

/** `a`, `a or b`, `a, b or c`, each in code marks. */
export function list(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length < 2) return quoted.join('');
  return `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]!}`;
}
