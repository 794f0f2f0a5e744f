import { expect, it } from 'vitest';
import { useWorkbench } from './harness';

const workbench = useWorkbench();

it('VS Code lists the extension among the installed ones', async () => {
  const { page, command } = workbench();
  await command('Extensions: Show Installed Extensions');
  const entry = page.locator('.extension-list-item', { hasText: 'ECG Spec' });
  await entry.first().waitFor();
  expect(await entry.locator('.name').first().innerText()).toBe('ECG Spec');
});
