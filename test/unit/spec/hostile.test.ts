import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec';
import { WHOLE_LANGUAGE } from '../wholeLanguage';
import { EXAMPLE, problems, SMALL } from './texts';

describe('hostile text', () => {
  // Looking upwards for a line that says something never came past the first line break.
  it.each(['\nbeats:\n  a: 1\n b: 2\n', '\n# c\n\nbeats:\n  a: 1\n b: 2\n', '\r\nbeats:\r\n  a: 1\r\n b: 2'])(
    'is told what is wrong with it where it begins with a line break: %j',
    (text) => {
      expect(parseSpec(text).problems[0]!.message).toContain('This line starts in column 2');
    },
  );

  it('a bomb of aliases is refused at once', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    expect(problems(lines.join('\n'))[0]).toMatchObject({ code: 'ECG003', underlined: '*a0' });
  });

  it.each([
    ['ten megabytes', 'a: 1\n'.repeat(2_000_000), 'ECG001'],
    ['a binary file', 'ecgspec: 1\u0000\u0001', 'ECG001'],
    ['a hundred thousand brackets', '['.repeat(100_000), 'ECG003'],
    ['a hundred thousand braces', '{a: '.repeat(100_000), 'ECG003'],
    ['a hundred thousand dashes', '- '.repeat(100_000), 'ECG003'],
    ['a staircase of keys', Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'ECG003'],
  ])('%s is refused with one sentence', (_, text, code) => {
    const parsed = parseSpec(text);
    expect(parsed.problems.map((p) => p.code)).toEqual([code]);
  });

  it('keys that are special to JavaScript are only names', () => {
    for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const parsed = parseSpec(`${SMALL}${key}: 1\n`);
      expect(parsed.spec, key).toBeUndefined();
      expect(
        parsed.problems.map((p) => p.code),
        key,
      ).toContain('ECG102');
    }
  });

  it('any text at all yields an answer, never an exception', () => {
    const token = fc.constantFrom(
      'ecgspec',
      ': ',
      '1',
      '\n',
      '  ',
      'beats',
      'classes',
      '{',
      '}',
      '[',
      ']',
      ',',
      '- ',
      '"',
      "'",
      '#',
      '&a ',
      '*a',
      '|',
      '>',
      '!!',
      '± ',
      '..',
      'mV',
      '?',
      '\t',
      'none',
      'null',
      '~',
      '%',
      '@',
      '`',
      '---',
      'extends',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(token, { maxLength: 60 }).map((t) => t.join('')),
        ),
        (text) => {
          const parsed = parseSpec(text);
          expect(parsed.spec === undefined).toBe(parsed.problems.some((p) => p.severity === 'error'));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('any single edit of the example yields a spec or problems inside the text', () => {
    const place = fc.nat(EXAMPLE.length);
    fc.assert(
      fc.property(
        place,
        fc.nat(30),
        fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(':', '{', '}', '\n', '- ', '"', '±')),
        (at, cut, text) => {
          const edited = EXAMPLE.slice(0, at) + text + EXAMPLE.slice(at + cut);
          for (const { range, message } of parseSpec(edited).problems) {
            expect(range.start).toBeGreaterThanOrEqual(0);
            expect(range.end).toBeGreaterThan(range.start);
            expect(range.start).toBeLessThan(Math.max(1, edited.length));
            expect(message).not.toMatch(/undefined|\[object|NaN/);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('any piece of the whole language in the place of any other yields an answer, with problems inside the text', () => {
    // Words with their blanks, brackets and line breaks: what an author cuts and pastes.
    const pieces = WHOLE_LANGUAGE.match(/[A-Za-z0-9.'µ±-]+|[^A-Za-z0-9.'µ±-]+/g)!;
    const piece = fc.nat(pieces.length - 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, piece), { minLength: 1, maxLength: 4 }), (swaps) => {
        const edited = [...pieces];
        for (const [to, from] of swaps) edited[to] = pieces[from]!;
        const text = edited.join('');
        const parsed = parseSpec(text);
        expect(parsed.spec === undefined).toBe(parsed.problems.some((p) => p.severity === 'error'));
        for (const { range, message } of parsed.problems) {
          expect(range.start).toBeGreaterThanOrEqual(0);
          expect(range.end).toBeGreaterThan(range.start);
          expect(range.start).toBeLessThan(Math.max(1, text.length));
          expect(message).not.toMatch(/undefined|\[object|NaN/);
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each<[name: string, text: string]>([
    ['ten thousand unknown keys', Array.from({ length: 10_000 }, (_, i) => `k${i}: 1`).join('\n')],
    [
      'ten thousand beat types, each of which extends the next',
      `ecgspec: 1\nbeats:\n${Array.from({ length: 10_000 }, (_, i) => `  k${i}: { extends: k${i + 1} }`).join('\n')}`,
    ],
    [
      'a beat of ten thousand waves, each of which hangs on the next',
      `ecgspec: 1\nbeats:\n  b:\n${Array.from({ length: 10_000 }, (_, i) => `    k${i}: { part: QRS, at: k${i + 1} + 1 ms }`).join('\n')}`,
    ],
    ['ten thousand remarks', '# ignore ECG407: why not\n'.repeat(10_000)],
  ])('%s get an answer', (_, text) => {
    expect(parseSpec(text).problems.length).toBeGreaterThan(0);
  });
});
