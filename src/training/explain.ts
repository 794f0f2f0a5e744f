import type { PythonInfo } from './python';

/** What went wrong with an installation, as one sentence with its mend. */
export interface PipFailure {
  readonly message: string;
  /** What is wanted is not to be had here; another build of it may be. */
  readonly notFound: boolean;
}

const NO_NETWORK =
  /NewConnectionError|Max retries exceeded|Temporary failure in name resolution|Name or service not known|Network is unreachable|ConnectTimeoutError|ReadTimeoutError|getaddrinfo failed|ProxyError|Connection refused/i;
const NO_SPACE =
  /No space left on device|Errno 28|Disk quota exceeded|Errno 122|not enough space on the disk/i;
const NOT_FOUND = /No matching distribution found|Could not find a version that satisfies/i;
const WRONG_HASH = /DO NOT MATCH THE HASHES/i;

/** Reads the reason out of what pip printed. */
export function explainPip(output: string, folder: string, build: string): PipFailure {
  if (NO_SPACE.test(output)) {
    return {
      message: `The disk filled up while the training environment was installed in ${folder}; free about 4 GB or name a folder on another disk with --env or ECGSPEC_ENV.`,
      notFound: false,
    };
  }
  // Without a network pip reports missing packages too, so this comes first.
  if (NO_NETWORK.test(output)) {
    return {
      message:
        'The packages of the training environment could not be downloaded because the package index cannot be reached; check the network connection and proxy (HTTPS_PROXY, or PIP_INDEX_URL for a mirror), then run "ecgspec setup" again.',
      notFound: false,
    };
  }
  if (WRONG_HASH.test(output)) {
    return {
      message:
        'A downloaded package is not the one that ECG Spec was tested with (its checksum differs from the lock file), so nothing was installed; run "ecgspec setup" again, and if it stays so, check the mirror that pip uses.',
      notFound: true,
    };
  }
  if (NOT_FOUND.test(output)) {
    const what = /No matching distribution found for (\S+)/.exec(output)?.[1] ?? 'a package';
    return {
      message: `No ${build} build of ${what} for this machine and Python was found by pip; try another Python with --python (3.11 to 3.13 are covered best), or give pip the index that has it (PIP_EXTRA_INDEX_URL), then run "ecgspec setup" again.`,
      notFound: true,
    };
  }
  return {
    message: `The training environment could not be installed in ${folder}: ${lastWords(output)} Mend that and run "ecgspec setup" again.`,
    notFound: false,
  };
}

/** Reads the reason out of what `python -m venv` printed. */
export function explainVenv(output: string, folder: string, python: PythonInfo): string {
  if (NO_SPACE.test(output)) return explainPip(output, folder, '').message;
  if (/ensurepip|No module named venv/i.test(output)) {
    return `Python ${python.version.join('.')} cannot make virtual environments; install its venv module (on Debian and Ubuntu: apt-get install python3.${python.version[1]}-venv), then run "ecgspec setup" again.`;
  }
  return `A virtual environment could not be made in ${folder}: ${lastWords(output)} Name another folder with --env, or another Python with --python.`;
}

function lastWords(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const telling =
    lines.filter((line) => /error/i.test(line)).at(-1) ?? lines.filter(Boolean).at(-1) ?? 'no reason given';
  return /[.!?]$/.test(telling) ? telling : `${telling}.`;
}
