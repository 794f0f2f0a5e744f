import type { Lead } from './leads';
import { npyDataBytes, parseNpyHeader } from './npy';
import { npySignal } from './read';

const MOST = 1000;

/** Each signal of an array, or each strip of a data set; of more than a thousand the first ones. */
export function npyLeads(bytes: Uint8Array): Lead[] {
  const { type, shape } = parseNpyHeader(bytes);
  if (npyDataBytes(type, shape) === 0) throw new Error('has no samples');
  const axes = shape.filter((n) => n !== 1);
  const count = axes.length < 2 ? 1 : Math.min(...axes);
  return Array.from({ length: Math.min(MOST, count) }, (_, i) => ({
    name: count === 1 ? 'signal' : `signal ${i}`,
    rate: undefined,
    mV: undefined,
    values: () => Promise.resolve(Float32Array.from(npySignal(bytes, 'array', i))),
  }));
}
