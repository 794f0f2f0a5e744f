import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmdirSync,
  statSync,
  statfsSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatasetError, diskTooSmall } from './errors';
import { FORMAT, INCOMPLETE_FILE, MANIFEST_FILE, isDatasetFile } from './manifest';

/** Waits until a folder's list of names is on the disk. Windows cannot do it and does not need it. */
function syncFolder(directory: string): void {
  try {
    const handle = openSync(directory, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Not every system lets a folder be opened; the files themselves are synchronised either way.
  }
}

function writeSynced(path: string, data: string | Uint8Array): void {
  const handle = openSync(path, 'w');
  try {
    writeFileSync(handle, data);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Whether a JSON file in the folder says that it belongs to this format. */
function saysFormat(path: string): boolean {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { format?: unknown } | null)?.format === FORMAT;
  } catch {
    return false;
  }
}

function nearestFolder(path: string): string {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/**
 * The folder that a data set is written to. From `claim` to `complete` it carries INCOMPLETE.json and no
 * manifest; one rename turns the mark into the manifest, so at no moment are there both or neither.
 */
export class Target {
  private created = false;
  private old: readonly string[] = [];

  constructor(readonly directory: string) {}

  /**
   * Looks without touching: refuses a file, a folder with anything in it but a data set, a data set
   * without leave to overwrite it, and a disk with less than `bytes` free.
   * @throws DatasetError
   */
  check(overwrite: boolean, bytes: number): void {
    const { directory } = this;
    this.old = this.contents();
    if (this.old.length > 0) {
      const whole = saysFormat(join(directory, MANIFEST_FILE));
      const begun = saysFormat(join(directory, INCOMPLETE_FILE));
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
      const foreign = this.old.find(
        (name) => !isDatasetFile(name) || !lstatSync(join(directory, name)).isFile(),
      );
      if (foreign !== undefined) {
        throw new DatasetError(
          `${directory} also holds ${foreign}, which is not part of the data set, so it is not overwritten; ` +
            `move ${foreign} elsewhere or choose another folder with --out.`,
        );
      }
    }
    const disk = statfsSync(nearestFolder(directory));
    const reused = this.old.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
    const free = disk.bavail * disk.bsize + reused;
    // Some network and container disks report no size at all; they are tried and may still run full.
    if (disk.blocks > 0 && free < bytes) throw diskTooSmall(directory, bytes, free);
  }

  /** Makes the folder, marks it as incomplete, and only then removes the data set that `check` allowed to. */
  claim(mark: string): void {
    const { directory } = this;
    this.created = mkdirSync(directory, { recursive: true }) !== undefined;
    const path = join(directory, INCOMPLETE_FILE);
    if (this.old.length === 0) {
      try {
        writeFileSync(path, mark, { flag: 'wx' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        throw new DatasetError(`Another run is writing ${directory}; wait for it or choose another folder.`);
      }
    }
    this.replace(INCOMPLETE_FILE, mark);
    for (const name of [MANIFEST_FILE, ...this.old]) {
      if (name !== INCOMPLETE_FILE && existsSync(join(directory, name))) unlinkSync(join(directory, name));
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
    this.replace(INCOMPLETE_FILE, manifest);
    renameSync(join(directory, INCOMPLETE_FILE), join(directory, MANIFEST_FILE));
    syncFolder(directory);
  }

  /** After a failure: takes away what this run wrote, as far as the disk still lets it. */
  abandon(mark: string): void {
    if (!this.marked(mark)) return;
    const { directory } = this;
    try {
      const names = readdirSync(directory).filter(isDatasetFile);
      for (const name of names) if (name !== INCOMPLETE_FILE) unlinkSync(join(directory, name));
      unlinkSync(join(directory, INCOMPLETE_FILE));
      if (this.created) rmdirSync(directory);
    } catch {
      // What stays is still marked as incomplete.
    }
  }

  private contents(): readonly string[] {
    const found = statSync(this.directory, { throwIfNoEntry: false });
    if (found === undefined) return [];
    if (!found.isDirectory()) {
      throw new DatasetError(`${this.directory} is a file, not a folder; choose another place with --out.`);
    }
    return readdirSync(this.directory);
  }

  private marked(mark: string): boolean {
    try {
      return readFileSync(join(this.directory, INCOMPLETE_FILE), 'utf8') === mark;
    } catch {
      return false;
    }
  }

  private replace(name: string, data: string): void {
    const temporary = join(this.directory, `${INCOMPLETE_FILE}.tmp`);
    writeSynced(temporary, data);
    renameSync(temporary, join(this.directory, name));
  }
}
