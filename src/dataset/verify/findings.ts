import { faultOf, type CheckOptions, type ExpectedFile } from '../checkFile';

/** What was found about a file. */
export interface Finding {
  /** Path from the folder, with `/`. */
  readonly file: string;
  /** Completes "FILE ...". */
  readonly what: string;
}

/** What came of comparing a folder with what it is to hold. */
export interface Verification {
  /** Files that were compared, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** What makes it another than it was when it was written. */
  readonly faults: readonly Finding[];
  /** What is in the folder besides, and does it no harm. */
  readonly remarks: readonly Finding[];
}

/** A file that is to be compared. */
export interface Listed {
  /** Path from the folder, with `/`. */
  readonly file: string;
  readonly path: string;
  readonly expected: ExpectedFile;
  /** As far as it is known before it is read. */
  readonly bytes: number;
}

/**
 * Compares files with what they are to be.
 * @param onProgress called with bytes read and bytes in all
 * @throws CancelledError when the signal was aborted
 */
export async function compareFiles(
  files: readonly Listed[],
  signal: AbortSignal | undefined,
  onProgress?: (done: number, total: number) => void,
): Promise<Finding[]> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const options: CheckOptions = {
    signal,
    onBytes: (bytes) => onProgress?.(Math.min(total, (done += bytes)), total),
  };
  const faults: Finding[] = [];
  for (const { file, path, expected } of files) {
    const what = await faultOf(path, expected, options);
    if (what !== undefined) faults.push({ file, what });
  }
  return faults;
}
