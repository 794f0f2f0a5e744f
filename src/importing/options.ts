import type { Cut } from './cut';
import type { Columns } from './wanted';

/** What is imported, and how. */
export interface ImportOptions {
  /** Folder of the recordings. */
  readonly folder: string;
  /** Label table. */
  readonly table: string;
  /** Folder to write. */
  readonly out: string;
  /** An array whose recordings the table's rows stand for; undefined: found where no column names files. */
  readonly array?: string | undefined;
  /** Which array of HDF5 files; undefined: the largest. */
  readonly dataset?: string | undefined;
  /** `file` undefined: the column whose cells name files of the folder. */
  readonly columns: Columns;
  /** Label and class; undefined: each label is a class. */
  readonly map?: readonly (readonly [label: string, name: string])[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** Least likelihood of a label, %. */
  readonly likelihood?: number | undefined;
  /** Leads that will do, the one that is preferred first. */
  readonly leads: readonly string[];
  /** s */
  readonly duration: number;
  readonly cut: Cut;
  /** Of the strips, Hz. */
  readonly rate: number;
  /** Left out at the end of every strip when it is trained on, s. */
  readonly crop?: number | undefined;
  /** Of recordings that do not say theirs, Hz. */
  readonly sourceRate?: number | undefined;
  /** Of recordings that do not say theirs, mV a step. */
  readonly unit?: number | undefined;
  /** Where the recordings are from, and under which licence. */
  readonly attribution?: string | undefined;
  /** Replace an earlier import in `out`. */
  readonly overwrite?: boolean | undefined;
  /** Program and version, such as `ecgspec 0.1.0`. */
  readonly generator: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with rows done, rows in all, and strips so far. */
  readonly onProgress?: ((done: number, total: number, strips: number) => void) | undefined;
}
