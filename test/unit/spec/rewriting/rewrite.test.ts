import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rewritePlace, rewriteQuantity } from '../../../../src/spec/rewriting/rewrite';
import { parseQuantity } from '../../../../src/spec/quantity';

const plus =
  (by: number) =>
  (value: number): number =>
    value + by;

describe('a number replaced in a quantity', () => {
  it.each([
    ['160 ms', '180 ms'],
    ['160ms ± 10 ms', '180ms ± 10 ms'],
    ['100..140 ms', '120..160 ms'],
    ['0.1 s..140 ms', '0.12 s..160 ms'],
    ['-160 ms', '-140 ms'],
    ['0', '20 ms'],
    ['-20 ms', '0 ms'],
    ['160 ± 10 ms', '180 ± 10 ms'],
  ])('%s, 20 ms later: %s', (before, after) => {
    expect(rewriteQuantity(before, 'time', plus(0.02))).toBe(after);
  });

  it('is none where the text is no such quantity', () => {
    for (const text of ['160', '1 mV', '', 'R - 160 ms', 'x'])
      expect(rewriteQuantity(text, 'time', plus(0.02))).toBeUndefined();
  });

  it.each([
    ['R - 160 ms', 'R - 140 ms'],
    ['QRS onset - 105..125 ms', 'QRS onset - 85..105 ms'],
    ['R - 10 ms ± 2 ms', 'R + 10 ms ± 2 ms'],
    ['J', 'J + 20 ms'],
    ['wave-2 + 1 ms', 'wave-2 + 21 ms'],
    ['R - 5..15 ms', 'R + 5..15 ms'],
    ['R - 0.005 s..15 ms', 'R + 5 ms..0.015 s'],
    ['R - 5..35 ms', 'R - -15..15 ms'],
  ])('%s, 20 ms later: %s', (before, after) => {
    expect(rewritePlace(before, true, plus(0.02))).toBe(after);
  });

  it('means what was asked for, in any unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5000, max: 5000 }),
        fc.integer({ min: -5000, max: 5000 }),
        fc.constantFrom('ms', 's', 'µs'),
        (tenths, by, unit) => {
          const scale = { ms: 10, s: 10_000, µs: 0.01 }[unit]!;
          const text = `${tenths / scale} ${unit}`;
          const put = rewriteQuantity(text, 'time', plus(by / 10_000))!;
          const read = parseQuantity(put, 'time');
          const value = read.ok && read.quantity.kind === 'value' ? read.quantity.value : NaN;
          expect(value).toBeCloseTo((tenths + by) / 10_000, 7);
        },
      ),
    );
  });
});
