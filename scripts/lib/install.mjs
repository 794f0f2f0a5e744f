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

/** The executable that an environment variable names; undefined where it names none. */
function namedIn(variable) {
  const named = process.env[variable];
  if (!named) return undefined;
  if (isExecutable(named)) return named;
  throw new Trouble(`${variable} names "${named}", which is no executable file; correct it or unset it.`);
}

/**
 * A Chromium to drive: the one in ECGSPEC_CHROMIUM, an installed Chrome, Chromium or Edge, else one is installed.
 * @returns {Promise<string>} path of its executable
 * @throws {Trouble} when there is none and none can be installed
 */
export async function ensureChromium() {
  const named = namedIn('ECGSPEC_CHROMIUM');
  if (named !== undefined) return named;
  return (
    (await firstThatStarts(chromiumPlaces())) ??
    (await playwrightChromium()) ??
    ((await installWithApt('Chromium', 'chromium')) ? await firstThatStarts(chromiumPlaces()) : undefined) ??
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

const CHROMIUM_NAMES = [
  'chromium',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
];

function chromiumPlaces() {
  return usualPlaces({
    mac: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((app) => [app, app]),
    windows: ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'],
    names: CHROMIUM_NAMES,
    folders: ['/opt/google/chrome', '/usr/lib/chromium'],
  });
}

/**
 * A Firefox to drive: the one in ECGSPEC_FIREFOX, an installed one, else one is installed.
 * @returns {Promise<string>} path of its executable
 * @throws {Trouble} when there is none and none can be installed
 */
export async function ensureFirefox() {
  const named = namedIn('ECGSPEC_FIREFOX');
  if (named !== undefined) return named;
  const installed = () => firstThatStarts(firefoxPlaces());
  const found =
    (await installed()) ?? ((await installWithApt('Firefox', 'firefox-esr')) ? await installed() : undefined);
  if (found !== undefined) return found;
  throw new Trouble(
    'No Firefox was found and none could be installed; ' +
      'install it (Debian: "apt-get install firefox-esr") or name one in ECGSPEC_FIREFOX.',
  );
}

function firefoxPlaces() {
  return usualPlaces({
    mac: [['Firefox', 'firefox']],
    windows: ['Mozilla Firefox\\firefox.exe'],
    names: ['firefox-esr', 'firefox'],
    folders: ['/opt/firefox', '/usr/lib/firefox-esr', '/usr/lib/firefox'],
  });
}

/**
 * Where a browser may lie, likeliest first.
 * @param {object} browser
 * @param {[app: string, program: string][]} browser.mac of an application, and of the program in it
 * @param {string[]} browser.windows below the folders of programs
 * @param {string[]} browser.names of commands, elsewhere
 * @param {string[]} browser.folders where those may lie beside the usual ones
 */
function usualPlaces({ mac, windows, names, folders }) {
  const onPath = names.map((name) => which(name)).filter(Boolean);
  if (process.platform === 'darwin') {
    const homes = ['/Applications', path.join(os.homedir(), 'Applications')];
    const apps = mac.flatMap(([app, program]) =>
      homes.map((folder) => path.join(folder, `${app}.app`, 'Contents', 'MacOS', program)),
    );
    return [...onPath, ...apps];
  }
  if (process.platform === 'win32') {
    const programs = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    const apps = programs.filter(Boolean).flatMap((folder) => windows.map((app) => path.join(folder, app)));
    return [...onPath, ...apps];
  }
  const all = ['/usr/bin', '/usr/local/bin', '/snap/bin', ...folders];
  return [...onPath, ...all.flatMap((folder) => names.map((name) => path.join(folder, name)))];
}

async function firstThatStarts(candidates) {
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
  return code === 0 && /\d+\.\d+/.test(output);
}

/**
 * Installs a browser's Debian package where that takes no question.
 * @returns {Promise<boolean>} whether it could
 */
async function installWithApt(title, name) {
  const apt = which('apt-get');
  if (!apt) return false;
  let prefix;
  if (process.getuid?.() === 0) prefix = [];
  else if (
    which('sudo') &&
    (await run('sudo', ['-n', 'true'], { quiet: true, allowFailure: true })).code === 0
  ) {
    prefix = ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive'];
  } else return false;
  const aptGet = (...args) => {
    const [command, ...rest] = [...prefix, apt, '-o', 'DPkg::Lock::Timeout=300', ...args];
    return run(command, rest, {
      quiet: true,
      allowFailure: true,
      env: cleanEnv({ DEBIAN_FRONTEND: 'noninteractive' }),
    });
  };
  say(`Installing ${title} with apt-get ...`);
  await aptGet('update');
  // Without any font a page has no text to look at.
  const { code, output } = await aptGet(
    'install',
    '-y',
    '--no-install-recommends',
    name,
    'fonts-dejavu-core',
  );
  if (code !== 0) {
    say(`apt-get could not: ${output.trim().split('\n').at(-1) ?? ''}`);
  }
  return code === 0;
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
