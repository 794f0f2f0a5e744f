import { createHash, type Hash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportedFile } from './format';

/**
 * Writes a small file at once. It is not waited for until it is on the disk: a set has hundreds of thousands of such files,
 * and all of them can be written anew from its shards.
 * @param file path below `folder`, with `/`
 * @throws the system's error when it is there already or cannot be made
 */
export function writeExportFile(folder: string, file: string, data: Uint8Array | string): ExportedFile {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  writeFileSync(join(folder, file), bytes, { flag: 'wx' });
  return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** A file that is written piece by piece, with the SHA-256 of what was written. */
export class ExportFile {
  private readonly handle: number;
  private readonly hash: Hash = createHash('sha256');
  private pending: string[] = [];
  private pendingLength = 0;
  private size = 0;

  /**
   * @param file path below `folder`, with `/`; what an interrupted run left there is replaced
   * @throws the system's error when it cannot be made
   */
  constructor(
    folder: string,
    private readonly file: string,
  ) {
    rmSync(join(folder, file), { force: true });
    this.handle = openSync(join(folder, file), 'wx');
  }

  /** Bytes that were written so far. */
  get bytes(): number {
    this.flush();
    return this.size;
  }

  write(data: ArrayBufferView): void {
    this.flush();
    this.put(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }

  /** Text is gathered and written in blocks. */
  print(text: string): void {
    this.pending.push(text);
    this.pendingLength += text.length;
    if (this.pendingLength >= BLOCK) this.flush();
  }

  /** Waits until the bytes are on the disk. */
  finish(): ExportedFile {
    this.flush();
    fsyncSync(this.handle);
    closeSync(this.handle);
    return { file: this.file, bytes: this.size, sha256: this.hash.digest('hex') };
  }

  private flush(): void {
    if (this.pendingLength === 0) return;
    const bytes = new TextEncoder().encode(this.pending.join(''));
    this.pending = [];
    this.pendingLength = 0;
    this.put(bytes);
  }

  private put(bytes: Uint8Array): void {
    this.hash.update(bytes);
    for (let done = 0; done < bytes.length;) {
      done += writeSync(this.handle, bytes, done, bytes.length - done);
    }
    this.size += bytes.length;
  }
}

const BLOCK = 1 << 16;
