import { lstatSync, readdirSync, realpathSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { INCOMPLETE_FILE, isLockFile } from '../dataset/manifest';
import { nearestFolder, OutputFolder, saysFormat, syncFolder, writeSynced } from '../dataset/outputFolder';
import { ImportError } from './errors';

export const RECORDINGS_FORMAT = 'ecgspec-recordings';
export const RECORDINGS_FILE = 'recordings.json';
/** What an import writes; recordings.json is the last to be there. */
export const IMPORT_FILES = [
  'strips.npy',
  'strips.csv',
  'dropped.csv',
  'import.json',
  'summary.html',
  'ATTRIBUTION.md',
  RECORDINGS_FILE,
] as const;
export type ImportFile = (typeof IMPORT_FILES)[number];

const PARTIAL = '.partial';

const isOwn = (name: string): boolean =>
  (IMPORT_FILES as readonly string[]).includes(
    name.endsWith(PARTIAL) ? name.slice(0, -PARTIAL.length) : name,
  ) || name === INCOMPLETE_FILE;

/**
 * The folder that recordings are imported into. Until `complete` the files are beside an earlier import's under names of their
 * own; then they take their places while INCOMPLETE.json says so, and recordings.json, without which the folder is none of
 * recordings, comes last.
 */
export class ImportTarget {
  private readonly folder: OutputFolder;

  constructor(
    readonly directory: string,
    private readonly overwrite: boolean,
  ) {
    this.folder = new OutputFolder(directory);
  }

  /**
   * Looks without touching.
   * @param sources the folder of the recordings and their table: nothing is written into the one or over the other
   * @throws ImportError
   * @throws DatasetError where the folder is none, or another run is writing it
   */
  check(folder: string, table: string): void {
    const { directory } = this;
    const target = real(directory);
    if (isWithin(target, real(folder))) {
      throw new ImportError(
        `${directory} lies in the folder of the recordings, which is left as it is; choose a folder outside of ${folder} with --out.`,
      );
    }
    if (real(table) === target || dirname(real(table)) === target) {
      throw new ImportError(`${directory} holds the label table; choose another folder with --out.`);
    }
    this.folder.refuseBusy();
    this.replaceable();
  }

  /** Makes and locks the folder, and marks it as incomplete where there was no import. */
  claim(): void {
    this.folder.take();
    const present = this.replaceable();
    for (const name of present) if (name.endsWith(PARTIAL)) unlinkSync(join(this.directory, name));
    if (!present.includes(RECORDINGS_FILE)) this.mark();
  }

  /** Where a file is written until `complete`. */
  partial(name: ImportFile): string {
    return join(this.directory, `${name}${PARTIAL}`);
  }

  write(name: ImportFile, data: string): void {
    writeSynced(this.partial(name), data);
  }

  /** Puts everything in its place. */
  complete(): void {
    const { directory } = this;
    this.mark();
    rmSync(join(directory, RECORDINGS_FILE), { force: true });
    for (const name of IMPORT_FILES) {
      if (name !== RECORDINGS_FILE) renameSync(this.partial(name), join(directory, name));
    }
    syncFolder(directory);
    // One step from "incomplete" to "whole".
    renameSync(this.partial(RECORDINGS_FILE), join(directory, INCOMPLETE_FILE));
    renameSync(join(directory, INCOMPLETE_FILE), join(directory, RECORDINGS_FILE));
    syncFolder(directory);
  }

  /** After a failure: takes away what was written; an earlier import stays. */
  abandon(): void {
    if (!this.folder.locked) return;
    try {
      for (const name of readdirSync(this.directory)) {
        if (isOwn(name) && name.endsWith(PARTIAL)) unlinkSync(join(this.directory, name));
      }
      // Of an import whose files were taking their places the mark stays.
      const left = readdirSync(this.directory).filter((name) => !isLockFile(name));
      if (left.every((name) => name === INCOMPLETE_FILE)) unlinkSync(join(this.directory, INCOMPLETE_FILE));
    } catch {
      // What stays is marked, or has a name under which nobody looks for it.
    }
  }

  /** Lets other runs at the folder; takes it away again if this run made it and nothing is in it. */
  release(): void {
    this.folder.release();
  }

  /** What is in the folder, if it may be replaced. */
  private replaceable(): string[] {
    const { directory } = this;
    const present = this.folder.names();
    if (present.length === 0) return present;
    const whole = saysFormat(join(directory, RECORDINGS_FILE), RECORDINGS_FORMAT);
    if (!whole && !saysFormat(join(directory, INCOMPLETE_FILE), RECORDINGS_FORMAT)) {
      throw new ImportError(
        `${directory} is not empty and holds no import of ecgspec, so nothing is written there; choose another folder with --out.`,
      );
    }
    if (!this.overwrite) {
      throw new ImportError(
        `${directory} already holds ${whole ? 'an import' : 'an import that was not finished'}; add --overwrite to replace it, or choose another folder with --out.`,
      );
    }
    const foreign = present.find((name) => !isOwn(name) || !lstatSync(join(directory, name)).isFile());
    if (foreign !== undefined) {
      throw new ImportError(
        `${directory} also holds ${foreign}, which is not part of the import, so it is not overwritten; move ${foreign} elsewhere or choose another folder with --out.`,
      );
    }
    return present;
  }

  private mark(): void {
    const text = 'This import is being written, or was interrupted. It is not whole.';
    this.folder.put(
      INCOMPLETE_FILE,
      `${JSON.stringify({ format: RECORDINGS_FORMAT, version: 1, incomplete: text })}\n`,
    );
  }
}

/** A path without links, whether or not all of it is there. */
function real(path: string): string {
  const whole = resolve(path);
  const there = nearestFolder(whole);
  return join(realpathSync(there), relative(there, whole));
}

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);

/** What a folder is called in texts that leave this machine. */
export const folderName = (path: string): string => basename(resolve(path));
