/** A failure that the user can mend: `message` is one sentence or two that say what, where and how. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
