import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureFirefox } from './install.mjs';
import { CACHE } from './paths.mjs';
import { cleanEnv } from './process.mjs';

/** Nothing but the page: no first run, no updates, no talk with anybody, no session to bring back. */
const PREFERENCES = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.search.update': false,
  'browser.sessionstore.resume_from_crash': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.proxy.type': 0,
  'services.settings.server': 'data:,',
  'toolkit.startup.max_resumed_crashes': -1,
  'toolkit.telemetry.enabled': false,
};

/**
 * Opens a page in a headless Firefox of its own, with a fresh profile.
 * @param {string} url
 * @returns {Promise<{ended: Promise<string>, close(): Promise<void>}>} `ended` resolves with what it said when it ends by
 *   itself; `close` ends it with all its processes
 */
export async function openFirefox(url) {
  const program = await ensureFirefox();
  mkdirSync(CACHE, { recursive: true });
  // Not among the system's temporary files: a Firefox that came as a snap sees others there.
  const profile = mkdtempSync(path.join(CACHE, 'firefox-'));
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(path.join(profile, 'user.js'), lines.join(''));
  const child = spawn(program, ['--headless', '--no-remote', '--profile', profile, url], {
    // A group of its own: its children, one a page and more, end with it.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnv({ MOZ_CRASHREPORTER_DISABLE: '1' }),
  });
  let said = '';
  child.stdout.on('data', (data) => (said += data));
  child.stderr.on('data', (data) => (said += data));
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', () => resolve(said));
  });
  const end = () => endWithChildren(child);
  process.once('exit', end);
  return {
    ended,
    async close() {
      process.off('exit', end);
      end();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function endWithChildren({ pid }) {
  if (pid === undefined) return;
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
    else process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}
