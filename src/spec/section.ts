import type { Decoder } from './decode';
import { asRecord } from './plain';
import type { Path } from './problem';
import { limitsOf, type QuantityLimits } from './schema';
import type { Variable } from './types';
import { constant, uniform, variableOr } from './variable';

/** Pairs of keys that say the same thing in two ways: a mapping has one of them. */
export const EITHER = [
  ['rms', 'snr'],
  ['rate', 'interval'],
] as const;

/** A mapping of the document, read by the definition of the schema that it follows. */
export class Section {
  readonly raw: Record<string, unknown>;

  /** @param branch the `type` that opens the definition's branch */
  constructor(
    value: unknown,
    readonly path: Path,
    private readonly definition: string,
    private readonly branch: string | undefined,
    readonly decoder: Decoder,
  ) {
    this.raw = asRecord(value);
  }

  has(key: string): boolean {
    return key in this.raw;
  }

  at(key: string): Path {
    return [...this.path, key];
  }

  limits(key: string): QuantityLimits {
    return limitsOf(this.definition, key, this.branch);
  }

  /** A quantity, or its default: a constant or a uniform range in base units, or any variable. */
  variable(key: string, fallback: number | readonly [low: number, high: number] | Variable): Variable {
    const limits = this.limits(key);
    const otherwise =
      typeof fallback === 'number'
        ? constant(fallback, limits)
        : 'recording' in fallback
          ? fallback
          : uniform(fallback[0], fallback[1], limits);
    return variableOr(this.raw, this.path, key, limits, otherwise, this.decoder);
  }

  /** A quantity that is the same for every strip, in base units. */
  fixed(key: string, fallback: number): number {
    if (!this.has(key)) return fallback;
    return this.decoder.fixed(this.raw[key], this.at(key), this.limits(key)) ?? fallback;
  }

  /** A plain number. */
  number(key: string, fallback: number): number {
    const value = this.raw[key];
    return typeof value === 'number' ? value : fallback;
  }

  /** One of some words, the first of them by default. */
  word<Word extends string>(key: string, words: readonly [Word, ...Word[]]): Word {
    return words.find((word) => word === this.raw[key]) ?? words[0];
  }

  /** The first of two keys that exclude each other; says so where both stand. */
  either<Pair extends (typeof EITHER)[number]>(...[first, second]: Pair): Pair[number] {
    if (this.has(first) && this.has(second)) {
      this.decoder.twoWays(this.at(second), first, second);
    }
    return !this.has(first) && this.has(second) ? second : first;
  }
}
