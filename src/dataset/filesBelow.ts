import { readdirSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Paths of everything below a folder that is no folder itself, with `/`; links are not followed. None of a folder that is gone. */
export function filesBelow(directory: string): string[] {
  return list(directory)
    .filter((entry) => !entry.isDirectory())
    .map((entry) => pathOf(directory, entry));
}

/** As `filesBelow`, where these are all plain files; `undefined` where a link, a pipe or the like is among them. */
export function plainFilesBelow(directory: string): string[] | undefined {
  const entries = list(directory).filter((entry) => !entry.isDirectory());
  return entries.every((entry) => entry.isFile())
    ? entries.map((entry) => pathOf(directory, entry))
    : undefined;
}

/** Paths of all folders below a folder, with `/`, what lies in others before these. */
export function foldersBelow(directory: string): string[] {
  return list(directory)
    .filter((entry) => entry.isDirectory())
    .map((entry) => pathOf(directory, entry))
    .sort((a, b) => b.length - a.length);
}

const pathOf = (directory: string, entry: Dirent): string =>
  relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/');

function list(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
