import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CACHE, ROOT } from './paths.mjs';
import { Trouble, isExecutable, npm, say, which } from './process.mjs';

const PIN = path.join(ROOT, 'scripts', 'code-server');
const VERSION = JSON.parse(readFileSync(path.join(PIN, 'package.json'), 'utf8')).dependencies['code-server'];

/**
 * The installed desktop VS Code that can show a window here, or undefined.
 * ECGSPEC_VSCODE=server hides it, ECGSPEC_VSCODE=PATH names its `code` command or program.
 * @returns {{cli: string, program: string | undefined} | undefined} `cli` opens windows and returns at once;
 *   `program` is the process itself, which tests need
 */
export function findDesktop() {
  const named = process.env.ECGSPEC_VSCODE;
  if (named === 'server') return undefined;
  if (named && !isExecutable(named)) {
    throw new Trouble(
      `ECGSPEC_VSCODE names "${named}", which is neither "server" nor an executable file; correct it or unset it.`,
    );
  }
  if (!named && !hasDisplay()) return undefined;
  const candidates = named
    ? [named]
    : [which('code'), which('code-insiders'), which('codium'), ...usualPlaces()];
  for (const candidate of candidates) {
    if (!candidate || !isExecutable(candidate)) continue;
    const cli = realpathSync(candidate);
    // Inside a remote window or WSL, `code` only talks to a VS Code on another machine.
    if (/remote-cli|\/mnt\/[a-z]\//.test(cli)) continue;
    return { cli: candidate, program: programOf(cli) };
  }
  return undefined;
}

/** Whether a window could be seen here. */
export function hasDisplay() {
  if (process.platform === 'darwin') return !process.env.SSH_CONNECTION;
  if (process.platform === 'win32') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function usualPlaces() {
  const home = os.homedir();
  if (process.platform === 'darwin') {
    return ['/Applications', path.join(home, 'Applications')].flatMap((folder) =>
      ['Visual Studio Code', 'Visual Studio Code - Insiders', 'VSCodium'].flatMap((app) =>
        ['code', 'codium'].map((name) => path.join(folder, `${app}.app`, 'Contents/Resources/app/bin', name)),
      ),
    );
  }
  if (process.platform === 'win32') {
    const folders = [
      process.env.LOCALAPPDATA && path.join(process.env.LOCALAPPDATA, 'Programs'),
      process.env.PROGRAMFILES,
    ];
    return folders.filter(Boolean).map((folder) => path.join(folder, 'Microsoft VS Code', 'bin', 'code.cmd'));
  }
  return [
    '/usr/share/code/bin/code',
    '/opt/visual-studio-code/bin/code',
    '/snap/bin/code',
    '/usr/share/codium/bin/codium',
  ];
}

/** The program behind a `code` command. */
function programOf(cli) {
  const folder = path.dirname(path.dirname(cli)); // .../bin/code
  const candidates =
    process.platform === 'darwin'
      ? ['Electron', 'Code', 'VSCodium'].map((name) => path.join(folder, '..', '..', 'MacOS', name))
      : process.platform === 'win32'
        ? [path.join(folder, 'Code.exe')]
        : [path.join(folder, 'code'), path.join(folder, 'codium'), path.join(folder, 'code-insiders')];
  const found = candidates.find((file) => isExecutable(file));
  return found ?? (path.basename(path.dirname(cli)) === 'bin' ? undefined : cli);
}

/**
 * VS Code's own server build, installed once per version into .cache; an interrupted installation leaves nothing behind
 * that could be taken for a whole one, as the folder gets its name by one rename at the end.
 * @returns {Promise<string>} its entry script, to be run with Node
 */
export async function ensureServer() {
  if (process.platform === 'win32') {
    throw new Trouble('The VS Code server does not run on Windows; install the desktop VS Code, or use WSL.');
  }
  const folder = path.join(CACHE, `code-server-${VERSION}`);
  const entry = path.join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
  if (existsSync(entry)) return entry;
  say(`Installing the VS Code server (code-server ${VERSION}; about 600 MB, once) ...`);
  mkdirSync(CACHE, { recursive: true });
  const staging = mkdtempSync(path.join(CACHE, 'installing-'));
  try {
    await installServer(staging);
    rmSync(folder, { recursive: true, force: true });
    renameSync(staging, folder);
  } catch (error) {
    // Another process may have finished the same installation first.
    if (existsSync(entry)) return entry;
    throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return entry;
}

async function installServer(folder) {
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(path.join(PIN, file), path.join(folder, file));
  // Its install scripts insist on another Node and compile what is not needed here; its `engines` says the same.
  const flags = [
    '--omit=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--engine-strict=false',
  ];
  await npm(['ci', ...flags], { cwd: folder, quiet: true });
  const code = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  // Not `npm ci`: the lock file that comes with it leaves two overridden packages out, which `npm ci` refuses.
  await npm(['install', ...flags], { cwd: code, quiet: true });
  linkRipgrep(folder, code);
  // They need a native module that is not built here, and would only report that they do not run.
  for (const extension of ['git', 'github'])
    rmSync(path.join(code, 'extensions', extension), { recursive: true, force: true });
}

/** Without this binary VS Code searches no files, and every task waits 20 s for a search. */
function linkRipgrep(folder, code) {
  const platform = `${process.platform}-${process.arch}`;
  const binary = path.join(folder, 'node_modules', '@vscode', 'ripgrep-universal', 'bin', platform, 'rg');
  if (!existsSync(binary)) {
    say(`Warning: no ripgrep for ${platform}; searching in the VS Code server will not work.`);
    return;
  }
  const bin = path.join(code, 'node_modules', '@vscode', 'ripgrep', 'bin');
  mkdirSync(bin, { recursive: true });
  rmSync(path.join(bin, 'rg'), { force: true });
  copyFileSync(binary, path.join(bin, 'rg'));
  chmodSync(path.join(bin, 'rg'), 0o755);
}

/** A small extension that opens the file in ECGSPEC_OPEN once VS Code is up. */
export const OPENER = path.join(ROOT, 'scripts', 'opener');

/**
 * Makes the checkout (and `others`) installed extensions of the extensions folder `folder`, so that a rebuild needs no
 * packaging.
 * @param {string} folder
 * @param {string[]} [others] folders of further extensions
 */
export function linkExtension(folder, others = []) {
  mkdirSync(folder, { recursive: true });
  for (const extension of [ROOT, ...others]) {
    const { publisher, name, version } = JSON.parse(
      readFileSync(path.join(extension, 'package.json'), 'utf8'),
    );
    const link = path.join(folder, `${publisher}.${name}-${version}`);
    rmSync(link, { recursive: true, force: true });
    symlinkSync(extension, link, 'junction');
  }
  // VS Code trusts this list over the folder; without it, it looks into the folder again.
  rmSync(path.join(folder, 'extensions.json'), { force: true });
}
