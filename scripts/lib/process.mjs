import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** A failure that is the user's to mend: its message is one clear sentence and needs no stack. */
export class Trouble extends Error {}

/** Says one line about what is going on. */
export function say(text) {
  console.log(`\u001b[2mecgspec\u001b[0m ${text}`);
}

/** Runs `main` as a script: a `Trouble` becomes one sentence and exit code 1, anything else keeps its stack. */
export function script(main) {
  main().then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (error) => {
      console.error(error instanceof Trouble ? `\nError: ${error.message}` : error);
      process.exitCode = 1;
    },
  );
}

/** Refuses a Node that is too old, in words, before any newer syntax or API is reached. */
export function requireNode(major = 20) {
  if (Number(process.versions.node.split('.')[0]) < major) {
    throw new Trouble(
      `Node.js ${major} or later is needed, but this is ${process.version}; install it from nodejs.org.`,
    );
  }
}

/** Environment without what `npm run` adds, so that a nested npm or tool reads its own settings only. */
export function cleanEnv(extra = {}) {
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^npm_(package|lifecycle|command|execpath|node_execpath)/i.test(name) && name !== 'INIT_CWD')
      env[name] = value;
  }
  return { ...env, ...extra };
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, timeout?: number, allowFailure?: boolean}} [options]
 *   `quiet` keeps the output back and shows its tail only if the command fails; `timeout` is in milliseconds.
 * @returns {Promise<{code: number, output: string}>}
 * @throws {Trouble} when it cannot start or exits non-zero, unless `allowFailure`
 */
export function run(command, args, options = {}) {
  const { cwd, env = cleanEnv(), quiet = false, timeout, allowFailure = false } = options;
  return new Promise((resolve, reject) => {
    // Windows starts .cmd files (npm, code) through its shell only.
    const shell = process.platform === 'win32' && /\.(cmd|bat)$/i.test(command);
    const child = spawn(shell ? `"${command}"` : command, args, {
      cwd,
      env,
      shell,
      timeout,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    let output = '';
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.on('error', (error) => {
      if (allowFailure) resolve({ code: 127, output: error.message });
      else reject(new Trouble(`"${command}" could not be started: ${error.message}.`));
    });
    child.on('close', (code, signal) => {
      if (code === 0 || allowFailure) return resolve({ code: code ?? 1, output });
      const tail = output.trim().split('\n').slice(-25).join('\n');
      const ended = signal ? `was ended by ${signal}` : `exited with ${code}`;
      reject(new Trouble(`"${[command, ...args].join(' ')}" ${ended}.${tail ? `\n${tail}` : ''}`));
    });
  });
}

/** Full path of a command on PATH, or undefined. */
export function which(name) {
  const suffixes = process.platform === 'win32' ? (process.env.PATHEXT ?? '.EXE;.CMD').split(';') : [''];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const suffix of suffixes) {
      const file = path.join(folder, name + suffix);
      if (folder && isExecutable(file)) return file;
    }
  }
  return undefined;
}

/** Whether `file` is a file this user may execute. */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Runs npm with the Node that runs this script. */
export function npm(args, options = {}) {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.[cm]?js$/.test(cli)) return run(process.execPath, [cli, ...args], options);
  const found = which('npm');
  if (!found) throw new Trouble('npm was not found; it comes with Node.js, install that from nodejs.org.');
  return run(found, args, options);
}
