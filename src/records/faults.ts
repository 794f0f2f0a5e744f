import { RecordError, shownPath } from './recordError';

/** What loaders say of files that they cannot give, in the same words wherever they are. */
export const FAULTS = {
  missing: (path: string): RecordError =>
    new RecordError(
      'ECG501',
      `There is no file ${shownPath(path)}. Its path starts at the spec's folder, and counts large and small letters.`,
    ),
  forbidden: (path: string): RecordError =>
    new RecordError('ECG501', `${shownPath(path)} may not be read. Change its permissions, or copy it.`),
  noFile: (path: string): RecordError =>
    new RecordError('ECG501', `${shownPath(path)} is not a plain file. Name a \`.hea\` or \`.npy\` file.`),
  tooLarge: (path: string, bytes: number, most: number): RecordError =>
    new RecordError(
      'ECG502',
      `${shownPath(path)} has ${Math.ceil(bytes / (1 << 20))} MB, and at most ${most / (1 << 20)} MB are read. Cut a part out of it.`,
    ),
  outside: (path: string): RecordError =>
    new RecordError(
      'ECG501',
      `${shownPath(path)} lies outside the open folders, where nothing is read. Open the folder that holds both, or copy it beside the spec.`,
    ),
  unsaved: (path: string): RecordError =>
    new RecordError(
      'ECG501',
      `The path ${shownPath(path)} starts at the spec's folder, and the spec is in none yet. Save it first.`,
    ),
  failed: (path: string, reason: string): RecordError =>
    new RecordError('ECG501', `${shownPath(path)} cannot be read (${reason.slice(0, 100)}). Copy it anew.`),
} as const;
