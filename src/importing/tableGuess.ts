import type { RecordFiles } from './recordFiles';
import type { Table } from './table';

/** Rows that are looked at. */
const LOOKED_AT = 200;
const PATIENT = /^(?:patient|subject|person|case|participant)(?:[ _-]?(?:id|nr|no|number))?$|^pid$/i;
const LABEL =
  /^(?:scp_codes|labels?|class(?:es)?|diagnos[ie]s|dx|rhythm|primary|target|annotation|finding)s?$/i;

/** The column whose cells name files of the folder, where most of them do. */
export function fileColumnOf(table: Table, files: RecordFiles): string | undefined {
  const rows = sample(table);
  const scores = table.header.map((name, column) => ({
    name,
    found: rows.filter(({ cells }) => files.find(cells[column]!).length === 1).length,
    // Of two that name files, the one that names each once.
    different: new Set(rows.map(({ cells }) => cells[column]!)).size,
  }));
  const best = scores.sort((a, b) => b.found - a.found || b.different - a.different)[0];
  return best !== undefined && best.found * 2 >= rows.length && best.found > 0 ? best.name : undefined;
}

/** The column that looks like the patients'. */
export function patientColumnOf(table: Table): string | undefined {
  return table.header.find((name) => PATIENT.test(name.trim()));
}

/** The column that looks like the labels'. */
export function labelColumnOf(table: Table): string | undefined {
  const rows = sample(table);
  const dictionaries = table.header.find((_, column) =>
    rows.every(({ cells }) => /^\s*\{.*\}\s*$/.test(cells[column]!)),
  );
  return dictionaries ?? table.header.find((name) => LABEL.test(name.trim()));
}

/** Columns of which every cell says yes or no. */
export function yesNoColumns(table: Table): string[] {
  const rows = sample(table);
  return table.header.filter((_, column) => {
    const cells = rows.map((row) => row.cells[column]!.trim());
    return (
      cells.every((cell) => /^(?:|[01](?:\.0*)?|true|false|yes|no)$/i.test(cell)) &&
      cells.some((cell) => cell !== '')
    );
  });
}

/** Rows spread over the whole table: its beginning may be of one kind. */
function sample(table: Table): Table['rows'] {
  const step = Math.max(1, table.rows.length / LOOKED_AT);
  return Array.from(
    { length: Math.min(LOOKED_AT, table.rows.length) },
    (_, i) => table.rows[Math.floor(i * step)]!,
  );
}
