import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { freePort } from '../../../scripts/lib/server.mjs';
import { ROOT } from './harness';

let running: { child: ChildProcess; output: () => string } | undefined;

function start(...args: string[]): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts', 'start.mjs'), '--server', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  running = { child, output: () => output };
  return running;
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

afterEach(async () => {
  if (!running) return;
  running.child.kill('SIGTERM');
  await ended(running.child);
  running = undefined;
});

describe('npm start', () => {
  it('serves VS Code with the first example in its editor, and ends with Ctrl+C', async () => {
    const port = await freePort(0);
    const { child, output } = start('--port', String(port));
    await expect.poll(output, { timeout: 120_000, interval: 200 }).toContain('VS Code is ready: ');
    const address = /VS Code is ready: (\S+)/.exec(output())?.[1] ?? '';
    expect(address).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/`));

    const browser = await launchChromium();
    try {
      const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
      await page.goto(address);
      const tab = page.locator('.tabs-container .tab', { hasText: 'four-arrhythmias.ecgspec' });
      await tab.waitFor({ timeout: 60_000 });
      const editor = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
      await editor.getByText('Atrial fibrillation').first().waitFor({ timeout: 60_000 });
    } finally {
      await browser.close();
    }

    child.kill('SIGINT');
    expect(await ended(child)).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
  });

  it.each([
    [['--port', '99999'], '--port wants a number from 1 to 65535, not "99999".'],
    [['--prot'], 'Unknown option "--prot"; "npm start -- --help" lists them.'],
  ])('answers %j with one sentence', async (args, sentence) => {
    const { child, output } = start(...args);
    expect(await ended(child)).toBe(1);
    expect(output().trim()).toBe(`Error: ${sentence}`);
  });
});
