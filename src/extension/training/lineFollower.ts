import { watch, type FSWatcher } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import * as path from 'node:path';
import type { Disposable } from '../disposables';

/** File systems without change events (network, containers) are looked at this often. */
const POLL_MS = 500;
const CHUNK_BYTES = 1 << 16;

export interface LineListener {
  /** The file is there, or was started anew: all whole lines in it so far. */
  restarted(lines: readonly string[]): void;
  /** Whole lines that were appended; at least one. */
  appended(lines: readonly string[]): void;
  /** The file cannot be read; said once. */
  failed(message: string): void;
}

/**
 * Follows a text file that another process appends lines to, from before it exists. A line counts
 * once its line end is there. A file that shrank or was replaced is read from its beginning again.
 */
export class LineFollower implements Disposable {
  private readonly timer: NodeJS.Timeout;
  private watcher: FSWatcher | undefined;
  private position = 0;
  private inode = -1;
  private partial = Buffer.alloc(0);
  private started = false;
  private failedOnce = false;
  private disposed = false;
  private reading: Promise<void> | undefined;
  private again = false;

  /** @param since files last written before this time (ms since 1970) are left-overs of an earlier run */
  constructor(
    private readonly file: string,
    private readonly listener: LineListener,
    private readonly since = 0,
  ) {
    this.timer = setInterval(() => void this.read(), POLL_MS);
    void this.read();
  }

  /** Reads what is there now, without waiting for the next look. */
  read(): Promise<void> {
    if (this.reading !== undefined) {
      this.again = true;
      return this.reading;
    }
    this.reading = this.readAll().finally(() => (this.reading = undefined));
    return this.reading;
  }

  dispose(): void {
    this.disposed = true;
    clearInterval(this.timer);
    this.watcher?.close();
  }

  private async readAll(): Promise<void> {
    do {
      this.again = false;
      try {
        await this.readNew();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
        if (!this.failedOnce)
          this.listener.failed(`${this.file} cannot be read: ${(error as Error).message}`);
        this.failedOnce = true;
      }
    } while (this.again && !this.disposed);
  }

  private async readNew(): Promise<void> {
    const { size, ino, mtimeMs } = await stat(this.file);
    if (!this.started && mtimeMs < this.since) return;
    this.watchFolder();
    const anew = !this.started || ino !== this.inode || size < this.position;
    if (anew) {
      this.position = 0;
      this.partial = Buffer.alloc(0);
      this.inode = ino;
      this.started = true;
    }
    const lines = size > this.position ? await this.readLines() : [];
    if (this.disposed) return;
    if (anew) this.listener.restarted(lines);
    else if (lines.length > 0) this.listener.appended(lines);
  }

  /** Whole lines from `position` to the end; what follows the last line end is kept for later. */
  private async readLines(): Promise<string[]> {
    const handle = await open(this.file, 'r');
    const parts = [this.partial];
    try {
      for (;;) {
        const { bytesRead, buffer } = await handle.read(
          Buffer.alloc(CHUNK_BYTES),
          0,
          CHUNK_BYTES,
          this.position,
        );
        if (bytesRead === 0) break;
        parts.push(buffer.subarray(0, bytesRead));
        this.position += bytesRead;
      }
    } finally {
      await handle.close();
    }
    const bytes = Buffer.concat(parts);
    const end = bytes.lastIndexOf(0x0a) + 1;
    this.partial = Buffer.from(bytes.subarray(end));
    return bytes
      .subarray(0, end)
      .toString('utf8')
      .split('\n')
      .map((line) => line.replace(/\r$/, ''))
      .filter((line) => line !== '');
  }

  /** Change events make the picture live at once; the timer alone would do too. */
  private watchFolder(): void {
    if (this.watcher !== undefined || this.disposed) return;
    try {
      this.watcher = watch(path.dirname(this.file), () => void this.read());
      this.watcher.on('error', () => this.watcher?.close());
    } catch {
      // No change events here: the timer looks.
    }
  }
}
