import { afterAll, afterEach, beforeAll } from 'vitest';
import { startWorkbench, type Workbench, type WorkbenchOptions } from './workbench';

export { ROOT } from './workbench';

/**
 * Starts a workbench before the tests of this `describe` (or file) and ends it after them; a picture is kept of every
 * test that fails.
 * @returns gives the workbench, inside of tests and hooks
 */
export function useWorkbench(options: WorkbenchOptions = {}): () => Workbench {
  let running: (Workbench & { close(): Promise<void> }) | undefined;
  beforeAll(async () => {
    running = await startWorkbench(options);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await running?.screenshot(`failed-${task.name}`);
  });
  afterAll(async () => {
    await running?.close();
  });
  return () => {
    if (!running) throw new Error('The workbench is there within tests and hooks only.');
    return running;
  };
}
