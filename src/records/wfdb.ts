/**
 * WFDB records: a header in text, and signals in files beside it. Of header(5) and signal(5) of the WFDB Applications Guide
 * (G. B. Moody) this reads records of one segment with signals of format 16 or 212.
 */
import type { RawSignal } from './signal';

export interface WfdbSignal {
  /** A plain file name. */
  readonly file: string;
  readonly format: 16 | 212;
  /** Samples in a frame: a signal that is sampled faster than the others has several. */
  readonly perFrame: number;
  /** Bytes before the first sample. */
  readonly offset: number;
  /** Steps of the converter to a physical unit; negative where the signal is stored upside down. */
  readonly gain: number;
  /** The step that stands for 0 of the physical unit; noise has no need of it. */
  readonly baseline: number;
  /** The physical unit; mV where the header does not say it. */
  readonly unit: string;
  /** 16-bit sum of all samples; undefined where the header does not say it. */
  readonly checksum: number | undefined;
  /** Its description: what it is called. */
  readonly name: string;
}

export interface WfdbHeader {
  /** Frames a second. */
  readonly rate: number;
  /** Undefined where the header leaves it to the length of the file. */
  readonly frames: number | undefined;
  readonly signals: readonly WfdbSignal[];
}

const MOST_SIGNALS = 1000;
/** What header(5) takes where nothing is said. */
const USUAL_RATE = 250;
const USUAL_GAIN = 200;
/** Limits of a sampling rate, Hz: those of the key `rate`. */
const SLOWEST = 1;
const FASTEST = 100_000;

/**
 * Reads a header.
 * @throws Error with a phrase that completes "FILE ..."
 */
export function parseWfdbHeader(text: string): WfdbHeader {
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [name = '', count = '', rate, frames] = (lines[0] ?? '').split(/\s+/);
  if (!/^\d{1,6}$/.test(count)) throw new Error('is not a WFDB header');
  if (name.includes('/')) throw new Error('is a record of several segments; name one of the segments');
  const signals = Number(count);
  if (signals === 0) throw new Error('has no signals');
  if (signals > MOST_SIGNALS) throw new Error(`has ${signals} signals; at most ${MOST_SIGNALS} are read`);
  if (lines.length <= signals)
    throw new Error(`describes ${lines.length - 1} of its ${signals} signals; it is cut off`);
  const header = {
    rate: parseRate(rate),
    frames:
      frames !== undefined && /^\d{1,15}$/.test(frames) && Number(frames) > 0 ? Number(frames) : undefined,
    signals: lines.slice(1, signals + 1).map(parseSignal),
  };
  const fastest = Math.max(...header.signals.map(({ perFrame }) => perFrame)) * header.rate;
  if (fastest > FASTEST) throw new Error(`has a signal of ${fastest} Hz; up to ${FASTEST} Hz are read`);
  return header;
}

/** `360`, `360/360(0)`: of a counter frequency behind the slash nothing is asked here. */
function parseRate(text: string | undefined): number {
  if (text === undefined) return USUAL_RATE;
  const rate = Number(text.split('/')[0]);
  if (!(rate >= SLOWEST && rate <= FASTEST))
    throw new Error(`gives ${text.slice(0, 20)} as its sampling rate; ${SLOWEST} to ${FASTEST} Hz are read`);
  return rate;
}

function parseSignal(line: string, i: number): WfdbSignal {
  // Behind the gain stand the converter's resolution and zero, and the first sample, which is not needed here.
  const fields = line.split(/\s+/);
  const [file = '', format = '', gain = '', , zero = '', , checksum] = fields;
  // No folders: a header must not lead out of where it lies.
  if (!/^[^/\\:]+$/.test(file) || /^[.~-]/.test(file))
    throw new Error(
      `says that signal ${i} lies in "${file.slice(0, 40)}", which is not the name of a file beside it`,
    );
  const parts = /^(\d{1,4})(?:x(\d{1,4}))?(?::\d{1,9})?(?:\+(\d{1,9}))?$/.exec(format);
  if (!parts) throw new Error(`has no format for signal ${i}`);
  const code = Number(parts[1]);
  if (code !== 16 && code !== 212) throw new Error(`has signal ${i} in format ${code}; 16 and 212 are read`);
  const steps = Number.parseFloat(gain);
  return {
    file,
    format: code,
    perFrame: Math.max(1, Number(parts[2] ?? 1)),
    offset: Number(parts[3] ?? 0),
    gain: Number.isFinite(steps) && steps !== 0 ? steps : USUAL_GAIN,
    // Where the gain does not say it in brackets, it is the converter's zero.
    baseline: Number.parseInt(/\((-?\d{1,9})\)/.exec(gain)?.[1] ?? zero, 10) || 0,
    unit: /\/(\S+)$/.exec(gain)?.[1] ?? 'mV',
    checksum: checksum !== undefined && /^-?\d{1,6}$/.test(checksum) ? Number(checksum) : undefined,
    // Behind the checksum stands a block size.
    name: fields.slice(8).join(' '),
  };
}

/** Where one signal's samples stand among those of the file that it shares with others. */
export interface WfdbLayout {
  readonly header: WfdbHeader;
  /** Number of the signal, from 0. */
  readonly signal: number;
}

/**
 * Reads one signal off its file. Its sampling rate is that of the frames times `perFrame`.
 * @throws Error with a phrase that completes "FILE ..."
 */
export function readWfdbSignal({ header, signal }: WfdbLayout, bytes: Uint8Array): RawSignal {
  const { file, format, perFrame, offset, gain, checksum } = header.signals[signal]!;
  const before = header.signals.slice(0, signal).filter((one) => one.file === file);
  const group = header.signals.filter((one) => one.file === file);
  if (group.some((one) => one.format !== format)) throw new Error('holds signals of several formats');
  const size = (signals: readonly WfdbSignal[]): number =>
    signals.reduce((sum, one) => sum + one.perFrame, 0);
  const frame = size(group);
  const place = size(before);
  const available = Math.floor(samplesIn(format, bytes.length - offset) / frame);
  const frames = header.frames ?? available;
  if (frames > available) throw new Error(`ends after ${available} of ${frames} samples; it is cut off`);
  const read = format === 16 ? sample16 : sample212;
  const out = new Float32Array(frames * perFrame);
  let sum = 0;
  for (let f = 0, i = 0; f < frames; f++) {
    for (let n = f * frame + place; n < f * frame + place + perFrame; n++) {
      const value = read(bytes, offset, n);
      sum = (sum + value) & 0xffff;
      out[i++] = value;
    }
  }
  if (checksum !== undefined && header.frames !== undefined) compareSums(sum, checksum, signal);
  const absent = format === 16 ? -32768 : -2048;
  const sign = gain < 0 ? -1 : 1;
  for (let i = 0; i < out.length; i++) out[i] = out[i] === absent ? NaN : sign * out[i]!;
  return out;
}

/** What stands for 0 of the physical unit among the values that `readWfdbSignal` gives: a negative gain turns it over with them. */
export const zeroOf = ({ gain, baseline }: WfdbSignal): number => (gain < 0 ? -baseline : baseline);

function compareSums(sum: number, checksum: number, signal: number): void {
  if (sum === (checksum & 0xffff)) return;
  const signed = sum > 0x7fff ? sum - 0x10000 : sum;
  throw new Error(
    `is damaged, or not the one that the header describes: the samples of signal ${signal} have the checksum ${signed}, not ${checksum}`,
  );
}

/** How many samples so many bytes hold. */
function samplesIn(format: 16 | 212, bytes: number): number {
  if (bytes <= 0) return 0;
  if (format === 16) return Math.floor(bytes / 2);
  return 2 * Math.floor(bytes / 3) + (bytes % 3 === 2 ? 1 : 0);
}

/** Two bytes, the lower first. */
function sample16(bytes: Uint8Array, offset: number, i: number): number {
  const at = offset + 2 * i;
  return ((bytes[at]! | (bytes[at + 1]! << 8)) << 16) >> 16;
}

/** Twelve bits: of each three bytes the middle one holds the upper bits of two samples, those of the first below. */
function sample212(bytes: Uint8Array, offset: number, i: number): number {
  const at = offset + 3 * (i >> 1);
  const middle = bytes[at + 1]!;
  const value = i & 1 ? bytes[at + 2]! | ((middle & 0xf0) << 4) : bytes[at]! | ((middle & 0x0f) << 8);
  return (value << 20) >> 20;
}
