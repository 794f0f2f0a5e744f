import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyChanges,
  composeChanges,
  diffTexts,
  sequentialChanges,
  transformChanges,
  type TextChange,
} from '../../../src/protocol';

/** Non-overlapping changes that fit a text of `length`. */
function changesFor(length: number): fc.Arbitrary<TextChange[]> {
  const cuts = fc.array(fc.nat(length), { maxLength: 6 });
  const texts = fc.array(fc.string({ maxLength: 4 }), { minLength: 3, maxLength: 3 });
  return fc.tuple(cuts, texts).map(([points, words]) => {
    const ends = [...points].sort((a, b) => a - b);
    const changes: TextChange[] = [];
    for (let i = 0; i + 1 < ends.length; i += 2) {
      changes.push({ offset: ends[i]!, length: ends[i + 1]! - ends[i]!, text: words[i / 2]! });
    }
    return changes;
  });
}

const textWithChanges = fc
  .string({ maxLength: 30 })
  .chain((text) =>
    fc.record({ text: fc.constant(text), a: changesFor(text.length), b: changesFor(text.length) }),
  );

describe('text changes', () => {
  it('apply to the old text, whatever their order in the list', () => {
    const changes = [
      { offset: 4, length: 1, text: 'Y' },
      { offset: 0, length: 2, text: '' },
    ];
    expect(applyChanges('abcdef', changes)).toBe('cdYf');
  });

  it('refuse a change outside the text, and changes that overlap', () => {
    expect(() => applyChanges('abc', [{ offset: 2, length: 2, text: '' }])).toThrow(RangeError);
    const overlapping = [
      { offset: 0, length: 2, text: 'x' },
      { offset: 1, length: 1, text: 'y' },
    ];
    expect(() => applyChanges('abc', overlapping)).toThrow(RangeError);
  });

  it('compose into one list with the same effect', () => {
    const property = textWithChanges.chain(({ text, a }) => {
      const between = applyChanges(text, a);
      return fc.record({
        text: fc.constant(text),
        a: fc.constant(a),
        b: changesFor(between.length),
      });
    });
    fc.assert(
      fc.property(property, ({ text, a, b }) => {
        expect(applyChanges(text, composeChanges(a, b))).toBe(applyChanges(applyChanges(text, a), b));
      }),
      { numRuns: 2000 },
    );
  });

  it('transform so that both orders meet in the same text', () => {
    fc.assert(
      fc.property(textWithChanges, ({ text, a, b }) => {
        const aThenB = applyChanges(applyChanges(text, a), transformChanges(b, a, 'after'));
        const bThenA = applyChanges(applyChanges(text, b), transformChanges(a, b, 'before'));
        expect(aThenB).toBe(bThenA);
      }),
      { numRuns: 2000 },
    );
  });

  it('read lists that are meant one after the other, as Monaco and VS Code report them', () => {
    const reported = [
      { offset: 3, length: 0, text: 'B' },
      { offset: 3, length: 0, text: 'A' },
      { offset: 0, length: 1, text: '' },
    ];
    expect(applyChanges('xyz!', sequentialChanges(reported))).toBe('yzAB!');
  });

  it('turn one text into another by the smallest replacement, never splitting CR LF or a surrogate pair', () => {
    expect(diffTexts('same', 'same')).toEqual([]);
    expect(diffTexts('R: 1.1 mV', 'R: 1.2 mV')).toEqual([{ offset: 5, length: 1, text: '2' }]);
    expect(diffTexts('a\r\nb', 'a\r\n\r\nb')).toEqual([{ offset: 3, length: 0, text: '\r\n' }]);
    expect(diffTexts('😀', '😁')).toEqual([{ offset: 0, length: 2, text: '😁' }]);
    const piece = fc.constantFrom('a', 'b', '\r\n', '😀', '😁', '\n');
    const text = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changes = diffTexts(before, after);
        expect(applyChanges(before, changes)).toBe(after);
        for (const { offset, length } of changes) {
          for (const at of [offset, offset + length]) {
            expect(before.slice(at - 1, at + 1)).not.toMatch(/^(\r\n|[\ud800-\udbff][\udc00-\udfff])$/);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
