import { createHash } from 'node:crypto';
import { close, fsync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

  /** What it is, once everything has been written. */
  entry(): FileEntry {
    return { file: this.file, bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  /** Closes it when its bytes are on the disk, which other work need not wait for. */
  async toDisk(): Promise<void> {
    await promisify(fsync)(this.handle);
    await promisify(close)(this.handle);
  }
}
