import { type Dimension, parseQuantity } from '../quantity';

const NUMBER = String.raw`[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?`;
const UNIT = String.raw`[^\s\d.±+-][^\s\d.±+-]*`;
/** The first number of a quantity and its unit; what follows is its spread. */
const HEAD = new RegExp(String.raw`^(${NUMBER})(\s*)(${UNIT})?`);
/** Both ends of a range: whole, as otherwise the first point would belong to the first number. */
const RANGE = new RegExp(
  String.raw`^(${NUMBER})(\s*)(${UNIT})?(\s*(?:\.\.|…|–)\s*)(${NUMBER})(\s*)(${UNIT})?$`,
);

/** The unit that a bare zero gets when it becomes something else, and the finest step that is written. */
const USUAL: Partial<Record<Dimension, string>> = {
  time: 'ms',
  amplitude: 'mV',
  rate: 'bpm',
  frequency: 'Hz',
};
/** In base units. Finer than any screen shows, coarse enough to read. */
const STEP: Partial<Record<Dimension, number>> = {
  time: 1e-4,
  amplitude: 1e-3,
  rate: 0.01,
  frequency: 0.001,
};

/**
 * Puts other numbers into a quantity as it is written: its value, or both ends of its range. Unit, spread, spaces and
 * spelling stay as they are.
 *
 * @param text such as `160 ms ± 10 ms` or `60..100 bpm`
 * @param change of a number in base units (s, mV, bpm, Hz)
 * @returns undefined where `text` is no quantity of that dimension, or its unit has no step to round to
 */
export function rewriteQuantity(
  text: string,
  dimension: Dimension,
  change: (value: number) => number,
): string | undefined {
  const step = STEP[dimension];
  const parsed = parseQuantity(text, dimension);
  const head = RANGE.exec(text) ?? HEAD.exec(text);
  if (!parsed.ok || head === null || step === undefined) return undefined;
  const [whole, first = '', gap = '', unit, dots, second, lastGap = '', lastUnit] = head;
  const rest = text.slice(whole.length);
  const spreadUnit = /(?:±|\+-|\+\/-)\s*[-+\d.eE]+\s*(\S+)$/.exec(rest)?.[1];
  const usual = USUAL[dimension];
  const write = (old: string, own: string | undefined): string | undefined => {
    const said = own ?? usual;
    const factor = said === undefined ? undefined : factorOf(said, dimension);
    if (factor === undefined) return undefined;
    return rounded(change(Number(old) * factor) / factor, step / factor, old);
  };
  if (dots === undefined) {
    const named = unit ?? spreadUnit;
    const number = write(first, named);
    if (number === undefined) return undefined;
    // Only zero stands without a unit.
    const added = named === undefined && usual !== undefined && Number(number) !== 0 ? ` ${usual}` : '';
    return `${number}${gap}${unit ?? ''}${added}${rest}`;
  }
  const low = write(first, unit ?? lastUnit);
  const high = write(second ?? '', lastUnit ?? unit);
  if (low === undefined || high === undefined) return undefined;
  return `${low}${gap}${unit ?? ''}${dots}${high}${lastGap}${lastUnit ?? ''}${rest}`;
}

function factorOf(unit: string, dimension: Dimension): number | undefined {
  const one = parseQuantity(`1 ${unit}`, dimension);
  return one.ok && one.quantity.kind === 'value' ? one.quantity.value : undefined;
}

/** As many decimals as the step asks for, or as were there before, and no zeros behind them. */
function rounded(value: number, step: number, old: string): string {
  const written = /\.(\d+)$/.exec(old)?.[1]?.length ?? 0;
  const needed = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  const decimals = Math.min(9, Math.max(written, needed));
  // The sum turns -0 into 0.
  return String(Number(value.toFixed(decimals)) + 0);
}

/** A spread behind a value: sign, space, number, space, unit. */
const SPREAD = new RegExp(String.raw`^(.*?)(\s*)(±|\+-|\+\/-)(\s*)(${NUMBER})(\s*)(${UNIT})?$`);

/**
 * Puts another spread into a quantity as it is written: the standard deviation behind `±`, which is added where there is
 * none, or half the length of a range. Its middle stays.
 *
 * @param half the new standard deviation or half the length, in base units (s, mV)
 * @returns undefined where `text` is no quantity of that dimension
 */
export function rewriteSpread(text: string, dimension: Dimension, half: number): string | undefined {
  const step = STEP[dimension];
  const parsed = parseQuantity(text, dimension);
  if (!parsed.ok || step === undefined) return undefined;
  if (parsed.quantity.kind === 'range') {
    const middle = (parsed.quantity.low + parsed.quantity.high) / 2;
    // The smaller end is asked for first.
    const ends = [middle - half, middle + half];
    return rewriteQuantity(text, dimension, () => ends.shift() ?? middle);
  }
  const spread = SPREAD.exec(text);
  const unit = HEAD.exec(text)?.[3];
  const said = spread?.[7] ?? unit ?? USUAL[dimension];
  const factor = said === undefined ? undefined : factorOf(said, dimension);
  if (said === undefined || factor === undefined) return undefined;
  const number = rounded(half / factor, step / factor, spread?.[5] ?? '');
  if (spread) {
    const [, head = '', before = '', sign = '', after = '', , gap = '', own = ''] = spread;
    return `${head}${before}${sign}${after}${number}${gap}${own}`;
  }
  return half === 0 ? text : `${text} ± ${number} ${said}`;
}

/**
 * As `rewriteQuantity`, of a wave's time, which may count from an anchor: `R - 160 ms`, `QRS onset + 40..60 ms`, `J`.
 *
 * @param anchored whether the time counts from something that `text` names
 */
export function rewritePlace(
  text: string,
  anchored: boolean,
  change: (seconds: number) => number,
): string | undefined {
  if (!anchored) return rewriteQuantity(text, 'time', change);
  const split = splitPlace(text);
  if (split === undefined) {
    const bare = rewriteQuantity('0', 'time', change);
    if (bare === undefined) return undefined;
    return Number.parseFloat(bare) < 0
      ? `${text} - ${bare.slice(1)}`
      : Number.parseFloat(bare) === 0
        ? text
        : `${text} + ${bare}`;
  }
  const { name, before, sign, after, quantity } = split;
  const of = sign === '-' ? -1 : 1;
  const changed = rewriteQuantity(quantity, 'time', (value) => of * change(of * value));
  if (changed === undefined) return undefined;
  // What comes to stand wholly on the other side of its anchor turns the sign; a range on both sides keeps it.
  const turned = negated(changed);
  if (turned === undefined) return `${name}${before}${sign}${after}${changed}`;
  return `${name}${before}${sign === '-' ? '+' : '-'}${after}${turned}`;
}

const NEGATIVE_RANGE = new RegExp(
  String.raw`^-(\S*?\d\.?)(\s*(?:${UNIT})?)(\s*(?:\.\.|…|–)\s*)-(\S*?\d\.?)(\s*(?:${UNIT})?)$`,
);

/** A quantity below zero, or a range whose ends both are, without its signs; undefined for any other. */
function negated(text: string): string | undefined {
  if (!text.startsWith('-')) return undefined;
  if (!/\.\.|…|–/.test(text)) return text.slice(1);
  const range = NEGATIVE_RANGE.exec(text);
  if (range === null) return undefined;
  const [, first = '', unit = '', dots = '', second = '', lastUnit = ''] = range;
  // A unit that only stands behind the last number is that of both.
  return `${second}${unit === '' ? '' : lastUnit}${dots}${first}${unit === '' ? lastUnit : unit}`;
}

/** As `rewriteSpread`, of a wave's time, which may count from an anchor. */
export function rewritePlaceSpread(text: string, anchored: boolean, half: number): string | undefined {
  if (!anchored) return rewriteSpread(text, 'time', half);
  const split = splitPlace(text);
  if (split === undefined)
    return half === 0 ? text : `${text} + ${rewriteSpread('0 ms', 'time', half) ?? ''}`;
  const { name, before, sign, after, quantity } = split;
  const changed = rewriteSpread(quantity, 'time', half);
  // The sign before a range is said once: an end beyond the anchor could not be written.
  if (changed === undefined || changed.startsWith('-')) return undefined;
  return `${name}${before}${sign}${after}${changed}`;
}

interface SplitPlace {
  readonly name: string;
  readonly before: string;
  readonly sign: string;
  readonly after: string;
  readonly quantity: string;
}

/** Parts anchor, sign and quantity; names may hold dashes and digits, a quantity is all that parses as one. */
function splitPlace(text: string): SplitPlace | undefined {
  for (let at = 1; at < text.length; at++) {
    const sign = text[at]!;
    if (sign !== '+' && sign !== '-') continue;
    const [, after = '', quantity = ''] = /^(\s*)(.*)$/s.exec(text.slice(at + 1))!;
    if (!parseQuantity(quantity, 'time').ok) continue;
    const [, name = '', before = ''] = /^(.*?)(\s*)$/s.exec(text.slice(0, at))!;
    return { name, before, sign, after, quantity };
  }
  return undefined;
}
