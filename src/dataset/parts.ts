import { lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CARD_FILE, CROISSANT_FILE, isCardPart, PICTURES_FOLDER } from './card/index';
import { plainFilesBelow } from './filesBelow';
import { isExportFile } from './formats/exportShard';
import { ALL_FORMATS } from './formats/registry';
import { isDatasetFile } from './manifest';

/**
 * Whether an entry of a folder, a file or a folder with all that is in it, is part of a data set: of its shards, its card, or a
 * format that it was written in besides. Nothing else is ever removed. Links are no parts, nor is a
 * folder with a link in it, which could lead out of the set.
 */
export function isPart(directory: string, name: string): boolean {
  const found = lstatSync(join(directory, name), { throwIfNoEntry: false });
  // Another run has just removed it: nothing is there to be kept.
  if (found === undefined) return true;
  if (found.isFile()) return isDatasetFile(name) || isCardPart(directory, name);
  if (!found.isDirectory()) return false;
  const onlyHas = (owns: (path: string) => boolean): boolean =>
    plainFilesBelow(join(directory, name))?.every(owns) ?? false;
  if (name === PICTURES_FOLDER) return onlyHas((path) => isCardPart(directory, `${name}/${path}`));
  const format = ALL_FORMATS.find((one) => one.name === name);
  return format !== undefined && onlyHas((path) => format.owns(path) || isExportFile(path));
}

/** Whether an entry of this name is part of a data set, if it is what its name says; see `isPart`. */
export const isPartName = (name: string): boolean =>
  isDatasetFile(name) ||
  [CARD_FILE, CROISSANT_FILE, PICTURES_FOLDER].includes(name) ||
  ALL_FORMATS.some((format) => format.name === name);

/** Removes what `isPart` is true of. */
export function removePart(directory: string, name: string): void {
  rmSync(join(directory, name), { recursive: true });
}
