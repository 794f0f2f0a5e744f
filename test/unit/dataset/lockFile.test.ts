import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileLock, holderOf, tryLock } from '../../../src/dataset/lockFile';
import { bundle, scratch } from './fixture';

const { folder, remove } = scratch();
let made = 0;
let bundled: string;
const fresh = () => join(folder, `lock-${made++}`);
beforeAll(async () => {
  bundled = await bundle('src/dataset/lockFile.ts', folder, 'lockFile.cjs');
});
afterAll(remove);

/** The number of a process that has ended. */
const gone = () => Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString());
const text = (pid: number, host = hostname()) => JSON.stringify({ pid, host, id: 'a' });

describe('tryLock', () => {
  it('gives a lock to one only, until it is released', () => {
    const file = fresh();
    const lock = tryLock(file);
    expect(tryLock(file)).toEqual({ pid: process.pid, host: hostname() });
    expect(holderOf(file)).toEqual({ pid: process.pid, host: hostname() });
    (lock as FileLock).release();
    expect(holderOf(file)).toBeUndefined();
    expect(tryLock(file)).toBeInstanceOf(FileLock);
  });

  it.each([
    ['of a process that is gone', () => text(gone())],
    ['of an earlier process with our number', () => text(process.pid)],
    ['that is empty', () => ''],
    ['that is torn', () => '{"pid": 12'],
    ['that says something else', () => '[1]'],
  ])('takes over a lock %s, once it is old enough', (_, content) => {
    const file = fresh();
    writeFileSync(file, content());
    utimesSync(file, new Date(0), new Date(0));
    const lock = tryLock(file);
    expect(lock).toBeInstanceOf(FileLock);
    expect(tryLock(file)).toMatchObject({ pid: process.pid });
    (lock as FileLock).release();
    expect(readdirSync(folder).filter((name) => file.endsWith(name.split('.')[0] ?? ''))).toEqual([]);
  });

  it('is taken over when another process has got the number of its holder', () => {
    const file = fresh();
    // A process that lives, but began at another moment than the holder, as far as the system says when.
    const holder = { pid: process.ppid, host: hostname(), id: 'a', birth: 'another start 1' };
    writeFileSync(file, JSON.stringify(holder));
    if (process.platform === 'linux') {
      expect(tryLock(file)).toBeInstanceOf(FileLock);
      const { birth } = JSON.parse(readFileSync(file, 'utf8')) as { birth: string };
      expect(birth).toMatch(/^[0-9a-f-]{36} \d+$/);
    } else {
      expect(tryLock(file)).toMatchObject({ pid: process.ppid });
    }
  });

  it('waits for whoever is just making an unreadable one, and for other hosts', () => {
    const file = fresh();
    writeFileSync(file, '');
    expect(tryLock(file)).toEqual({ pid: undefined, host: undefined });
    writeFileSync(file, text(1, 'elsewhere'));
    utimesSync(file, new Date(0), new Date(0));
    expect(tryLock(file)).toEqual({ pid: 1, host: 'elsewhere' });
  });

  it('never ends the lock of somebody else', () => {
    const file = fresh();
    const lock = tryLock(file) as FileLock;
    writeFileSync(file, text(1, 'elsewhere'));
    lock.release();
    expect(readFileSync(file, 'utf8')).toBe(text(1, 'elsewhere'));
  });

  it('gives a stale lock to one of many processes that try at the same moment', async () => {
    const stale = gone();
    const files = Array.from({ length: 40 }, fresh);
    for (const file of files) writeFileSync(file, text(stale));
    const start = Date.now() + 1500;
    const script = `const { tryLock, FileLock } = require(${JSON.stringify(bundled)});
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.max(0, ${start} - Date.now()));
      const which = ${JSON.stringify(files)}.filter((file) => tryLock(file) instanceof FileLock);
      process.stdout.write(JSON.stringify(which));
      setTimeout(() => {}, 60_000); // A holder that lives on, until it is ended.`;
    const taken: string[] = [];
    const children = [1, 2, 3].map(() => spawn(process.execPath, ['-e', script]));
    const said = children.map(
      (child) =>
        new Promise<void>((done) => {
          let output = '';
          child.stdout.on('data', (data: Buffer) => {
            output += data.toString();
            if (!output.endsWith(']')) return;
            taken.push(...(JSON.parse(output) as string[]));
            done();
          });
        }),
    );
    await Promise.all(said);
    for (const child of children) child.kill('SIGKILL');
    expect(taken.sort()).toEqual([...files].sort());
  });
});
