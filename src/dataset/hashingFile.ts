import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { FileEntry } from './manifest';

/** A new file whose SHA-256 is taken from the bytes as they are written, never by reading them again. */
export class HashingFile {
  private readonly handle: number;
  private readonly hash = createHash('sha256');
  private bytes = 0;

  /** @throws the system's error when the file exists or cannot be made */
  constructor(
    directory: string,
    private readonly file: string,
  ) {
    this.handle = openSync(join(directory, file), 'wx');
  }

  write(data: ArrayBufferView): void {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.hash.update(bytes);
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.handle, bytes, done, bytes.length - done);
    }
    this.bytes += bytes.length;
  }

  /** Waits until the bytes are on the disk. */
  finish(): FileEntry {
    fsyncSync(this.handle);
    this.close();
    return { file: this.file, bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  close(): void {
    closeSync(this.handle);
  }
}
