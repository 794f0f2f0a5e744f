import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { TrainingCancelled, TrainingError } from './errors';
import type { Environment, EnvironmentOptions } from './options';
import { trainerFolder } from './trainerFolder';

/** Time that a cancelled trainer has to write its last line before it is ended for good, ms. */
const GRACE_MS = 10_000;
const CANCELLED = 130;

/**
 * Runs `python -m ecgspec_trainer ARGUMENTS` and hands its lines on while it runs.
 * @returns its exit code; 130 whenever it ended after `signal` was aborted
 * @throws TrainingError when Python cannot be started; TrainingCancelled when `signal` is aborted already
 */
export function runTrainer(
  environment: Environment,
  args: readonly string[],
  options: EnvironmentOptions,
): Promise<number> {
  const { signal, onLine = () => {} } = options;
  const onErrorLine = options.onErrorLine ?? onLine;
  const trainer = path.resolve(options.trainer ?? trainerFolder());
  if (signal?.aborted) return Promise.reject(new TrainingCancelled());
  return new Promise((resolve, reject) => {
    const child = spawn(environment.python, ['-u', '-m', 'ecgspec_trainer', ...args, '--watch-parent'], {
      // The trainer ends when this pipe closes: it must not outlive a killed parent.
      stdio: ['pipe', 'pipe', 'pipe'],
      env: trainerEnv(trainer),
      windowsHide: true,
    });
    child.stdin.on('error', () => {});
    createInterface({ input: child.stdout }).on('line', onLine);
    createInterface({ input: child.stderr }).on('line', onErrorLine);
    let timer: NodeJS.Timeout | undefined;
    const cancel = () => {
      child.kill('SIGINT');
      timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    };
    child.on('error', (error) => {
      settle();
      reject(
        new TrainingError(
          `${environment.python} could not be started (${error.message}); run "ecgspec setup" to repair the training environment.`,
        ),
      );
    });
    child.on('close', (code, killedBy) => {
      settle();
      if (signal?.aborted || code === CANCELLED || killedBy === 'SIGINT' || killedBy === 'SIGTERM') {
        return resolve(CANCELLED);
      }
      if (killedBy !== null) {
        onErrorLine(
          `The trainer was ended by ${killedBy}${killedBy === 'SIGKILL' ? ', probably because memory ran out; try --quick or a smaller data set' : ''}.`,
        );
        return resolve(1);
      }
      return resolve(code ?? 1);
    });
  });
}

/** The parent's variables, less those that would send Python to other packages than the environment's. */
function trainerEnv(trainer: string): NodeJS.ProcessEnv {
  const env = {
    ...process.env,
    PYTHONPATH: trainer,
    PYTHONUTF8: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    // With -m Python would look for modules in the current folder first.
    PYTHONSAFEPATH: '1',
  };
  for (const name of ['PYTHONHOME', 'PYTHONSTARTUP', 'VIRTUAL_ENV']) delete env[name as keyof typeof env];
  return env;
}
