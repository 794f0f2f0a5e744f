import { existsSync, readFileSync, renameSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetError } from './errors';
import { FORMAT, INCOMPLETE_FILE, JOURNAL_FILE, MANIFEST_FILE, SHARD_FILE } from './manifest';
import { OutputFolder, saysFormat, syncFolder, writeSynced } from './outputFolder';
import { isPart, isPartName, removePart } from './parts';

/** What is to become of a data set in the folder that was not finished. */
export type UnfinishedPlan =
  | { readonly do: 'continue' }
  | { readonly do: 'discard' }
  /** Unless there is leave to overwrite it. `because` completes "it is not gone on with, because ...". */
  | { readonly do: 'refuse'; readonly because: string };

/**
 * The folder that a data set is written to. From `claim` to `complete` it carries INCOMPLETE.json and no
 * manifest; one rename turns the mark into the manifest, so at no moment are there both or neither. All the while
 * the run holds a lock in it, so that no other run writes there.
 */
export class Target {
  private readonly folder: OutputFolder;
  private overwrite = false;
  private unfinished: UnfinishedPlan = { do: 'refuse', because: 'it is another one' };
  private old: readonly string[] = [];

  constructor(readonly directory: string) {
    this.folder = new OutputFolder(directory);
  }

  /**
   * Looks without touching: refuses a file, a folder that another run is writing, one with anything in it but a
   * data set, a data set without leave to overwrite it or go on with it, and a disk with less than `bytes` free.
   * @throws DatasetError
   */
  check(overwrite: boolean, bytes: number, unfinished = this.unfinished): void {
    this.overwrite = overwrite;
    this.unfinished = unfinished;
    this.folder.refuseBusy();
    this.old = this.replaceable();
    this.folder.refuseSmallDisk(bytes, this.old);
  }

  /** What is in the folder and may be replaced. */
  private replaceable(): readonly string[] {
    const { directory, overwrite } = this;
    const present = this.folder.names();
    if (present.length > 0) {
      const whole = saysFormat(join(directory, MANIFEST_FILE), FORMAT);
      const begun = saysFormat(join(directory, INCOMPLETE_FILE), FORMAT);
      if (!whole && !begun) {
        throw new DatasetError(
          `${directory} is not empty and is not an ecgspec data set, so nothing is written there; choose another folder with --out.`,
        );
      }
      if (begun && !overwrite && this.unfinished.do === 'refuse') {
        throw new DatasetError(
          `${directory} holds a data set that was not finished, and it is not gone on with, because ${this.unfinished.because}; ` +
            'add --restart to discard it, or choose another folder with --out.',
        );
      }
      if (!begun && !overwrite) {
        throw new DatasetError(
          `${directory} already holds a data set; add --overwrite to replace it, or choose another folder with --out.`,
        );
      }
      const foreign = present.find((name) => !isPart(directory, name));
      if (foreign !== undefined) {
        throw new DatasetError(
          `${directory} also holds ${foreign}, which is not part of the data set, so it is not overwritten; ` +
            `move ${foreign} elsewhere or choose another folder with --out.`,
        );
      }
    }
    return present;
  }

  /**
   * Makes the folder and locks it.
   * @throws DatasetError when another run was quicker
   */
  take(): void {
    this.folder.take();
    // Another run may have come and gone since `check`.
    this.old = this.replaceable();
  }

  /**
   * Marks the folder, which must be locked, as incomplete, and only then removes what `check` allowed to.
   * @param keep names of what is to stay of a set that was not finished
   */
  begin(mark: string, keep: ReadonlySet<string> = new Set()): void {
    const { directory } = this;
    this.folder.put(INCOMPLETE_FILE, mark);
    for (const name of [MANIFEST_FILE, ...this.old]) {
      if (name === INCOMPLETE_FILE || keep.has(name)) continue;
      if (existsSync(join(directory, name))) removePart(directory, name);
    }
    syncFolder(directory);
  }

  /** Puts another mark in the place of the one that `begin` made. */
  remark(mark: string): void {
    this.folder.put(INCOMPLETE_FILE, mark);
    syncFolder(this.directory);
  }

  /** `take` and `begin` in one, where nothing is to stay. */
  claim(mark: string): void {
    this.take();
    this.begin(mark);
  }

  write(name: string, data: string | Uint8Array): void {
    writeSynced(join(this.directory, name), data);
  }

  /**
   * Puts the manifest in the place of the mark.
   * @param files what must be there, to the byte
   * @throws DatasetError when somebody else touched the folder meanwhile
   */
  complete(mark: string, manifest: string, files: readonly { file: string; bytes: number }[]): void {
    const { directory } = this;
    if (!this.marked(mark)) {
      throw new DatasetError(
        `${directory} was taken over by another run meanwhile; run again into a folder of its own.`,
      );
    }
    for (const { file, bytes } of files) {
      const found = statSync(join(directory, file), { throwIfNoEntry: false });
      if (found?.size !== bytes) {
        throw new DatasetError(`${join(directory, file)} was changed while it was written; run again.`);
      }
    }
    syncFolder(directory);
    // From here on the mark says of every shard that it is finished, so that the journal can go.
    this.folder.put(INCOMPLETE_FILE, manifest);
    rmSync(join(directory, JOURNAL_FILE), { force: true });
    renameSync(join(directory, INCOMPLETE_FILE), join(directory, MANIFEST_FILE));
    syncFolder(directory);
  }

  /** After a failure: leaves only what a run that goes on can use, so that a full disk has room again. @param finished names of files */
  keepOnly(mark: string, finished: ReadonlySet<string>): void {
    if (!this.marked(mark)) return;
    try {
      for (const name of this.folder.names()) {
        if (SHARD_FILE.test(name) && !finished.has(name)) unlinkSync(join(this.directory, name));
      }
    } catch {
      // A run that goes on removes it.
    }
  }

  /** After a failure: takes away what this run wrote, as far as the disk still lets it; the mark goes last. */
  abandon(mark: string): void {
    if (!this.marked(mark)) return;
    const { directory } = this;
    const parts = () => this.folder.names().filter((name) => isPartName(name) && name !== INCOMPLETE_FILE);
    try {
      for (const name of parts()) if (isPart(directory, name)) removePart(directory, name);
      // Without the lock of this run somebody else's parts could be there.
      if (parts().length === 0) unlinkSync(join(directory, INCOMPLETE_FILE));
    } catch {
      // What stays is still marked as incomplete.
    }
  }

  /** Lets other runs at the folder; takes it away again if this run made it and nothing is in it. */
  release(): void {
    this.folder.release();
  }

  private marked(mark: string): boolean {
    try {
      return readFileSync(join(this.directory, INCOMPLETE_FILE), 'utf8') === mark;
    } catch {
      return false;
    }
  }
}
