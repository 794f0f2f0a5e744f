import type { RecordError } from '../../records';
import { FAULTS, readRecord, type ReadFile, type RecordReading } from '../../records';
import { recordKey, type RecordRef } from '../../spec';
import { Disposables, type Disposable } from '../disposables';

/** The files beside specs; the extension puts VS Code's file systems behind it. */
export interface RecordFiles {
  /**
   * Reads a file of at most `most` bytes.
   * @param spec URI of the spec whose folder the path starts at
   * @throws RecordError where there is none to read
   */
  readFile(spec: string, path: string, most: number): Promise<Uint8Array>;
  /** Calls back whenever the file changes, comes or goes. */
  watch(spec: string, path: string, changed: () => void): Disposable;
}

type Listener = (reading: RecordReading) => void;

/** Files that are being written change many times in a row; they are read when that has paused, ms. */
const PAUSE = 150;

/** Recordings that specs name, each read once for all that follow it, and anew when its files change. */
export class RecordShelf implements Disposable {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly files: RecordFiles,
    private readonly pause = PAUSE,
  ) {}

  /** Calls back with what was read, soon and after every change, until the answer is disposed. */
  follow(spec: string, ref: RecordRef, listener: Listener): Disposable {
    const key = `${spec} ${recordKey(ref)}`;
    let entry = this.entries.get(key);
    if (entry === undefined) {
      entry = new Entry(spec, ref, this.files, this.pause);
      this.entries.set(key, entry);
    }
    const followed = entry;
    // A listener may be added twice; each stands for itself.
    const own: Listener = (reading) => listener(reading);
    followed.add(own);
    return {
      dispose: () => {
        if (!followed.remove(own)) return;
        followed.dispose();
        if (this.entries.get(key) === followed) this.entries.delete(key);
      },
    };
  }

  /** What is read of these recordings at present, by `recordKey`. */
  async readAll(spec: string, refs: readonly RecordRef[]): Promise<ReadonlyMap<string, RecordReading>> {
    const read = refs.map(
      (ref) =>
        new Promise<[string, RecordReading]>((resolve) => {
          const following = this.follow(spec, ref, (reading) => {
            resolve([recordKey(ref), reading]);
            following.dispose();
          });
        }),
    );
    return new Map(await Promise.all(read));
  }

  dispose(): void {
    for (const entry of this.entries.values()) entry.dispose();
    this.entries.clear();
  }
}

/** One recording. */
class Entry implements Disposable {
  private readonly listeners = new Set<Listener>();
  private readonly watched = new Set<string>();
  private readonly disposables = new Disposables();
  private reading: RecordReading | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what was begun, so that an older reading never replaces a newer one. */
  private round = 0;

  constructor(
    private readonly spec: string,
    private readonly ref: RecordRef,
    private readonly files: RecordFiles,
    private readonly pause: number,
  ) {
    void this.read();
  }

  add(listener: Listener): void {
    this.listeners.add(listener);
    const { reading } = this;
    if (reading === undefined) return;
    void Promise.resolve().then(() => {
      // A newer one has been told by itself.
      if (this.listeners.has(listener) && this.reading === reading) listener(reading);
    });
  }

  /** @returns whether nobody is left */
  remove(listener: Listener): boolean {
    this.listeners.delete(listener);
    return this.listeners.size === 0;
  }

  dispose(): void {
    this.round++;
    clearTimeout(this.timer);
    this.listeners.clear();
    this.disposables.dispose();
  }

  private async read(): Promise<void> {
    const round = ++this.round;
    const reading = await this.readThrough((path, most) => {
      // Before it is read, so that no change falls between.
      this.watch(path);
      return this.files.readFile(this.spec, path, most);
    });
    if (round !== this.round) return;
    this.reading = reading;
    for (const listener of [...this.listeners]) listener(reading);
  }

  private async readThrough(readFile: ReadFile): Promise<RecordReading> {
    try {
      return await readRecord(this.ref, readFile);
    } catch (error) {
      const { code, message }: RecordError = FAULTS.failed(this.ref.file, (error as Error).message);
      return { code, message };
    }
  }

  private watch(path: string): void {
    if (this.watched.has(path)) return;
    this.watched.add(path);
    this.disposables.add(
      this.files.watch(this.spec, path, () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.read(), this.pause);
      }),
    );
  }
}
