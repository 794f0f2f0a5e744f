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
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatasetError, diskTooSmall } from './errors';
import { filesBelow } from './filesBelow';
import { FileLock, holderOf, tryLock, type Holder } from './lockFile';
import { isLockFile, LOCK_FILE, TEMPORARY_FILE } from './manifest';

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

/** Whether a JSON file says that it belongs to this format. */
export function saysFormat(path: string, format: string): boolean {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { format?: unknown } | null)?.format === format;
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
 * A folder that a run writes its results to, whatever they are: it is looked at, made, locked for as long as the run
 * takes, and let go. What may lie in it already is for its user to say.
 */
export class OutputFolder {
  private created = false;
  private lock: FileLock | undefined;

  constructor(readonly directory: string) {}

  /** Whether this run holds the folder's lock. */
  get locked(): boolean {
    return this.lock !== undefined;
  }

  /**
   * Names of what is in it, without locks and what a run that was killed had not put in its place yet; none where there
   * is no such folder.
   * @throws DatasetError when it is a file, or a symbolic link to nowhere
   */
  names(): string[] {
    const { directory } = this;
    const found = statSync(directory, { throwIfNoEntry: false });
    if (found === undefined) {
      if (lstatSync(directory, { throwIfNoEntry: false }) === undefined) return [];
      throw new DatasetError(
        `${directory} is a symbolic link to a folder that does not exist; make that folder, or choose another with --out.`,
      );
    }
    if (!found.isDirectory()) {
      throw new DatasetError(`${directory} is a file, not a folder; choose another place with --out.`);
    }
    return readdirSync(directory).filter((name) => !isLockFile(name) && !this.isLeftOver(name));
  }

  /** @throws DatasetError while another run holds it */
  refuseBusy(): void {
    const file = join(this.directory, LOCK_FILE);
    const holder = existsSync(file) ? holderOf(file) : undefined;
    if (holder !== undefined) throw this.busy(holder);
  }

  /**
   * @param bytes that the results take
   * @param reused what of the folder they replace, by name
   * @throws DatasetError when the disk has less
   */
  refuseSmallDisk(bytes: number, reused: readonly string[]): void {
    const { directory } = this;
    const disk = statfsSync(nearestFolder(directory));
    const free = disk.bavail * disk.bsize + reused.reduce((sum, name) => sum + this.sizeOf(name), 0);
    // Some network and container disks report no size at all; they are tried and may still run full.
    if (disk.blocks > 0 && free < bytes) throw diskTooSmall(directory, bytes, free);
  }

  /**
   * Makes the folder and locks it.
   * @throws DatasetError when another run was quicker
   */
  take(): void {
    const { directory } = this;
    this.created = mkdirSync(directory, { recursive: true }) !== undefined;
    const lock = tryLock(join(directory, LOCK_FILE));
    if (!(lock instanceof FileLock)) throw this.busy(lock);
    this.lock = lock;
    // What runs left that were killed while they took it.
    for (const name of readdirSync(directory)) {
      if (!isLockFile(name) || name === LOCK_FILE) continue;
      const file = join(directory, name);
      if (holderOf(file) === undefined) rmSync(file, { force: true });
    }
  }

  /** Puts a file into the place of another in one step. */
  put(name: string, data: string): void {
    const temporary = join(this.directory, TEMPORARY_FILE);
    writeSynced(temporary, data);
    renameSync(temporary, join(this.directory, name));
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

  private isLeftOver(name: string): boolean {
    if (name !== TEMPORARY_FILE) return false;
    return lstatSync(join(this.directory, name), { throwIfNoEntry: false })?.isFile() ?? true;
  }

  private sizeOf(name: string): number {
    const path = join(this.directory, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory() !== true) return found?.size ?? 0;
    const sizes = filesBelow(path).map(
      (file) => lstatSync(join(path, file), { throwIfNoEntry: false })?.size,
    );
    return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  }

  private busy({ pid, host }: Holder): DatasetError {
    const who = pid === undefined ? '' : ` (process ${pid}${host === undefined ? '' : ` on ${host}`})`;
    return new DatasetError(
      `Another run${who} is writing ${this.directory} now; wait for it or choose another folder with --out ` +
        `(should there be no such run any more, remove ${join(this.directory, LOCK_FILE)}).`,
    );
  }
}
