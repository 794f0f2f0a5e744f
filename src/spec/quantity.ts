/**
 * Quantities as authors write them: `120 ms`, `0.3 mV ± 0.1 mV`, `60..100 bpm`. Everything is
 * converted to the base units of types.ts.
 */

export type Dimension =
  'amplitude' | 'time' | 'frequency' | 'rate' | 'ratio' | 'count' | 'level' | 'per-amplitude';

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
  count: [['samples', 1]],
  level: [['dB', 1]],
  'per-amplitude': [
    ['/mV', 1],
    ['/µV', 1e3],
    ['/μV', 1e3],
    ['/uV', 1e3],
    ['/V', 1e-3],
  ],
};

/** These may stand without a unit. */
const BARE: readonly Dimension[] = ['ratio', 'count'];

/** How messages name a dimension, and show a value, a spread and a range of it. */
const WORDS: Record<Dimension, { a: string; of: string; value: string; spread: string; range: string }> = {
  amplitude: {
    a: 'an amplitude',
    of: 'amplitude',
    value: '0.2 mV',
    spread: '0.2 mV ± 0.05 mV',
    range: '0.1..0.3 mV',
  },
  time: { a: 'a time', of: 'time', value: '120 ms', spread: '120 ms ± 10 ms', range: '100..140 ms' },
  frequency: { a: 'a frequency', of: 'frequency', value: '5 Hz', spread: '5 Hz ± 0.5 Hz', range: '4..9 Hz' },
  rate: { a: 'a heart rate', of: 'rate', value: '75 bpm', spread: '75 bpm ± 5 bpm', range: '60..100 bpm' },
  ratio: { a: 'a ratio', of: 'a ratio', value: '60 %', spread: '60 % ± 5 %', range: '55..90 %' },
  count: { a: 'a count', of: 'a count', value: '3', spread: '10 ± 1', range: '3..6' },
  level: { a: 'a level', of: 'level', value: '12 dB', spread: '12 dB ± 2 dB', range: '10..20 dB' },
  'per-amplitude': {
    a: 'one over an amplitude',
    of: 'one over an amplitude',
    value: '100 /mV',
    spread: '100 /mV ± 10 /mV',
    range: '50..200 /mV',
  },
};

/** What a scalar said, in base units. */
export type ParsedQuantity =
  | { readonly kind: 'value'; readonly value: number; readonly sd: number }
  | { readonly kind: 'range'; readonly low: number; readonly high: number };

export type QuantityResult =
  | { readonly ok: true; readonly quantity: ParsedQuantity }
  | {
      readonly ok: false;
      readonly message: string;
      /** The whole scalar as it was probably meant. */
      readonly mend?: string;
    };

const NUMBER = String.raw`[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?`;
const UNIT = String.raw`[^\s\d.±+-][^\s\d.±+-]*`;
const VALUE = new RegExp(
  String.raw`^(${NUMBER})\s*(${UNIT})?(?:\s*(?:±|\+-|\+/-)\s*(${NUMBER})\s*(${UNIT})?)?$`,
);
const BETWEEN = /\.\.|…|–/;
const RANGE = new RegExp(String.raw`^(${NUMBER})\s*(${UNIT})?\s*(?:\.\.|…|–)\s*(${NUMBER})\s*(${UNIT})?$`);

/**
 * Reads one scalar. A number without a unit is refused (zero, ratios and counts excepted): 120 what?
 * `0.1` of a ratio is the same as `10 %`.
 */
export function parseQuantity(raw: unknown, dimension: Dimension): QuantityResult {
  const text = String(raw).trim();
  const words = WORDS[dimension];
  if (text.length > 100) return fail(`This is too long for a quantity. Write it like \`${words.value}\`.`);
  const range = BETWEEN.test(text) && RANGE.exec(text);
  if (range) {
    const unit = range[4] ?? range[2];
    const low = convert(range[1]!, range[2] ?? unit, dimension, text);
    const high = convert(range[3]!, unit, dimension, text);
    if (typeof low !== 'number') return low;
    if (typeof high !== 'number') return high;
    if (low > high) {
      const [first, second] = [
        `${range[3]!} ${unit ?? ''}`.trim(),
        `${range[1]!} ${range[2] ?? unit ?? ''}`.trim(),
      ];
      return fail(
        `The range \`${text}\` runs backwards. Write the smaller end first.`,
        range[2] === undefined ? `${range[3]!}..${second}` : `${first}..${second}`,
      );
    }
    return { ok: true, quantity: { kind: 'range', low, high } };
  }
  const value = VALUE.exec(text);
  if (value) {
    const unit = value[2] ?? value[4];
    const center = convert(value[1]!, unit, dimension, text);
    if (typeof center !== 'number') return center;
    if (value[3] === undefined) return { ok: true, quantity: { kind: 'value', value: center, sd: 0 } };
    const sd = convert(value[3], value[4] ?? unit, dimension, text);
    if (typeof sd !== 'number') return sd;
    if (sd < 0)
      return fail('The spread after ± cannot be negative.', text.replace(/(±|\+-|\+\/-)\s*-/, '$1 '));
    return { ok: true, quantity: { kind: 'value', value: center, sd } };
  }
  const slip = slipIn(text, dimension);
  if (slip) return slip;
  return fail(
    `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\` is not ${words.a}. Write it like \`${words.value}\`, with a spread \`${words.spread}\` or a range \`${words.range}\`.`,
  );
}

/** Slips of the pen that tell what was meant: a decimal comma, a typographic minus, a hyphen in a range. */
function slipIn(text: string, dimension: Dimension): Failure | undefined {
  const mends: readonly (readonly [pattern: RegExp, put: string, message: string])[] = [
    [/(\d),(\d{3})(?=\D|$)(?!.*,)/, '$1$2', 'Numbers have no comma between thousands.'],
    [/(\d),(\d)/g, '$1.$2', 'Decimals follow a point, not a comma.'],
    [/[\u2212\u2013\u2014\uFE63\uFF0D]/g, '-', 'This dash is not the minus of the keyboard.'],
    [/(\d\D*?)\s+(?:to|bis|until)\s+(\d)/, '$1..$2', 'A range has two points between its ends.'],
    [/([\d.]\s*[A-Za-zµ%/]*)\s*[-~]\s*(\d)/, '$1..$2', 'A range has two points between its ends.'],
    [/^[~≈]\s*/, '', 'A value has no sign for "about"; a spread follows ±.'],
    [
      /\s*(?:±|\+-|\+\/-)\s*[A-Za-zµ%/]*$/,
      '',
      'Nothing stands behind ±: write a spread there, or leave it out.',
    ],
  ];
  for (const [pattern, put, says] of mends) {
    if (!pattern.test(text)) continue;
    const mend = text.replace(pattern, put);
    const meant = parseQuantity(mend, dimension);
    if (meant.ok) return fail(`${says} Write \`${mend}\`.`, mend);
    if (meant.mend !== undefined) return fail(`${says} Write \`${meant.mend}\`.`, meant.mend);
  }
  if (/^[<>≤≥]/.test(text))
    return fail(`A value is not a bound. Write a range such as \`${WORDS[dimension].range}\`.`);
  if (/\.\..*(?:±|\+-)/.test(text))
    return fail('A range has no spread beside it. Write either the range or `±`.');
  if (/^[-+\d. ]*\.\.\s*\D*$/.test(text) || /^\.\./.test(text))
    return fail(`A range has two ends. Write it like \`${WORDS[dimension].range}\`.`);
  if (/\bonset\b|\boffset\b|\bpeak\b/.test(text) || /^[A-Z]\w*'?\s*[+-]\s*\d/.test(text))
    return fail(`Only \`at\` counts from another wave. Write it like \`${WORDS[dimension].value}\`.`);
  return undefined;
}

/** A base-unit value as an author would write it: `0.12 mV`, `160 ms`, `75 bpm`, `60 %`. */
export function formatQuantity(value: number, dimension: Dimension): string {
  const show = (x: number): string => String(Number(x.toPrecision(4)));
  if (dimension === 'ratio') return `${show(value * 100)} %`;
  if (dimension === 'count') return show(value);
  if (dimension === 'time' && Math.abs(value) >= 1) return `${show(value)} s`;
  if (dimension === 'amplitude' && value !== 0 && Math.abs(value) < 0.01) return `${show(value * 1000)} µV`;
  const [unit, factor] = UNITS[dimension][0]!;
  return `${show(value / factor)} ${unit}`;
}

/**
 * `text` with another unit of the same dimension, so that all of it lies within the limits: `120 mV` that must
 * have been `120 µV`. Undefined where no unit does.
 */
export function withFittingUnit(
  text: string,
  dimension: Dimension,
  min: number,
  max: number,
): string | undefined {
  const match = RANGE.exec(text.trim()) ?? VALUE.exec(text.trim());
  const units = [match?.[2], match?.[4]].filter((unit) => unit !== undefined);
  if (new Set(units).size !== 1 || max <= min) return undefined;
  for (const [unit] of UNITS[dimension]) {
    if (unit === units[0] || /^[uμ]|^\/[uμ]/.test(unit)) continue;
    // The match has the unit once or twice; numbers hold no unit's letters except an exponent's e.
    const changed = text
      .trim()
      .replaceAll(new RegExp(`(${NUMBER}\\s*)${escape(units[0]!)}(?![^\\s\\d.±+-])`, 'g'), `$1${unit}`);
    const result = parseQuantity(changed, dimension);
    if (!result.ok) continue;
    const q = result.quantity;
    const [low, high] = q.kind === 'range' ? [q.low, q.high] : [q.value, q.value];
    if (low >= min && high <= max && (low !== 0 || high !== 0)) return changed;
  }
  return undefined;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** Other spellings of units, in small letters. */
const OTHER_UNITS: Readonly<Record<string, string>> = {
  msec: 'ms',
  msecs: 'ms',
  millisecond: 'ms',
  milliseconds: 'ms',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  mins: 'min',
  minute: 'min',
  minutes: 'min',
  millivolt: 'mV',
  millivolts: 'mV',
  microvolt: 'µV',
  microvolts: 'µV',
  muv: 'µV',
  volt: 'V',
  volts: 'V',
  hertz: 'Hz',
  fps: 'Hz',
  sps: 'Hz',
  'samples/s': 'Hz',
  '1/s': '/s',
  '/sec': '/s',
  'beats/min': 'bpm',
  'beats/minute': 'bpm',
  'per-minute': '/min',
  percent: '%',
  pct: '%',
  decibel: 'dB',
};

type Failure = Extract<QuantityResult, { ok: false }>;

function convert(
  digits: string,
  unit: string | undefined,
  dimension: Dimension,
  text: string,
): number | Failure {
  // The sum turns -0 into 0, which JSON would do too.
  const number = Number(digits) + 0;
  if (!Number.isFinite(number)) return fail(`\`${digits}\` is too large to be a number.`);
  if (unit === undefined) {
    if (number === 0 || BARE.includes(dimension)) return number;
    const usual = `${text} ${UNITS[dimension][0]![0]}`;
    return fail(`\`${text}\` has no unit. Write \`${usual}\` if that is what you mean.`, usual);
  }
  const known = UNITS[dimension].find((one) => one[0] === unit);
  if (known) return number * known[1];
  const sameLetters = UNITS[dimension].find(([name]) => name.toLowerCase() === unit.toLowerCase());
  if (sameLetters) {
    return fail(
      `Units are case-sensitive: write \`${digits} ${sameLetters[0]}\`, not \`${unit}\`.`,
      text.replaceAll(unit, sameLetters[0]),
    );
  }
  if (dimension === 'count') return fail(`A count has no unit. Write \`${digits}\`.`, digits);
  const meant = OTHER_UNITS[unit.toLowerCase()];
  if (meant !== undefined && UNITS[dimension].some(([name]) => name === meant)) {
    const mend = text.replaceAll(unit, meant);
    return fail(`The unit \`${unit}\` is written \`${meant}\`. Write \`${mend}\`.`, mend);
  }
  if (dimension === 'rate' && number > 0 && text === `${digits} ${unit}` && (unit === 'ms' || unit === 's')) {
    const rate = `${Math.round(60 / (unit === 'ms' ? number / 1000 : number))} bpm`;
    return fail(`\`${text}\` is an interval, not a rate. That interval is \`${rate}\`.`, rate);
  }
  const share =
    dimension === 'ratio'
      ? undefined
      : new RegExp(`^(${NUMBER})\\s*(\\S+)\\s*(±|\\+-|\\+/-)\\s*(${NUMBER})\\s*%$`).exec(text);
  if (unit === '%' && share) {
    const mend = `${share[1]!} ${share[2]!} ${share[3]!} ${Number(((Math.abs(Number(share[1])) * Number(share[4])) / 100).toPrecision(3))} ${share[2]!}`;
    return fail(`The spread behind ${share[3]!} has the unit of the value. Write \`${mend}\`.`, mend);
  }
  const names = UNITS[dimension].map(([name]) => name).filter((name) => !/^\/?[μu]/.test(name));
  return fail(
    `\`${unit}\` is not a unit of ${WORDS[dimension].of}. Use ${list(names)}, as in \`${WORDS[dimension].value}\`.`,
  );
}

function fail(message: string, mend?: string): Failure {
  return mend === undefined ? { ok: false, message } : { ok: false, message, mend };
}

/** `a`, `a or b`, `a, b or c`, each in code marks. */
export function list(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length < 2) return quoted.join('');
  return `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]!}`;
}
