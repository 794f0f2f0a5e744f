/** Annotation files of the WFDB library, "MIT format": annot(5) of the WFDB Applications Guide (G. B. Moody). */

/** An annotation as it stands in a file; the codes are those of ecgcodes.h. */
export interface ReadAnnotation {
  /** Sample number in the record. */
  readonly sample: number;
  /** 1 to 49. */
  readonly code: number;
  /** Text that goes with it; empty where there is none. */
  readonly aux: string;
}

const [SKIP, NUM, SUB, CHN, AUX] = [59, 60, 61, 62, 63];
/** Codes from here on say something of the annotation before them. */
const FIRST_PSEUDO = 50;

/**
 * Reads an annotation file.
 * @throws Error with a phrase that completes "FILE ..."
 */
export function parseAnnotations(bytes: Uint8Array): ReadAnnotation[] {
  const found: ReadAnnotation[] = [];
  const word = (at: number): number => {
    if (at + 1 >= bytes.length) throw new Error('ends within an annotation; it is cut off');
    return bytes[at]! | (bytes[at + 1]! << 8);
  };
  let sample = 0;
  for (let at = 0; at + 1 < bytes.length;) {
    const [code, low] = [word(at) >> 10, word(at) & 0x3ff];
    at += 2;
    if (code === 0 && low === 0) return found;
    if (code === SKIP) {
      // A long as the PDP-11 had it: the upper word first.
      sample += (word(at) << 16) | word(at + 2);
      at += 4;
    } else if (code === AUX) {
      if (at + low > bytes.length) throw new Error('ends within the text of an annotation; it is cut off');
      // Texts may end in zeros, and are padded to an even length.
      const text = String.fromCharCode(...bytes.subarray(at, at + low)).replace(/\0+$/, '');
      const last = found.pop();
      if (last !== undefined) found.push({ ...last, aux: text });
      at += low + (low % 2);
    } else if (code !== NUM && code !== SUB && code !== CHN) {
      if (code >= FIRST_PSEUDO) throw new Error('is not a WFDB annotation file');
      sample += low;
      found.push({ sample, code, aux: '' });
    }
  }
  return found;
}
