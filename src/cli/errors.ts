/** Exit codes of every command. */
export const EXIT = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const;

/** Ends a command: `message` is one sentence that says what, where and how to mend it. */
export class CliError extends Error {
  override readonly name = 'CliError';
  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
  }
}

/** Errors of this program's rooms whose message is meant for the user as it is. */
const FOR_USERS = new Set([
  'CliError',
  'DatasetError',
  'ImportError',
  'TrainingError',
  'CancelledError',
  'TrainingCancelled',
]);
const CANCELLED = new Set(['CancelledError', 'TrainingCancelled']);

/** What to print and which code to end with for anything that was thrown. */
export function describeFailure(error: unknown): { message: string; exitCode: number } {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  if (CANCELLED.has(name)) return { message, exitCode: EXIT.cancelled };
  if (error instanceof CliError) return { message, exitCode: error.exitCode };
  if (FOR_USERS.has(name)) return { message, exitCode: EXIT.failed };
  const detail = process.env['ECGSPEC_DEBUG'] ? `\n${stack}` : ' (set ECGSPEC_DEBUG=1 to see where).';
  return { message: `Something unexpected went wrong: ${message}${detail}`, exitCode: EXIT.failed };
}
