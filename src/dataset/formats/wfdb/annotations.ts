/**
 * Annotation files of the WFDB library, "MIT format": annot(5) of the WFDB Applications Guide (G. B. Moody). Each annotation is
 * a little-endian word with the code in its upper six bits and the samples since the one before in its lower ten.
 */

/** An annotation; the codes are those of ecgcodes.h. */
export interface Annotation {
  /** Sample number in the record. */
  readonly sample: number;
  /** 1 to 49. */
  readonly code: number;
  /** The `num` field, 0 to 127; 0 when left out. */
  readonly num?: number;
  /** Text in ASCII that goes with it, of which at most 255 characters are kept. */
  readonly aux?: string;
}

/** Codes of annotations that are no beats. */
export const CODE = { pWave: 24, tWave: 27, rhythm: 28, waveOnset: 39, waveOffset: 40 } as const;

const SKIP = 59;
const NUM = 60;
const AUX = 63;
/** The longest interval that fits into a word. */
const LONGEST = 1023;
const LONGEST_AUX = 255;

/**
 * The bytes of an annotation file.
 * @param annotations in the order of their samples
 * @throws RangeError when they are not
 */
export function encodeAnnotations(annotations: readonly Annotation[]): Uint8Array {
  const bytes: number[] = [];
  const word = (code: number, low: number): void => {
    const value = (code << 10) | low;
    bytes.push(value & 0xff, value >> 8);
  };
  let last = 0;
  // It stays for the annotations that follow.
  let num = 0;
  for (const annotation of annotations) {
    const interval = annotation.sample - last;
    if (!Number.isInteger(interval) || interval < 0) {
      throw new RangeError(`annotation at ${annotation.sample} comes after one at ${last}`);
    }
    last = annotation.sample;
    if (interval > LONGEST) {
      word(SKIP, 0);
      // A long as the PDP-11 had it: the upper word first, each word little-endian.
      for (const half of [interval >>> 16, interval & 0xffff]) bytes.push(half & 0xff, half >> 8);
      word(annotation.code, 0);
    } else word(annotation.code, interval);
    if ((annotation.num ?? 0) !== num) {
      num = annotation.num ?? 0;
      word(NUM, num);
    }
    if (annotation.aux !== undefined && annotation.aux !== '') {
      const text = annotation.aux.slice(0, LONGEST_AUX);
      word(AUX, text.length);
      for (let i = 0; i < text.length; i++) bytes.push(text.charCodeAt(i) & 0x7f);
      if (text.length % 2 === 1) bytes.push(0);
    }
  }
  word(0, 0);
  return Uint8Array.from(bytes);
}
