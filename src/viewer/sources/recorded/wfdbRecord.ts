import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BEAT_CODES } from '../../../dataset/beats';
import { CODE } from '../../../dataset/formats/wfdb/annotations';
import {
  millivoltsOf,
  parseAnnotations,
  parseWfdbHeader,
  readWfdbSignal,
  usualLead,
  type ReadAnnotation,
  type WfdbHeader,
  zeroOf,
} from '../../../records';
import type { BeatSymbol } from '../../../spec';
import type { RhythmSpan } from '../../../synthesis';
import type { Recording } from './recording';

/** Files are read whole; a day of two leads has a few tens of megabytes. */
const LARGEST_FILE = 256 << 20;
/** Names under which headers say what a record is of, such as `# Dx: 426783006`. */
const LABEL = /^#\s*(?:class|label|dx|diagnosis|reason for admission|rhythm)\s*:\s*(\S.*?)\s*$/im;

const SYMBOLS = new Map(Object.entries(BEAT_CODES).map(([symbol, code]) => [code, symbol as BeatSymbol]));
/** Beats whose symbol no spec has: unclassified ones, a bundle branch block of either side, a ventricular one on the T wave. */
const OTHER_BEATS = new Map<number, BeatSymbol>([
  [13, 'N'],
  [25, 'N'],
  [30, 'N'],
  [41, 'V'],
]);

/** What a header tells of a record before its samples are read. */
export interface RecordHead {
  readonly header: WfdbHeader;
  /** What its comments say it is of; undefined where they do not. */
  readonly label: string | undefined;
}

/**
 * @param path of the record, without an ending
 * @throws Error with a sentence for the user
 */
export function readHead(path: string): RecordHead {
  const text = readWhole(`${path}.hea`).toString('latin1');
  return understood(`${path}.hea`, () => ({ header: parseWfdbHeader(text), label: LABEL.exec(text)?.[1] }));
}

/**
 * The reference annotations of a record, `.atr`; undefined where it has none.
 * @throws Error with a sentence for the user
 */
export function readReference(path: string): ReadAnnotation[] | undefined {
  if (!existsSync(`${path}.atr`)) return undefined;
  return understood(`${path}.atr`, () => parseAnnotations(readWhole(`${path}.atr`)));
}

/** The first rhythm that is annotated, such as `(AFIB`. */
export const firstRhythm = (annotations: readonly ReadAnnotation[]): string | undefined =>
  annotations.find(({ code, aux }) => code === CODE.rhythm && aux !== '')?.aux;

/**
 * Lead II of a record, or its first one, with the beats and rhythms of its annotations.
 * @throws Error with a sentence for the user
 */
export function readRecording(path: string): Recording {
  const { header } = readHead(path);
  const lead = usualLead(header.signals)!;
  const signal = header.signals.indexOf(lead);
  const file = join(dirname(path), lead.file);
  const raw = understood(file, () => readWfdbSignal({ header, signal }, readWhole(file)));
  const scale = millivoltsOf(lead);
  const zero = zeroOf(lead);
  const values = Float32Array.from(raw, (value) => (value - zero) * scale);
  // Annotations count frames, of which a signal that is sampled faster has several samples.
  const annotations = readReference(path)?.map((one) => ({ ...one, sample: one.sample * lead.perFrame }));
  return {
    values,
    rate: header.rate * lead.perFrame,
    lead: lead.name === '' ? 'ECG' : lead.name,
    beats: annotations === undefined ? null : beatsIn(annotations),
    rhythms: annotations === undefined ? null : rhythmsIn(annotations, values.length),
  };
}

function beatsIn(annotations: readonly ReadAnnotation[]): { r: number; symbol: BeatSymbol }[] {
  return annotations.flatMap(({ sample, code }) => {
    const symbol = SYMBOLS.get(code) ?? OTHER_BEATS.get(code);
    return symbol === undefined ? [] : [{ r: sample, symbol }];
  });
}

function rhythmsIn(annotations: readonly ReadAnnotation[], samples: number): RhythmSpan[] {
  const changes = annotations.filter(({ code, aux }) => code === CODE.rhythm && aux !== '');
  return changes.map(({ sample, aux }, i) => ({
    start: sample,
    end: changes[i + 1]?.sample ?? samples,
    code: aux,
    class: aux.replace(/^\(/, ''),
  }));
}

function readWhole(path: string): Buffer {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`${path} is not there; copy all files of the record.`);
  if (!found.isFile()) throw new Error(`${path} is not a plain file.`);
  if (found.size > LARGEST_FILE)
    throw new Error(
      `${path} has ${Math.round(found.size / 1e6)} MB; at most ${LARGEST_FILE >> 20} MB are read.`,
    );
  return readFileSync(path);
}

/** Makes a sentence of what a reader says of a file. */
function understood<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { message } = error as Error;
    throw message.startsWith(path)
      ? error
      : new Error(`${path} ${message.replace(/\.$/, '')}.`, { cause: error });
  }
}
