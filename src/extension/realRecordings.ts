import { existsSync } from 'node:fs';
import type { Services } from './services';

/** The folder of recordings that was used or imported last. */
const LAST_REAL = 'ecgspec.lastRealRecordings';

/** Offers a folder of recordings first from now on. */
export async function rememberRecordings({ context }: Services, folder: string): Promise<void> {
  await context.workspaceState.update(LAST_REAL, folder);
}

/** The folder of recordings to offer first; undefined where there is none, or it is gone. */
export function lastRecordings({ context }: Services): string | undefined {
  const last = context.workspaceState.get<string>(LAST_REAL);
  return last !== undefined && existsSync(last) ? last : undefined;
}
