import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format } from '../../../src/language';
import { commentsOf } from '../../../src/language/format';
import { WHOLE_LANGUAGE } from '../wholeLanguage';
import { SPEC } from './fixture';

const EXAMPLE = readFileSync(
  path.join(import.meta.dirname, '..', '..', '..', 'examples', 'four-arrhythmias.ecgspec'),
  'utf8',
);

describe('formatting', () => {
  it('puts layout in order', () => {
    const text = `ecgspec: 1   


beats:
    # First.
    a:
        R: {amplitude: 1 mV,at: 0 ms , width: 9 ms}
        # last of a
    b: {extends: a}
classes:
# a class
- x
-   y: [1,2]
    z: 3


`;
    expect(format(text)).toBe(`ecgspec: 1

beats:
  # First.
  a:
    R: { amplitude: 1 mV, at: 0 ms, width: 9 ms }
    # last of a
  b: { extends: a }
classes:
  # a class
  - x
  - y: [1, 2]
    z: 3
`);
  });

  it('leaves the examples and aligned columns as they are', () => {
    expect(format(SPEC)).toBe(SPEC);
    expect(format(EXAMPLE)).toBe(EXAMPLE);
    expect(format(WHOLE_LANGUAGE)).toBe(WHOLE_LANGUAGE);
    const aligned = 'a:\n  P:  { x: 1,  y: 20 }\n  QR: { x: 10, y: 2 }  # note\n';
    expect(format(aligned)).toBe(aligned);
  });

  it('moves flow collections and texts of several lines with their key', () => {
    expect(
      format(
        'a:\n    b: {\n        x: 1,\n    }\n    c: |\n        one\n          two  \n\n\n        three\n',
      ),
    ).toBe('a:\n  b: {\n      x: 1,\n  }\n  c: |\n      one\n        two  \n\n\n      three\n');
  });

  it('keeps the end of line and leaves broken text alone', () => {
    expect(format('a:\r\n    b: 1\r\n')).toBe('a:\r\n  b: 1\r\n');
    for (const text of ['a: [1', 'a:\n\tb: 1\n', '"', 'a: 1\n  b: 2\n']) expect(format(text)).toBe(text);
  });

  it('never changes what a text means or loses a comment, and has nothing to do the second time', () => {
    fc.assert(
      fc.property(mess(), (text) => {
        const document = parseDocument(text);
        const formatted = format(text);
        expect(parseDocument(formatted).toJS()).toEqual(document.toJS());
        expect(commentsOf(formatted)).toEqual(commentsOf(text));
        expect(format(formatted)).toBe(formatted);
        expect(formatted).not.toMatch(/[ \t]\n|\n\n\n/);
      }),
      { numRuns: 300 },
    );
  });
});

/** YAML as a person in a hurry lays it out: any indentation, comments and blank lines anywhere. */
function mess(): fc.Arbitrary<string> {
  const gap = fc.constantFrom('', ' ', '  ', '   ');
  const word = fc.constantFrom('a', 'b c', "R'", '0.1 mV ± 1 µV', '60..100 bpm', '"x # y"', "'q'");
  const noise = fc.constantFrom('', '\n', '\n\n\n', '  # note\n', '# note\n', '      # deep  \n');
  const flow = fc
    .tuple(fc.uniqueArray(fc.constantFrom('x', 'y', 'z'), { minLength: 1 }), word, gap, gap)
    .map(([keys, value, before, after]) => {
      return `{${before}${keys.map((key) => `${key}: ${value}`).join(`${before},${after}`)}${after}}`;
    });
  const list = fc.tuple(word, gap).map(([value, space]) => `[${space}${value},${space}2${space}]`);
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc
      .tuple(
        fc.uniqueArray(fc.constantFrom('k1', 'k2', 'k 3', '"k4"'), { minLength: 1, maxLength: 3 }),
        fc.array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, word, flow, list, tie('tree')), {
          minLength: 3,
          maxLength: 3,
        }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(noise, { minLength: 3, maxLength: 3 }),
        fc.boolean(),
      )
      .map(
        ([keys, values, step, noises, dashes]): Tree =>
          (indent) =>
            keys
              .map((key, i) => {
                const value = values[i]!;
                const pad = ' '.repeat(indent);
                const own = noises[i]!;
                if (dashes) {
                  const gapped = `${pad}-${' '.repeat(step)}`;
                  return typeof value === 'string'
                    ? `${own}${gapped}${value}\n`
                    : `${own}${gapped}${value(indent + 1 + step).trimStart()}`;
                }
                return typeof value === 'string'
                  ? `${own}${pad}${key}: ${value}${i === 0 ? '  ' : ''}\n`
                  : `${own}${pad}${key}:\n${value(indent + step)}`;
              })
              .join(''),
      ),
  }));
  return tree.map((lines) => lines(0)).filter((text) => parseDocument(text).errors.length === 0);
}
/** Lines, each indented by at least so much. */
type Tree = (indent: number) => string;
