import { existsSync, readFileSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DatasetError } from './errors';
import { FORMAT, INCOMPLETE_FILE, MANIFEST_FILE } from './manifest';
import { OutputFolder, saysFormat, syncFolder, writeSynced } from './outputFolder';
import { isPart, isPartName, removePart } from './parts';

/**
 * The folder that a data set is written to. From `claim` to `complete` it carries INCOMPLETE.json and no
 * manifest; one rename turns the mark into the manifest, so at no moment are there both or neither. All the while
 * the run holds a lock in it, so that no other run writes there.
 */
export class Target {
  private readonly folder: OutputFolder;
  private overwrite = false;
  private old: readonly string[] = [];

  constructor(readonly directory: string) {
    this.folder = new OutputFolder(directory);
  }

  /**
   * Looks without touching: refuses a file, a folder that another run is writing, one with anything in it but a
   * data set, a data set without leave to overwrite it, and a disk with less than `bytes` free.
   * @throws DatasetError
   */
  check(overwrite: boolean, bytes: number): void {
    this.overwrite = overwrite;
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
      if (!overwrite) {
        throw new DatasetError(
          `${directory} already holds ${begun ? 'a data set that was not finished' : 'a data set'}; ` +
            'add --overwrite to replace it, or choose another folder with --out.',
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
   * Makes the folder, locks it, marks it as incomplete, and only then removes the data set that `check` allowed to.
   * @throws DatasetError when another run was quicker
   */
  claim(mark: string): void {
    const { directory } = this;
    this.folder.take();
    // Another run may have come and gone since `check`.
    this.old = this.replaceable();
    this.folder.put(INCOMPLETE_FILE, mark);
    for (const name of [MANIFEST_FILE, ...this.old]) {
      if (name !== INCOMPLETE_FILE && existsSync(join(directory, name))) removePart(directory, name);
    }
    syncFolder(directory);
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
    this.folder.put(INCOMPLETE_FILE, manifest);
    renameSync(join(directory, INCOMPLETE_FILE), join(directory, MANIFEST_FILE));
    syncFolder(directory);
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
