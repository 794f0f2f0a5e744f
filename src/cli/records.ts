import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RecordFile } from '../dataset/index';
import { FAULTS, judgeRecords, RecordError, readRecords, type Judged, type ReadFile } from '../records';
import { recordUses, type ParsedSpec } from '../spec';

export interface LoadedRecords extends Judged {
  /** Every file that was read, in the order of the spec. */
  readonly files: readonly RecordFile[];
}

/**
 * Reads the recordings that a spec names.
 * @param path of the spec, whose folder their paths start at; `-` is standard input, with the working folder
 */
export async function loadRecords(path: string, parsed: ParsedSpec): Promise<LoadedRecords> {
  const folder = path === '-' ? '.' : dirname(path);
  const read = new Map<string, Uint8Array>();
  const readFile: ReadFile = async (file, most) => {
    const bytes = read.get(file) ?? readPlainFile(join(folder, file), file, most);
    read.set(file, bytes);
    return bytes;
  };
  const refs = parsed.spec === undefined ? [] : recordUses(parsed.spec).map(({ noise }) => noise);
  const judged = judgeRecords(parsed, await readRecords(refs, readFile));
  const files = [...read].map(([file, bytes]) => ({
    file,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  return { ...judged, files };
}

function readPlainFile(path: string, shown: string, most: number): Uint8Array {
  try {
    // Asked before it is opened: opening a pipe waits for its writer.
    const found = statSync(path);
    if (!found.isFile()) throw FAULTS.noFile(shown);
    if (found.size > most) throw FAULTS.tooLarge(shown, found.size, most);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof RecordError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    switch (code) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw FAULTS.missing(shown);
      case 'EACCES':
      case 'EPERM':
        throw FAULTS.forbidden(shown);
      default:
        throw FAULTS.failed(shown, code ?? message);
    }
  }
}
