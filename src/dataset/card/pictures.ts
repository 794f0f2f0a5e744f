import { stripSvg } from '../../render/index';
import type { ClassEntry, Manifest, Split } from '../manifest';
import { LABEL_COLUMNS, SPLITS } from '../manifest';
import { readTable } from '../partFile';
import type { Dataset } from '../open';

/** Where the pictures lie, from the folder of the data set. */
export const PICTURES_FOLDER = 'pictures';
const PICTURE = /^pictures\/\d+-[A-Za-z0-9_-]*\.svg$/;

/** Whether a path below the folder of a data set, with `/`, may be one of its pictures. */
export const isPicture = (path: string): boolean => PICTURE.test(path);

/** A picture of a class. */
export interface ClassPicture {
  readonly entry: ClassEntry;
  /** Path from the folder of the data set, with `/`. */
  readonly file: string;
  readonly svg: string;
}

/** As much of a strip as a picture shows, s. */
const SECONDS = 10;

/**
 * Draws the first strip of each class that has any, as it lies in the data set.
 * @param dataset its shards must be there, its manifest need not
 */
export function* drawClasses(dataset: Dataset): Generator<ClassPicture> {
  const { manifest } = dataset;
  const { rate, unit, lead, duration } = manifest.recording;
  const first = firstRows(dataset.directory, manifest);
  for (const [label, entry] of manifest.classes.entries()) {
    const place = first.get(label);
    if (place === undefined) continue;
    const strip = dataset.strip(place.split, place.row);
    const part = duration > SECONDS ? `, the first ${SECONDS} of ${duration} s` : '';
    yield {
      entry,
      file: `${PICTURES_FOLDER}/${label}-${entry.name.replace(/[^A-Za-z0-9_-]+/g, '_')}.svg`,
      svg: stripSvg(strip, {
        rate,
        resolution: unit.mV,
        lead,
        title: entry.title === entry.name ? entry.name : `${entry.name} · ${entry.title}`,
        note: `seed ${manifest.seed}, strip ${strip.truth.index}${part}`,
        seconds: SECONDS,
      }),
    };
  }
}

/** The first strip of each class number, by the place it has in its split. */
function firstRows(
  directory: string,
  { shards, classes }: Manifest,
): Map<number, { readonly split: Split; readonly row: number }> {
  const found = new Map<number, { readonly split: Split; readonly row: number }>();
  const wanted = classes.filter(({ train, validation }) => train + validation > 0).length;
  for (const split of SPLITS) {
    let before = 0;
    for (const entry of shards.filter((shard) => shard.split === split)) {
      if (found.size === wanted) return found;
      const labels = readTable(directory, entry.labels, '<i4', [entry.strips, LABEL_COLUMNS.length]);
      for (let row = 0; row < entry.strips; row++) {
        const label = labels[row * LABEL_COLUMNS.length] ?? -1;
        if (!found.has(label)) found.set(label, { split, row: before + row });
      }
      before += entry.strips;
    }
  }
  return found;
}
