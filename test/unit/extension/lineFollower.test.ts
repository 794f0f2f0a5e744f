import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LineFollower } from '../../../src/extension/training/lineFollower';

let folder = '';
let file = '';
let told: unknown[] = [];
let follower: LineFollower | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'ecgspec-lines-'));
  file = path.join(folder, 'events.jsonl');
  told = [];
});
afterEach(() => {
  follower?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function follow(since = 0): LineFollower {
  follower = new LineFollower(
    file,
    {
      restarted: (lines) => told.push(['restarted', ...lines]),
      appended: (lines) => told.push(['appended', ...lines]),
      failed: (message) => told.push(['failed', message]),
    },
    since,
  );
  return follower;
}

it('waits for the file and says nothing before', async () => {
  const lines = follow();
  await lines.read();
  expect(told).toEqual([]);
  writeFileSync(file, 'one\n');
  await lines.read();
  await lines.read();
  expect(told).toEqual([['restarted', 'one']]);
});

it('counts a line once its end is there, also when a character is split in two', async () => {
  const text = Buffer.from('µV one\ntwo\n');
  writeFileSync(file, text.subarray(0, 1));
  const lines = follow();
  await lines.read();
  appendFileSync(file, text.subarray(1, 8));
  await lines.read();
  await lines.read();
  appendFileSync(file, text.subarray(8));
  await lines.read();
  await lines.read();
  expect(told.flatMap((entry) => (entry as string[]).slice(1))).toEqual(['µV one', 'two']);
});

it('starts again when the file is started anew', async () => {
  writeFileSync(file, 'old 1\nold 2\n');
  const lines = follow();
  await lines.read();
  writeFileSync(file, 'new\n');
  await lines.read();
  await lines.read();
  expect(told.at(-1)).toEqual(['restarted', 'new']);
});

it('does not show what an earlier run left behind', async () => {
  writeFileSync(file, 'old\n');
  const hourAgo = new Date(Date.now() - 3_600_000);
  utimesSync(file, hourAgo, hourAgo);
  const lines = follow(Date.now() - 1000);
  await lines.read();
  expect(told).toEqual([]);
  writeFileSync(file, 'new\n');
  await lines.read();
  await lines.read();
  expect(told).toEqual([['restarted', 'new']]);
});

it('says once that the file cannot be read', async () => {
  const lines = new LineFollower(
    path.join(folder, '\0'),
    { restarted: () => {}, appended: () => {}, failed: (message) => told.push(message) },
    0,
  );
  await lines.read();
  await lines.read();
  lines.dispose();
  expect(told).toHaveLength(1);
});
