import { existsSync, readdirSync, statSync } from 'node:fs';
import * as path from 'node:path';
import type { RecordFiles, Table } from '../../importing';
import { importing } from '../loadDataSets';

/** A table that may be the labels'. */
export interface TableChoice {
  readonly file: string;
  readonly table: Table;
  /** The column that names recordings of the folder. */
  readonly column: string | undefined;
}

/** Larger ones are opened when they are chosen, bytes; and so many are looked at. */
const LARGEST = 64 << 20;
const MOST = 40;

/** Tables in a folder of recordings and in the one above, those first that name recordings. */
export function tablesNear(folder: string, files: (table: string) => RecordFiles): TableChoice[] {
  const found = [folder, path.dirname(folder)]
    .flatMap((place) => namesIn(place).map((name) => path.join(place, name)))
    .filter(
      (file) =>
        /\.(?:csv|tsv)$/i.test(file) &&
        (statSync(file, { throwIfNoEntry: false })?.size ?? LARGEST) < LARGEST,
    )
    .slice(0, MOST)
    .flatMap((file): TableChoice[] => {
      try {
        const table = importing().openTable(file);
        if (
          table.header.length < 2 ||
          table.header.every((name) => name === '' || !Number.isNaN(Number(name)))
        )
          return [];
        return [{ file, table, column: importing().fileColumnOf(table, files(file)) }];
      } catch {
        // A recording, or no table at all.
        return [];
      }
    });
  return found.sort((a, b) => Number(b.column !== undefined) - Number(a.column !== undefined));
}

function namesIn(folder: string): string[] {
  try {
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  } catch {
    return [];
  }
}
