import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { TrainingCancelled, TrainingError } from './errors';
import { explainPip, explainVenv } from './explain';
import { withLock } from './folderLock';
import type { Environment, EnvironmentOptions, SetupOptions } from './options';
import { findPython, type PythonInfo } from './python';
import { trainerFolder } from './trainerFolder';

/** Written last: a folder without it is not whole, however much lies in it. */
const STAMP = 'ecgspec-environment.json';
/** There from the first moment: marks the folder as ours to delete. */
const PARTIAL = 'ecgspec-environment.partial';
const CHECK = 'import torch, numpy, scipy, safetensors; print(torch.__version__)';

interface Stamp {
  readonly version: 1;
  /** Hash of the lock files it was built from. */
  readonly locks: string;
  readonly build: Build;
  readonly python: string;
}

type Build = 'cpu' | 'cuda';

const lockFile = (trainer: string, build: Build): string => path.join(trainer, `requirements.${build}.lock`);

/** The folder where the environment is or will be, absolute. */
export function environmentFolder(options: EnvironmentOptions = {}): string {
  const named = options.env || process.env['ECGSPEC_ENV'];
  if (named) return path.resolve(named);
  const hash = locksHash(options.trainer ?? trainerFolder());
  return path.join(dataFolder(), `env-${hash.slice(0, 12)}`);
}

/**
 * The environment, when it is there and whole; undefined otherwise. Quick: no Python is started.
 * @throws TrainingError when this program's installation is broken
 */
export async function findEnvironment(options: EnvironmentOptions = {}): Promise<Environment | undefined> {
  const folder = environmentFolder(options);
  const python = pythonIn(folder);
  if (!existsSync(python)) return undefined;
  const found: Environment = { folder, python, created: false };
  const stamp = await readStamp(folder);
  if (stamp !== undefined) {
    return stamp.locks === locksHash(options.trainer ?? trainerFolder()) ? found : undefined;
  }
  // One that the user made: theirs to keep in order.
  return existsSync(path.join(folder, PARTIAL)) ? undefined : found;
}

/**
 * Finds the environment or makes it; does nothing when it is whole. With `repair` it is made anew, with `check` one
 * that was found has to load its packages.
 * @throws TrainingError: no fitting Python, no network, no space, a folder that is not ours, or packages that do not
 * load; TrainingCancelled
 */
export async function setupEnvironment(options: SetupOptions = {}): Promise<Environment> {
  const found = await findEnvironment(options);
  if (found !== undefined && !options.repair) {
    if (options.check) await refuseBroken(found, options);
    return found;
  }
  const folder = environmentFolder(options);
  await refuseForeign(folder);
  try {
    await mkdir(path.dirname(folder), { recursive: true });
  } catch (error) {
    throw cannotWrite(folder, error);
  }
  return withLock(`${folder}.lock`, options, async () => {
    // Another process may have made it while this one waited.
    const made = options.repair ? undefined : await findEnvironment(options);
    return made ?? (await create(folder, options));
  });
}

/**
 * Whether the packages of an environment load; takes seconds, as it starts Python.
 * @returns PyTorch's version, or what Python said when something is missing or broken
 */
export async function checkEnvironment(
  environment: Environment,
  options: EnvironmentOptions = {},
): Promise<{ readonly version: string } | { readonly trouble: string }> {
  const { code, output } = await runTool(environment.python, ['-I', '-c', CHECK], options);
  const last = output.trim().split('\n').at(-1)?.trim() ?? '';
  return code === 0 ? { version: last } : { trouble: last.replace(/\.$/, '') || `Python ended with ${code}` };
}

/** @throws TrainingError with the mend that fits whose environment it is */
async function refuseBroken(environment: Environment, options: SetupOptions): Promise<void> {
  options.onLine?.('Checking that PyTorch loads ...');
  const checked = await checkEnvironment(environment, options);
  if ('version' in checked) return;
  const { folder, python } = environment;
  const mend =
    (await readStamp(folder)) === undefined
      ? `it is one of your own, so install what the trainer needs with "${python} -m pip install -r ${lockFile(path.resolve(options.trainer ?? trainerFolder()), 'cpu')}", or leave --env and ECGSPEC_ENV out to have one made`
      : 'run "ecgspec setup --repair" to make it anew';
  throw new TrainingError(`The training environment at ${folder} is broken (${checked.trouble}); ${mend}.`);
}

async function create(folder: string, options: SetupOptions): Promise<Environment> {
  const { onLine = () => {} } = options;
  const trainer = path.resolve(options.trainer ?? trainerFolder());
  const python = await findPython(options.python);
  onLine(`Setting up the training environment in ${folder} with Python ${python.version.join('.')}.`);
  const environment: Environment = { folder, python: pythonIn(folder), created: true };
  const builds =
    options.build === undefined || options.build === 'auto' ? await fittingBuilds(options) : [options.build];
  const [first, ...others] = builds;
  let failure = await build(folder, environment, python, trainer, first ?? 'cpu', options);
  let built: Build = first ?? 'cpu';
  for (const other of others) {
    if (failure === undefined || !failure.notFound) break;
    onLine(
      `No ${nameOf(built)} build of PyTorch for this machine was found; trying the ${nameOf(other)} build.`,
    );
    const next = await build(folder, environment, python, trainer, other, options);
    // Where neither is there, the first answer is about the build that fits this machine.
    if (next === undefined || !next.notFound) failure = next;
    built = other;
  }
  if (failure !== undefined) {
    await rm(folder, { recursive: true, force: true });
    throw new TrainingError(failure.message);
  }
  onLine('Checking that PyTorch loads ...');
  const checked = await checkEnvironment(environment, options);
  if ('trouble' in checked) {
    throw new TrainingError(
      `PyTorch was installed in ${folder} but does not load (${checked.trouble}); try "ecgspec setup --repair", or another Python with --python.`,
    );
  }
  await writeStamp(folder, {
    version: 1,
    locks: locksHash(trainer),
    build: built,
    python: python.version.join('.'),
  });
  onLine(`The training environment is ready: PyTorch ${checked.version}.`);
  return environment;
}

interface Failure {
  readonly message: string;
  /** The packages of this lock file cannot be had here; another build may. */
  readonly notFound: boolean;
}

/** Builds the folder anew from one lock file. Resolves to what went wrong, if anything did. */
async function build(
  folder: string,
  environment: Environment,
  python: PythonInfo,
  trainer: string,
  which: Build,
  options: SetupOptions,
): Promise<Failure | undefined> {
  const { onLine = () => {} } = options;
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, PARTIAL), 'Being set up by ecgspec; not whole.\n');
  } catch (error) {
    throw cannotWrite(folder, error);
  }
  const [program = '', ...prefix] = python.command;
  const venv = await runTool(program, [...prefix, '-I', '-m', 'venv', folder], options);
  if (venv.code !== 0) return { message: explainVenv(venv.output, folder, python), notFound: false };
  onLine(
    `Downloading and installing PyTorch for ${nameOf(which)} and what it needs (${which === 'cuda' ? 'about 3 GB' : 'a few hundred MB'}, once) ...`,
  );
  const lock = lockFile(trainer, which);
  const args = [
    '-I',
    '-m',
    'pip',
    'install',
    '--require-hashes',
    '--no-input',
    '--disable-pip-version-check',
  ];
  const pip = await runTool(
    environment.python,
    [...args, '--progress-bar', 'off', '--only-binary', ':all:', '-r', lock],
    options,
    (line) => {
      const step = /^(?:Collecting|Downloading|Installing collected) .*/.exec(line.trim());
      if (step !== null) onLine(`  ${shorten(step[0])}`);
    },
  );
  return pip.code === 0 ? undefined : explainPip(pip.output, folder, nameOf(which));
}

/** Builds to try, best first. Only x86-64 Linux has both; for Linux on Arm the public index has the CUDA one alone. */
async function fittingBuilds(options: SetupOptions): Promise<Build[]> {
  if (process.platform !== 'linux') return ['cpu'];
  if (process.arch !== 'x64') return ['cuda'];
  const gpu = await runTool('nvidia-smi', ['-L'], options).catch((error: unknown) => {
    if (error instanceof TrainingCancelled) throw error;
    return { code: 1, output: '' };
  });
  return gpu.code === 0 && gpu.output.includes('GPU') ? ['cuda', 'cpu'] : ['cpu', 'cuda'];
}

const nameOf = (which: Build): string => (which === 'cuda' ? 'CUDA' : 'CPU');

function shorten(line: string): string {
  const words = line
    .replace(/\s+\(from .*$/, '')
    .replace(/^Installing collected packages:.*$/, 'Installing ...');
  return words.length > 100 ? `${words.slice(0, 97)}...` : words;
}

/** The Python program of a virtual environment. */
export function pythonIn(folder: string): string {
  return process.platform === 'win32'
    ? path.join(folder, 'Scripts', 'python.exe')
    : path.join(folder, 'bin', 'python');
}

/** A folder with something in it that we did not make is never touched. */
async function refuseForeign(folder: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw cannotWrite(folder, error);
  }
  if (names.length === 0 || names.includes(STAMP) || names.includes(PARTIAL)) return;
  throw new TrainingError(
    `${folder} has something in it that is no environment of ECG Spec; name an empty or a new folder for the environment.`,
  );
}

async function readStamp(folder: string): Promise<Stamp | undefined> {
  try {
    const stamp = JSON.parse(await readFile(path.join(folder, STAMP), 'utf8')) as Stamp;
    return stamp.version === 1 ? stamp : undefined;
  } catch {
    return undefined;
  }
}

async function writeStamp(folder: string, stamp: Stamp): Promise<void> {
  const file = path.join(folder, STAMP);
  await writeFile(`${file}.new`, `${JSON.stringify(stamp, undefined, 2)}\n`);
  await rename(`${file}.new`, file);
  await rm(path.join(folder, PARTIAL), { force: true });
}

function locksHash(trainer: string): string {
  const hash = createHash('sha256');
  for (const build of ['cpu', 'cuda'] as const) {
    const file = lockFile(trainer, build);
    try {
      hash.update(readFileSync(file, 'utf8').replaceAll('\r\n', '\n'));
    } catch {
      throw new TrainingError(`${file} is missing; install ECG Spec again.`);
    }
  }
  return hash.digest('hex');
}

function dataFolder(): string {
  const home = os.homedir();
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'ecgspec');
  if (process.platform === 'win32') {
    return path.join(process.env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), 'ecgspec');
  }
  return path.join(process.env['XDG_DATA_HOME'] || path.join(home, '.local', 'share'), 'ecgspec');
}

function cannotWrite(folder: string, error: unknown): TrainingError {
  return new TrainingError(
    `The training environment cannot be made in ${folder} (${(error as Error).message}); name another folder with --env or ECGSPEC_ENV.`,
  );
}

/**
 * Runs a program to its end and keeps its last words (stdout and stderr together). Pythons are to be given -I: they
 * would otherwise take modules from the current folder, whatever lies in it.
 */
function runTool(
  program: string,
  args: readonly string[],
  { signal }: EnvironmentOptions,
  onLine: (line: string) => void = () => {},
): Promise<{ code: number; output: string }> {
  if (signal?.aborted) return Promise.reject(new TrainingCancelled());
  return new Promise((resolve, reject) => {
    const env = { ...process.env };
    for (const name of ['PYTHONHOME', 'PYTHONPATH', 'PIP_REQUIRE_VIRTUALENV', 'PIP_TARGET', 'PIP_USER'])
      delete env[name];
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env, windowsHide: true });
    const cancel = () => void child.kill();
    signal?.addEventListener('abort', cancel, { once: true });
    let output = '';
    let line = '';
    const take = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-100_000);
      const lines = (line + chunk.toString()).split('\n');
      line = lines.pop() ?? '';
      lines.forEach(onLine);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => {
      signal?.removeEventListener('abort', cancel);
      resolve({ code: 127, output: error.message });
    });
    child.on('close', (code) => {
      signal?.removeEventListener('abort', cancel);
      if (signal?.aborted) reject(new TrainingCancelled());
      else resolve({ code: code ?? 1, output });
    });
  });
}
