import { spawn } from 'node:child_process';
import { TrainingError } from './errors';

/** What a Python says about itself. */
export interface PythonInfo {
  /** The command and its first arguments, e.g. `['py', '-3']`. */
  readonly command: readonly string[];
  /** `[3, 11, 7]` */
  readonly version: readonly [number, number, number];
  readonly bits: number;
  readonly machine: string;
  readonly hasVenv: boolean;
}

/** Versions for which PyTorch and the rest are locked. */
const OLDEST = 11;
const NEWEST = 14;

const PROBE = `
import importlib.util, json, platform, struct, sys
print(json.dumps({
  "version": list(sys.version_info[:3]), "bits": struct.calcsize("P") * 8, "machine": platform.machine(),
  "implementation": sys.implementation.name,
  "hasVenv": all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip")),
}))`;

/**
 * Finds a Python that can carry the trainer: the named one or none, else the first fitting one of the usual names.
 * @param named program (or folder with one) given by the user, or undefined
 * @throws TrainingError that says what was found and how to mend it
 */
export async function findPython(named: string | undefined): Promise<PythonInfo> {
  const wanted = named || process.env['ECGSPEC_PYTHON'];
  if (wanted) {
    const info = await probe([wanted]);
    if (info === undefined) {
      throw new TrainingError(
        `"${wanted}" is no Python that can be started; name the program of a Python 3.${OLDEST} or newer, or leave the setting out to have one found.`,
      );
    }
    const trouble = troubleWith(info);
    if (trouble !== undefined) throw new TrainingError(`${wanted} ${trouble}.`);
    return info;
  }
  const rejected: string[] = [];
  for (const command of usualCommands()) {
    const info = await probe(command);
    if (info === undefined) continue;
    const trouble = troubleWith(info);
    if (trouble === undefined) return info;
    rejected.push(`${command.join(' ')} ${trouble}`);
  }
  if (rejected.length > 0) {
    throw new TrainingError(`No fitting Python was found: ${[...new Set(rejected)].join('; ')}.`);
  }
  throw new TrainingError(
    `No Python was found; install Python 3.${OLDEST} to 3.${NEWEST} (${installHint()}), or name one with --python or ECGSPEC_PYTHON.`,
  );
}

/** Why this Python cannot carry the trainer and what mends it, as the rest of a sentence; undefined if it can. */
export function troubleWith(info: PythonInfo): string | undefined {
  const [major, minor] = info.version;
  const version = info.version.join('.');
  if (major !== 3 || minor < OLDEST) {
    return `is Python ${version}, and the trainer needs 3.${OLDEST} or newer: install one (${installHint()}) or name one with --python`;
  }
  if (minor > NEWEST) {
    return `is Python ${version}, for which PyTorch 2.13 is not built: name a Python 3.${OLDEST} to 3.${NEWEST} with --python`;
  }
  if (info.bits !== 64) {
    return `is a ${info.bits}-bit Python, for which there is no PyTorch: install the 64-bit one`;
  }
  if (!info.hasVenv) {
    return `has no venv module: install it (on Debian and Ubuntu: apt-get install python3.${minor}-venv)`;
  }
  return undefined;
}

/** Runs the probe, not with what lies in the current folder; undefined when this is no Python 3 or does not answer. */
async function probe(command: readonly string[]): Promise<PythonInfo | undefined> {
  const [program, ...args] = command;
  const output = await firstOutput(program ?? '', [...args, '-I', '-c', PROBE]);
  try {
    const { implementation, ...info } = JSON.parse(output ?? '') as Omit<PythonInfo, 'command'> & {
      implementation: string;
    };
    return implementation === 'cpython' ? { command, ...info } : undefined;
  } catch {
    return undefined;
  }
}

function firstOutput(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    const env = { ...process.env };
    delete env['PYTHONHOME'];
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      env,
      timeout: 20_000,
      windowsHide: true,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? output : undefined));
  });
}

function usualCommands(): string[][] {
  const versioned = ['3.11', '3.12', '3.13', '3.14'].map((version) => [`python${version}`]);
  const launcher = process.platform === 'win32' ? [['py', '-3']] : [];
  return [...versioned, ['python3'], ['python'], ...launcher];
}

function installHint(): string {
  if (process.platform === 'darwin') return 'from python.org, or brew install python@3.13';
  if (process.platform === 'win32') return 'from python.org, the 64-bit installer';
  return 'on Debian and Ubuntu: apt-get install python3 python3-venv';
}
