/** A failure that the user can mend: `message` is one sentence that says what, where and how. */
export class DatasetError extends Error {
  override readonly name: string = 'DatasetError';
}

/** The run was stopped on request; what is on disk is marked as incomplete. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

function megabytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return `${bytes >= 1e7 ? Math.ceil(bytes / 1e6) : (bytes / 1e6).toFixed(1)} MB`;
}

/** The sentence for a disk that holds less than a data set needs. */
export function diskTooSmall(folder: string, needed: number, free: number): DatasetError {
  return new DatasetError(
    `The data set needs ${megabytes(needed)} and the disk of ${folder} has ${megabytes(free)} free; ` +
      'free some space, ask for fewer strips, or choose a folder on another disk.',
  );
}

/** Turns a system error met while writing below `folder` into a sentence; other errors pass through. */
export function explainWriteError(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new DatasetError(
        `The disk filled up while writing ${folder}; free some space or choose a folder on another disk, then run again.`,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new DatasetError(
        `${folder} cannot be written to (${code === 'EROFS' ? 'the disk is read-only' : 'permission denied'}); choose another folder or change its permissions.`,
      );
    case 'EEXIST':
      return new DatasetError(
        `A file that was to be made in ${folder} is there already, so something else writes to that folder; choose another folder, or run again when it is done.`,
      );
    case 'ENOENT':
      return new DatasetError(
        `${folder} cannot be reached, because a part of its path is not there (a symbolic link to nowhere, or removed meanwhile); choose another folder.`,
      );
    case 'ELOOP':
      return new DatasetError(
        `${folder} cannot be reached, because the symbolic links in its path lead round in a circle; choose another folder.`,
      );
    case 'ENOTDIR':
      return new DatasetError(
        `${folder} cannot be a folder, because a part of that path is a file; choose another folder.`,
      );
    case 'ENAMETOOLONG':
      return new DatasetError(`The path ${folder.slice(0, 60)}... is too long; choose a shorter one.`);
    case 'EFBIG':
      return new DatasetError(
        `A file in ${folder} grew past what the disk or the process's limit allows; raise the limit (ulimit -f) or choose another disk.`,
      );
    case 'EIO':
      return new DatasetError(
        `The disk of ${folder} reported a write error; check the disk or choose another.`,
      );
    case 'EMFILE':
    case 'ENFILE':
      return new DatasetError(
        `Too many files are open to write ${folder}; close other programs or raise the limit (ulimit -n).`,
      );
    default:
      return error;
  }
}
