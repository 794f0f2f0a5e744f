import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setupEnvironment } from '../../../src/training/environment';
import { withLock } from '../../../src/training/folderLock';
import { runEvaluate, runPretrain } from '../../../src/training/jobs';
import { findPython, type PythonInfo } from '../../../src/training/python';
import { runTrainer } from '../../../src/training/trainer';
import { scratch } from '../dataset/fixture';

const { folder, remove } = scratch();
const before = process.cwd();
const trap = join(folder, 'trap');
const sprung = join(folder, 'sprung');
let python: PythonInfo;

beforeAll(async () => {
  python = await findPython(undefined);
  // Names of modules that Python, pip and the trainer import.
  mkdirSync(trap);
  for (const name of ['json', 'platform', 'argparse', 'torch', 'venv']) {
    writeFileSync(join(trap, `${name}.py`), `open(${JSON.stringify(sprung)}, "w")\n`);
  }
  process.chdir(trap);
});
afterAll(() => {
  process.chdir(before);
  remove();
});

/** A virtual environment of the user's own, with no package in it. */
function ownEnvironment(): string {
  const env = join(folder, 'own');
  const bin = join(env, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'python'), `#!/bin/sh\nexec ${python.command.join(' ')} -S "$@"\n`);
  chmodSync(join(bin, 'python'), 0o755);
  return env;
}

describe('a Python that is started', () => {
  it('takes no module from the current folder', async () => {
    await findPython(undefined);
    const trainer = join(folder, 'trainer');
    mkdirSync(join(trainer, 'ecgspec_trainer'), { recursive: true });
    writeFileSync(
      join(trainer, 'ecgspec_trainer', '__main__.py'),
      'import argparse, json, platform\nprint(json.dumps("ran"))\n',
    );
    const lines: string[] = [];
    const environment = { folder, python: python.command[0] ?? '', created: false };
    const onLine = (line: string) => lines.push(line);
    expect(await runTrainer(environment, [...python.command.slice(1)], { trainer, onLine })).toBe(0);
    expect(lines).toEqual(['"ran"']);
    expect(existsSync(sprung)).toBe(false);
  });
});

describe('an environment whose packages do not load', () => {
  it('is not called ready, and the mend fits its owner', async () => {
    const env = ownEnvironment();
    const options = { env, trainer: join(before, 'trainer'), check: true };
    await expect(setupEnvironment(options)).rejects.toMatchObject({
      name: 'TrainingError',
      message: expect.stringMatching(/No module named 'torch'\); it is one of your own, .* pip install -r /),
    });
    expect(existsSync(sprung)).toBe(false);
    await expect(setupEnvironment({ ...options, check: false })).resolves.toMatchObject({ folder: env });
  });
});

describe('the lock of an environment', () => {
  it('that cannot be written is said in a sentence', async () => {
    const below = join(folder, 'file');
    writeFileSync(below, '');
    await expect(withLock(join(below, 'x.lock'), {}, () => Promise.resolve(1))).rejects.toMatchObject({
      name: 'TrainingError',
      message: expect.stringMatching(/its lock .* cannot be written .*--env/),
    });
  });
});

describe('a job', () => {
  it('looks at its inputs before it sets an environment up', async () => {
    const env = join(folder, 'no-environment');
    const options = { env, out: join(folder, 'out'), python: '/no/such/python' };
    const absent = join(folder, 'absent');
    await expect(runPretrain({ ...options, data: absent })).rejects.toThrow(/no folder .*absent/);
    await expect(runEvaluate({ ...options, model: absent, real: folder })).rejects.toThrow(
      /absent is no folder/,
    );
    await expect(runEvaluate({ ...options, model: folder, real: absent })).rejects.toThrow(/--real/);
    expect(existsSync(env)).toBe(false);
  });
});
