import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST_FILE, SPEC_FILE, type Manifest } from '../manifest';
import { Dataset } from '../open';
import { croissant, type Layout, type NamedFile } from './croissant';
import { drawClasses, isPicture, PICTURES_FOLDER } from './pictures';
import { CARD_MARK, dataCard } from './readme';

export { PICTURES_FOLDER };
export const CARD_FILE = 'README.md';
export const CROISSANT_FILE = 'croissant.json';

/**
 * Writes what tells people and programs of a data set: its card with pictures, and its description in Croissant.
 * @param directory the set's own, in which all shards are there and the manifest need not be
 * @param manifestText what the manifest will be, to the byte
 * @param write puts a file, by its path from `folder` with `/`, into it
 * @param folder where it is written
 * @param exports the formats in `folder`; see `Layout`
 */
export function writeCard(
  directory: string,
  manifest: Manifest,
  manifestText: string,
  write: (name: string, data: string) => void,
  folder: string,
  exports: Layout['exports'],
): void {
  const layout: Layout = {
    ...(folder === directory ? { manifest: named(MANIFEST_FILE, manifestText) } : {}),
    spec: named(SPEC_FILE, readFileSync(join(directory, SPEC_FILE))),
    exports,
  };
  const drawn = [];
  mkdirSync(join(folder, PICTURES_FOLDER), { recursive: true });
  for (const { svg, ...picture } of drawClasses(new Dataset(directory, manifest))) {
    write(picture.file, svg);
    drawn.push(picture);
  }
  write(CARD_FILE, dataCard(manifest, layout, drawn));
  write(CROISSANT_FILE, `${JSON.stringify(croissant(manifest, layout), null, 1)}\n`);
}

/**
 * Whether a file in the folder of a data set, by its path with `/`, is of those that `writeCard` writes. A card that its reader
 * has made their own is none.
 */
export function isCardPart(folder: string, path: string): boolean {
  if (isPicture(path) || path === CROISSANT_FILE) return true;
  return path === CARD_FILE && readFileSync(join(folder, CARD_FILE), 'utf8').includes(CARD_MARK);
}

function named(file: string, data: string | Uint8Array): NamedFile {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
