#!/usr/bin/env node
// `npm start`: installs what is missing, builds, and opens VS Code on the examples.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureModules } from './lib/install.mjs';
import { CACHE, EXAMPLES, FIRST_EXAMPLE, ROOT } from './lib/paths.mjs';
import { Trouble, cleanEnv, requireNode, run, say, script } from './lib/process.mjs';
import { freePort, startServer, tryPort } from './lib/server.mjs';
import { OPENER, findDesktop, linkExtension } from './lib/vscode.mjs';

const HELP = `Usage: npm start -- [--server] [--port N]

Opens VS Code on examples/ with this extension: the desktop VS Code when one is installed and a
screen is there, otherwise VS Code's server, for a browser; its address is printed.

  --server   the server, even where there is a desktop VS Code
  --port N   the server's port (default: the first free one from 8080)
  --help     this text`;

async function main() {
  requireNode();
  const options = parse(process.argv.slice(2));
  if (options.help) return void console.log(HELP);
  await ensureModules();
  await run(process.execPath, [path.join(ROOT, 'scripts', 'build.mjs')]);
  const desktop = options.server ? undefined : findDesktop();
  return desktop ? openDesktop(desktop) : serve(options.port);
}

function parse(args) {
  const options = { help: false, server: false, port: undefined };
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = args[i].split('=', 2);
    if (name === '--help' || name === '-h') options.help = true;
    else if (name === '--server') options.server = true;
    else if (name === '--port') options.port = parsePort(inline ?? args[++i]);
    else throw new Trouble(`Unknown option "${args[i]}"; "npm start -- --help" lists them.`);
  }
  return options;
}

function parsePort(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Trouble(`--port wants a number from 1 to 65535, not "${text ?? ''}".`);
  }
  return port;
}

async function openDesktop({ cli }) {
  say(`Opening VS Code (${cli}) on examples/ ...`);
  const extensions = [ROOT, OPENER].map((folder) => `--extensionDevelopmentPath=${folder}`);
  const env = cleanEnv({ ELECTRON_RUN_AS_NODE: undefined, ECGSPEC_OPEN: FIRST_EXAMPLE });
  await run(cli, ['--new-window', ...extensions, EXAMPLES], { env });
  say('VS Code is open; no window in sight? "npm start -- --server" uses a browser instead.');
  return 0;
}

async function serve(wanted) {
  if (wanted !== undefined && !(await tryPort(wanted))) {
    throw new Trouble(`Port ${wanted} is in use; name another one, or leave --port out to have one found.`);
  }
  const data = path.join(CACHE, 'start');
  linkExtension(path.join(data, 'ext'), [OPENER]);
  const port = wanted ?? (await freePort(8080));
  const server = await startServer({
    data,
    port,
    ownHome: false,
    env: { ECGSPEC_OPEN: FIRST_EXAMPLE },
    settings: { 'terminal.integrated.gpuAcceleration': 'off' },
  });
  const address = server.url(EXAMPLES);
  console.log(`\nVS Code is ready: ${address}\n`);
  say('Ctrl+C ends it.');
  openBrowser(address);
  const code = await Promise.race([server.ended, interrupted()]);
  if (code === 0) say('Ending ...');
  await server.stop();
  if (code !== 0)
    throw new Trouble(`The VS Code server ended by itself with ${code}; its log is ${server.log}.`);
  return 0;
}

/** On a desktop, shows the page; elsewhere the printed address is what there is. */
function openBrowser(address) {
  const command = process.platform === 'darwin' ? 'open' : 'xdg-open';
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  spawn(command, [address], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

function interrupted() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve(0));
  });
}

script(main);
