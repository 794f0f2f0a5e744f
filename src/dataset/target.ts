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
import { FileLock, holderOf, tryLock, type Holder } from './lockFile';
import { FORMAT, INCOMPLETE_FILE, LOCK_FILE, MANIFEST_FILE, isLockFile } from './manifest';
import { isPart, isPartName, removePart } from './parts';

/** Waits until a folder's list of names is on the disk. Windows cannot do it and does not need it. */
export function syncFolder(directory: string): void {
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

/** Writes a file and waits until it is on the disk. */
export function writeSynced(path: string, data: string | Uint8Array): void {
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

/** The folder itself, or the nearest one above it that is there. */
export function nearestFolder(path: string): string {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/**
 * The folder that a data set is written to. From `claim` to `complete` it carries INCOMPLETE.json and no
 * manifest; one rename turns the mark into the manifest, so at no moment are there both or neither. All the while
 * the run holds a lock in it, so that no other run writes there.
 */
export class Target {
  private created = false;
  private overwrite = false;
  private old: readonly string[] = [];
  private lock: FileLock | undefined;

  constructor(readonly directory: string) {}

  /**
   * Looks without touching: refuses a file, a folder that another run is writing, one with anything in it but a
   * data set, a data set without leave to overwrite it, and a disk with less than `bytes` free.
   * @throws DatasetError
   */
  check(overwrite: boolean, bytes: number): void {
    const { directory } = this;
    this.overwrite = overwrite;
    const holder = this.contents().includes(LOCK_FILE) ? holderOf(join(directory, LOCK_FILE)) : undefined;
    if (holder !== undefined) throw this.busy(holder);
    this.old = this.replaceable();
    const disk = statfsSync(nearestFolder(directory));
    const reused = this.old.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
    const free = disk.bavail * disk.bsize + reused;
    // Some network and container disks report no size at all; they are tried and may still run full.
    if (disk.blocks > 0 && free < bytes) throw diskTooSmall(directory, bytes, free);
  }

  /** What is in the folder and may be replaced. */
  private replaceable(): readonly string[] {
    const { directory, overwrite } = this;
    const present = this.contents().filter((name) => !isLockFile(name));
    if (present.length > 0) {
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
    this.created = mkdirSync(directory, { recursive: true }) !== undefined;
    const lock = tryLock(join(directory, LOCK_FILE));
    if (!(lock instanceof FileLock)) throw this.busy(lock);
    this.lock = lock;
    // Another run may have come and gone since `check`.
    this.old = this.replaceable();
    this.replace(INCOMPLETE_FILE, mark);
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
    this.replace(INCOMPLETE_FILE, manifest);
    renameSync(join(directory, INCOMPLETE_FILE), join(directory, MANIFEST_FILE));
    syncFolder(directory);
  }

  /** After a failure: takes away what this run wrote, as far as the disk still lets it; the mark goes last. */
  abandon(mark: string): void {
    if (!this.marked(mark)) return;
    const { directory } = this;
    const parts = () =>
      readdirSync(directory).filter(
        (name) => isPartName(name) && name !== INCOMPLETE_FILE && !isLockFile(name),
      );
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
    this.lock?.release();
    this.lock = undefined;
    try {
      if (this.created) rmdirSync(this.directory);
    } catch {
      // Something is in it.
    }
  }

  private contents(): readonly string[] {
    const found = statSync(this.directory, { throwIfNoEntry: false });
    if (found === undefined) {
      if (lstatSync(this.directory, { throwIfNoEntry: false }) === undefined) return [];
      throw new DatasetError(
        `${this.directory} is a symbolic link to a folder that does not exist; make that folder, or choose another with --out.`,
      );
    }
    if (!found.isDirectory()) {
      throw new DatasetError(`${this.directory} is a file, not a folder; choose another place with --out.`);
    }
    return readdirSync(this.directory);
  }

  private busy({ pid, host }: Holder): DatasetError {
    const who = pid === undefined ? '' : ` (process ${pid}${host === undefined ? '' : ` on ${host}`})`;
    return new DatasetError(
      `Another run${who} is writing ${this.directory} now; wait for it or choose another folder with --out ` +
        `(should there be no such run any more, remove ${join(this.directory, LOCK_FILE)}).`,
    );
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
