import { lstatSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { isCardPart } from '../card/index';
import { DatasetError } from '../errors';
import { filesBelow, foldersBelow } from '../filesBelow';
import { INCOMPLETE_FILE, isLockFile, SPEC_FILE, TEMPORARY_FILE } from '../manifest';
import { OutputFolder, saysFormat, syncFolder } from '../outputFolder';
import { EXPORT_FILE, EXPORT_FORMAT, isExportFile, type ExportNote } from './exportShard';
import { ALL_FORMATS } from './registry';

/** Whether a path below a folder, with `/`, may be part of an export in any format. */
const isOwn = (folder: string, path: string): boolean =>
  isCardPart(folder, path) ||
  path === SPEC_FILE ||
  isExportFile(path) ||
  path === INCOMPLETE_FILE ||
  path === TEMPORARY_FILE ||
  ALL_FORMATS.some((format) => format.owns(path));

/**
 * The folder that a set is exported to. As a data set's, it carries INCOMPLETE.json and a lock until one rename makes it whole,
 * and is replaced only when it is asked for and nothing else is in it.
 */
export class ExportTarget {
  private readonly folder: OutputFolder;

  constructor(
    readonly directory: string,
    private readonly overwrite: boolean,
  ) {
    this.folder = new OutputFolder(directory);
  }

  /**
   * Looks without touching, as `Target.check` does.
   * @param bytes that the export takes
   * @throws DatasetError
   */
  check(bytes: number): void {
    this.folder.refuseBusy();
    this.folder.refuseSmallDisk(bytes, this.replaceable());
  }

  /** Makes and locks the folder, marks it, and only then removes the export that `check` allowed to. */
  claim(note: ExportNote): void {
    this.folder.take();
    const old = this.replaceable();
    this.put(INCOMPLETE_FILE, {
      ...note,
      incomplete: 'This export is being written, or was interrupted. It is not whole.',
    });
    this.remove(old.filter((path) => path !== INCOMPLETE_FILE && path !== TEMPORARY_FILE));
  }

  /** Puts the note in the place of the mark. */
  complete(note: ExportNote): void {
    syncFolder(this.directory);
    this.put(INCOMPLETE_FILE, note);
    renameSync(join(this.directory, INCOMPLETE_FILE), join(this.directory, EXPORT_FILE));
    syncFolder(this.directory);
  }

  /** After a failure: takes away what was written, as far as the disk still lets it; the mark goes last. */
  abandon(): void {
    if (!this.folder.locked) return;
    try {
      const parts = this.contents().filter((path) => isOwn(this.directory, path) && path !== INCOMPLETE_FILE);
      this.remove(parts);
      unlinkSync(join(this.directory, INCOMPLETE_FILE));
    } catch {
      // What stays is still marked as incomplete.
    }
  }

  /** Lets other runs at the folder; takes it away again if this run made it and nothing is in it. */
  release(): void {
    this.folder.release();
  }

  /** Every file in the folder and below, if it may be replaced. */
  private replaceable(): string[] {
    const { directory } = this;
    const present = this.contents();
    if (present.length === 0) return present;
    const begun = saysFormat(join(directory, INCOMPLETE_FILE), EXPORT_FORMAT);
    if (!begun && !saysFormat(join(directory, EXPORT_FILE), EXPORT_FORMAT)) {
      throw new DatasetError(
        `${directory} is not empty and is not an export of ecgspec, so nothing is written there; choose another folder with --out.`,
      );
    }
    if (!this.overwrite) {
      throw new DatasetError(
        `${directory} already holds ${begun ? 'an export that was not finished' : 'an export'}; ` +
          'add --overwrite to replace it, or choose another folder with --out.',
      );
    }
    const foreign = present.find(
      (path) => !lstatSync(join(directory, path)).isFile() || !isOwn(directory, path),
    );
    if (foreign !== undefined) {
      throw new DatasetError(
        `${directory} also holds ${foreign}, which is not part of the export, so it is not overwritten; ` +
          `move ${foreign} elsewhere or choose another folder with --out.`,
      );
    }
    return present;
  }

  /** Paths of all files below, with `/`, without the lock's. */
  private contents(): string[] {
    if (this.folder.names().length === 0) return [];
    return filesBelow(this.directory).filter((path) => !isLockFile(path));
  }

  /** Removes files, and folders that are empty then. */
  private remove(paths: readonly string[]): void {
    for (const path of paths) unlinkSync(join(this.directory, path));
    for (const folder of foldersBelow(this.directory)) {
      try {
        rmdirSync(join(this.directory, folder));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
      }
    }
  }

  private put(name: string, value: object): void {
    this.folder.put(name, `${JSON.stringify(value, null, 1)}\n`);
  }
}
