import { CODES, longestStretch, recordKey, recordUses, type ParsedSpec, type Problem } from '../spec';
import { isTooShort, type NoiseSignal, type Records } from '../synthesis';
import type { RecordReading } from './read';
import type { RecordError } from './recordError';
import { shownPath } from './recordError';

export interface Judged {
  /** What to compile the spec with: every recording that it names, null for those that cannot be used. */
  readonly records: Records;
  /** What is wrong with the others, at the places that name them. */
  readonly problems: readonly Problem[];
}

/**
 * Holds what was read against what a spec asks for.
 *
 * @param readings by `recordKey`; a recording that is not among them is left out without a word
 */
export function judgeRecords(
  { spec, rangeOf }: ParsedSpec,
  readings: ReadonlyMap<string, RecordReading>,
): Judged {
  const records = new Map<string, NoiseSignal | null>();
  const problems: Problem[] = [];
  if (spec === undefined) return { records, problems };
  const { rate, samples } = spec.recording;
  for (const { noise, path } of recordUses(spec)) {
    const key = recordKey(noise);
    const reading = readings.get(key);
    const longest = longestStretch(noise, samples);
    const fault =
      reading === undefined || 'code' in reading
        ? reading
        : isTooShort(reading, longest, rate)
          ? tooShort(noise.file, reading, longest / rate)
          : undefined;
    const usable = reading === undefined || 'code' in reading || fault ? null : reading;
    // What is too short for one of its uses is left out of all: a data set is made of none of them then.
    records.set(key, records.get(key) === null ? null : usable);
    if (fault === undefined) continue;
    const at = [...path, 'file'];
    const range = rangeOf(at) ?? { start: 0, end: 1 };
    problems.push({ ...fault, severity: CODES[fault.code].severity, range, path: at });
  }
  return { records, problems };
}

function tooShort(
  file: string,
  { samples, rate }: NoiseSignal,
  seconds: number,
): Pick<RecordError, 'code' | 'message'> {
  const s = (x: number): string => `${Number(x.toPrecision(3))} s`;
  return {
    code: 'ECG503',
    message: `${shownPath(file)} lasts ${s(samples.length / rate)}, and a strip gets up to ${s(seconds)} of it. Give a longer recording, or a smaller \`during\`.`,
  };
}
