import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { useWorkbench } from './harness';

const workbench = useWorkbench({ packaged: true });

it('works in a clean VS Code as packaged: the editor draws, and a data set is generated', async () => {
  const { open, webview, command, page, workspace } = workbench();
  await open('four-arrhythmias.ecgspec');
  await webview().getByText('Wolff-Parkinson-White').first().waitFor();
  await expect.poll(() => webview().locator('.strip ecg-trace').count()).toBe(5);

  // Generating runs the packed command line and its worker, with VS Code's own Node.
  await command('ECG Spec: Generate Dataset');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await rows.filter({ hasText: 'four-arrhythmias-dataset' }).first().click();
  const manifest = path.join(workspace, 'four-arrhythmias-dataset', 'manifest.json');
  await expect.poll(() => existsSync(manifest), { timeout: 60_000 }).toBe(true);
});
