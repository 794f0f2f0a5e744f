import { cpSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { compileKernels } from '../../../scripts/lib/kernels.mjs';

const folder = mkdtempSync(path.join(os.tmpdir(), 'ecgspec-kernels-'));
cpSync('src/synthesis/kernels/assembly', folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('compiles the kernels once, and again where a source was changed or mended', async () => {
  const first = await compileKernels(folder);
  expect(await compileKernels(folder)).toBe(first);
  const file = path.join(folder, 'gaussian.ts');
  const text = readFileSync(file, 'utf8');
  let time = 1_000_000_000;
  const write = (changed: string): void => {
    writeFileSync(file, changed);
    utimesSync(file, time, time++);
  };
  write(text.replace('REACH: f64 = 5', 'REACH: f64 = 6'));
  const changed = await compileKernels(folder);
  expect(Buffer.compare(changed, first)).not.toBe(0);
  write(text.replace('REACH: f64 = 5', 'REACH: f64 = nothing'));
  await expect(compileKernels(folder)).rejects.toThrow(/nothing/);
  write(text);
  expect(Buffer.compare(await compileKernels(folder), first)).toBe(0);
});
