import { recordKey, type RecordRef } from '../spec';
import type { NoiseSignal } from '../synthesis';
import { npyDataBytes, parseNpyHeader, type NpyType } from './npy';
import { RecordError, shownPath } from './recordError';
import { settle, type RawSignal } from './signal';
import { parseWfdbHeader, readWfdbSignal, type WfdbHeader } from './wfdb';

/** No file of a recording is larger. */
export const LARGEST_FILE = 64 << 20;
/** A thousand signals take a tenth of this. */
const LARGEST_HEADER = 1 << 20;

/**
 * Gives the bytes of a file.
 * @param path from the spec's folder, with `/`
 * @throws RecordError where it is not there, may not be read, is no plain file, or has more than `most` bytes
 */
export type ReadFile = (path: string, most: number) => Promise<Uint8Array>;

/** A recording, or why it cannot be used. */
export type RecordReading = NoiseSignal | Pick<RecordError, 'code' | 'message'>;

/** Reads the signal that a noise is taken from. */
export async function readRecord(ref: RecordRef, read: ReadFile): Promise<RecordReading> {
  try {
    const { raw, rate } = await (ref.rate === null ? readWfdb(ref, read) : readNpy(ref, ref.rate, read));
    const samples = settle(raw);
    if (samples !== undefined) return { samples, rate };
    return {
      code: 'ECG503',
      message: `The signal in ${shownPath(ref.file)} is flat, so there is no noise in it. Name another \`signal\`.`,
    };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { code: error.code, message: error.message };
  }
}

/** Reads the signals of several noises, each file's once where `read` keeps them. */
export async function readRecords(
  refs: readonly RecordRef[],
  read: ReadFile,
): Promise<Map<string, RecordReading>> {
  const readings = new Map<string, RecordReading>();
  for (const ref of refs) {
    const key = recordKey(ref);
    if (!readings.has(key)) readings.set(key, await readRecord(ref, read));
  }
  return readings;
}

interface Timed {
  readonly raw: RawSignal;
  /** Sampling rate, Hz. */
  readonly rate: number;
}

async function readWfdb({ file, signal }: RecordRef, read: ReadFile): Promise<Timed> {
  const bytes = await read(file, LARGEST_HEADER);
  const header = understood(file, 'Write it anew with `wrsamp`, or choose another record.', () =>
    parseWfdbHeader(latin1(bytes)),
  );
  const number = numberOf(header, file, signal);
  const { file: name, perFrame } = header.signals[number]!;
  const path = file.slice(0, file.lastIndexOf('/') + 1) + name;
  const data = await read(path, LARGEST_FILE);
  const raw = understood(path, 'Copy it anew, or mend the header.', () =>
    readWfdbSignal({ header, signal: number }, data),
  );
  return { raw, rate: header.rate * perFrame };
}

function numberOf({ signals }: WfdbHeader, file: string, signal: string | number): number {
  const number = typeof signal === 'number' ? signal : signals.findIndex(({ name }) => name === signal);
  if (number >= 0 && number < signals.length) return number;
  const names = signals
    .slice(0, 6)
    .map(({ name }, i) => `${i}${name === '' ? '' : ` (${name.slice(0, 20)})`}`);
  throw new RecordError(
    'ECG502',
    `${shownPath(file)} has no signal \`${String(signal).slice(0, 40)}\`. It has ${names.join(', ')}${signals.length > 6 ? ' and more' : ''}.`,
  );
}

async function readNpy({ file, signal }: RecordRef, rate: number, read: ReadFile): Promise<Timed> {
  const bytes = await read(file, LARGEST_FILE);
  const mend = 'Save one signal as float32 with `numpy.save`.';
  return { rate, raw: understood(file, mend, () => npySignal(bytes, file, signal)) };
}

/**
 * One signal of an array: of two axes the longer is time, the first where they are equal; axes of one element count for
 * nothing.
 */
export function npySignal(bytes: Uint8Array, file: string, signal: string | number): RawSignal {
  const { type, shape, fortran, offset } = parseNpyHeader(bytes);
  const needed = npyDataBytes(type, shape);
  if (bytes.length - offset < needed) throw new Error('ends before its data does; it is cut off');
  const axes = shape.filter((n) => n !== 1);
  if (axes.length > 2) throw new Error(`has ${axes.length} axes; one or two are read`);
  const [first = 1, second = 1] = axes;
  if (needed === 0) throw new Error('has no samples');
  const timeFirst = first >= second;
  const [length, signals] = timeFirst ? [first, second] : [second, first];
  if (typeof signal !== 'number' || signal >= signals) {
    const has = signals === 1 ? 'one signal, 0' : `the signals 0 to ${signals - 1}`;
    throw new RecordError(
      'ECG502',
      `${shownPath(file)} has no signal \`${String(signal).slice(0, 40)}\`. It has ${has}.`,
    );
  }
  // The axis whose neighbours lie beside each other in the file.
  const timeIsInner = timeFirst === fortran;
  const step = timeIsInner ? 1 : signals;
  const start = timeIsInner ? signal * length : signal;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
  // Doubles where a float would round what lies on a large offset.
  const out = type === '<i2' || type === '<f4' ? new Float32Array(length) : new Float64Array(length);
  const value = NPY_ELEMENTS[type];
  for (let i = 0; i < length; i++) out[i] = value(view, start + i * step);
  return out;
}

/** One element of an array's bytes. */
export const NPY_ELEMENTS: Readonly<Record<NpyType, (view: DataView, i: number) => number>> = {
  '|u1': (view, i) => view.getUint8(i),
  '<i2': (view, i) => view.getInt16(2 * i, true),
  '<i4': (view, i) => view.getInt32(4 * i, true),
  '<f4': (view, i) => view.getFloat32(4 * i, true),
  '<f8': (view, i) => view.getFloat64(8 * i, true),
};

/** Makes a sentence of what a reader says of a file. */
function understood<T>(path: string, mend: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RecordError) throw error;
    throw new RecordError('ECG502', `${shownPath(path)} ${(error as Error).message}. ${mend}`);
  }
}

function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 4096)
    parts.push(String.fromCharCode(...bytes.subarray(i, i + 4096)));
  return parts.join('');
}
