import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';
import { cleanEnv } from './process.mjs';

export const CANCELLED = 130;
let running;
let cancelled = false;

/** A step that did not end with 0; it has said why. */
export class StepFailed extends Error {
  constructor(code) {
    super();
    this.code = code;
  }
}

/**
 * Runs a Node program with its output on this terminal. It gets a process group of its own where there are
 * such things, so that Ctrl+C reaches it once, through this script, and it can end in good order.
 * @throws StepFailed when it does not end with 0
 */
export function node(args) {
  return new Promise((resolve, reject) => {
    if (cancelled) return reject(new StepFailed(CANCELLED));
    running = spawn(process.execPath, args, {
      cwd: ROOT,
      env: cleanEnv(),
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: process.platform !== 'win32',
    });
    running.on('error', reject);
    running.on('close', (code, signal) => {
      running = undefined;
      if (code === 0 && !cancelled) resolve();
      else reject(new StepFailed(cancelled || signal ? CANCELLED : (code ?? 1)));
    });
  });
}

/** Hands Ctrl+C and the like to the step that runs; the second time ends it at once. */
export function forwardSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (cancelled) running?.kill('SIGKILL');
      else running?.kill(signal);
      cancelled = true;
    });
  }
}

export const seconds = (from) => (performance.now() - from) / 1000;
