import { renameSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { useWorkbench } from './harness';

const spec = (noise: string): string => `ecgspec: 1
beats:
  normal: { R: { amplitude: 1 mV, at: 0 ms, width: 15 ms } }
classes:
  c: { beat: normal, rhythm: { type: regular, interval: 0.8 s } }
noise: [ ${noise} ]
`;
const workbench = useWorkbench({
  files: {
    'with.ecgspec': spec('{ type: recording, file: noise/walking.hea, signal: muscle, rms: 0.1 mV }'),
    'without.ecgspec': spec(''),
  },
});
const PATIENTLY = { timeout: 60_000 };

it('draws noise from a recording, says when its file is gone, and draws it again when it is back', async () => {
  const { open, webview, workspace } = workbench();
  const curve = async (): Promise<string> => {
    await webview().locator('.strips[aria-busy=false] .strip').first().waitFor(PATIENTLY);
    const trace = webview().locator('.strip ecg-trace').first();
    return trace.evaluate((element) => String((element as unknown as { values: Float64Array }).values));
  };
  await open('without.ecgspec');
  const plain = await curve();
  await open('with.ecgspec');
  await expect.poll(() => webview().locator('.view-line', { hasText: 'walking' }).count(), PATIENTLY).toBe(1);
  const noisy = await curve();
  expect(noisy).not.toBe(plain);
  const banner = webview().locator('.banner');
  expect(await banner.isVisible()).toBe(false);

  const [here, away] = ['walking.dat', 'away.dat'].map((name) => path.join(workspace, 'noise', name));
  renameSync(here!, away!);
  await banner.waitFor(PATIENTLY);
  expect(await banner.innerText()).toContain('There is no file `noise/walking.dat`.');
  expect(await banner.innerText()).toContain('The strips are without this noise.');
  await expect.poll(curve, PATIENTLY).toBe(plain);
  renameSync(away!, here!);
  await banner.waitFor({ ...PATIENTLY, state: 'hidden' });
  await expect.poll(curve, PATIENTLY).toBe(noisy);
});
