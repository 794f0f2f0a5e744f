import type { Writable } from 'node:stream';

/**
 * Says what becomes of a command whose output cannot be written.
 *
 * A reader that goes away, as in `ecgspec generate ... | head`, only stops the words: the work goes on, and the exit
 * code stays true. Any other trouble with results, such as a full disk, is a failure; there is nowhere to tell of
 * trouble with remarks.
 * @param fail called with one sentence
 */
export function watchOutput(results: Writable, remarks: Writable, fail: (message: string) => void): void {
  let failed = false;
  results.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (failed || code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') return;
    failed = true;
    const why = code === 'ENOSPC' ? 'the disk is full; free some space' : message;
    fail(`The output cannot be written: ${why}.`);
  });
  remarks.on('error', () => {});
}
