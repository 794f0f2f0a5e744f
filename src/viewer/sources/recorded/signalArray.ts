import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { npyDataBytes, parseNpyHeader, type NpyType } from '../../../records/npy';

const HEADER_BYTES = 4096;
const WIDTHS = { '<i2': 2, '<f4': 4, '<f8': 8 } as const;
type Kind = keyof typeof WIDTHS;
/** Units in which ECG files come when nothing is said: int16 in microvolts, floats in mV. */
const USUAL_UNIT: Readonly<Record<Kind, number>> = { '<i2': 0.001, '<f4': 1, '<f8': 1 };

/** Strips in one array on disk, read one by one. */
export class SignalArray {
  private constructor(
    private readonly path: string,
    private readonly kind: Kind,
    private readonly offset: number,
    readonly strips: number,
    readonly samples: number,
  ) {}

  /** mV of a unit where nothing is said. */
  get usualUnit(): number {
    return USUAL_UNIT[this.kind];
  }

  get bytes(): number {
    return this.strips * this.samples * WIDTHS[this.kind];
  }

  /**
   * Opens `.npy` of shape (strips, samples) or (strips, 1, samples), or anything else as raw little-endian int16.
   * @param samples of a strip, which raw files do not say
   * @throws Error with a sentence for the user
   */
  static open(path: string, samples: number | undefined): SignalArray {
    const { size } = statSync(path);
    if (path.endsWith('.npy')) {
      const bytes = readBytes(path, 0, Math.min(HEADER_BYTES, size));
      let header;
      try {
        header = parseNpyHeader(bytes);
      } catch (error) {
        throw new Error(`${path} ${(error as Error).message}.`, { cause: error });
      }
      const { type, shape, fortran, offset } = header;
      const [strips = 0, second = 0, third] = shape;
      const flat = shape.length === 2 || (shape.length === 3 && second === 1);
      if (!flat || fortran || !isKind(type))
        throw new Error(
          `${path} holds ${type} of shape (${shape.join(', ')}); it must be int16 or float32 of shape (strips, samples) ` +
            'or (strips, 1, samples), in C order.',
        );
      if (offset + npyDataBytes(type, shape) > size)
        throw new Error(`${path} ends before its data does; it is cut off. Copy it anew.`);
      return new SignalArray(path, type, offset, strips, third ?? second);
    }
    if (samples === undefined || !Number.isInteger(samples) || samples < 1)
      throw new Error(
        `${path} does not say how many samples a strip has; write "samples" in recordings.json beside it.`,
      );
    if (size === 0 || size % (2 * samples) !== 0)
      throw new Error(
        `${path} has ${size} bytes, which is no whole number of strips of ${samples} int16 samples; correct "samples" in ` +
          'recordings.json.',
      );
    return new SignalArray(path, '<i2', 0, size / (2 * samples), samples);
  }

  /**
   * @param unit mV of a unit
   * @returns mV
   */
  row(row: number, unit: number): Float32Array {
    const width = WIDTHS[this.kind];
    const bytes = readBytes(this.path, this.offset + row * this.samples * width, this.samples * width);
    const view = new DataView(bytes.buffer);
    const value = {
      '<i2': (i: number) => view.getInt16(2 * i, true),
      '<f4': (i: number) => view.getFloat32(4 * i, true),
      '<f8': (i: number) => view.getFloat64(8 * i, true),
    }[this.kind];
    return Float32Array.from({ length: this.samples }, (_, i) => value(i) * unit);
  }
}

const isKind = (type: NpyType): type is Kind => Object.hasOwn(WIDTHS, type);

function readBytes(path: string, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const handle = openSync(path, 'r');
  try {
    for (let done = 0; done < length;) {
      const read = readSync(handle, bytes, done, length - done, offset + done);
      if (read === 0) throw new Error(`${path} ends too early; copy it anew.`);
      done += read;
    }
  } finally {
    closeSync(handle);
  }
  return bytes;
}
