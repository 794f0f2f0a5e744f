import { open, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { TrainingCancelled } from './errors';
import type { Watching } from './options';

const WAIT_MS = 1000;

/**
 * Runs `work` while holding a lock file with this process's id in it. Waits for another live holder; a lock whose
 * holder is gone is taken over.
 * @throws TrainingCancelled when cancelled while waiting; whatever `work` throws
 */
export async function withLock<T>(
  file: string,
  { signal, onLine }: Watching,
  work: () => Promise<T>,
): Promise<T> {
  for (let told = false; !(await take(file)); told = true) {
    const holder = Number((await readFile(file, 'utf8').catch(() => '')).trim());
    if (holder > 0 && !isAlive(holder)) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) onLine?.('Another process is setting up the same training environment; waiting for it ...');
    if (signal?.aborted) throw new TrainingCancelled();
    await sleep(WAIT_MS);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
