import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAlias, isMap, isPair, isScalar, isSeq, Lexer, type Scalar } from 'yaml';
import { plainValue, type QuickRead, readQuickly } from '../../../src/spec/quickYaml';
import { readWholly } from '../../../src/spec/reading';
import { anySpec } from '../anySpec';
import { WHOLE_LANGUAGE } from '../wholeLanguage';
import { SMALL } from './texts';

/** A node as its kind, its place and its value. */
function shape(node: unknown): unknown {
  if (isScalar(node)) return [...node.range!.slice(0, 2), node.value];
  if (isMap(node)) return [node.flow ? '{' : ':', ...node.range!.slice(0, 2), ...node.items.map(shape)];
  if (isSeq(node)) return [node.flow ? '[' : '-', ...node.range!.slice(0, 2), ...node.items.map(shape)];
  if (isPair(node)) return [shape(node.key), shape(node.value)];
  if (isAlias(node)) return ['*', ...node.range!.slice(0, 2), node.source];
  return node;
}

/** Holds the quick reader's answer against the whole parser's, and returns it. */
function agreed(text: string): QuickRead | undefined {
  const quick = readQuickly(text);
  if (!quick.document) return undefined;
  const whole = readWholly(text);
  expect(whole.errors).toEqual([]);
  const { contents } = quick.document;
  expect(shape(contents)).toEqual(shape(whole.contents));
  // What hides a value is refused, and has none; what `yaml` makes of it is not asked.
  const value = quick.doubtful || quick.foreign.length > 0 ? plainValue(whole.contents) : whole.toJS();
  expect(plainValue(contents)).toEqual(value);
  expect(quick.value).toEqual(value);
  // Entries of the whole parser are looked through whatever is in them.
  const known = quick.foreign.flatMap((pair) => doubts(pair.value));
  expect(quick.doubtful || doubts(contents).length === known.length).toBe(true);
  expect(quick.largest).toBe(Math.max(0, ...sizes(contents)));
  expect(quick.comments).toEqual(comments(text));
  return quick;
}

/** The names of doubled keys, and of keys that are empty or that nothing stands behind. */
function doubts(node: unknown): string[] {
  if (isSeq(node)) return node.items.flatMap(doubts);
  if (!isMap(node)) return [];
  const names = node.items.map(({ key }) => String((key as Scalar).value ?? ''));
  return node.items.flatMap(({ key, value }, i) => {
    const odd = names.indexOf(names[i]!) < i || (key as Scalar).value === null;
    const empty = node.flow === true && isScalar(value) && value.value === null;
    return [...(odd || empty ? [names[i]!] : []), ...doubts(value)];
  });
}

/** How many entries each collection has. */
function sizes(node: unknown): number[] {
  if (isSeq(node)) return [node.items.length, ...node.items.flatMap(sizes)];
  if (!isMap(node)) return [];
  return [node.items.length, ...node.items.flatMap(({ value }) => sizes(value))];
}

function comments(text: string): number[] {
  const found: number[] = [];
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    // These are the lexer's own marks, not of the text.
    if (['\u0002', '\u001f', '\u0018'].includes(token)) continue;
    if (token.startsWith('#')) found.push(at);
    at += token.length;
  }
  return found;
}

const folders = ['examples', 'examples/library', 'test/fixtures/bad'];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ecgspec'))
    .map((file) => join(folder, file)),
);

describe('reading quickly', () => {
  it.each(files)('%s as the whole parser does', (file) => {
    const read = agreed(readFileSync(file, 'utf8'));
    if (!file.startsWith('test')) expect(read).toBeDefined();
  });

  it.each([
    [
      'entries that only the whole parser reads, and what stands around them',
      `a:\n  b: "one\n    two" # c\n  d: |\n    e: { # no comment\n\n  # f\n  g: >+\n    h\n\n\n  # i\nj:\n- k: 'it''s\n    so'\n  l: 1\n- m\nn: !t { o: &p q }\nr: *p\ns:\n\n    # t\n  u: 2\n`,
    ],
    ['tabs before comments', 'a: 1\t# one\nb:\n  c: 2\t\n  d: [3,\t4]\t# two\ne: 5\n'],
    ['a mark before it', `\uFEFF# a\n\n--- # b\n# c\n${SMALL}`],
    ['escapes', `a: "b\\"c\\\\" # d\n"e\\tf": ['g''h', '''']\n'R''': "\\u00b5V"\n`],
    ['the whole language', WHOLE_LANGUAGE],
    ['line ends of Windows', WHOLE_LANGUAGE.replaceAll('\n', '\r\n')],
    ['no line end at the end', SMALL.trimEnd()],
    [
      'blank lines and comments',
      '\n# first\n\na: 1 # one\n\n# two\nb:\n  # three\n  c: 2\n# four\nd: 3\n# five\n',
    ],
    ['lists', 'a:\n- 1\n-  b: 2\n   c: 3\n- [4, { d: 5 }, ]\ne:\n  - f: g # h\n    i: j\n  - k\n'],
    ['brackets over several lines', 'a: {\n  b: 1, # one\n\n  c: [\n    2,\n    "3"\n  ]\n  }\nd: 4\n'],
    ['empty values', 'a:\nb:   \nc: ~\n'],
    [
      'numbers',
      'a: [1, -1, +1, 1.5, .5, 1., 1e3, 1.5E-3, 007, 1_000, 1e, 1..2, -, true, NULL, nUll]\n'.replace(
        ' -,',
        '',
      ),
    ],
    ['quotes', `a: "b: c # d"\n'e f' : 'g, h'\n"i" : { "j": 'k' }\n`],
    ['signs within words', "a'b: c#d\ne: f:g, {h}\ni: [j#k, l:m, -n]\n"],
    ['names that are special to JavaScript', '__proto__: 1\nconstructor: { toString: 2 }\n'],
  ])('%s', (_, text) => {
    expect(agreed(text)).toBeDefined();
  });

  it('whatever the language admits, as the whole parser does', () => {
    fc.assert(
      fc.property(anySpec, (text) => {
        expect(agreed(text)).toBeDefined();
      }),
      { numRuns: 30 },
    );
  });

  it('any text as the whole parser does, or not at all', () => {
    const sign = fc.constantFrom(
      ...[
        'a',
        'b: ',
        'c:\n',
        '- ',
        '-',
        '\n',
        '\n  ',
        '\n    ',
        ' ',
        '{',
        '}',
        '[',
        ']',
        ', ',
        ',',
        ': ',
        ':',
        '#',
        ' # ',
      ],
      ...[
        '"',
        "'",
        '1',
        '0x1',
        '.inf',
        '~',
        'null',
        '?',
        '? ',
        '&a ',
        '*a',
        '!',
        '|',
        '>',
        '%',
        '@',
        '`',
        '\\',
        '\t',
        '\r\n',
        '\r',
      ],
      ...['---\n', '...\n', '<<: ', '\u00a0', '\uFEFF', '\u0000'],
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 14 }), (signs) => void agreed(signs.join(''))),
      { numRuns: 3000 },
    );
  });

  it('any lines as the whole parser does, or not at all', () => {
    const content = fc.constantFrom(
      ...[
        'a:',
        'b: c',
        'd: 1',
        'e: { f: 2, g: [h, i] }',
        '- j',
        '- k: l',
        '- [m]',
        '# n',
        '',
        'o: {',
        'p: q,',
        '}',
        'r: [',
        ']',
        's',
      ],
      ...[
        't: u # v',
        '"w": x',
        '---',
        '\tb: c',
        'd:\te\t# f',
        '-\tg',
        'a: !t &x b',
        'a: |+',
        'c: *x',
        "h: 'i''j'",
        'k: "l\\n"',
        '- y: { z: 1 } # a',
        '-',
        'b: "c',
        'd"',
        'e: |',
        '? f',
        ': g',
      ],
    );
    const line = fc
      .tuple(fc.constantFrom('', '', '  ', '  ', '    ', ' ', '      '), content)
      .map((t) => t.join(''));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 7 }), (lines) => void agreed(lines.join('\n'))),
      { numRuns: 3000 },
    );
  });

  it('any edit of a spec as the whole parser does, or not at all', () => {
    const piece = fc.constantFrom(
      ':',
      ': ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '\n',
      '\n  ',
      '- ',
      ' ',
      '  ',
      '#',
      ' #',
      '"',
      "'",
      '',
    );
    fc.assert(
      fc.property(fc.nat(WHOLE_LANGUAGE.length), fc.nat(4), piece, (at, cut, put) => {
        agreed(WHOLE_LANGUAGE.slice(0, at) + put + WHOLE_LANGUAGE.slice(at + cut));
      }),
      { numRuns: 300 },
    );
  });
});
