import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCardPart } from '../card/index';
import { filesBelow } from '../filesBelow';
import {
  EXPORT_FILE,
  EXPORT_FORMAT,
  isExportFile,
  parseSums,
  SUMS_FILE,
  type ExportNote,
} from '../formats/exportShard';
import type { Format } from '../formats/format';
import { ALL_FORMATS } from '../formats/registry';
import { isLockFile, SPEC_FILE } from '../manifest';
import type { Finding, Listed } from './findings';

/** What is to be compared of an export, and what its names and lists say already. */
export interface ExportContents {
  readonly note: ExportNote | undefined;
  readonly listed: readonly Listed[];
  readonly faults: readonly Finding[];
  readonly remarks: readonly Finding[];
}

/**
 * Reads what the folder of an export says of itself, and compares the names in it with its list of checksums.
 * @param within path of the folder from that of its data set, such as `wfdb/`; empty for a folder of its own
 */
export function readExport(folder: string, within: string): ExportContents {
  const faults: Finding[] = [];
  const remarks: Finding[] = [];
  const fault = (file: string, what: string): void => void faults.push({ file: within + file, what });
  const note = readNote(folder);
  if (note === undefined) fault(EXPORT_FILE, 'is missing, or not what "ecgspec" writes');
  const format = ALL_FORMATS.find(({ name }) => name === (note?.kind ?? within.slice(0, -1)));
  const sums = readSums(folder);
  if (sums === undefined) fault(SUMS_FILE, 'is missing, or not a list of checksums');
  const files = sums ?? [];
  const listed: Listed[] = [];
  for (const { file, sha256 } of files) {
    if (!isOfExport(format, file, within)) {
      fault(SUMS_FILE, `lists ${file}, which is not a file of this format`);
      continue;
    }
    const path = join(folder, file);
    const bytes = lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
    listed.push({ file: within + file, path, expected: { sha256 }, bytes });
  }
  const known = new Set(files.map(({ file }) => file));
  for (const file of filesBelow(folder)) {
    if (known.has(file) || file === SUMS_FILE || file === EXPORT_FILE) continue;
    if (format?.owns(file) === true) fault(file, `is not listed in ${within}${SUMS_FILE}`);
    else if (isExportFile(file)) fault(file, 'is there only while an export is written');
    else if (!(within === '' && (isLockFile(file) || isCardPart(folder, file)))) {
      remarks.push({ file: within + file, what: 'is not part of the export' });
    }
  }
  return { note, listed, faults, remarks };
}

/** The spec is a part of exports that are no part of a data set. */
const isOfExport = (format: Format | undefined, file: string, within: string): boolean =>
  format?.owns(file) === true || (within === '' && file === SPEC_FILE);

function readNote(folder: string): ExportNote | undefined {
  try {
    const note = JSON.parse(readFileSync(join(folder, EXPORT_FILE), 'utf8')) as Partial<ExportNote> | null;
    const known = ALL_FORMATS.some(({ name }) => name === note?.kind);
    return note?.format === EXPORT_FORMAT && known ? (note as ExportNote) : undefined;
  } catch {
    return undefined;
  }
}

function readSums(folder: string): ReturnType<typeof parseSums> {
  try {
    return parseSums(readFileSync(join(folder, SUMS_FILE), 'utf8'));
  } catch {
    return undefined;
  }
}
