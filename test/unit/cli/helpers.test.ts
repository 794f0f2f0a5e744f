import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beside, nextFolder } from '../../../src/cli/files';
import { placeFinder } from '../../../src/cli/lines';
import { watchOutput } from '../../../src/cli/output';
import { bar, ProgressLine } from '../../../src/cli/terminal';
import { duration, grouped } from '../../../src/dataset/index';

describe('placeFinder', () => {
  it('counts lines and columns from 1, with any line end', () => {
    const place = placeFinder('ab\ncd\r\nef\rg');
    expect(place(0)).toEqual({ line: 1, column: 1 });
    expect(place(2)).toEqual({ line: 1, column: 3 });
    expect(place(3)).toEqual({ line: 2, column: 1 });
    expect(place(7)).toEqual({ line: 3, column: 1 });
    expect(place(10)).toEqual({ line: 4, column: 1 });
    expect(place(99)).toEqual({ line: 4, column: 2 });
    expect(placeFinder('')(0)).toEqual({ line: 1, column: 1 });
  });

  it('agrees with counting by hand', () => {
    const texts = fc.array(fc.constantFrom('a', 'µ', '\n', '😀'), { maxLength: 30 });
    fc.assert(
      fc.property(texts, fc.nat(40), (parts, at) => {
        const text = parts.join('');
        const offset = Math.min(at, text.length);
        const before = text.slice(0, offset).split('\n');
        expect(placeFinder(text)(offset)).toEqual({
          line: before.length,
          column: (before.at(-1)?.length ?? 0) + 1,
        });
      }),
    );
  });
});

describe('names of outputs', () => {
  it('stand beside the spec', () => {
    expect(beside('a/b.ecgspec', '-dataset')).toBe('a/b-dataset');
    expect(beside('b.yaml', '.svg')).toBe('b.yaml.svg');
  });

  it('follow from one another', () => {
    expect(nextFolder('x-dataset', 'dataset', 'model')).toBe('x-model');
    expect(nextFolder('x-dataset-2/', 'dataset', 'model')).toBe('x-model-2');
    expect(nextFolder('other', 'dataset', 'model')).toBe('other-model');
    expect(nextFolder('x-model', 'model', 'report')).toBe('x-report');
  });
});

describe('output that cannot be written', () => {
  const broken = (code: string) =>
    new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });

  it.each([
    ['ENOSPC', ['The output cannot be written: the disk is full; free some space.']],
    ['EIO', ['The output cannot be written: EIO.']],
    ['EPIPE', []],
  ])('fails in one sentence unless its reader went away: %s', async (code, expected) => {
    const said: string[] = [];
    const results = broken(code);
    const remarks = broken(code);
    watchOutput(results, remarks, (message) => said.push(message));
    for (const stream of [results, remarks]) await new Promise((done) => stream.write('x', done));
    await new Promise((done) => setImmediate(done));
    expect(said).toEqual(expected);
  });
});

describe('words on a terminal', () => {
  it('say durations and numbers as people do', () => {
    expect([0.44, 59.4, 185, 7800, Infinity].map(duration)).toEqual([
      '0.4 s',
      '59 s',
      '3 min 5 s',
      '2 h 10 min',
      '?',
    ]);
    expect([7, 1234, 1234567].map(grouped)).toEqual(['7', '1,234', '1,234,567']);
    expect(bar(0.5)).toBe('████████████░░░░░░░░░░░░');
    expect(bar(2)).toBe('█'.repeat(24));
  });

  const sink = (isTTY: boolean, columns = 50) => {
    const writes: string[] = [];
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        writes.push(chunk.toString());
        done();
      },
    });
    return { writes, stream: Object.assign(stream, { isTTY, columns }) };
  };

  it('rewrite one line that never wraps in a terminal', () => {
    const { writes, stream } = sink(true);
    const progress = new ProgressLine(stream);
    progress.update(0.1, 'one');
    progress.update(0.9, 'x'.repeat(100));
    progress.clear();
    progress.clear();
    expect(writes.length).toBe(3);
    expect(writes.every((text) => text.startsWith('\r\u001b[K') && !text.includes('\n'))).toBe(true);
    expect(writes[1]?.length).toBe(4 + 49);
  });

  it('are a line a second elsewhere', () => {
    const { writes, stream } = sink(false);
    let now = 0;
    const progress = new ProgressLine(stream, () => now);
    for (now = 0; now < 3000; now += 100) progress.update(now / 3000, `at ${now}`);
    progress.clear();
    expect(writes).toEqual(['at 1000\n', 'at 2000\n']);
  });
});
