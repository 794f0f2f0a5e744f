import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { run as runCommand, which } from '../../scripts/lib/process.mjs';

/**
 * Others' synthesizers in a Python of their own, or undefined (with a word why) where there is none for them.
 * @returns {Promise<{versions: {neurokit: string, numpy: string}, measure(peer: string, seconds: number): Promise<number>,
 *   stop(): void} | undefined>} `measure` gives the strips a second of the peer "numpy", "simple" or "ecgsyn"
 */
export async function startPeers({ root, cache, say }) {
  const python = await ensurePeers(root, cache, say);
  if (python === undefined) return undefined;
  const child = spawn(python, [path.join(root, 'bench', 'lib', 'peers.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The peers ended by themselves; see above why.');
    return JSON.parse(value);
  };
  const versions = await next();
  return {
    versions,
    measure: async (peer, seconds) => {
      child.stdin.write(`${peer} ${seconds}\n`);
      return (await next()).perSecond;
    },
    stop: () => child.stdin.end(),
  };
}

async function ensurePeers(root, cache, say) {
  const requirements = path.join(root, 'bench', 'requirements.txt');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const folder = path.join(cache, 'neurokit-env');
  const stamp = path.join(folder, 'installed.sha256');
  const python =
    process.platform === 'win32'
      ? path.join(folder, 'Scripts', 'python.exe')
      : path.join(folder, 'bin', 'python');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  const base = ['python3.11', 'python3.12', 'python3.13', 'python3', 'python'].map(which).find(Boolean);
  if (base === undefined) {
    say('No Python was found, so NeuroKit2 is left out of the comparison; install Python 3.11 to have it.');
    return undefined;
  }
  say('Installing NeuroKit2 to compare with ...');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--require-hashes',
    '--only-binary',
    ':all:',
  ];
  for (const [program, args] of [
    [base, ['-m', 'venv', folder]],
    [python, [...pip, '-r', requirements]],
  ]) {
    const { code, output } = await runCommand(program, args, { quiet: true, allowFailure: true });
    if (code === 0) continue;
    say(
      `NeuroKit2 could not be installed, so it is left out of the comparison: ${output.trim().split('\n').at(-1)}`,
    );
    return undefined;
  }
  writeFileSync(stamp, wanted);
  return python;
}
