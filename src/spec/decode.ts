import { type Code, CODES } from './codes';
import { insertKey, removeEntry, renameKey, replaceValue, rewriteEntry, rewriteValue } from './fixes';
import { isRecord, valueInWords } from './plain';
import { type Fix, MOST_PROBLEMS, type Path, type Problem } from './problem';
import { formatQuantity, list, type ParsedQuantity, parseQuantity, withFittingUnit } from './quantity';
import type { QuantityLimits } from './schema';
import type { Source } from './source';
import { nearest, type Slip, slipOf } from './suggest';

/**
 * Collects problems while a document's plain data is turned into a spec. A part whose shape the
 * structural check has already refused is passed over in silence: everything is said once. So is a part that
 * stands elsewhere: what an heir inherits has been judged where it is written.
 */
export class Decoder {
  readonly problems: Problem[] = [];
  /** How often something was found wrong, told or not. */
  faults = 0;
  private guesses = 0;

  constructor(readonly source: Source) {}

  /** Reports at the value that stands at `path`. */
  report(code: Code, path: Path, message: string, fixes: readonly (Fix | undefined)[] = []): void {
    this.faults++;
    if (this.source.has(path)) this.add(code, path, message, this.source.lineRangeOf(path), fixes);
  }

  /** As `report`, at the key rather than at what stands behind it. */
  reportKey(code: Code, path: Path, message: string, fixes: readonly (Fix | undefined)[] = []): void {
    this.faults++;
    if (this.source.has(path)) this.add(code, path, message, this.source.keyRangeOf(path), fixes);
  }

  private add(
    code: Code,
    path: Path,
    message: string,
    range: Problem['range'],
    fixes: readonly (Fix | undefined)[],
  ): void {
    const given = fixes.filter((fix) => fix !== undefined);
    const problem: Problem = { code, severity: CODES[code].severity, message, range, path };
    this.problems.push(given.length > 0 ? { ...problem, fixes: given } : problem);
  }

  /** Says that a key does not belong where it stands. */
  unknownKey(path: Path, key: string, allowed: readonly string[], where: string): void {
    const slip = slipOf(key, allowed);
    this.reportKey('ECG102', path, unknownKeyMessage(key, slip, allowed, `of ${where}`), [
      slip && mendKey(this.source, path, slip),
    ]);
  }

  /** Says of a name that is not there which one is meant. */
  unknownName(
    code: Code,
    path: Path,
    atKey: boolean,
    what: string,
    name: string,
    known: readonly string[],
    home: string,
  ): void {
    // Each is held against all that there are: beyond what anyone reads that is not worth the time.
    const guess = this.guesses++ < MOST_PROBLEMS ? nearest(name, known) : undefined;
    const message = `There is no ${what} \`${name.replace(/\s+/g, ' ').slice(0, 60)}\`.${guess ? ` Did you mean \`${guess}\`?` : ` Define it under \`${home}\`.`}`;
    if (atKey) this.reportKey(code, path, message, [guess ? renameKey(this.source, path, guess) : undefined]);
    else this.report(code, path, message, [guess ? replaceValue(this.source, path, guess) : undefined]);
  }

  /** Says that two keys say the same thing. */
  twoWays(path: Path, first: string, second: string): void {
    this.reportKey(
      'ECG322',
      path,
      `\`${first}\` and \`${second}\` say the same thing in two ways. Keep one of them.`,
      [removeEntry(this.source, path, `Remove \`${second}\``)],
    );
  }

  /** Says that a key is missing, and offers it with an example. */
  missing(path: Path, key: string, why: string, example: string): void {
    this.reportKey(
      'ECG103',
      path,
      `${placeInWords(path)} needs the key \`${key}\`${why} Write \`${key}: ${example}\`.`,
      [insertKey(this.source, path, key, example)],
    );
  }

  /** A quantity that is the same for every strip, in base units. */
  fixed(raw: unknown, path: Path, limits: QuantityLimits): number | undefined {
    const name = `\`${String(path[path.length - 1])}\``;
    if (isRecord(raw) || Array.isArray(raw)) {
      this.report(
        'ECG202',
        path,
        `${name} is one number with its unit, such as \`${formatQuantity(exampleOf(limits), limits.dimension)}\`.`,
        [
          isRecord(raw) && typeof raw['value'] === 'string'
            ? rewriteValue(this.source, path, raw['value'])
            : undefined,
        ],
      );
      return undefined;
    }
    const parsed = this.scalar(raw, path, limits);
    if (!parsed) return undefined;
    if (parsed.kind === 'range' || parsed.sd > 0) {
      this.report(
        'ECG202',
        path,
        `${name} is the same for every strip: write one number, without a spread or range.`,
      );
      return undefined;
    }
    return parsed.value;
  }

  /** One scalar within its limits. */
  scalar(raw: unknown, path: Path, limits: QuantityLimits): ParsedQuantity | undefined {
    if (raw === null || raw === undefined || typeof raw === 'object' || typeof raw === 'boolean') {
      const message = `${placeInWords(path)} must be a quantity, such as \`${formatQuantity(exampleOf(limits), limits.dimension)}\`, but is ${valueInWords(raw)}.`;
      if (raw === null || raw === undefined) this.reportKey('ECG201', path, message);
      else this.report('ECG201', path, message);
      return undefined;
    }
    if (typeof raw === 'number' && !Number.isFinite(raw)) {
      this.report(
        'ECG201',
        path,
        `${placeInWords(path)} is not a number that can be drawn. Write a size, such as \`${formatQuantity(exampleOf(limits), limits.dimension)}\`.`,
      );
      return undefined;
    }
    const result = parseQuantity(raw, limits.dimension);
    if (!result.ok) {
      const { message, mend } = result;
      this.report('ECG201', path, message, [
        mend ? replaceValue(this.source, path, `${limits.prefix ?? ''}${mend}`) : undefined,
      ]);
      return undefined;
    }
    return this.within(result.quantity, String(raw), path, limits) ? result.quantity : undefined;
  }

  /** Whether a quantity that was read lies within its limits; says so where it does not. */
  within(quantity: ParsedQuantity, text: string, path: Path, limits: QuantityLimits): boolean {
    const low = quantity.kind === 'range' ? quantity.low : quantity.value;
    const high = quantity.kind === 'range' ? quantity.high : quantity.value;
    // Units are multiplied in floating point: a limit that is met exactly must not be missed by a last bit.
    const slack = 1e-12 * Math.max(1, Math.abs(limits.max));
    if (low < limits.min - slack || high > limits.max + slack) {
      const wrong = low < limits.min - slack ? low : high;
      const mend =
        withFittingUnit(text, limits.dimension, limits.min, limits.max) ?? percentOf(text, quantity, limits);
      const shown = text.length > 40 ? formatQuantity(wrong, limits.dimension) : text.trim();
      this.report(
        'ECG206',
        path,
        `\`${shown}\` is out of range: \`${String(path[path.length - 1])}\` lies between ${formatQuantity(limits.min, limits.dimension)} and ${Number.isFinite(limits.max) ? formatQuantity(limits.max, limits.dimension) : 'any size'}.${mend ? ` Did you mean \`${mend}\`?` : ''}`,
        [mend ? replaceValue(this.source, path, `${limits.prefix ?? ''}${mend}`) : undefined],
      );
      return false;
    }
    if (limits.whole && !(Number.isInteger(low) && Number.isInteger(high))) {
      this.report(
        'ECG208',
        path,
        `\`${String(path[path.length - 1])}\` is a whole number: write ${Math.round(low)}, or a range such as \`3..6\`.`,
        [
          quantity.kind === 'value' && quantity.sd === 0
            ? replaceValue(this.source, path, String(Math.round(low)))
            : undefined,
        ],
      );
      return false;
    }
    return true;
  }
}

/** `60` where `60 %` must be meant. */
function percentOf(text: string, quantity: ParsedQuantity, limits: QuantityLimits): string | undefined {
  if (limits.dimension !== 'ratio' || quantity.kind === 'range' || !/^\s*[\d.]+\s*$/.test(text))
    return undefined;
  const share = quantity.value / 100;
  return quantity.value >= 2 && share >= limits.min && share <= limits.max ? `${text.trim()} %` : undefined;
}

/** What stands at a path, as a message names it. */
export function placeInWords(path: Path): string {
  const last = path[path.length - 1];
  if (last === undefined) return 'The spec';
  if (typeof last === 'string') return `\`${last}\``;
  return `Entry ${last + 1} of \`${String(path.findLast((step) => typeof step === 'string'))}\``;
}

/** What an unknown key is told. */
export function unknownKeyMessage(
  key: string,
  slip: Slip | undefined,
  allowed: readonly string[],
  where: string,
): string {
  const shown = key.length > 40 ? `${key.slice(0, 39)}…` : key;
  if (slip?.value !== undefined) {
    const lacks = key[slip.key.length] === ':' ? 'no space behind the colon' : 'no colon';
    return `There is ${lacks} in \`${shown}\`. Write \`${slip.key}: ${slip.value.slice(0, 60)}\`.`;
  }
  if (slip) return `\`${shown}\` is not a key ${where}. Did you mean \`${slip.key}\`?`;
  return `\`${shown}\` is not a key ${where}.${allowed.length === 0 ? '' : ` It can have ${list(allowed)}.`}`;
}

/** Gives an unknown key the name that was meant, and parts it from its value. */
export function mendKey(source: Source, path: Path, slip: Slip): Fix | undefined {
  return slip.value === undefined
    ? renameKey(source, path, slip.key)
    : rewriteEntry(source, path, `${slip.key}: ${slip.value}`);
}

/** A value to show in a message: the middle of the allowed range, rounded to one digit. */
export function exampleOf(limits: QuantityLimits): number {
  const middle = Number.isFinite(limits.max)
    ? Math.sqrt(Math.max(limits.min, limits.max / 100) * limits.max)
    : 1;
  return Number(middle.toPrecision(1));
}
