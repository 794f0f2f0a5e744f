/**
 * The NumPy .npy container, format version 1.0: magic, version, little-endian header length, a Python
 * dict literal padded so that the data starts on a multiple of 64 bytes, then the raw array.
 * Format: numpy.lib.format, "NumPy Enhancement Proposal 1".
 */

/** The element types that are written and read; all little-endian. */
export type NpyType = '|u1' | '<i2' | '<i4' | '<f4' | '<f8';

export interface NpyHeader {
  readonly type: NpyType;
  readonly shape: readonly number[];
  /** True where the first index runs fastest. */
  readonly fortran: boolean;
  /** Byte where the array starts. */
  readonly offset: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const PREFIX = 10;
const ALIGN = 64;
/** NumPy writes a few hundred bytes; whatever is longer is no header. */
const LONGEST_HEADER = 1 << 16;
const BYTES: Readonly<Record<NpyType, number>> = { '|u1': 1, '<i2': 2, '<i4': 4, '<f4': 4, '<f8': 8 };

/** Bytes that an array of this type and shape takes after the header. */
export function npyDataBytes(type: NpyType, shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, BYTES[type]);
}

/** The header bytes of a C-ordered array; write them first, the array's bytes after. */
export function npyHeader(type: NpyType, shape: readonly number[]): Uint8Array {
  const list = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dict = `{'descr': '${type}', 'fortran_order': False, 'shape': (${list}), }`;
  const total = Math.ceil((PREFIX + dict.length + 1) / ALIGN) * ALIGN;
  const header = new Uint8Array(total).fill(0x20);
  header.set(MAGIC);
  header[6] = 1;
  header[7] = 0;
  header[8] = (total - PREFIX) & 0xff;
  header[9] = (total - PREFIX) >> 8;
  for (let i = 0; i < dict.length; i++) header[PREFIX + i] = dict.charCodeAt(i);
  header[total - 1] = 0x0a;
  return header;
}

/**
 * Reads the header of a .npy file of version 1.0 to 3.0.
 * @param bytes the start of the file; 4 KiB are always enough for the shapes used here
 * @throws Error with a phrase that completes "FILE ..." when it is not such a file
 */
export function parseNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) throw new Error('is not a .npy file');
  const major = bytes[6] ?? 0;
  if (major < 1 || major > 3) throw new Error(`has .npy format version ${major}, which is not known`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = major === 1 ? PREFIX : 12;
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) throw new Error('has a damaged .npy header');
  if (start + length > bytes.length) throw new Error('ends inside its .npy header');
  let dict = '';
  for (let i = start; i < start + length; i++) dict += String.fromCharCode(bytes[i] ?? 0);
  const type = /'descr':\s*'([^']*)'/.exec(dict)?.[1];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(dict)?.[1];
  if (type === undefined || shape === undefined) throw new Error('has a damaged .npy header');
  if (!isNpyType(type)) {
    throw new Error(
      `holds elements of type ${type.slice(0, 20)}; uint8, int16, int32, float32 or float64 (little-endian) are read`,
    );
  }
  const order = /'fortran_order':\s*(True|False)/.exec(dict)?.[1];
  const dimensions = shape
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  if (order === undefined || !dimensions.every(Number.isSafeInteger))
    throw new Error('has a damaged .npy header');
  return { type, shape: dimensions, fortran: order === 'True', offset: start + length };
}

function isNpyType(type: string): type is NpyType {
  return Object.hasOwn(BYTES, type);
}
