import { connect, type Socket } from 'node:net';
import type { FolderProgress } from '../dataset/index';

/** More than this unread means that nobody listens, bytes. */
const UNREAD = 65_536;

/**
 * Tells progress on a pipe, an object a line. Whoever listens may go at any time: the work does not fail for that, and
 * does not wait.
 * @param pipe its name; without one nothing is told
 */
export function progressTo(pipe: string | undefined): (progress: FolderProgress) => void {
  if (!pipe) return () => {};
  let socket: Socket | undefined;
  let dead = false;
  return (progress) => {
    if (dead) return;
    socket ??= connect(pipe)
      .on('error', () => (dead = true))
      .unref();
    if (socket.writableLength < UNREAD) socket.write(`${JSON.stringify(progress)}\n`);
  };
}
