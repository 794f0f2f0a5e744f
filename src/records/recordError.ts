import type { Code } from '../spec';

/** Why a recording cannot be used: a problem of the spec that names it. */
export class RecordError extends Error {
  override readonly name = 'RecordError';

  /** @param message one or two sentences for the author, as a problem's message */
  constructor(
    readonly code: Extract<Code, 'ECG501' | 'ECG502' | 'ECG503'>,
    message: string,
  ) {
    super(message);
  }
}

/** A path as messages show it. */
export function shownPath(path: string): string {
  return `\`${path.length > 80 ? `…${path.slice(-79)}` : path}\``;
}
