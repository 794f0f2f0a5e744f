import { type Decoder, exampleOf } from './decode';
import { insertKey, removeEntry, replaceValue, rewriteValue } from './fixes';
import { isRecord } from './plain';
import type { Path } from './problem';
import { formatQuantity, type ParsedQuantity, parseQuantity } from './quantity';
import type { QuantityLimits } from './schema';
import { nearest, slippedKeys } from './suggest';
import type { Deviation, Distribution, RecordingSpread, Variable } from './types';

const NO_FIELDS: Readonly<Record<string, unknown>> = {};

const KEYS = ['value', 'one-of', 'recording', 'episode', 'beat', 'memory', 'min', 'max', 'distribution'];
const ANCHORED_KEYS = [...KEYS, 'from'];

/** A folded variable has no bounds; numbers that JSON can carry. */
const UNBOUNDED = 1e300;

/** Reads a quantity that varies on several levels; undefined where it is wrong (and reported). */
export function decodeVariable(
  raw: unknown,
  path: Path,
  limits: QuantityLimits,
  decoder: Decoder,
): Variable | undefined {
  const known = remembered(decoder, limits);
  const before = known.get(raw);
  if (before) return before;
  const faults = decoder.faults;
  const variable = new VariableReader(raw, path, limits, decoder).read();
  if (variable && decoder.faults === faults) known.set(raw, variable);
  return variable;
}

/** What has been read without a fault, by what was written: heirs have the values of those they extend. */
const memories = new WeakMap<Decoder, Map<QuantityLimits, Map<unknown, Variable>>>();

function remembered(decoder: Decoder, limits: QuantityLimits): Map<unknown, Variable> {
  let memory = memories.get(decoder);
  if (!memory) memories.set(decoder, (memory = new Map<QuantityLimits, Map<unknown, Variable>>()));
  let known = memory.get(limits);
  if (!known) memory.set(limits, (known = new Map<unknown, Variable>()));
  return known;
}

/** Reads a key of a definition, or takes its default. */
export function variableOr(
  raw: Record<string, unknown>,
  path: Path,
  key: string,
  limits: QuantityLimits,
  fallback: Variable,
  decoder: Decoder,
): Variable {
  return key in raw ? (decodeVariable(raw[key], [...path, key], limits, decoder) ?? fallback) : fallback;
}

/** A constant variable. */
export function constant(value: number, limits: QuantityLimits): Variable {
  return variable({ kind: 'normal', mean: value, sd: 0 }, limits);
}

/** A variable that is uniform between recordings. */
export function uniform(low: number, high: number, limits: QuantityLimits): Variable {
  return variable({ kind: 'uniform', low, high }, limits);
}

/** A variable with a spread from recording to recording and from beat to beat. */
export function normal(mean: number, sd: number, beat: number, limits: QuantityLimits): Variable {
  return { ...variable({ kind: 'normal', mean, sd }, limits), beat };
}

/** The same variable, mirrored at zero. */
export function negated(v: Variable): Variable {
  const mirror = (d: Distribution): Distribution =>
    d.kind === 'uniform' ? { ...d, low: 0 - d.high, high: 0 - d.low } : { ...d, mean: 0 - d.mean };
  const recording: RecordingSpread =
    v.recording.kind === 'mixture'
      ? { kind: 'mixture', parts: v.recording.parts.map((part) => ({ ...part, of: mirror(part.of) })) }
      : mirror(v.recording);
  return { ...v, recording, min: 0 - v.max, max: 0 - v.min };
}

function variable(recording: RecordingSpread, { min, max }: QuantityLimits): Variable {
  return { recording, episode: 0, beat: 0, memory: 0, min, max, folded: false };
}

interface Entry {
  readonly quantity: ParsedQuantity;
  readonly weight: number;
  readonly path: Path;
}

class VariableReader {
  private readonly fields: Readonly<Record<string, unknown>>;
  private faulty = false;

  constructor(
    private readonly raw: unknown,
    private readonly path: Path,
    private readonly limits: QuantityLimits,
    private readonly decoder: Decoder,
  ) {
    this.fields = isRecord(raw) ? raw : NO_FIELDS;
  }

  private get name(): string {
    return `\`${String(this.path[this.path.length - 1])}\``;
  }

  read(): Variable | undefined {
    if (!isRecord(this.raw) && this.raw !== null && this.raw !== undefined) return this.readScalar();
    const { fields, decoder } = this;
    this.checkKeys();
    const entries = this.entries();
    const episode = this.deviation('episode');
    const beat = this.deviation('beat');
    const memory = this.memory();
    const recording = this.standardDeviation('recording');
    if (!entries || this.faulty) return undefined;
    const kind = fields['distribution'];
    if (kind !== undefined && kind !== 'normal' && kind !== 'log-normal' && kind !== 'folded-normal') {
      const guess =
        typeof kind === 'string' ? nearest(kind, ['normal', 'log-normal', 'folded-normal']) : undefined;
      decoder.report(
        'ECG105',
        this.at('distribution'),
        `\`distribution\` must be \`normal\`, \`log-normal\` or \`folded-normal\`.${guess ? ` Did you mean \`${guess}\`?` : ''}`,
        [guess ? replaceValue(decoder.source, this.at('distribution'), guess) : undefined],
      );
      return undefined;
    }
    if (kind === 'folded-normal' && !this.mayFold(entries)) return undefined;
    const [min, max] = kind === 'folded-normal' ? [-UNBOUNDED, UNBOUNDED] : this.bounds(entries);
    if (this.faulty) return undefined;
    if (!this.areWithin(entries, min, max)) return undefined;
    const parts = entries.map(({ quantity, weight }) => ({
      weight,
      of: distribution(quantity, recording, kind === 'log-normal'),
    }));
    if (kind === 'log-normal' && !this.mayBeLogNormal(parts.map(({ of }) => of))) return undefined;
    if (kind !== 'folded-normal')
      this.warnOfTruncation(
        parts.map(({ of }) => of),
        min,
        max,
      );
    const spread: RecordingSpread = parts.length === 1 ? parts[0]!.of : { kind: 'mixture', parts };
    return { recording: spread, episode, beat, memory, min, max, folded: kind === 'folded-normal' };
  }

  /** One scalar, as most quantities are: nothing varies below the recordings, and nothing bounds it but the limits. */
  private readScalar(): Variable | undefined {
    const { raw, path, limits, decoder } = this;
    const quantity = decoder.scalar(raw, path, limits);
    if (!quantity) return undefined;
    const { low, high } = ends(quantity);
    const min = keepsSign(limits) && low >= 0 && high > 0 ? 0 : limits.min;
    const max = keepsSign(limits) && high <= 0 && low < 0 ? 0 : limits.max;
    if (!this.isWithin(quantity, path, min, max)) return undefined;
    const recording = distribution(quantity, 0, false);
    this.warnOfTruncation([recording], min, max);
    return { recording, episode: 0, beat: 0, memory: 0, min, max, folded: false };
  }

  private areWithin(entries: readonly Entry[], min: number, max: number): boolean {
    return entries.every(({ quantity, path }) => this.isWithin(quantity, path, min, max));
  }

  private isWithin(quantity: ParsedQuantity, path: Path, min: number, max: number): boolean {
    const { low, high } = ends(quantity);
    if (low >= min && high <= max) return true;
    const { dimension } = this.limits;
    const bound =
      low < min
        ? `below \`min\` (${formatQuantity(min, dimension)})`
        : `above \`max\` (${formatQuantity(max, dimension)})`;
    this.decoder.report('ECG203', path, `The value lies ${bound}. Move one of them.`);
    return false;
  }

  private at(field: string): Path {
    return isRecord(this.raw) ? [...this.path, field] : this.path;
  }

  private checkKeys(): void {
    const known = this.limits.anchored ? ANCHORED_KEYS : KEYS;
    for (const key of Object.keys(this.fields)) {
      if (!known.includes(key)) {
        this.decoder.unknownKey([...this.path, key], key, known, 'a quantity');
        this.faulty = true;
      }
    }
    // `one-of` may hold spreads of its own; one beside it would be a second word for the same thing.
    if ('one-of' in this.fields) {
      for (const key of ['value', 'recording', 'distribution']) {
        if (!(key in this.fields)) continue;
        this.decoder.reportKey(
          'ECG204',
          this.at(key),
          `${this.name} has both \`one-of\` and \`${key}\`. Each entry of \`one-of\` says its own value and spread, such as \`0.3 mV ± 0.05 mV\`.`,
          [removeEntry(this.decoder.source, this.at(key), `Remove \`${key}\``)],
        );
        this.faulty = true;
      }
    }
  }

  private entries(): Entry[] | undefined {
    const { fields, path, limits, decoder } = this;
    if ('one-of' in fields) return this.choices(fields['one-of'], this.at('one-of'));
    const value = fields['value'];
    if (value !== undefined && value !== null) {
      const quantity = decoder.scalar(value, this.at('value'), limits);
      if (quantity && 'recording' in fields && (quantity.kind === 'range' || quantity.sd > 0)) {
        decoder.report(
          'ECG204',
          this.at('recording'),
          quantity.kind === 'range'
            ? 'A range is already a spread from recording to recording. Give either the range or `recording`.'
            : '`±` already gives the spread from recording to recording. Give either `±` or `recording`.',
          [removeEntry(decoder.source, this.at('recording'), 'Remove `recording`')],
        );
        return undefined;
      }
      return quantity && [{ quantity, weight: 1, path: this.at('value') }];
    }
    const example = formatQuantity(exampleOf(limits), limits.dimension);
    if (isRecord(this.raw)) {
      // A key with a slip in it has been named already.
      if (slippedKeys(this.raw, KEYS).has('value')) return undefined;
      decoder.reportKey(
        'ECG103',
        path,
        `${this.name} needs the key \`value\`, the middle of its distribution.`,
        [insertKey(decoder.source, path, 'value', example)],
      );
    } else
      decoder.reportKey('ECG201', path, `${this.name} is empty. Write a quantity, such as \`${example}\`.`);
    return undefined;
  }

  private choices(raw: unknown, path: Path): Entry[] | undefined {
    const { limits, decoder } = this;
    const pairs: (readonly [unknown, unknown, Path])[] = Array.isArray(raw)
      ? raw.map((item: unknown, i) => [item, 1, [...path, i]] as const)
      : isRecord(raw)
        ? Object.entries(raw).map(([key, weight]) => [key, weight, [...path, key]] as const)
        : [];
    if (pairs.length === 0 || pairs.length > 1000) {
      decoder.report(
        'ECG209',
        path,
        '`one-of` is a list of 1 to 1000 quantities, or a mapping of quantities to their weights, such as `{ 0.1 mV: 70 %, 0.3 mV: 30 % }`.',
      );
      return undefined;
    }
    const entries = pairs.flatMap(([value, weight, at]) => {
      const quantity = decoder.scalar(value, at, limits);
      const share = Array.isArray(raw) ? 1 : decoder.fixed(weight, at, WEIGHT);
      return quantity && share !== undefined ? [{ quantity, weight: share, path: at }] : [];
    });
    if (entries.length < pairs.length) return undefined;
    if (entries.every(({ weight }) => weight === 0)) {
      decoder.reportKey('ECG306', path, 'All weights are zero. Give at least one of them some weight.');
      return undefined;
    }
    return entries.filter(({ weight }) => weight > 0);
  }

  /** How a level deviates from the one above it; 0 where nothing is given. */
  private deviation(field: 'episode' | 'beat'): Deviation {
    const raw = this.fields[field];
    const { dimension } = this.limits;
    const written = typeof raw === 'string' ? parseQuantity(raw, dimension) : undefined;
    if (!written?.ok || written.quantity.kind !== 'range') return this.standardDeviation(field);
    const { low, high } = written.quantity;
    if (low <= 0 && high >= 0) return low === high ? 0 : { low, high };
    const half = formatQuantity((high - low) / 2, dimension);
    const mend = `-${half.replace(/ .*/, '')}..${half}`;
    this.decoder.report(
      'ECG207',
      this.at(field),
      `\`${field}\` holds deviations from the value, so its range has zero within. Write it like \`${mend}\`.`,
      [replaceValue(this.decoder.source, this.at(field), mend)],
    );
    this.faulty = true;
    return 0;
  }

  /** 0 where none is given. */
  private standardDeviation(field: 'recording' | 'episode' | 'beat'): number {
    if (this.fields[field] === undefined) return 0;
    return (
      this.number(
        field,
        limitsOfSpread(this.limits),
        `\`${field}\` is one number, the standard deviation.`,
      ) ?? 0
    );
  }

  private memory(): number {
    if (this.fields['memory'] === undefined) return 0;
    const limits: QuantityLimits = { dimension: 'ratio', min: 0, max: 0.99 };
    return this.number('memory', limits, '`memory` is one number, a correlation from 0 to 0.99.') ?? 0;
  }

  private number(field: string, limits: QuantityLimits, otherwise: string): number | undefined {
    const quantity = this.decoder.scalar(this.fields[field], this.at(field), limits);
    if (quantity?.kind === 'value' && quantity.sd === 0) return quantity.value;
    if (quantity) this.decoder.report('ECG202', this.at(field), otherwise);
    this.faulty = true;
    return undefined;
  }

  private bounds(entries: readonly Entry[]): [min: number, max: number] {
    const { limits } = this;
    const all = entries.map(({ quantity }) => ends(quantity));
    const positive = all.every(({ low }) => low >= 0) && all.some(({ high }) => high > 0);
    const negative = all.every(({ high }) => high <= 0) && all.some(({ low }) => low < 0);
    const boundOf = (field: 'min' | 'max', otherwise: number): number =>
      this.fields[field] === undefined
        ? otherwise
        : (this.number(
            field,
            { ...limits, whole: false },
            `\`${field}\` is one number, without a spread or a range.`,
          ) ?? otherwise);
    const min = boundOf('min', keepsSign(limits) && positive ? 0 : limits.min);
    const max = boundOf('max', keepsSign(limits) && negative ? 0 : limits.max);
    if (min > max) {
      const { source } = this.decoder;
      const [low, high] = [source.textOf(this.at('max')), source.textOf(this.at('min'))];
      const edits = [
        ...(low === undefined ? [] : (rewriteValue(source, this.at('min'), low)?.edits ?? [])),
        ...(high === undefined ? [] : (rewriteValue(source, this.at('max'), high)?.edits ?? [])),
      ];
      this.decoder.report('ECG203', this.at('min'), '`min` lies above `max`. Swap them.', [
        edits.length === 2 ? { title: 'Swap `min` and `max`', edits } : undefined,
      ]);
      this.faulty = true;
    }
    return [min, max];
  }

  private mayFold(entries: readonly Entry[]): boolean {
    const { decoder, limits } = this;
    const refuse = (message: string, ...remove: string[]): false => {
      const fixes = remove
        .filter((key) => key in this.fields)
        .map((key) => removeEntry(decoder.source, this.at(key), `Remove \`${key}\``));
      decoder.report('ECG207', this.at('distribution'), message, fixes);
      return false;
    };
    if (!limits.folds)
      return refuse(
        `${this.name} cannot be \`folded-normal\`: it could come out as nothing. Leave \`distribution\` out; the bounds keep it above zero.`,
        'distribution',
      );
    if ('min' in this.fields || 'max' in this.fields)
      return refuse(
        'A `folded-normal` is drawn without bounds. Leave `min` and `max` out, or choose `normal`, which they truncate.',
        'min',
        'max',
      );
    if (entries.some(({ quantity }) => quantity.kind === 'range'))
      return refuse(
        'A range is uniform. A `folded-normal` has a `value` and a `recording` spread.',
        'distribution',
      );
    return true;
  }

  private mayBeLogNormal(parts: readonly Distribution[]): boolean {
    const range = parts.some(({ kind }) => kind === 'uniform');
    if (!range && !parts.some((part) => part.kind === 'log-normal' && part.mean === 0)) return true;
    this.decoder.report(
      'ECG207',
      this.at('distribution'),
      range
        ? 'A range is uniform. A `log-normal` has a `value` and a `recording` spread.'
        : 'A `log-normal` has a mean above or below zero, not zero. Choose `normal`.',
      [removeEntry(this.decoder.source, this.at('distribution'), 'Remove `distribution`')],
    );
    return false;
  }

  /** ECG205: a spread so wide that truncation moves the mean. Bounds of the author's own are meant. */
  private warnOfTruncation(parts: readonly Distribution[], min: number, max: number): void {
    const { limits, fields, decoder } = this;
    if (limits.dimension === 'ratio') return;
    for (const part of parts) {
      if (part.kind === 'uniform' || part.sd === 0) continue;
      // A log-normal has a bound of its own at zero.
      const below = part.kind === 'log-normal' && part.mean > 0 && min <= 0 ? Infinity : part.mean - min;
      const above = part.kind === 'log-normal' && part.mean < 0 && max >= 0 ? Infinity : max - part.mean;
      const nearestBound = Math.min(
        fields['min'] === undefined ? below : Infinity,
        fields['max'] === undefined ? above : Infinity,
      );
      if (nearestBound >= part.sd) continue;
      const bound = nearestBound === below ? min : max;
      decoder.report(
        'ECG205',
        this.path,
        `The spread of ${this.name} (${formatQuantity(part.sd, limits.dimension)}) reaches past its bound at ${formatQuantity(bound, limits.dimension)}, so the drawn mean differs from what is written. Make the spread smaller, or set \`min\` and \`max\` if you mean it.`,
      );
      return;
    }
  }
}

const WEIGHT: QuantityLimits = { dimension: 'ratio', min: 0, max: 1, fixed: true };

/** An amplitude that varies does not change its sign by chance: a T wave that may invert says so with min. */
function keepsSign({ dimension, min }: QuantityLimits): boolean {
  return dimension === 'amplitude' && min < 0;
}

const spreads = new WeakMap<QuantityLimits, QuantityLimits>();

/** The limits of a standard deviation of what has these. */
function limitsOfSpread(limits: QuantityLimits): QuantityLimits {
  let found = spreads.get(limits);
  if (!found) spreads.set(limits, (found = { ...limits, min: 0, max: 1e9, whole: false }));
  return found;
}

function ends(quantity: ParsedQuantity): { low: number; high: number } {
  return quantity.kind === 'range' ? quantity : { low: quantity.value, high: quantity.value };
}

function distribution(quantity: ParsedQuantity, recording: number, logarithmic: boolean): Distribution {
  if (quantity.kind === 'range') return { kind: 'uniform', low: quantity.low, high: quantity.high };
  const sd = Math.max(quantity.sd, recording);
  return { kind: logarithmic ? 'log-normal' : 'normal', mean: quantity.value, sd };
}
