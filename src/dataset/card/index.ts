import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST_FILE, SPEC_FILE } from '../manifest';
import type { Dataset } from '../open';
import { croissant, type Layout, type NamedFile } from './croissant';
import { drawClasses, isPicture, PICTURES_FOLDER } from './pictures';
import { CARD_MARK, dataCard } from './readme';

export { PICTURES_FOLDER };
export const CARD_FILE = 'README.md';
export const CROISSANT_FILE = 'croissant.json';

/**
 * Writes what tells people and programs of a data set, or of an export of it: a card with pictures, and a description in Croissant.
 * @param dataset its shards and its spec must be there; its manifest need not
 * @param folder where it is written: the set's own, or an export's
 * @param place what lies there, and, in the set's own folder, what its manifest will be, to the byte
 * @param write puts a file, by its path from `folder` with `/`, into it
 */
export function writeCard(
  dataset: Dataset,
  folder: string,
  place: { readonly manifest?: string; readonly exports: Layout['exports'] },
  write: (name: string, data: string) => void,
): void {
  const { manifest } = dataset;
  const layout: Layout = {
    ...(place.manifest === undefined ? {} : { manifest: named(MANIFEST_FILE, place.manifest) }),
    spec: named(SPEC_FILE, readFileSync(join(dataset.directory, SPEC_FILE))),
    exports: place.exports,
  };
  const drawn = [];
  mkdirSync(join(folder, PICTURES_FOLDER), { recursive: true });
  for (const { svg, ...picture } of drawClasses(dataset)) {
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
