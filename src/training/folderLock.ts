import { setTimeout as sleep } from 'node:timers/promises';
import { FileLock, tryLock } from '../dataset/lockFile';
import { TrainingCancelled, TrainingError } from './errors';
import type { Watching } from './options';

const WAIT_MS = 1000;

/**
 * Runs `work` while holding a lock file. Waits for another live holder; a lock whose holder is gone is taken over.
 * @throws TrainingError when the lock cannot be made; TrainingCancelled when cancelled while waiting; whatever
 * `work` throws
 */
export async function withLock<T>(
  file: string,
  { signal, onLine }: Watching,
  work: () => Promise<T>,
): Promise<T> {
  let told = false;
  for (;;) {
    const lock = attempt(file);
    if (lock instanceof FileLock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (!told) {
      const { pid, host } = lock;
      const who = pid === undefined ? '' : ` (process ${pid}${host === undefined ? '' : ` on ${host}`})`;
      onLine?.(
        `Another process${who} is setting up the same training environment; waiting for it (its lock: ${file}) ...`,
      );
    }
    told = true;
    if (signal?.aborted) throw new TrainingCancelled();
    await sleep(WAIT_MS);
  }
}

function attempt(file: string): ReturnType<typeof tryLock> {
  try {
    return tryLock(file);
  } catch (error) {
    throw new TrainingError(
      `The training environment cannot be set up, as its lock ${file} cannot be written (${(error as Error).message}); change its permissions, or name another folder with --env or ECGSPEC_ENV.`,
    );
  }
}
