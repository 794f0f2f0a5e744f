import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { npyHeader } from '../records/npy';

/** Strips of one length as an int16 array of NumPy, (strips, samples), written one by one. */
export class StripFile {
  private readonly handle: number;
  /** All headers of such arrays have one length: the number of strips is written into it at the end. */
  private readonly headerBytes: number;
  private written = 0;

  /** @throws the system's error when the file cannot be made */
  constructor(
    readonly path: string,
    private readonly samples: number,
  ) {
    const header = npyHeader('<i2', [0, samples]);
    this.headerBytes = header.length;
    this.handle = openSync(path, 'wx+');
    this.put(header, 0);
  }

  get strips(): number {
    return this.written;
  }

  add(strip: Int16Array): void {
    const bytes = new Uint8Array(strip.buffer, strip.byteOffset, strip.byteLength);
    this.put(bytes, this.place(this.written));
    this.written++;
  }

  read(row: number): Int16Array {
    const strip = new Int16Array(this.samples);
    readSync(this.handle, strip, 0, strip.byteLength, this.place(row));
    return strip;
  }

  /** Writes the number of strips, and waits until all is on the disk. */
  finish(): void {
    const header = npyHeader('<i2', [this.written, this.samples]);
    if (header.length !== this.headerBytes) throw new Error('the header of strips.npy grew');
    this.put(header, 0);
    fsyncSync(this.handle);
  }

  close(): void {
    closeSync(this.handle);
  }

  private place(row: number): number {
    return this.headerBytes + 2 * this.samples * row;
  }

  private put(bytes: Uint8Array, at: number): void {
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.handle, bytes, done, bytes.length - done, at + done);
    }
  }
}
