import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CACHE, ROOT } from './paths.mjs';
import { Trouble, cleanEnv, isExecutable, npm, run, say, which } from './process.mjs';

/** Makes node_modules equal to package-lock.json: `npm ci` when something is missing or of another version. */
export async function ensureModules() {
  const wanted = readJson(path.join(ROOT, 'package-lock.json'));
  if (!wanted) throw new Trouble('package-lock.json is missing or broken; restore it from git.');
  const reason = whyStale(wanted, readJson(path.join(ROOT, 'node_modules', '.package-lock.json')));
  if (!reason) return;
  say(`Installing npm packages (${reason}) ...`);
  await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: ROOT });
}

/**
 * Why node_modules differs from the lock file, or undefined when it does not.
 * @param {{packages: Record<string, any>}} wanted package-lock.json
 * @param {{packages: Record<string, any>} | undefined} installed node_modules/.package-lock.json
 * @returns {string | undefined}
 */
export function whyStale(wanted, installed) {
  if (!installed) return 'none are installed';
  for (const [folder, entry] of Object.entries(wanted.packages)) {
    if (folder === '') continue;
    const have = installed.packages[folder];
    // Packages for other platforms are in the lock file, and rightly absent here.
    if (!have && (entry.optional || entry.devOptional || entry.peer)) continue;
    const name = folder.replace(/^.*node_modules\//, '');
    if (!have) return `${name} is missing`;
    if (have.version !== entry.version) return `${name} has another version`;
  }
  return undefined;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * A Chromium to drive: the one in ECGSPEC_CHROMIUM, an installed Chrome, Chromium or Edge, else one is installed.
 * @returns {Promise<string>} path of its executable
 * @throws {Trouble} when there is none and none can be installed
 */
export async function ensureChromium() {
  const named = process.env.ECGSPEC_CHROMIUM;
  if (named) {
    if (isExecutable(named)) return named;
    throw new Trouble(
      `ECGSPEC_CHROMIUM names "${named}", which is no executable file; correct it or unset it.`,
    );
  }
  return (
    (await installedChromium()) ??
    (await playwrightChromium()) ??
    (await installWithApt()) ??
    (await installWithPlaywright()) ??
    noChromium()
  );
}

function noChromium() {
  throw new Trouble(
    'No Chrome, Chromium or Edge was found and none could be installed; ' +
      'install one of them (Debian: "apt-get install chromium") or name one in ECGSPEC_CHROMIUM.',
  );
}

const NAMES = [
  'chromium',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
];

function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((app) =>
      ['/Applications', path.join(os.homedir(), 'Applications')].map((folder) =>
        path.join(folder, `${app}.app`, 'Contents', 'MacOS', app),
      ),
    );
  }
  if (process.platform === 'win32') {
    const programs = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    const apps = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return programs.filter(Boolean).flatMap((folder) => apps.map((app) => path.join(folder, app)));
  }
  return ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome', '/usr/lib/chromium'].flatMap(
    (folder) => NAMES.map((name) => path.join(folder, name)),
  );
}

async function installedChromium() {
  const candidates = [...NAMES.map((name) => which(name)), ...usualPlaces()].filter(Boolean);
  for (const file of new Set(candidates)) {
    if (isExecutable(file) && (await starts(file))) return file;
  }
  return undefined;
}

/** Some distributions ship a script of that name that only says where to get the real one. */
async function starts(file) {
  if (process.platform === 'win32') return true; // there it would open a window
  const { code, output } = await run(file, ['--version'], {
    quiet: true,
    allowFailure: true,
    timeout: 20_000,
  });
  return code === 0 && /\d+\.\d+\.\d+/.test(output);
}

async function installWithApt() {
  const apt = which('apt-get');
  if (!apt) return undefined;
  let prefix;
  if (process.getuid?.() === 0) prefix = [];
  else if (
    which('sudo') &&
    (await run('sudo', ['-n', 'true'], { quiet: true, allowFailure: true })).code === 0
  ) {
    prefix = ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive'];
  } else return undefined;
  const aptGet = (...args) => {
    const [command, ...rest] = [...prefix, apt, '-o', 'DPkg::Lock::Timeout=300', ...args];
    return run(command, rest, {
      quiet: true,
      allowFailure: true,
      env: cleanEnv({ DEBIAN_FRONTEND: 'noninteractive' }),
    });
  };
  say('Installing Chromium with apt-get ...');
  await aptGet('update');
  // Without any font a page has no text to look at.
  const { code, output } = await aptGet(
    'install',
    '-y',
    '--no-install-recommends',
    'chromium',
    'fonts-dejavu-core',
  );
  if (code !== 0) {
    say(`apt-get could not: ${output.trim().split('\n').at(-1) ?? ''}`);
    return undefined;
  }
  return installedChromium();
}

/** Playwright's own browsers: those in its usual folder, or the one installed here. */
async function playwrightChromium() {
  for (const folder of [undefined, path.join(CACHE, 'playwright')]) {
    const file = await playwrightPath(folder);
    if (file && existsSync(file) && (await starts(file))) return file;
  }
  return undefined;
}

/** Asks playwright-core where its Chromium would be; a process of its own, as it reads the setting on loading. */
async function playwrightPath(folder) {
  const core = pathToFileURL(path.join(ROOT, 'node_modules', 'playwright-core', 'index.mjs')).href;
  const code = `import { chromium } from ${JSON.stringify(core)}; console.log(chromium.executablePath());`;
  const { code: exit, output } = await run(process.execPath, ['--input-type=module', '-e', code], {
    quiet: true,
    allowFailure: true,
    env: cleanEnv(folder ? { PLAYWRIGHT_BROWSERS_PATH: folder } : {}),
  });
  return exit === 0 ? output.trim().split('\n').at(-1) : undefined;
}

async function installWithPlaywright() {
  say('Installing Chromium with Playwright ...');
  const cli = path.join(ROOT, 'node_modules', 'playwright-core', 'cli.js');
  const { code } = await run(process.execPath, [cli, 'install', 'chromium'], {
    quiet: true,
    allowFailure: true,
    timeout: 600_000,
    env: cleanEnv({ PLAYWRIGHT_BROWSERS_PATH: path.join(CACHE, 'playwright') }),
  });
  return code === 0 ? playwrightChromium() : undefined;
}
