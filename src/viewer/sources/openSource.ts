import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { openDataset } from '../../dataset';
import type { Source } from '../source';
import { GeneratedSet } from './generated';
import { ABOUT_FILE, LABEL_FILES, SIGNAL_FILES } from './recorded/about';
import { ArrayFolder } from './recorded/arrayFolder';
import { RECORDS_FILE, WfdbFolder } from './recorded/wfdbFolder';

const MANIFEST_FILE = 'manifest.json';

/** Files that stand for a set wherever they lie, as globs of VS Code's custom editors name them. */
export const SET_MARKS = [MANIFEST_FILE, ABOUT_FILE, RECORDS_FILE] as const;

/**
 * Opens the set that a file stands for: the manifest of a generated set, RECORDS or any header of WFDB records, or what else
 * lies in a folder of recordings as the trainer reads it.
 * @param file an absolute path
 * @throws Error with a sentence for the user where it is no set, not whole, or damaged
 */
export function openSource(file: string): Source {
  const folder = dirname(file);
  const name = basename(file);
  if (name === MANIFEST_FILE) return new GeneratedSet(openDataset(folder));
  if (name === RECORDS_FILE || name.endsWith('.hea')) return new WfdbFolder(folder);
  return new ArrayFolder(folder);
}

/**
 * The file that stands for the set in a folder.
 * @throws Error with a sentence for the user where there is none
 */
export function setFileOf(folder: string): string {
  const names = new Set(existsSync(folder) ? readdirSync(folder) : []);
  const mark = SET_MARKS.find((name) => names.has(name));
  if (mark !== undefined) return join(folder, mark);
  const header = [...names].sort().find((name) => name.endsWith('.hea'));
  if (header !== undefined) return join(folder, header);
  const labels = LABEL_FILES.find((name) => names.has(name));
  if (labels !== undefined && SIGNAL_FILES.some((name) => names.has(name))) return join(folder, labels);
  throw new Error(
    `${folder} holds no data set: neither ${MANIFEST_FILE} of a generated one, nor WFDB records, nor recordings with ` +
      `${ABOUT_FILE}; choose another folder, or describe the recordings in ${ABOUT_FILE}.`,
  );
}
