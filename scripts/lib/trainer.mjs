import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CACHE, ROOT } from './paths.mjs';
import { Trouble, cleanEnv, run, say } from './process.mjs';

/**
 * The environment for the trainer's tests: made by the product's own `ecgspec setup`, and the test tools put into it.
 * @returns {Promise<string>} its Python
 * @throws {Trouble} without a Python that will do, or when the packages cannot be installed
 */
export async function ensureTrainerEnvironment() {
  const folder = path.join(CACHE, 'test-env');
  const cli = path.join(ROOT, 'dist', 'cli.js');
  if (!existsSync(cli)) throw new Trouble('dist/cli.js is missing, as the build failed; mend that first.');
  if (!existsSync(folder)) say('Installing PyTorch for the trainer (a few hundred MB, once) ...');
  await run(process.execPath, [cli, 'setup', '--env', folder], { cwd: ROOT, quiet: true });
  const python =
    process.platform === 'win32'
      ? path.join(folder, 'Scripts', 'python.exe')
      : path.join(folder, 'bin', 'python');
  if (!existsSync(python))
    throw new Trouble('"ecgspec setup" ended well but made no environment with a Python.');
  const lock = path.join(ROOT, 'trainer', 'requirements-dev.lock');
  const stamp = path.join(folder, 'test-tools.sha256');
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    say("Installing the trainer's test tools ...");
    const pip = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--require-hashes',
      '--no-deps',
    ];
    await run(python, [...pip, '-r', lock], { quiet: true });
    writeFileSync(stamp, wanted);
  }
  return python;
}

/**
 * Runs ruff and pytest over the trainer.
 * @param {{python: string, results: string, grep?: string}} options `python`: of the trainer's environment; `results`:
 *   JUnit file that pytest writes
 * @returns {Promise<{checks: {passed: number, failed: number}, code: number}>} ruff's checks; pytest's exit code
 */
export async function runTrainerTests({ python, results, grep }) {
  const tests = path.join(ROOT, 'test', 'trainer');
  if (!existsSync(tests) || !readdirSync(tests).some((name) => /^test_.*\.py$/.test(name))) {
    throw new Trouble('test/trainer has no test_*.py.');
  }
  const checks = { passed: 0, failed: 0 };
  for (const check of [
    ['check', '--quiet'],
    ['format', '--check', '--quiet'],
  ]) {
    const args = ['-m', 'ruff', ...check, 'trainer', 'test/trainer'];
    const { code } = await run(python, args, { cwd: ROOT, allowFailure: true });
    console.log(`${code === 0 ? '✓' : '✗'} ruff ${check[0]}`);
    checks[code === 0 ? 'passed' : 'failed']++;
  }
  const { code } = await run(
    python,
    [
      '-m',
      'pytest',
      'test/trainer',
      // Two files at a time; what a file's tests share is made once.
      ...['--numprocesses=2', '--dist=loadfile'],
      `--junitxml=${results}`,
      ...(grep ? ['-k', grep] : []),
    ],
    {
      cwd: ROOT,
      allowFailure: true,
      env: cleanEnv({
        PYTHONPATH: path.join(ROOT, 'trainer'),
        PYTHONDONTWRITEBYTECODE: '1',
        // Small networks gain nothing from a second thread, and the other file needs the core.
        OMP_NUM_THREADS: '1',
      }),
    },
  );
  return { checks, code };
}
