import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDataset } from '../../../src/dataset/open';
import { scratch } from '../dataset/fixture';
import { AT_ONE_MOMENT, bundleCli, run, setContents, smallStrips, start } from './fixture';

const KILLS = 50;
/** Strips that take no time, so that most of what is cut off is what is done to the folder; four shards. */
const SPEC = smallStrips(11, '{ strips: 1400, validation: 25 % }');

const { folder, remove } = scratch();
const env = AT_ONE_MOMENT;
const spec = join(folder, 'small.ecgspec');
let cli: string;
let made = 0;
const fresh = () => join(folder, `set-${made++}`);
beforeAll(async () => {
  cli = await bundleCli(folder);
  writeFileSync(spec, SPEC);
}, 60_000);
afterAll(remove);

describe('ecgspec generate, killed again and again', { timeout: 600_000 }, () => {
  it(`goes on after ${KILLS} kills at random moments, to the bytes of a run that was left alone`, async () => {
    const commands = [[], ['--format', 'hdf5']].map((formats) => ({
      args: (out: string) => ['generate', spec, '--out', out, '--workers', '2', '--json', ...formats],
      expected: {} as Record<string, string>,
      whole: 0,
    }));
    for (const command of commands) {
      const out = fresh();
      const began = performance.now();
      expect(await run(cli, command.args(out), { env })).toMatchObject({ code: 0, stderr: '' });
      command.whole = performance.now() - began;
      command.expected = setContents(out);
    }

    let kills = 0;
    for (let set = 0; kills < KILLS; set++) {
      const { args, expected, whole } = commands[set % commands.length]!;
      const out = fresh();
      const killed = async (): Promise<boolean> => {
        const { child, ended } = start(cli, args(out), { env });
        const timer = setTimeout(() => child.kill('SIGKILL'), Math.random() * 1.1 * whole);
        const { code, signal, stderr } = await ended;
        clearTimeout(timer);
        if (signal === null) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        return signal !== null;
      };
      while (kills < KILLS && (await killed())) {
        kills++;
        if (existsSync(join(out, 'manifest.json'))) break;
        // Never taken for whole.
        if (existsSync(out)) expect(() => openDataset(out)).toThrow(/was not finished|has no manifest/);
      }
      if (!existsSync(join(out, 'manifest.json'))) {
        expect(await run(cli, args(out), { env })).toMatchObject({ code: 0, stderr: '' });
      }
      expect(setContents(out)).toEqual(expected);
      expect(readdirSync(out).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    }
    expect(kills).toBe(KILLS);
  });
});
