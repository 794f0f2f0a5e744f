/** Why a row of the table, or a file that no row names, gives no strip; in the order in which they are looked for. */
export const REASONS = {
  'no-label': ['No label that is asked for', 'map the label with --map, or mend the table'],
  excluded: ['Excluded by its label', 'as --exclude says'],
  'several-labels': ['Labels of several classes', 'map fewer labels, so that one class remains'],
  'no-patient': ['No patient', 'fill the cell in: without it a patient could be trained and tested on'],
  'no-file': ['No such file', 'check the folder and the column of file names'],
  unreadable: ['Unreadable', 'copy the file anew, or convert it'],
  'missing-lead': ['Missing lead', 'name another lead with --lead'],
  'too-short': ['Too short', 'ask for shorter strips with --duration'],
  nan: ['Missing samples (NaN)', 'cut elsewhere with --cut'],
  flat: ['Flat', 'nothing was recorded there; cut elsewhere with --cut'],
  range: ['Out of range', 'say the unit with --unit'],
  duplicate: ['Duplicate', 'the same samples are there already'],
} as const;

export type Reason = keyof typeof REASONS;

/** A row, or a file, that gave no strip. */
export interface Dropped {
  readonly reason: Reason;
  /** Line of the table; null for a file that no row names. */
  readonly line: number | null;
  /** What the table calls the recording, or the file's path. */
  readonly record: string;
  /** In words what was found, such as `lasts 8.2 s`. */
  readonly detail: string;
}
