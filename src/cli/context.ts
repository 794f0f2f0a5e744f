import type { FolderProgress } from '../dataset/index';

/** What the commands need from outside. */
export interface Context {
  /** Results go here. */
  readonly print: (line: string) => void;
  /** Progress, warnings and errors go here. */
  readonly warn: (line: string) => void;
  /**
   * Aborted by Ctrl+C and by whatever else asks the process to end. Reading it is a promise to heed it: until then
   * such a request ends the process at once.
   */
  readonly signal: AbortSignal;
  /** The bundled worker thread of the data-set writer. */
  readonly workerFile: string;
  /** Tells whoever started the process how far a data set is, where somebody wants to hear it. */
  readonly tellProgress?: (progress: FolderProgress) => void;
  /** Ends the process with this code when all is said. */
  readonly exit: (code: number) => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A signal that is aborted by the first request to end; the second one ends the process at once. */
export function abortOnSignals(onSecond: () => void): AbortSignal {
  const controller = new AbortController();
  for (const name of SIGNALS) {
    process.on(name, () => {
      if (controller.signal.aborted) onSecond();
      controller.abort();
    });
  }
  return controller.signal;
}
