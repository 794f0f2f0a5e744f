import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { Trouble, cleanEnv, run } from './process.mjs';
import { ensureServer } from './vscode.mjs';

const SETTINGS = {
  'files.autoSave': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'git.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'security.workspace.trust.enabled': false,
};

/**
 * Starts VS Code's server on this machine only, and waits until it answers.
 * @param {object} options
 * @param {string} options.data folder for everything it keeps: user data, extensions, its log, its HOME if `ownHome`
 * @param {number} [options.port] default: any free one
 * @param {boolean} [options.ownHome] keep out of the user's own files; default true
 * @param {NodeJS.ProcessEnv} [options.env] added to its environment, and so to the extension host's
 * @param {Record<string, unknown>} [options.settings] added to its user settings
 * @returns {Promise<{origin: string, port: number, log: string, extensions: string, ended: Promise<number>,
 *   url(folder: string, payload?: [string, string][]): string, file(path: string): string, stop(): Promise<void>}>}
 *   `url` is where a browser finds the workbench with `folder` open; `file` names a file in a payload
 * @throws {Trouble} when it does not start
 */
export async function startServer(options) {
  const entry = await ensureServer();
  const { data, ownHome = true, env = {}, settings = {} } = options;
  const port = options.port ?? (await freePort(0));
  const folders = {
    user: path.join(data, 'user'),
    extensions: path.join(data, 'ext'),
    home: path.join(data, 'home'),
    temporary: path.join(data, 'tmp'),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  mergeSettings(path.join(folders.user, 'User', 'settings.json'), { ...SETTINGS, ...settings });

  const home = ownHome
    ? {
        HOME: folders.home,
        XDG_CONFIG_HOME: path.join(folders.home, '.config'),
        XDG_DATA_HOME: path.join(folders.home, '.local', 'share'),
        XDG_CACHE_HOME: path.join(folders.home, '.cache'),
        TMPDIR: folders.temporary,
      }
    : {};
  const log = path.join(data, 'server.log');
  const output = createWriteStream(log);
  const args = ['--config', '/dev/null', '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`];
  args.push('--user-data-dir', folders.user, '--extensions-dir', folders.extensions);
  args.push('--disable-telemetry', '--disable-update-check', '--disable-workspace-trust');
  args.push('--disable-getting-started-override', '--ignore-last-opened');
  const child = spawn(process.execPath, [entry, ...args], {
    // A group of its own: its children (extension host, terminals) end with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnv({
      ...home,
      // The extension host talks over the global WebSocket, which Node 20 has behind this flag.
      NODE_OPTIONS: Number(process.versions.node.split('.')[0]) < 22 ? '--experimental-websocket' : '',
      // No shop to look things up in: nothing leaves the machine.
      EXTENSIONS_GALLERY: '{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":""}',
      VSCODE_IPC_HOOK_CLI: undefined,
      PORT: undefined,
      PASSWORD: undefined,
      ...env,
    }),
  });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  let running = true;
  const ended = new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  }).then((code) => {
    running = false;
    output.end();
    return code;
  });

  async function stop() {
    signalGroup(child.pid, 'SIGTERM');
    await Promise.race([ended, patience(3000)]);
    signalGroup(child.pid, 'SIGKILL');
    if (running) await ended;
  }

  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  while (!(await answers(`${origin}/healthz`))) {
    if (!running || Date.now() > deadline) {
      await stop();
      const tail = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-15).join('\n') : '';
      throw new Trouble(
        `The VS Code server did not start on port ${port}; its log, ${log}, ends with:\n${tail}`,
      );
    }
    await pause(100);
  }
  const file = (name) => `vscode-remote://127.0.0.1:${port}${encodeURI(name)}`;
  return {
    origin,
    port,
    log,
    extensions: folders.extensions,
    ended,
    stop,
    file,
    url(folder, payload = []) {
      const query = [`folder=${encodePath(folder)}`];
      if (payload.length > 0) query.push(`payload=${encodeURIComponent(JSON.stringify(payload))}`);
      return `${origin}/?${query.join('&')}`;
    },
  };
}

/**
 * Installs a .vsix where a server with the same `data` looks for extensions; the server need not run.
 * @param {string} data
 * @param {string} vsix
 * @throws {Trouble} when VS Code refuses it
 */
export async function installExtension(data, vsix) {
  const entry = await ensureServer();
  const args = ['--config', '/dev/null', '--user-data-dir', path.join(data, 'user')];
  args.push('--extensions-dir', path.join(data, 'ext'), '--install-extension', vsix);
  const env = cleanEnv({
    HOME: path.join(data, 'home'),
    XDG_CONFIG_HOME: path.join(data, 'home', '.config'),
  });
  await run(process.execPath, [entry, ...args], { env, quiet: true });
}

/** Keeps slashes readable: the address is for people as well. */
const encodePath = (name) => encodeURIComponent(name).replaceAll('%2F', '/');

/** Settings this project wants, under those the user has made in the meantime. */
function mergeSettings(file, wanted) {
  let existing = {};
  try {
    existing = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    if (existsSync(file)) return; // with comments or broken: the user's own, leave it
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...wanted, ...existing }, null, 2)}\n`);
}

/**
 * A TCP port of 127.0.0.1 that nobody listens on.
 * @param {number} first 0: any; otherwise the first free one from there
 */
export async function freePort(first) {
  for (let port = first; port < first + 100; port++) {
    const got = await tryPort(port);
    if (got) return got;
  }
  throw new Trouble(`No port from ${first} to ${first + 99} is free; name another with --port.`);
}

/** @returns {Promise<number | undefined>} the port, if it could be listened on */
export function tryPort(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const { port: got } = probe.address();
      probe.close(() => resolve(got));
    });
  });
}

async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

function signalGroup(pid, signal) {
  if (!pid) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // it has ended
  }
}

/** Like `pause`, but a process that has nothing else to do does not wait for it. */
const patience = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
