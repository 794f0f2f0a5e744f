import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type FolderProgress, PROGRESS_PIPE } from '../../../src/dataset/index';
import { bundleCli, EXAMPLE, run } from './fixture';

let folder: string;
let cli: string;
let server: Server | undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ecgspec-pipe-'));
  cli = await bundleCli(folder);
});
afterEach(() => server?.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Listens where a run is to tell its progress; `heard` is called with each piece of text. */
async function listen(name: string, heard: (text: string, hangUp: () => void) => void): Promise<string> {
  const pipe = process.platform === 'win32' ? `\\\\.\\pipe\\${name}-${process.pid}` : join(folder, name);
  server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data: Buffer) => heard(data.toString(), () => socket.destroy()));
  });
  await new Promise<void>((resolve) => server!.listen(pipe, resolve));
  return pipe;
}

const generate = (out: string, pipe: string): ReturnType<typeof run> =>
  run(cli, ['generate', EXAMPLE, '--strips', '200', '--out', out], {
    env: { ...process.env, [PROGRESS_PIPE]: pipe },
  });

it('tells who listens how far a data set is, to its last strip', async () => {
  let text = '';
  const pipe = await listen('a', (piece) => (text += piece));
  const out = join(folder, 'set-a');
  expect((await generate(out, pipe)).code).toBe(0);
  const told = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as FolderProgress);
  expect(told.at(-1)).toMatchObject({ folder: out, done: 1000, total: 1000 });
  expect(told.every(({ done }, i) => i === 0 || done >= told[i - 1]!.done)).toBe(true);
});

it('goes on where nobody listens, and where who listened has gone', async () => {
  expect((await generate(join(folder, 'set-b'), join(folder, 'nothing-here'))).code).toBe(0);
  const pipe = await listen('c', (_, hangUp) => hangUp());
  expect((await generate(join(folder, 'set-c'), pipe)).code).toBe(0);
});
