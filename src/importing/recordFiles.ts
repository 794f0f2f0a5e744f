import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, posix, resolve } from 'node:path';
import { filesBelow } from '../dataset/filesBelow';
import { leadsOf, type Lead } from '../records';
import { npyRecordings, type Recordings } from './arrays';
import { ImportError } from './errors';
import { hdf5Leads, hdf5Recordings } from './hdf5';

/** Endings of files that are a recording each, or an array of them. */
const ENDINGS = ['.hea', '.edf', '.csv', '.tsv', '.txt', '.npy', '.h5', '.hdf5'];
const ARRAYS = ['.npy', '.h5', '.hdf5'];
/** Files are read as a whole, but for arrays of NumPy, bytes. */
const LARGEST = 1 << 30;

/** The files of recordings below a folder, found by what a label table calls them. */
export class RecordFiles {
  /** Paths from the folder, with `/`. */
  readonly paths: readonly string[];
  /** Paths by the file's name, with its ending and without. */
  private readonly known = new Map<string, string[]>();

  /**
   * @param table the label table, which is no recording
   * @throws ImportError where the folder is none, or has no such file
   */
  constructor(
    readonly folder: string,
    table: string,
  ) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new ImportError(`${folder} is no folder; give the one that the recordings lie in.`);
    }
    const ending = (path: string): string => extname(path).toLowerCase();
    this.paths = filesBelow(folder)
      .filter((path) => ENDINGS.includes(ending(path)) && resolve(folder, path) !== resolve(table))
      .sort();
    if (this.paths.length === 0) {
      throw new ImportError(
        `${folder} has no recordings: no file below it ends in ${ENDINGS.join(', ')}. Give the folder that they lie in.`,
      );
    }
    for (const path of this.paths) {
      for (const key of [posix.basename(path), withoutEnding(posix.basename(path))]) this.note(key, path);
    }
  }

  /** The arrays among them, each of which may hold many recordings. */
  get arrays(): string[] {
    return this.paths.filter((path) => ARRAYS.includes(extname(path).toLowerCase()));
  }

  /**
   * The file that a cell names: by its path from the folder, a part of that path that ends with the name, or a longer path that
   * ends with all of it; with or without its ending, and a WFDB record also by those of its other files.
   * @returns its path; several where the cell does not tell them apart, none where there is no such file
   */
  find(cell: string): readonly string[] {
    const name = cell
      .trim()
      .replaceAll('\\', '/')
      .replace(/^(?:\.?\/)+/, '');
    for (const wanted of new Set([name, name.replace(/\.(?:dat|atr|mat)$/i, '')])) {
      const same = (whole: string): boolean =>
        `/${whole}`.endsWith(`/${wanted}`) || `/${wanted}`.endsWith(`/${whole}`);
      const fits = (path: string): boolean => same(path) || same(withoutEnding(path));
      const found = (this.known.get(posix.basename(wanted)) ?? []).filter(fits);
      // One that lies just there is meant, whatever lies deeper.
      const exact = found.filter((path) => path === wanted || withoutEnding(path) === wanted);
      if (found.length > 0) return exact.length > 0 ? exact : found;
    }
    return [];
  }

  /**
   * The leads of a file that is one recording.
   * @param array which one of an HDF5 file
   * @throws Error whose message is a sentence for the user
   */
  async leads(path: string, array: string | undefined): Promise<Lead[]> {
    const name = basename(path);
    if (/\.(?:h5|hdf5)$/i.test(path)) {
      const bytes = this.read(path);
      return said(path, () => hdf5Leads(bytes, array));
    }
    const beside = dirname(path);
    return leadsOf(name, (other) => Promise.resolve(this.read(posix.join(beside, other))));
  }

  /**
   * The recordings of an array.
   * @throws ImportError
   */
  recordings(path: string, array: string | undefined): Recordings {
    try {
      return path.toLowerCase().endsWith('.npy')
        ? npyRecordings(join(this.folder, path))
        : hdf5Recordings(this.read(path), array);
    } catch (error) {
      throw new ImportError(`${path} ${(error as Error).message}.`);
    }
  }

  private read(path: string): Uint8Array {
    const full = join(this.folder, path);
    const found = statSync(full, { throwIfNoEntry: false });
    if (found === undefined) throw new Error('is not there');
    if (found.size > LARGEST) {
      throw new Error(
        `has ${Math.ceil(found.size / (1 << 20))} MB, and at most ${LARGEST >> 20} MB are read`,
      );
    }
    return readFileSync(full);
  }

  private note(key: string, path: string): void {
    const list = this.known.get(key);
    if (list === undefined) this.known.set(key, [path]);
    else if (!list.includes(path)) list.push(path);
  }
}

const withoutEnding = (path: string): string => path.slice(0, path.length - extname(path).length);

function said<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`\`${path}\` ${(error as Error).message}.`, { cause: error });
  }
}
