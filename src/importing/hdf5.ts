import { Dataset, File, Group } from 'jsfive';
import { inMillivolts, type Lead } from '../records';
import { channelsOf, type Recordings } from './arrays';

/** Deeper groups are not looked into: links may lead round in a circle. */
const DEEPEST = 6;
const MOST_DATASETS = 10_000;
/** Attributes, of the data set or of the file, that tell the rate in Hz. */
const RATE_NAMES = ['fs', 'rate', 'sampling_rate', 'sampling_frequency', 'sample_rate', 'samplerate', 'freq'];

interface Found {
  readonly path: string;
  readonly dataset: Dataset;
  readonly shape: readonly number[];
}

/**
 * The leads of an HDF5 file that is one recording: the channels of its largest array, or, where that has one axis, all arrays of
 * that length, each a lead.
 *
 * @param path of one array; undefined: the largest
 * @throws Error with a phrase that completes "FILE ..."
 */
export function hdf5Leads(bytes: Uint8Array, path: string | undefined): Lead[] {
  const { file, arrays } = open(bytes);
  const main = choose(arrays, path);
  const axes = main.shape.filter((n) => n !== 1);
  if (axes.length > 2) {
    throw new Error(
      `holds ${main.path} of shape (${main.shape.join(', ')}), which is many recordings; import it as an array of recordings`,
    );
  }
  const told = toldOf(file, main.dataset);
  if (axes.length < 2 && path === undefined) {
    const alike = arrays.filter(({ shape }) => product(shape) === product(main.shape));
    return alike.map(({ path: name, dataset }) => ({
      name: name.slice(name.lastIndexOf('/') + 1),
      ...toldOf(file, dataset),
      values: () => Promise.resolve(valuesOf(dataset)),
    }));
  }
  let values: Float32Array | undefined;
  const all = (): Float32Array => (values ??= valuesOf(main.dataset));
  return channelsOf(main.shape, (i) => all()[i]!).map((lead) => ({ ...lead, ...told }));
}

/**
 * The recordings in an array of an HDF5 file, whose first axis counts them.
 * @param path of the array; undefined: the largest
 * @throws Error with a phrase that completes "FILE ..."
 */
export function hdf5Recordings(bytes: Uint8Array, path: string | undefined): Recordings {
  const { file, arrays } = open(bytes);
  const { dataset, shape } = choose(arrays, path);
  const [count = 0, ...rest] = shape;
  const told = toldOf(file, dataset);
  const size = product(rest);
  let values: Float32Array | undefined;
  return {
    count,
    shape,
    leads: (number) => {
      const all = (values ??= valuesOf(dataset));
      return channelsOf(rest, (i) => all[number * size + i]!).map((lead) => ({ ...lead, ...told }));
    },
    close: () => {},
  };
}

const product = (shape: readonly number[]): number => shape.reduce((all, n) => all * n, 1);

function open(bytes: Uint8Array): { readonly file: File; readonly arrays: readonly Found[] } {
  return understood(() => {
    // The library reads from the buffer's first byte on, and Node puts small files into the midst of larger buffers.
    const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
    const file = new File((whole ? bytes : new Uint8Array(bytes)).buffer as ArrayBuffer);
    const arrays: Found[] = [];
    collect(file, '', 0, arrays);
    return { file, arrays };
  });
}

function collect(group: Group, prefix: string, depth: number, into: Found[]): void {
  for (const key of group.keys) {
    if (into.length >= MOST_DATASETS) return;
    const found = group.get(key);
    if (found instanceof Group) {
      if (depth < DEEPEST) collect(found, `${prefix}${key}/`, depth + 1, into);
    } else if (found instanceof Dataset && typeof found.dtype === 'string' && /[iuf]\d$/.test(found.dtype)) {
      into.push({ path: `${prefix}${key}`, dataset: found, shape: found.shape });
    }
  }
}

function choose(arrays: readonly Found[], path: string | undefined): Found {
  const names = arrays.slice(0, 8).map((one) => one.path);
  if (path !== undefined) {
    const wanted = path.replace(/^\/+/, '');
    const found = arrays.find((one) => one.path === wanted);
    if (found === undefined) {
      throw new Error(`has no array of numbers "${wanted}"; it has ${names.join(', ') || 'none'}`);
    }
    return found;
  }
  const largest = [...arrays].sort((a, b) => product(b.shape) - product(a.shape))[0];
  if (largest === undefined || product(largest.shape) === 0) throw new Error('has no array of numbers');
  return largest;
}

function valuesOf(dataset: Dataset): Float32Array {
  return understood(() => Float32Array.from(dataset.value, Number));
}

/** What attributes say of rate and unit. */
function toldOf(file: File, dataset: Dataset): Pick<Lead, 'rate' | 'mV'> {
  const attributes = understood(() => ({ ...lowerCase(file.attrs), ...lowerCase(dataset.attrs) }));
  const number = (value: unknown): number | undefined => {
    const one = Number(Array.isArray(value) ? value[0] : value);
    return one > 0 && Number.isFinite(one) ? one : undefined;
  };
  const rate = RATE_NAMES.map((name) => number(attributes[name])).find((one) => one !== undefined);
  const unit = attributes['unit'] ?? attributes['units'];
  return {
    rate,
    mV: number(attributes['unit_mv']) ?? (typeof unit === 'string' ? inMillivolts(unit) : undefined),
  };
}

const lowerCase = (attributes: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), value]));

/** The library throws texts as well as errors, in words for those who know the format. */
function understood<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 100);
    throw new Error(
      `cannot be read as HDF5 (${reason}); write it anew with h5py's usual settings, compressed with gzip or not at all`,
      {
        cause: error,
      },
    );
  }
}
