import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ParsedSpec, parseSpec } from '../../../src/spec';
import { applyFix } from '../../../src/spec/fixes';
import type { Fix, Problem } from '../../../src/spec/problem';
import { SMALL } from './texts';

// Errors are the product: what authors get wrong, and what they are told. UPDATE=1 writes the expectations anew; read
// the difference as a newcomer would.

const home = 'test/fixtures/bad';
const names = readdirSync(home)
  .filter((file) => file.endsWith('.ecgspec'))
  .map((file) => file.slice(0, -'.ecgspec'.length));

function read(name: string): { text: string; parsed: ParsedSpec } {
  const text = readFileSync(join(home, `${name}.ecgspec`), 'utf8');
  return { text, parsed: parseSpec(text) };
}

/** `line:column severity CODE message`, as the command line shows it. */
function shown(text: string, { range, severity, code, message }: Problem): string {
  const before = text.slice(0, range.start);
  const line = before.split('\n').length;
  const column = range.start - (before.lastIndexOf('\n') + 1) + 1;
  return `${line}:${column} ${severity} ${code} ${message}`;
}

/** The message as it reads without what it quotes. */
function prose(message: string): string {
  return message.replace(/`(?:``|[^`])*`/g, 'X');
}

const sameAs =
  (problem: Problem) =>
  ({ code, message }: Problem): boolean =>
    code === problem.code && message === problem.message;

const isSilence = (fix: Fix): boolean => fix.title.startsWith('Keep it');

describe('wrong specs', () => {
  it('are many, and each says beside it what its author is told', () => {
    expect(names.length).toBeGreaterThanOrEqual(200);
    const texts = readdirSync(home).filter((file) => file.endsWith('.txt'));
    expect(texts.filter((file) => !names.includes(file.slice(0, -'.txt'.length)))).toEqual([]);
  });

  it.each(names)('%s', (name) => {
    const { text, parsed } = read(name);
    const file = join(home, `${name}.txt`);
    const lines = parsed.problems.map((problem) => shown(text, problem));
    if (process.env['UPDATE'] === '1') writeFileSync(file, `${lines.join('\n')}\n`);
    expect(existsSync(file), `${file} is missing; UPDATE=1 writes it`).toBe(true);
    expect(lines).toEqual(readFileSync(file, 'utf8').trimEnd().split('\n'));
    expect(lines).not.toEqual([]);
    expect(parsed.spec === undefined).toBe(parsed.problems.some(({ severity }) => severity === 'error'));
  });
});

describe('what authors are told', () => {
  const all = names.flatMap((name) => {
    const { text, parsed } = read(name);
    return parsed.problems.map((problem) => ({ name, text, problem }));
  });
  const messages = [...new Set(all.map(({ problem }) => problem.message))];

  it.each(messages)('%s', (message) => {
    expect(message.length).toBeLessThanOrEqual(300);
    expect(message).toMatch(/^[A-Z`0-9±]/);
    // A question is a sentence too: "Did you mean `width`?"
    expect(message).toMatch(/[.?]$/);
    expect(message).not.toMatch(/\n/);
    const said = prose(message);
    expect(said.split(/[.?!](?=\s|$)/).filter((part) => part.trim() !== '').length).toBeLessThanOrEqual(2);
    expect(said).not.toMatch(
      /implicit|scalar|flow (?:map|seq)|token|parser|schema|collection|object|array|boolean|string|regex|undefined|NaN|null/i,
    );
  });

  it('stands in the text, on something that is there', () => {
    for (const { name, text, problem } of all) {
      const { start, end } = problem.range;
      expect(end, name).toBeGreaterThan(start);
      expect(start, name).toBeLessThan(Math.max(1, text.length));
      // A squiggle under a whole block hides what is wrong with it.
      expect(text.slice(start, end).trim().split('\n').length, `${name}: ${problem.message}`).toBe(1);
    }
  });

  it('is not said twice of one place', () => {
    for (const name of names) {
      const errors = read(name).parsed.problems.filter(({ severity }) => severity === 'error');
      const places = errors.map(({ range }) => range.start);
      // A file without anything lacks several keys at once.
      if (name !== 'file-only-version') expect(new Set(places).size, name).toBe(places.length);
    }
  });
});

describe('mends', () => {
  const offered = names.flatMap((name) => {
    const { text, parsed } = read(name);
    return parsed.problems.flatMap((problem) =>
      (problem.fixes ?? []).map((fix) => ({ title: `${name}: ${fix.title}`, text, problem, fix })),
    );
  });

  it('are offered for most of what is wrong', () => {
    const mended = new Set(
      offered.filter(({ fix }) => !isSilence(fix)).map(({ title }) => title.split(':')[0]),
    );
    expect(mended.size).toBeGreaterThanOrEqual(150);
  });

  it.each(offered)('$title', ({ text, problem, fix }) => {
    for (const { range } of fix.edits) {
      expect(range.start).toBeGreaterThanOrEqual(0);
      expect(range.end).toBeLessThanOrEqual(text.length);
    }
    const edited = applyFix(text, fix);
    expect(edited).not.toBe(text);
    expect(parseSpec(edited).problems.filter(sameAs(problem))).toEqual([]);
  });
});

describe('texts too large to keep in a file', () => {
  const lines = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i)).join('');

  it.each<[name: string, text: string, codes: string[]]>([
    ['ten megabytes', 'a: 1\n'.repeat(2_000_000), ['ECG001']],
    ['a thousand unknown keys', SMALL + lines(1000, (i) => `key${i}: 1\n`), ['ECG004', 'ECG102']],
    ['a hundred thousand unknown keys', SMALL + lines(80_000, (i) => `k${i}: 1\n`), ['ECG107']],
    ['a key two hundred thousand times', SMALL + 'a: \n'.repeat(200_000), ['ECG107']],
    ['a key a thousand times', SMALL + 'a: 1\n'.repeat(1000), ['ECG002', 'ECG004']],
    [
      'fifty thousand mappings with doubled keys',
      `ecgspec: 1\nnoise: [${'{a: 1, a: 1}, '.repeat(1900)}]\n`,
      ['ECG002', 'ECG004'],
    ],
    ['sixty thousand beat types', `ecgspec: 1\nbeats:\n${lines(60_000, (i) => `  b${i}: {}\n`)}`, ['ECG107']],
    [
      'a thousand classes with unknown beats',
      `ecgspec: 1\nbeats: { n: { R: { amplitude: 1 mV, at: 0 ms, width: 9 ms } } }\nclasses:\n${lines(1000, (i) => `  c${i}: { beat: x${i}, rhythm: { type: sinus } }\n`)}`,
      ['ECG107'],
    ],
    ['ten thousand anchors', `ecgspec: 1\nnoise: [${lines(10_000, (i) => `&a${i} x, `)}]\n`, ['ECG107']],
    ['a thousand tags', `ecgspec: 1\nnoise: [${'!!str x, '.repeat(1000)}]\n`, ['ECG003', 'ECG004']],
    ['a thousand open braces', `ecgspec: 1\nbeats: ${'{ '.repeat(1000)}`, ['ECG003']],
    ['a hundred thousand tabs', `ecgspec: 1\n${'\tbeat: x\n'.repeat(100_000)}`, ['ECG002']],
    ['a hundred thousand quotes', `ecgspec: 1\ntitle: ${'"'.repeat(100_001)}`, ['ECG002']],
    ['a hundred thousand blank lines', `${'\n'.repeat(100_000)}ecgspec: [\n`, ['ECG002']],
    [
      'a line of spaces',
      `ecgspec: 1\nbeats: {${' '.repeat(400_000)}x${' '.repeat(400_000)}\nclasses`,
      ['ECG002'],
    ],
    ['a line of words', `ecgspec: 1\nbeats: { ${'a b '.repeat(200_000)}`, ['ECG002']],
    ['a line of colons', `ecgspec: 1\nbeats: ${'a: '.repeat(100_000)}`, ['ECG002']],
    ['an invariant of a megabyte', `${SMALL}    invariants: [1${' <'.repeat(200_000)}]`, ['ECG107']],
    ['a key of a megabyte', `${SMALL}? a${' '.repeat(400_000)}b\n: 1\n`, ['ECG102']],
    ['a word of a megabyte', `ecgspec: ${'x'.repeat(900_000)}\n`, ['ECG103', 'ECG105']],
    ['sixty thousand remarks', SMALL + '# ignore ECG407: x\n'.repeat(50_000), ['ECG004', 'ECG412']],
  ])('%s', (_, text, codes) => {
    const { problems } = parseSpec(text);
    expect([...new Set(problems.map(({ code }) => code))].sort()).toEqual(codes);
    expect(problems.length).toBeLessThanOrEqual(101);
    for (const { message } of problems) expect(message.length).toBeLessThanOrEqual(300);
  });
});
