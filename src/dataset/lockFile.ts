import { createHash, randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A lock without a readable holder (its disk filled up, or it was made by hand) counts as left behind after this, ms. */
const UNREADABLE_AFTER_MS = 5000;

/** Who has a lock; undefined where its file does not say. */
export interface Holder {
  readonly pid: number | undefined;
  readonly host: string | undefined;
}

/**
 * Tells a process from any that had its number before, or has it after: when it began, in ticks since which start of the
 * system; `undefined` where the system does not say (all but Linux).
 */
function birthOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The 22nd field; the second, in brackets, may hold anything.
    const began = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
    return began === undefined ? undefined : `${boot} ${began}`;
  } catch {
    return undefined;
  }
}

/** The ids of the locks that this process holds. */
const mine = new Set<string>();

/** A lock that this process has. */
export class FileLock {
  constructor(
    private readonly file: string,
    private readonly text: string,
    private readonly id: string,
  ) {
    mine.add(id);
  }

  /** Ends the lock; never fails, as whoever comes next sees that the holder is gone. */
  release(): void {
    try {
      if (readFileSync(this.file, 'utf8') === this.text) unlinkSync(this.file);
    } catch {
      // Somebody removed it.
    }
    mine.delete(this.id);
  }
}

/** The live holder of a lock, without touching it; undefined when it is free or its holder is gone. */
export function holderOf(file: string): Holder | undefined {
  const found = look(file);
  return found === undefined || isStale(found) ? undefined : found.holder;
}

/**
 * Takes a lock that is a file with the holder's process id, its birth, host and a random id in it, without waiting. The lock of
 * a process that is gone is taken over, by one only of all that try at the same time. A holder on another host
 * cannot be seen from here and counts as live.
 * @returns the lock, or its live holder
 * @throws the system's error when the file cannot be made
 */
export function tryLock(file: string): FileLock | Holder {
  const id = randomUUID();
  const text = `${JSON.stringify({ pid: process.pid, birth: birthOf(process.pid), host: hostname(), id })}\n`;
  for (;;) {
    if (create(file, text, id)) return new FileLock(file, text, id);
    const found = look(file);
    if (found === undefined) continue;
    if (!isStale(found)) return found.holder;
    // Whoever replaces just this stale lock holds a lock of its own, named after it.
    const guard = tryLock(`${file}.${found.digest}`);
    if (!(guard instanceof FileLock)) return guard;
    try {
      if (look(file)?.digest !== found.digest) continue;
      // In one step, so that there is no moment without a lock.
      const temporary = `${file}.${id}`;
      writeFileSync(temporary, text, { flag: 'wx' });
      renameSync(temporary, file);
      return new FileLock(file, text, id);
    } finally {
      guard.release();
    }
  }
}

/** Makes the file with its text in one step, so that nobody sees it empty; false when it is there already. */
function create(file: string, text: string, id: string): boolean {
  const temporary = `${file}.${id}`;
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    try {
      linkSync(temporary, file);
    } finally {
      rmSync(temporary, { force: true });
    }
    return true;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (syscall !== 'link') throw error;
  }
  // A disk without hard links.
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  return readFileSync(file, 'utf8') === text;
}

interface Found {
  readonly holder: Holder;
  readonly id: string | undefined;
  /** See `birthOf`. */
  readonly birth: string | undefined;
  /** ms since its last change. */
  readonly age: number;
  /** Tells this lock from any that came before or comes after it. */
  readonly digest: string;
}

function look(file: string): Found | undefined {
  let text: string;
  let changed: number;
  try {
    text = readFileSync(file, 'utf8');
    changed = statSync(file).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const said = parse(text);
  const digest = createHash('sha256').update(`${changed} ${text}`).digest('hex').slice(0, 16);
  return {
    holder: {
      pid: typeof said?.pid === 'number' && said.pid > 0 ? said.pid : undefined,
      host: typeof said?.host === 'string' ? said.host : undefined,
    },
    id: typeof said?.id === 'string' ? said.id : undefined,
    birth: typeof said?.birth === 'string' ? said.birth : undefined,
    age: Date.now() - changed,
    digest,
  };
}

function parse(text: string): { pid?: unknown; birth?: unknown; host?: unknown; id?: unknown } | null {
  try {
    return JSON.parse(text) as ReturnType<typeof parse>;
  } catch {
    return null;
  }
}

function isStale({ holder: { pid, host }, id, birth, age }: Found): boolean {
  if (pid === undefined || host === undefined || id === undefined) return age > UNREADABLE_AFTER_MS;
  if (host !== hostname()) return false;
  // A process that has had its number before, as the first one of a container has.
  if (pid === process.pid) return !mine.has(id);
  if (!isAlive(pid)) return true;
  const now = birth === undefined ? undefined : birthOf(pid);
  return now !== undefined && now !== birth;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
