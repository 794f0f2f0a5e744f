import { isRecord, valueInWords } from './plain';
import type { Path, Problem } from './problem';
import { formatQuantity, list, parseQuantity, type ParsedQuantity } from './quantity';
import type { QuantityLimits } from './schema';
import type { Source } from './source';
import type { Variable } from './types';

/**
 * Collects problems while a document's plain data is turned into a spec. A part whose shape the
 * structural check has already refused is passed over in silence: everything is said once.
 */
export class Decoder {
  readonly problems: Problem[] = [];

  constructor(private readonly source: Source) {}

  report(code: string, path: Path, message: string, severity: Problem['severity'] = 'error'): void {
    this.problems.push({ code, severity, message, range: this.source.rangeOf(path), path });
  }

  /** As `report`, at the key rather than at what stands behind it. */
  reportKey(code: string, path: Path, message: string, severity: Problem['severity'] = 'error'): void {
    this.problems.push({ code, severity, message, range: this.source.keyRangeOf(path), path });
  }

  /** A two-level quantity, or undefined where it is wrong (and reported). */
  variable(raw: unknown, path: Path, limits: QuantityLimits): Variable | undefined {
    const name = `\`${String(path[path.length - 1])}\``;
    const fields = isRecord(raw) ? raw : { value: raw };
    const at = (field: string): Path => (isRecord(raw) ? [...path, field] : path);
    const known = ['value', 'recording', 'beat', 'min', 'max'];
    for (const key of Object.keys(fields)) {
      if (!known.includes(key))
        this.reportKey(
          'ECG102',
          at(key),
          `\`${key}\` is not a key of a quantity. It can have ${list(known)}.`,
        );
    }
    if (fields['value'] === undefined || fields['value'] === null) {
      if (isRecord(raw))
        this.reportKey('ECG103', path, `${name} needs the key \`value\`, the middle of its distribution.`);
      else
        this.reportKey(
          'ECG201',
          path,
          `${name} is empty. Write a quantity, such as \`${formatQuantity(exampleOf(limits), limits.dimension)}\`.`,
        );
      return undefined;
    }
    const center = this.scalar(fields['value'], at('value'), limits);
    if (!center) return undefined;
    const sdOf = (field: 'recording' | 'beat'): number | undefined => {
      if (fields[field] === undefined) return 0;
      const sd = this.scalar(fields[field], at(field), { ...limits, min: 0, max: Infinity });
      if (!sd) return undefined;
      if (sd.kind === 'range' || sd.sd > 0) {
        this.report('ECG202', at(field), `\`${field}\` is one number, the standard deviation.`);
        return undefined;
      }
      return sd.value;
    };
    const boundOf = (field: 'min' | 'max', otherwise: number): number | undefined => {
      if (fields[field] === undefined) return otherwise;
      const bound = this.scalar(fields[field], at(field), limits);
      if (!bound) return undefined;
      if (bound.kind === 'range' || bound.sd > 0) {
        this.report('ECG202', at(field), `\`${field}\` is one number.`);
        return undefined;
      }
      return bound.value;
    };
    const recording = sdOf('recording');
    const beat = sdOf('beat');
    const middle = center.kind === 'range' ? (center.low + center.high) / 2 : center.value;
    const low = center.kind === 'range' ? center.low : center.value;
    const high = center.kind === 'range' ? center.high : center.value;
    // An amplitude that varies does not change its sign by chance: a T wave that may invert says so with min.
    const keepsSign = limits.dimension === 'amplitude' && limits.min < 0;
    const min = boundOf('min', keepsSign && middle > 0 && low >= 0 ? 0 : limits.min);
    const max = boundOf('max', keepsSign && middle < 0 && high <= 0 ? 0 : limits.max);
    if (recording === undefined || beat === undefined || min === undefined || max === undefined)
      return undefined;
    if (min > max) {
      this.report('ECG203', at('min'), `\`min\` lies above \`max\`. Swap them.`);
      return undefined;
    }
    if (low < min || high > max) {
      const bound =
        low < min
          ? `below \`min\` (${formatQuantity(min, limits.dimension)})`
          : `above \`max\` (${formatQuantity(max, limits.dimension)})`;
      this.report('ECG203', at('value'), `The value lies ${bound}. Move one of them.`);
      return undefined;
    }
    if (center.kind === 'range') {
      if (recording > 0) {
        this.report(
          'ECG204',
          at('recording'),
          'A range is already a spread from recording to recording. Give either the range or `recording`.',
        );
        return undefined;
      }
      return { recording: { kind: 'uniform', low, high }, beat, min, max };
    }
    if (center.sd > 0 && fields['recording'] !== undefined) {
      this.report(
        'ECG204',
        at('recording'),
        '`±` already gives the spread from recording to recording. Give either `±` or `recording`.',
      );
      return undefined;
    }
    const sd = Math.max(center.sd, recording);
    // Only where nobody set the bound on purpose does a wide spread come as a surprise.
    const nearestBound = Math.min(
      fields['min'] === undefined ? middle - min : Infinity,
      fields['max'] === undefined ? max - middle : Infinity,
    );
    if (sd > 0 && nearestBound < sd && limits.dimension !== 'ratio') {
      const bound = middle - min < max - middle ? min : max;
      this.report(
        'ECG205',
        path,
        `The spread of ${name} (${formatQuantity(sd, limits.dimension)}) reaches past its bound at ${formatQuantity(bound, limits.dimension)}, so the drawn mean differs from what is written. Make the spread smaller, or set \`min\` and \`max\` if you mean it.`,
        'warning',
      );
    }
    return { recording: { kind: 'normal', mean: center.value, sd }, beat, min, max };
  }

  /** A quantity that is the same for every strip, in base units. */
  fixed(raw: unknown, path: Path, limits: QuantityLimits): number | undefined {
    if (isRecord(raw) || Array.isArray(raw)) {
      this.report(
        'ECG202',
        path,
        `\`${String(path[path.length - 1])}\` is one number with its unit, such as \`${formatQuantity(exampleOf(limits), limits.dimension)}\`.`,
      );
      return undefined;
    }
    const parsed = this.scalar(raw, path, limits);
    if (!parsed) return undefined;
    if (parsed.kind === 'range' || parsed.sd > 0) {
      this.report(
        'ECG202',
        path,
        `\`${String(path[path.length - 1])}\` is the same for every strip: write one number, without a spread or range.`,
      );
      return undefined;
    }
    return parsed.value;
  }

  private scalar(raw: unknown, path: Path, limits: QuantityLimits): ParsedQuantity | undefined {
    if (raw === null || typeof raw === 'object' || typeof raw === 'boolean') {
      this.report(
        'ECG201',
        path,
        `\`${String(path[path.length - 1])}\` must be a quantity, such as \`${formatQuantity(exampleOf(limits), limits.dimension)}\`, but is ${valueInWords(raw)}.`,
      );
      return undefined;
    }
    const result = parseQuantity(raw, limits.dimension);
    if (!result.ok) {
      this.report('ECG201', path, result.message);
      return undefined;
    }
    const { quantity } = result;
    const low = quantity.kind === 'range' ? quantity.low : quantity.value;
    const high = quantity.kind === 'range' ? quantity.high : quantity.value;
    // Units are multiplied in floating point: a limit that is met exactly must not be missed by a last bit.
    const slack = 1e-12 * Math.max(1, Math.abs(limits.max));
    if (low < limits.min - slack || high > limits.max + slack) {
      const wrong = low < limits.min - slack ? low : high;
      this.report(
        'ECG206',
        path,
        `${formatQuantity(wrong, limits.dimension)} is out of range: \`${String(path[path.length - 1])}\` lies between ${formatQuantity(limits.min, limits.dimension)} and ${Number.isFinite(limits.max) ? formatQuantity(limits.max, limits.dimension) : 'any size'}.`,
      );
      return undefined;
    }
    return quantity;
  }
}

/** A value to show in a message: the middle of the allowed range, rounded to one digit. */
function exampleOf(limits: QuantityLimits): number {
  const middle = Number.isFinite(limits.max)
    ? Math.sqrt(Math.max(limits.min, limits.max / 100) * limits.max)
    : 1;
  return Number(middle.toPrecision(1));
}

/** A constant variable. */
export function constant(value: number, limits: QuantityLimits): Variable {
  return { recording: { kind: 'normal', mean: value, sd: 0 }, beat: 0, min: limits.min, max: limits.max };
}

/** A variable that is uniform between recordings. */
export function uniform(low: number, high: number, limits: QuantityLimits): Variable {
  return { recording: { kind: 'uniform', low, high }, beat: 0, min: limits.min, max: limits.max };
}
