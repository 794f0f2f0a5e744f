import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Lead } from '../records';
import { npyDataBytes, parseNpyHeader } from '../records/npy';
import { NPY_ELEMENTS } from '../records/read';

/** An array whose first axis counts recordings. */
export interface Recordings {
  readonly count: number;
  readonly shape: readonly number[];
  /** @param number from 0 */
  leads(number: number): Lead[];
  close(): void;
}

const HEADER_BYTES = 4096;

/**
 * The channels of an array of one recording: of two axes the longer is time, axes of one element count for nothing. They are
 * called by their numbers, from 0, and say neither rate nor unit.
 *
 * @param at gives the element at a place, the last axis running fastest
 */
export function channelsOf(shape: readonly number[], at: (i: number) => number): Lead[] {
  const axes = shape.filter((n) => n !== 1);
  if (axes.length > 2) {
    throw new Error(`has recordings of shape (${shape.join(', ')}); time and leads are read, no third axis`);
  }
  const [first = 1, second] = axes;
  const [length, channels] =
    second === undefined ? [first, 1] : first >= second ? [first, second] : [second, first];
  const timeFirst = second === undefined || first >= second;
  return Array.from({ length: channels }, (_, channel) => ({
    name: String(channel),
    rate: undefined,
    mV: undefined,
    values: () =>
      Promise.resolve(
        Float32Array.from({ length }, (_, i) =>
          at(timeFirst ? i * channels + channel : channel * length + i),
        ),
      ),
  }));
}

/**
 * The recordings in a .npy file, of which one at a time is read: it may be larger than memory.
 * @throws Error with a phrase that completes "FILE ..."; the system's error where it cannot be opened
 */
export function npyRecordings(path: string): Recordings {
  const handle = openSync(path, 'r');
  try {
    const head = new Uint8Array(HEADER_BYTES);
    const { type, shape, fortran, offset } = parseNpyHeader(
      head.subarray(0, readSync(handle, head, 0, HEADER_BYTES, 0)),
    );
    if (fortran && shape.filter((n) => n !== 1).length > 1) {
      throw new Error(
        'runs along its first axis; write it anew with numpy.save(file, numpy.ascontiguousarray(array))',
      );
    }
    if (offset + npyDataBytes(type, shape) > fstatSync(handle).size) {
      throw new Error('ends before its data does; it is cut off');
    }
    const [count = 0, ...rest] = shape;
    const bytes = npyDataBytes(type, rest);
    const value = NPY_ELEMENTS[type];
    return {
      count,
      shape,
      leads: (number) => {
        const data = new Uint8Array(bytes);
        for (let done = 0; done < bytes;) {
          const read = readSync(handle, data, done, bytes - done, offset + number * bytes + done);
          if (read === 0) throw new Error('ends before its data does; it is cut off');
          done += read;
        }
        const view = new DataView(data.buffer);
        return channelsOf(rest, (i) => value(view, i));
      },
      close: () => closeSync(handle),
    };
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}
