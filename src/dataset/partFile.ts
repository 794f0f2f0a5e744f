import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { npyDataBytes, parseNpyHeader, type NpyType } from '../records/npy';
import { DatasetError } from './errors';
import type { FileEntry } from './manifest';

const HEADER_BYTES = 4096;

/** The error of a file that is not what the manifest says. @param what completes "FILE ..." */
export const wasDamaged = (path: string, what: string): DatasetError =>
  new DatasetError(`${path} ${what}; the data set is damaged, generate it again.`);

/** Opens a file of the data set for reading after checking that it is what the manifest says. */
export function openPart(path: string, entry: FileEntry): number {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw wasDamaged(path, 'is missing');
  if (!found.isFile()) throw wasDamaged(path, 'is not a plain file');
  if (found.size !== entry.bytes) throw wasDamaged(path, `has ${found.size} bytes instead of ${entry.bytes}`);
  return openSync(path, 'r');
}

/** Reads `length` bytes from `offset` on. @throws DatasetError when the file ends before */
export function readAt(
  handle: number,
  path: string,
  offset: number,
  length: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const read = readSync(handle, bytes, done, length - done, offset + done);
    if (read === 0) throw wasDamaged(path, 'ends too early');
    done += read;
  }
  return bytes;
}

/**
 * Reads a .npy header and compares it with what the manifest lets one expect.
 * @param expected the shape; undefined for a length that only the file knows
 * @throws DatasetError when it is another
 */
export function checkHeader(
  handle: number,
  path: string,
  entry: FileEntry,
  type: NpyType,
  expected: readonly (number | undefined)[],
): { offset: number; shape: readonly number[] } {
  let header;
  try {
    header = parseNpyHeader(readAt(handle, path, 0, Math.min(HEADER_BYTES, entry.bytes)));
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    throw wasDamaged(path, (error as Error).message);
  }
  const { shape, offset } = header;
  const fits =
    header.type === type &&
    !header.fortran &&
    shape.length === expected.length &&
    expected.every((n, i) => n === undefined || n === shape[i]) &&
    offset + npyDataBytes(type, shape) === entry.bytes;
  if (!fits) {
    throw wasDamaged(path, `holds ${header.type} (${shape.join(', ')}), which is not what the manifest says`);
  }
  return header;
}

interface Arrays {
  readonly '|u1': Uint8Array;
  readonly '<i2': Int16Array;
  readonly '<i4': Int32Array;
  readonly '<f8': Float64Array;
}
const VIEWS = {
  '|u1': (buffer: ArrayBuffer) => new Uint8Array(buffer),
  '<i2': (buffer: ArrayBuffer) => new Int16Array(buffer),
  '<i4': (buffer: ArrayBuffer) => new Int32Array(buffer),
  '<f8': (buffer: ArrayBuffer) => new Float64Array(buffer),
};

/**
 * Reads all of a part that is expected to have this type and shape; undefined for a length that only the file knows.
 * @throws DatasetError when the file is missing or another
 */
export function readTable<T extends keyof Arrays>(
  directory: string,
  file: FileEntry,
  type: T,
  shape: readonly (number | undefined)[],
): Arrays[T] {
  const path = join(directory, file.file);
  const handle = openPart(path, file);
  try {
    const { offset } = checkHeader(handle, path, file, type, shape);
    return VIEWS[type](readAt(handle, path, offset, file.bytes - offset).buffer) as Arrays[T];
  } finally {
    closeSync(handle);
  }
}
