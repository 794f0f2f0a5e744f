import { npyHeader, type NpyType } from '../../../src/records/npy';
import { RecordError, type ReadFile } from '../../../src/records';
import { recordKey, recordUses, type Spec } from '../../../src/spec';
import type { NoiseSignal, Records } from '../../../src/synthesis';

/** Signals side by side in format 212, as signal(5) describes it: written from the text, not from the reader. */
export function encode212(frames: readonly (readonly number[])[]): Uint8Array {
  const values = frames.flat().map((x) => (x < 0 ? x + 4096 : x));
  const bytes: number[] = [];
  for (let i = 0; i < values.length; i += 2) {
    const first = values[i]!;
    const second = values[i + 1];
    // "The first sample is obtained from the 12 least significant bits of the first byte pair (stored least significant
    // byte first). The second is formed from the 4 remaining bits of the first byte pair (the 4 high bits) and the next byte."
    bytes.push(first % 256, Math.floor(first / 256) + 16 * Math.floor((second ?? 0) / 256));
    if (second !== undefined) bytes.push(second % 256);
  }
  return Uint8Array.from(bytes);
}

export function encode16(frames: readonly (readonly number[])[]): Uint8Array {
  return new Uint8Array(Int16Array.from(frames.flat()).buffer);
}

/** The sum of a signal's samples as a header states it. */
export function checksum(samples: readonly number[]): number {
  return Int16Array.of(samples.reduce((sum, x) => sum + x, 0) % 65536)[0]!;
}

export function npy(
  type: NpyType,
  shape: readonly number[],
  values: readonly number[],
  fortran = false,
): Uint8Array {
  const arrays = {
    '|u1': Uint8Array,
    '<i2': Int16Array,
    '<i4': Int32Array,
    '<f4': Float32Array,
    '<f8': Float64Array,
  };
  const header = npyHeader(type, shape);
  const text = new TextDecoder('latin1').decode(header).replace('False', fortran ? 'True ' : 'False');
  const start = Uint8Array.from(text, (c) => c.charCodeAt(0));
  return new Uint8Array([...start, ...new Uint8Array(arrays[type].from(values).buffer)]);
}

/** Files in memory, as a loader gives them. */
export function files(content: Readonly<Record<string, string | Uint8Array>>): ReadFile {
  return async (path, most) => {
    const found = content[path];
    if (found === undefined) throw new RecordError('ECG501', `There is no file \`${path}\`.`);
    const bytes = typeof found === 'string' ? new TextEncoder().encode(found) : found;
    if (bytes.length > most) throw new RecordError('ECG502', `\`${path}\` is too large.`);
    return bytes;
  };
}

/** A recording of white noise, the same every time. */
export function madeUp(seconds: number, rate: number): NoiseSignal {
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return { rate, samples: Float32Array.from({ length: Math.round(seconds * rate) }, next) };
}

/** One for each that a spec names, long enough for any of its strips. */
export function madeUpRecords(spec: Spec): Records {
  const signal = madeUp(3 * spec.recording.duration, 360);
  return new Map(recordUses(spec).map(({ noise }) => [recordKey(noise), signal]));
}

/** An EDF file of records of a second, as many as the first signal fills; a step is a tenth of a unit. */
export function edf(
  signals: readonly { name: string; unit: string; rate: number; steps: readonly number[] }[],
): Uint8Array {
  const pad = (text: string | number, length: number): string => String(text).padEnd(length);
  const count = signals.length;
  const records = Math.floor(signals[0]!.steps.length / signals[0]!.rate);
  const head =
    pad('0', 8) +
    pad('patient', 80) +
    pad('recording', 80) +
    pad('01.01.26', 8) +
    pad('00.00.00', 8) +
    pad(256 * (count + 1), 8) +
    pad('', 44) +
    pad(records, 8) +
    pad(1, 8) +
    pad(count, 4);
  const field = (of: (signal: (typeof signals)[number]) => string | number, length: number): string =>
    signals.map((signal) => pad(of(signal), length)).join('');
  const fields =
    field((s) => s.name, 16) +
    field(() => '', 80) +
    field((s) => s.unit, 8) +
    field(() => -3200, 8) +
    field(() => 3200, 8) +
    field(() => -32000, 8) +
    field(() => 32000, 8) +
    field(() => '', 80) +
    field((s) => s.rate, 8) +
    field(() => '', 32);
  const steps = Array.from({ length: records }, (_, record) => record).flatMap((record) =>
    signals.flatMap((s) => s.steps.slice(record * s.rate, (record + 1) * s.rate)),
  );
  return Uint8Array.from([
    ...new TextEncoder().encode(head + fields),
    ...new Uint8Array(Int16Array.from(steps).buffer),
  ]);
}
