import { TrainingError } from './errors';

/** What tells one of the trainer's JSON files from any other. */
export interface JsonKind {
  readonly file: string;
  /** What its `format` says. */
  readonly format: string;
  readonly version: number;
  /** A list that it cannot do without. */
  readonly list: string;
  /** What it is, such as `a report`. */
  readonly what: string;
  /** How it is made anew, such as `run evaluate again`. */
  readonly mend: string;
}

/**
 * The object in a text of the trainer's.
 * @throws TrainingError when it is not of this kind, or of a version this program does not know
 */
export function readJson(text: string, { file, format, version, list, what, mend }: JsonKind): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TrainingError(`${file} is not JSON; ${mend}.`);
  }
  const found = value as Record<string, unknown> | null;
  if (found?.['format'] !== format || !Array.isArray(found[list])) {
    throw new TrainingError(`${file} is not ${what} of ECG Spec; ${mend}.`);
  }
  if (found['version'] !== version) {
    throw new TrainingError(
      `${file} has version ${String(found['version'])} and this program reads version ${version}; ${mend}.`,
    );
  }
  return value;
}
