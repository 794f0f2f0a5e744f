import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { CancelledError } from './errors';

/** What a file is to be. */
export interface ExpectedFile {
  /** Where it is known. */
  readonly bytes?: number | undefined;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

export interface CheckOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of bytes that were read since the last call. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * Compares a file with what it is to be, reading all of it only where its size is right. Links are not followed.
 * @returns what is wrong with it, to complete "FILE ..."; `undefined` when it is the same to the last bit
 * @throws CancelledError when `signal` was aborted
 */
export async function faultOf(
  path: string,
  expected: ExpectedFile,
  { signal, onBytes }: CheckOptions = {},
): Promise<string | undefined> {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return 'is missing';
    if (!found.isFile()) return 'is not a plain file';
    if (expected.bytes !== undefined && found.size !== expected.bytes) {
      return `has ${found.size} bytes instead of ${expected.bytes}`;
    }
    const digest = await digestOf(path, { signal, onBytes });
    return digest === expected.sha256 ? undefined : 'does not match its checksum';
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') return 'cannot be read (permission denied)';
    return `cannot be read (${code ?? message})`;
  }
}

/** The SHA-256 of a file, in lower-case hexadecimal; block by block, so that a cancellation is heard. */
export async function digestOf(path: string, { signal, onBytes }: CheckOptions = {}): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(path, 'r');
  try {
    const buffer = new Uint8Array(1 << 20);
    for (;;) {
      if (signal?.aborted === true) throw new CancelledError('Cancelled while checking the data set.');
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      onBytes?.(bytesRead);
    }
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}
