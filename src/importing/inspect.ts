import type { Lead } from '../records';
import { labelsIn } from './labels';
import { chooseLead } from './leadChoice';
import type { RecordFiles } from './recordFiles';
import { likelyUnit } from './source';
import { columnOf, type Table } from './table';

/** What the first recording that can be opened says of itself. */
export interface FirstRecording {
  readonly file: string;
  readonly leads: readonly Lead[];
}

/** Recordings that are tried before none is said to be readable. */
const TRIES = 20;

/**
 * The first recording of a table that can be opened, so that its leads can be offered.
 * @param where the column that names files, or the array that the rows stand for
 * @throws Error with the sentence of the first one that cannot be, where none can
 */
export async function firstRecording(
  table: Table,
  files: RecordFiles,
  where: { readonly column: string } | { readonly array: string },
  dataset?: string,
): Promise<FirstRecording> {
  if ('array' in where) {
    const recordings = files.recordings(where.array, dataset);
    try {
      return { file: where.array, leads: recordings.leads(0) };
    } finally {
      recordings.close();
    }
  }
  const column = columnOf(table, where.column, '--file-column');
  let fault: unknown;
  let tries = 0;
  for (const { cells } of table.rows) {
    const [file, ...others] = files.find(cells[column]!);
    if (file === undefined || others.length > 0) continue;
    try {
      return { file, leads: await files.leads(file, dataset) };
    } catch (error) {
      fault ??= error;
      if (++tries >= TRIES) break;
    }
  }
  throw fault ?? new Error(`No cell of column "${where.column}" names a file of ${files.folder}.`);
}

/** The unit that a lead's values look like, by the size of an ECG; undefined where that is in doubt. */
export async function unitOf(lead: Lead): Promise<'mV' | 'uV' | 'V' | undefined> {
  return likelyUnit(await lead.values());
}

/** Labels in the columns, the most common first, with the rows that have them. */
export function countLabels(table: Table, columns: readonly string[]): { label: string; rows: number }[] {
  const numbers = columns.map((column) => ({ column, number: columnOf(table, column, '--label-column') }));
  const counts = new Map<string, number>();
  for (const { cells } of table.rows) {
    for (const { name } of labelsIn(
      numbers.map(({ column, number }) => ({ column, text: cells[number]! })),
    )) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].map(([label, rows]) => ({ label, rows })).sort((a, b) => b.rows - a.rows);
}

/** Whether a recording has a lead of this name, for a proposal. */
export const hasLead = (leads: readonly Lead[], name: string): boolean =>
  chooseLead(leads, [name]) !== undefined;
