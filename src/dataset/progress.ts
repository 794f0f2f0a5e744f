/** How far a data set is. */
export interface GenerateProgress {
  /** Strips. */
  readonly done: number;
  readonly total: number;
  readonly stripsPerSecond: number;
  /** Infinity until it can be told. */
  readonly secondsLeft: number;
}

/** How far the set in a folder (an absolute path) is, for somebody who watches several. */
export interface FolderProgress extends GenerateProgress {
  readonly folder: string;
}

/** Names the pipe (a Unix socket, or a named pipe of Windows) on which somebody wants to hear a `FolderProgress` now and then. */
export const PROGRESS_PIPE = 'ECGSPEC_PROGRESS_PIPE';
