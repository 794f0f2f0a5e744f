import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec';
import { readQuickly } from '../../../src/spec/quickYaml';
import { type ParseError, readOn, readWholly } from '../../../src/spec/reading';
import { WHOLE_LANGUAGE } from '../wholeLanguage';
import { SMALL } from './texts';

const LIBRARY = 'examples/library';
const files = [
  ...readdirSync(LIBRARY).map((file) => readFileSync(join(LIBRARY, file), 'utf8')),
  WHOLE_LANGUAGE,
];
/** Over a thousand lines, in which windows are cut on both sides. */
const LONG = files.join('\n');

/** The same with what specs seldom have: entries that are left to the whole parser, a mark, tabs, escapes. */
const SELDOM = files.map(
  (text) =>
    `--- # a\n${text.replace(/^title: *(.*)$/m, 'title: >-\n  $1\n\n  b').replace(/(\w) +# .*$/m, '$1\t# c')}\nlast:\n  d: "e\\tf\n    g"\n  h: |\n    i: {\n`,
);

/** The error that stands first in the text, as the parser says that is given all of it. */
function firstOfAll(text: string): ParseError | undefined {
  const errors = readWholly(text).errors.map(({ code, message, pos }) => ({ code, message, at: pos[0] }));
  return errors.sort((a, b) => a.at - b.at)[0];
}

/** The same as it is found when only the lines around are read. */
function firstFound(text: string): ParseError | undefined {
  const quick = readQuickly(text);
  return quick.document ? undefined : readOn(text, quick).broken?.first;
}

const piece = fc.constantFrom(
  ...[
    ':',
    ': ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '\n',
    '\n  ',
    '\n}',
    '\n%',
    '\n"',
    "\n'",
    '- ',
    ' ',
    '  ',
    '#',
    ' #',
  ],
  ...['"', "'", '\t', '\n\t', '%', '@', '`', '*', '&', '!', '|', '>', '? ', '\\', '\n---\n', '\r', ''],
);

/** A text of these with something else at one place or at two. */
function breakages(...texts: readonly string[]): fc.Arbitrary<string> {
  const breakage = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(6), piece);
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(breakage, { minLength: 1, maxLength: 2 }))
    .map(([text, made]) =>
      made.reduce((broken, [at, cut, put]) => {
        const place = Math.floor(at * broken.length);
        return broken.slice(0, place) + put + broken.slice(place + cut);
      }, text),
    );
}

describe('the first error', () => {
  it('is the same whether the lines around it are read or all of a text', () => {
    fc.assert(
      fc.property(breakages(...files), (text) => void expect(firstFound(text)).toEqual(firstOfAll(text))),
      { numRuns: 400 },
    );
  });

  it('is the same whether the lines around it are read or all of a long text', () => {
    fc.assert(
      fc.property(breakages(LONG), (text) => void expect(firstFound(text)).toEqual(firstOfAll(text))),
      // What is open where the window ends is closed behind it, and is no key then: that error stands first.
      { numRuns: 40, examples: [[`%\n'${LONG}`]] },
    );
  });

  it.each(SELDOM)('is none in what is seldom, which does not end quick reading: %#', (text) => {
    expect(readQuickly(text).document).toBeDefined();
    expect(firstOfAll(text)).toBeUndefined();
  });

  it('is the same where entries before and behind it are left to the whole parser', () => {
    fc.assert(
      fc.property(breakages(...SELDOM), (text) => void expect(firstFound(text)).toEqual(firstOfAll(text))),
      { numRuns: 200 },
    );
  });

  it('is the same wherever a text is cut off', () => {
    const cut = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...files, ...SELDOM), cut, fc.boolean(), (text, share, end) => {
        const place = Math.floor(share * text.length);
        const rest = end ? text.slice(place) : text.slice(0, place);
        expect(firstFound(rest)).toEqual(firstOfAll(rest));
      }),
      { numRuns: 200 },
    );
  });

  /** The first of these in the second half of the long text, as something else. */
  const half = LONG.length >> 1;
  const change = (from: RegExp, to: string): string =>
    LONG.slice(0, half) + LONG.slice(half).replace(from, to);

  const BROKEN = [
    ['a bracket that is never closed', change(/ \}(?=\n)/, '')],
    ['a tab', change(/\n {4}/, '\n\t')],
    ['a missing colon', change(/:(?=\n)/, '')],
  ] as const;

  it.each(BROKEN)('of a long text with %s is told from few lines, and its mend helps', (_, text) => {
    const quick = readQuickly(text);
    const broken = quick.document ? undefined : readOn(text, quick).broken;
    expect(broken!.window.text.split('\n').length).toBeLessThan(100);
    expect(broken!.first).toEqual(firstOfAll(text));
    expect(parseSpec(text).problems[0]!.fixes).toHaveLength(1);
  });

  it('is told from few lines where entries before it are left to the whole parser', () => {
    const quick = readQuickly(`title: >-\n  a\n  b\n${BROKEN[0][1]}`);
    const broken = quick.document ? undefined : readOn(`title: >-\n  a\n  b\n${BROKEN[0][1]}`, quick).broken;
    expect(broken!.window.text.split('\n').length).toBeLessThan(100);
  });

  it('leaves places and beat types before it known', () => {
    const broken = parseSpec(`${SMALL}  AF: {\n`);
    expect(broken.problems).toHaveLength(1);
    expect(broken.beatKeys).toEqual(parseSpec(SMALL).beatKeys);
    expect(broken.rangeOf(['beats', 'normal', 'P', 'at'])).toEqual(
      parseSpec(SMALL).rangeOf(['beats', 'normal', 'P', 'at']),
    );
  });

  it('does not hide the remarks before and behind it', () => {
    const text = SMALL.replace('\n', ' # ignore ECG999: one\n') + '  AF: }\n# ignore ECG998: two\n';
    const codes = parseSpec(text).problems.map(({ code, message }) => [code, /ECG99\d/.exec(message)?.[0]]);
    expect(codes).toContainEqual(['ECG412', 'ECG999']);
    expect(codes).toContainEqual(['ECG412', 'ECG998']);
  });
});
