/** Bytes that are put together from little-endian numbers and other bytes. */
export class Bytes {
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  get length(): number {
    return this.size;
  }

  /** A whole number of 0 to 2^53 in 1, 2, 4 or 8 bytes; `null` is HDF5's "undefined address". */
  uint(size: 1 | 2 | 4 | 8, value: number | null): this {
    const bytes = new Uint8Array(size);
    let rest = value ?? 0;
    for (let i = 0; i < size; i++) {
      bytes[i] = value === null ? 0xff : rest % 256;
      rest = Math.floor(rest / 256);
    }
    return this.add(bytes);
  }

  add(bytes: Uint8Array): this {
    this.parts.push(bytes);
    this.size += bytes.length;
    return this;
  }

  text(text: string): this {
    return this.add(new TextEncoder().encode(text));
  }

  zeros(count: number): this {
    return this.add(new Uint8Array(count));
  }

  /** Fills up to a multiple of 8. */
  align(): this {
    return this.zeros((8 - (this.size % 8)) % 8);
  }

  done(): Uint8Array {
    const all = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

/** The memory of an array as bytes; typed arrays are little-endian wherever this runs. */
export const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
