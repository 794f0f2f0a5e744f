import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { version } from '../../../package.json';
import { openDataset } from '../../../src/dataset/open';
import { scratch } from '../dataset/fixture';
import { bundleCli, EXAMPLE, ROOT, run, runHere, start } from './fixture';

const { folder, remove } = scratch();
let cli: string;
let made = 0;
const before = process.cwd();
beforeAll(async () => {
  cli = await bundleCli(folder);
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  remove();
});

const ecgspec = (...args: string[]) => runHere(join(dirname(cli), 'generate-worker.js'), args);
const fresh = (ending = '') => join(folder, `out-${made++}${ending}`);
function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}
/** One line on stderr that begins with "error: ". */
const sentence = (text: RegExp) =>
  expect.stringMatching(new RegExp(`^error: [^\\n]*${text.source}[^\\n]*\\n$`));

describe('ecgspec', () => {
  it('runs as a program of its own', async () => {
    expect(await run(cli, ['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect(await run(cli, ['nonsense'])).toMatchObject({ code: 2, stdout: '' });
    expect(await run(cli, ['validate', 'absent.ecgspec'])).toMatchObject({
      code: 1,
      stderr: sentence(/no file/),
    });
    const out = fresh();
    expect(await run(cli, ['generate', EXAMPLE, '--strips', '4', '--out', out])).toMatchObject({ code: 0 });
    await openDataset(out).verify();
  });

  it('prints its version and help, and ends with 2 on wrong usage', async () => {
    expect(await ecgspec('--version')).toMatchObject({ code: 0, stdout: `${version}\n` });
    const help = await ecgspec('--help');
    expect(help.code).toBe(0);
    const commands = [
      ...['validate', 'render', 'generate', 'verify', 'export', 'import'],
      ...['setup', 'models', 'pretrain', 'evaluate', 'gains', 'realism'],
    ];
    for (const command of commands) {
      expect(help.stdout).toContain(`\n  ${command}`);
      expect(await ecgspec(command, '--help')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Usage:'),
      });
    }
    expect(await ecgspec()).toMatchObject({ code: 2 });
    expect(await ecgspec('genrate')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean generate'),
    });
    expect(await ecgspec('validate')).toMatchObject({ code: 2 });
    expect(await ecgspec('generate', EXAMPLE, '--workers', '0')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a whole number from 1 to 256'),
    });
    expect(await ecgspec('render', EXAMPLE, '--theme', 'pink')).toMatchObject({ code: 2 });
    expect(await ecgspec('evaluate', 'model')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--real'),
    });
  });
});

describe('ecgspec validate', () => {
  it('ends with 0 for a spec without errors', async () => {
    const { code, stdout, stderr } = await ecgspec('validate', EXAMPLE);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /four-arrhythmias\.ecgspec: valid \(5 classes, 5 beat types; about [\d.]+ ms a strip, \d+\.\d s for all 5,000 on one core\)\n$/,
    );
  });

  it('lists problems as file:line:column severity code message and ends with 1', async () => {
    const broken = readFileSync(EXAMPLE, 'utf8').replace('rate: 500 Hz', 'rate: 500 mV');
    const name = file('broken.ecgspec', broken);
    const line = broken.slice(0, broken.indexOf('500 mV')).split('\n').length;
    const { code, stdout } = await ecgspec('validate', EXAMPLE, name);
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`^broken\\.ecgspec:${line}:9 error ECG\\d+ .+$`, 'm'));
  });

  it('prints JSON for machines', async () => {
    const name = file('empty.ecgspec', 'ecgspec: 1\n');
    const { code, stdout } = await ecgspec('validate', '--json', EXAMPLE, name, 'absent.ecgspec');
    expect(code).toBe(1);
    const reports = JSON.parse(stdout) as {
      valid: boolean;
      error?: string;
      problems: unknown[];
      cost?: { class: string; usual: number; most: number }[];
    }[];
    expect(reports[0]?.cost?.map((one) => one.class)).toEqual(['NSR', 'AF', 'AFLT', 'PVC', 'WPW']);
    for (const { usual, most } of reports[0]!.cost!) expect(most).toBeGreaterThan(usual);
    expect(reports[1]?.cost).toBeUndefined();
    expect(reports.map((report) => report.valid)).toEqual([true, false, false]);
    expect(reports[1]?.problems[0]).toMatchObject({ severity: 'error', line: 1, column: 1, path: [] });
    expect(reports[2]?.error).toMatch(/There is no file/);
  });

  it('reads standard input', async () => {
    const ended = await run(cli, ['validate', '-'], { input: readFileSync(EXAMPLE, 'utf8') });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('says in one sentence why a file cannot be read, and goes on', async () => {
    mkdirSync(join(folder, 'folder.ecgspec'));
    const cases: [string, RegExp][] = [
      ['absent.ecgspec', /no file absent.ecgspec/],
      ['folder.ecgspec', /is a folder/],
      [file('binary.ecgspec', Uint8Array.from([0xff, 0xfe, 0, 1])), /not a text in UTF-8/],
      [file('huge.ecgspec', new Uint8Array(17 << 20).fill(32)), /has 18 MB/],
      ['broken.ecgspec/below', /no file/],
      ['/dev/null', /is not a file/],
    ];
    for (const [path, text] of cases) {
      expect(await ecgspec('validate', path)).toMatchObject({ code: 1, stderr: sentence(text) });
    }
    const both = await ecgspec('validate', 'absent.ecgspec', EXAMPLE);
    expect(both.stdout).toContain('four-arrhythmias');
  });
});

describe('ecgspec render', () => {
  it('draws one strip of every class on a sheet', async () => {
    const out = fresh('.svg');
    expect(await ecgspec('render', EXAMPLE, '--out', out)).toMatchObject({ code: 0, stderr: '' });
    const svg = readFileSync(out, 'utf8');
    for (const name of ['NSR', 'AF', 'AFLT', 'PVC', 'WPW']) expect(svg).toContain(`>${name} · `);
  });

  it('draws the same picture twice, and another for another index, draw or theme', async () => {
    const render = async (...args: string[]) => {
      const out = fresh('.svg');
      expect(await ecgspec('render', EXAMPLE, '--class', 'AF', '--out', out, ...args)).toMatchObject({
        code: 0,
      });
      return readFileSync(out, 'utf8');
    };
    const first = await render();
    expect(await render()).toBe(first);
    const others = await Promise.all([
      render('--index', '1'),
      render('--draw', '1'),
      render('--theme', 'dark'),
    ]);
    expect(new Set([first, ...others]).size).toBe(4);
  });

  it('takes classes as a list, again and again, and never the file for one', async () => {
    for (const args of [
      ['--class', 'AF', EXAMPLE, '-c', 'PVC'],
      ['--class', 'AF,PVC', EXAMPLE],
      ['-c', 'AF, PVC', EXAMPLE],
    ]) {
      const out = fresh('.svg');
      expect(await ecgspec('render', ...args, '--out', out)).toMatchObject({ code: 0, stderr: '' });
      const svg = readFileSync(out, 'utf8');
      expect(svg.indexOf('>AF · ')).toBeGreaterThan(0);
      expect(svg.indexOf('>PVC · ')).toBeGreaterThan(svg.indexOf('>AF · '));
      expect(svg).not.toContain('>NSR · ');
    }
    expect(await ecgspec('render', EXAMPLE, '--class', ',')).toMatchObject({ code: 2 });
  });

  it('writes PNG', async () => {
    const out = fresh('.PNG');
    expect(await ecgspec('render', EXAMPLE, '-c', 'PVC', '--dpi', '100', '-o', out)).toMatchObject({
      code: 0,
    });
    // 250 mm of strip, 10 mm before it, 6 mm of margin on both sides.
    expect(decode(readFileSync(out)).width).toBe(Math.round((272 * 100) / 25.4));
  });

  it('writes beside the spec by default', async () => {
    const name = file('copy.ecgspec', readFileSync(EXAMPLE));
    expect(await ecgspec('render', name)).toMatchObject({ code: 0, stdout: 'copy.svg\n' });
    expect(await ecgspec('render', name, '-c', 'AF')).toMatchObject({ stdout: 'copy-AF.svg\n' });
    expect(await ecgspec('render', name, '--beat', 'normal')).toMatchObject({ stdout: 'copy-normal.svg\n' });
    expect(readFileSync(join(folder, 'copy-normal.svg'), 'utf8')).toContain('Beat type normal');
  });

  it('says in one sentence what is wrong', async () => {
    const cases: [string[], RegExp][] = [
      [['--class', 'XX'], /no class "XX"; it has NSR, AF/],
      [['--beat', 'XX'], /no beat type "XX"; it has normal/],
      [['--out', 'picture.jpg'], /none of .svg, .png, .pdf, .csv/],
      [['--out', 'nowhere/picture.svg'], /cannot be written: its folder does not exist/],
      [['--from', '99'], /10 s long/],
      [['--out', fresh('.png'), '--dpi', '2400'], /too large/],
    ];
    for (const [args, text] of cases) {
      expect(await ecgspec('render', EXAMPLE, ...args)).toMatchObject({ code: 1, stderr: sentence(text) });
    }
    mkdirSync(join(folder, 'taken.svg'));
    expect(await ecgspec('render', EXAMPLE, '--out', 'taken.svg')).toMatchObject({
      code: 1,
      stderr: sentence(/is a folder/),
    });
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('shows the errors of a spec that cannot be drawn', async () => {
    const { code, stderr } = await ecgspec('render', file('bad.ecgspec', 'ecgspec: 1\n'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^bad\.ecgspec:1:1 error ECG\d+ /);
    expect(stderr).toMatch(/error: bad.ecgspec has .*errors?; mend .* and run again.\n$/);
  });
});

describe('ecgspec generate', () => {
  it('writes a data set beside the spec and says how large it is', async () => {
    const name = file('small.ecgspec', readFileSync(EXAMPLE));
    const { code, stdout } = await ecgspec('generate', name, '--strips', '20');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^100 strips \(NSR 20, AF 20, .*\), 1\.\d MB, in [\d.]+ s: small-dataset\n$/);
    const dataset = openDataset(join(folder, 'small-dataset'));
    expect(dataset.spec()).toBe(readFileSync(EXAMPLE, 'utf8'));
    expect(dataset.manifest.generator).toBe(`ecgspec ${version}`);
    expect(await ecgspec('verify', 'small-dataset')).toMatchObject({
      code: 0,
      stdout: 'small-dataset: whole (100 strips in 2 shards, 10 files)\n',
    });
    expect(await ecgspec('generate', name, '--strips', '20')).toMatchObject({
      code: 1,
      stderr: sentence(/add --overwrite/),
    });
    expect(await ecgspec('generate', name, '--strips', '10', '--overwrite')).toMatchObject({ code: 0 });
  });

  it('writes other formats with the data set, and from one that is there', async () => {
    const out = fresh();
    const generate = ['generate', EXAMPLE, '--strips', '4', '--out', out];
    expect(await ecgspec(...generate, '--format', 'npy,flac')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"flac" is no format; there are npy, wfdb'),
    });
    expect(await ecgspec(...generate, '--format', 'npy,wfdb')).toMatchObject({ code: 0 });
    expect(await ecgspec('verify', out)).toMatchObject({ code: 0 });
    expect(readFileSync(join(out, 'wfdb', 'RECORDS'), 'utf8').split('\n').length).toBe(21);
    expect(await ecgspec('export', out, '--format', 'wfdb')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^20 strips as wfdb, in .*-wfdb\n$/),
    });
    expect(readFileSync(join(`${out}-wfdb`, 'records.csv'))).toEqual(
      readFileSync(join(out, 'wfdb', 'records.csv')),
    );
    expect(await ecgspec('export', out, '--format', 'wfdb')).toMatchObject({
      code: 1,
      stderr: sentence(/add --overwrite/),
    });
    const again = await ecgspec('export', out, '--format', 'wfdb', '--overwrite', '--json');
    expect(JSON.parse(again.stdout.trim().split('\n').at(-1)!)).toMatchObject({ event: 'done', strips: 20 });
    expect(await ecgspec('export', out)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--format'),
    });
  });

  it('prints progress and result as JSON lines', async () => {
    const out = fresh();
    const { code, stdout, stderr } = await ecgspec(
      'generate',
      EXAMPLE,
      '--strips',
      '30',
      '--json',
      '--out',
      out,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.at(0)).toMatchObject({ event: 'progress', total: 150 });
    expect(events.at(-1)).toMatchObject({ event: 'done', folder: out, strips: 150 });
    const failed = await ecgspec('generate', EXAMPLE, '--json', '--out', out);
    expect(failed.code).toBe(1);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      event: 'error',
      message: expect.stringContaining('--overwrite'),
    });
  });

  it('goes on with a set that was not finished, unless it is another one', async () => {
    const out = fresh();
    const generate = ['generate', EXAMPLE, '--out', out, '--strips'];
    const interrupt = () => renameSync(join(out, 'manifest.json'), join(out, 'INCOMPLETE.json'));
    await ecgspec(...generate, '4');
    interrupt();
    expect(await ecgspec(...generate, '4')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^20 strips /),
      stderr: expect.stringMatching(
        /^Going on with .*: 20 of 20 strips are whole \(--restart begins anew\)\.\n$/,
      ),
    });
    interrupt();
    expect(await ecgspec(...generate, '5')).toMatchObject({
      code: 1,
      stderr: sentence(/was not finished.*of other strips of this spec.*--restart/),
    });
    expect(await ecgspec(...generate, '5', '--restart')).toMatchObject({ code: 0, stderr: '' });
    expect(await ecgspec('verify', out)).toMatchObject({ code: 0 });
  });

  it('says that it was made when SOURCE_DATE_EPOCH says, for sets that are the same to the last byte', async () => {
    const out = fresh();
    const made = async (SOURCE_DATE_EPOCH: string) =>
      run(cli, ['generate', EXAMPLE, '--strips', '4', '--out', out], {
        env: { ...process.env, SOURCE_DATE_EPOCH },
      });
    expect(await made('tomorrow')).toMatchObject({ code: 1, stderr: sentence(/SOURCE_DATE_EPOCH/) });
    expect(await made('1767225600')).toMatchObject({ code: 0 });
    expect(openDataset(out).manifest.created).toBe('2026-01-01T00:00:00Z');
  });

  it('notices damage', async () => {
    const out = fresh();
    await ecgspec('generate', EXAMPLE, '--strips', '10', '--out', out);
    const path = join(out, 'train-00000.signals.npy');
    const bytes = readFileSync(path);
    bytes[5000] = (bytes[5000] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    writeFileSync(join(out, 'notes.txt'), 'mine');
    writeFileSync(join(out, 'train-00007.beats.npy'), '');
    const found = await ecgspec('verify', out);
    expect(found).toMatchObject({
      code: 1,
      stdout:
        'train-00000.signals.npy does not match its checksum\ntrain-00007.beats.npy is not listed in manifest.json\n',
    });
    expect(found.stderr).toMatch(
      /^notes.txt is not part of the data set\nerror: .* is not whole: 2 files are not as written; .*\n$/,
    );
    const { stdout } = await ecgspec('verify', out, '--json');
    const events = stdout.split('\n').filter((line) => line !== '' && !line.includes('progress'));
    expect(events.map((line) => JSON.parse(line) as object)).toMatchObject([
      { event: 'fault', file: 'train-00000.signals.npy', what: 'does not match its checksum' },
      { event: 'fault', file: 'train-00007.beats.npy' },
      { event: 'remark', file: 'notes.txt' },
      { event: 'done', whole: false, files: 10, rebuilt: 0 },
      { event: 'error' },
    ]);
  });

  it('makes strips again from the spec in the set, and compares them', async () => {
    const out = fresh();
    await ecgspec('generate', EXAMPLE, '--strips', '10', '--out', out, '--format', 'hdf5');
    expect(await ecgspec('verify', out, '--rebuild', 'AF', '7', 'NSR', '0')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/: whole \(50 strips, 2 of them made again to the same bits in 2 shards/),
    });
    expect(await ecgspec('verify', out, '--strips', 'all')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('50 of them made again'),
    });
    expect(await ecgspec('verify', out, '--rebuild', 'AF', '10')).toMatchObject({
      code: 1,
      stderr: sentence(/has no strip 10 of AF; it has 0 to 9/),
    });
    expect(await ecgspec('verify', out, '--rebuild', 'af', '1')).toMatchObject({
      code: 1,
      stderr: sentence(/has no class "af"; it has NSR, AF/),
    });
    for (const wrong of [['AF'], ['AF', 'x'], ['AF', '1', 'NSR']]) {
      expect(await ecgspec('verify', out, '--rebuild', ...wrong)).toMatchObject({
        code: 2,
        stderr: sentence(/takes a class and an index/),
      });
    }
    expect(await ecgspec('verify', out, '--strips', 'some')).toMatchObject({ code: 2 });
    expect(await ecgspec('verify', join(out, 'hdf5'))).toMatchObject({ code: 0 });
    expect(await ecgspec('verify', join(out, 'hdf5'), '--strips', '1')).toMatchObject({
      code: 1,
      stderr: sentence(/is an export, and strips are compared in data sets/),
    });
  });

  it('writes one class alone when it is told so', async () => {
    const out = join(folder, 'one-class');
    const { code, stdout } = await ecgspec(
      'generate',
      EXAMPLE,
      '--strips',
      '10',
      '--class',
      'AF',
      '--out',
      out,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^10 strips \(AF 10\)/);
    const unknown = await ecgspec('generate', EXAMPLE, '--class', 'af', '--out', join(folder, 'no-class'));
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('no class "af"; it has NSR, AF');
  });
});

// Many processes are started here, one after another, on a machine that may be busy.
describe('a run of generate that is ended', { timeout: 180_000 }, () => {
  const begin = async (out: string) => {
    const started = start(cli, ['generate', EXAMPLE, '--strips', '5000', '--json', '--out', out]);
    await new Promise((resolve) => started.child.stdout?.once('data', resolve));
    return started;
  };

  it.each(['SIGINT', 'SIGTERM'] as const)('by %s ends with 130 and a mark', async (signal) => {
    const out = fresh();
    const { child, ended } = await begin(out);
    child.kill(signal);
    expect(await ended).toMatchObject({
      code: 130,
      stderr: expect.stringMatching(/^Cancelled; .* marked as incomplete/),
    });
    expect(readdirSync(out)).toContain('INCOMPLETE.json');
    expect(readdirSync(out)).not.toContain('manifest.json');
    expect(await ecgspec('verify', out)).toMatchObject({
      code: 1,
      stderr: sentence(/was not finished; go on with it by: ecgspec generate/),
    });
  });

  it('by SIGKILL at any moment is never taken for whole, and can be run again', async () => {
    const out = fresh();
    // From before the folder is there to after the last shard, over what a whole run takes here.
    const began = performance.now();
    expect(await ecgspec('generate', EXAMPLE, '--strips', '200', '--out', out)).toMatchObject({ code: 0 });
    const whole = performance.now() - began;
    // A run that was killed while it wrote its lock may leave an empty one, of which nobody can say at once that it is dead.
    const parts = (): string[] => readdirSync(out).filter((name) => !name.startsWith('WRITING.lock'));
    const expected = parts();
    const signals = readFileSync(join(out, 'train-00000.signals.npy'));
    for (let i = 0; i < 8; i++) {
      const { child, ended } = start(cli, [
        'generate',
        EXAMPLE,
        '--strips',
        '300',
        '--out',
        out,
        '--overwrite',
      ]);
      setTimeout(() => child.kill('SIGKILL'), whole * (0.15 + 0.12 * i));
      const { signal } = await ended;
      if (signal === null) continue;
      const names = readdirSync(out);
      if (names.includes('manifest.json') && !names.includes('INCOMPLETE.json')) {
        // Killed before it touched the old set, or after its own was whole.
        await openDataset(out).verify();
      } else {
        expect(names).toContain('INCOMPLETE.json');
        expect(() => openDataset(out)).toThrow(/was not finished/);
      }
    }
    expect(await ecgspec('generate', EXAMPLE, '--strips', '200', '--out', out, '--overwrite')).toMatchObject({
      code: 0,
    });
    expect(parts()).toEqual(expected);
    expect(readFileSync(join(out, 'train-00000.signals.npy')).equals(signals)).toBe(true);
  });

  it('by SIGKILL in a fresh folder leaves no manifest', async () => {
    for (const wait of [0, 60, 180]) {
      const out = fresh();
      const { child, ended } = await begin(out);
      await new Promise((resolve) => setTimeout(resolve, wait));
      child.kill('SIGKILL');
      expect((await ended).signal).toBe('SIGKILL');
      expect(existsSync(join(out, 'manifest.json'))).toBe(false);
      expect(existsSync(join(out, 'INCOMPLETE.json'))).toBe(true);
    }
  });
});

describe('a command whose reader goes away', () => {
  it('does its work all the same', async () => {
    const out = fresh();
    const { child, ended } = start(cli, ['generate', EXAMPLE, '--strips', '300', '--json', '--out', out]);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    await openDataset(out).verify();
  });
});

describe('a command that works in one go', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('is ended by %s', async (signal) => {
    const child = spawn(process.execPath, [cli, 'validate', EXAMPLE, '-'], { stdio: 'pipe' });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const ended = new Promise((resolve) => child.on('exit', (_, by) => resolve(by)));
    // It waits for its standard input, which never comes to an end.
    child.kill(signal);
    expect(await ended).toBe(signal);
  });
});

describe('training commands', () => {
  it('say in one sentence that there is no Python to set up with', async () => {
    const env = { ...process.env, ECGSPEC_ENV: fresh() };
    const ended = await run(
      cli,
      ['setup', '--python', '/no/such/python', '--trainer', join(ROOT, 'trainer')],
      { env, cwd: folder },
    );
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^error: .*\/no\/such\/python.*\n$/);
  });

  it('hand the list of architectures on from the trainer, and know the names themselves', async () => {
    // An environment of the user's own: a program that says what it was asked.
    const env = fresh();
    mkdirSync(join(env, 'bin'), { recursive: true });
    const python = join(env, 'bin', 'python');
    writeFileSync(python, '#!/bin/sh\nshift 3\necho "$@"\necho words >&2\n', { mode: 0o755 });
    expect(await ecgspec('models', '--width', '0.25', '--json', '--env', env)).toMatchObject({
      code: 0,
      stdout: 'models --width=0.25 --json --watch-parent\n',
      stderr: 'words\n',
    });
    expect(await ecgspec('pretrain', 'set', '--model', 'resnet99')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('efficientnet-b0'),
    });
    const set = fresh();
    expect(await ecgspec('generate', EXAMPLE, '--strips', '4', '--out', set)).toMatchObject({ code: 0 });
    const wishes = [
      '--model',
      's4d',
      '--objective',
      'each-against-normal',
      '--positive',
      'AF',
      '--normal',
      'NSR',
    ];
    const { stdout } = await ecgspec('pretrain', set, ...wishes, '--out', fresh(), '--env', env);
    expect(stdout).toMatch(/ --model=s4d --objective=each-against-normal --positive=AF --normal=NSR /);
    expect(await ecgspec('pretrain', set, '--objective', 'none')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('simclr'),
    });
  });
});
