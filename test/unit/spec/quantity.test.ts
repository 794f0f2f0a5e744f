import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dimension, formatQuantity, parseQuantity } from '../../../src/spec/quantity';

function value(text: unknown, dimension: Dimension): number {
  const result = parseQuantity(text, dimension);
  if (!result.ok) throw new Error(result.message);
  if (result.quantity.kind !== 'value') throw new Error('a range');
  return result.quantity.value;
}

function message(text: unknown, dimension: Dimension): string {
  const result = parseQuantity(text, dimension);
  return result.ok ? 'ok' : result.message;
}

describe('parseQuantity', () => {
  it('converts to base units', () => {
    expect(value('120 ms', 'time')).toBeCloseTo(0.12, 12);
    expect(value('0.12 s', 'time')).toBe(0.12);
    expect(value('-80 µV', 'amplitude')).toBeCloseTo(-0.08, 12);
    expect(value('50 uV', 'amplitude')).toBeCloseTo(0.05, 12);
    expect(value('300 /min', 'frequency')).toBeCloseTo(5, 12);
    expect(value('75 bpm', 'rate')).toBe(75);
    expect(value('1.25 Hz', 'rate')).toBe(75);
    expect(value('55 %', 'ratio')).toBeCloseTo(0.55, 12);
    expect(value(0.55, 'ratio')).toBe(0.55);
    expect(value(0, 'time')).toBe(0);
    expect(value('1e2ms', 'time')).toBeCloseTo(0.1, 12);
  });

  it('reads spreads, with the unit once or twice, and in ASCII', () => {
    for (const text of [
      '0.3 mV ± 0.1 mV',
      '0.3 mV ± 0.1',
      '0.3 ± 0.1 mV',
      '0.3 mV +- 0.1 mV',
      '0.3mV±0.1mV',
      '300 µV ± 0.1 mV',
    ]) {
      const result = parseQuantity(text, 'amplitude');
      expect(result, text).toMatchObject({ ok: true, quantity: { kind: 'value' } });
      if (!result.ok || result.quantity.kind !== 'value') continue;
      expect(result.quantity.value, text).toBeCloseTo(0.3, 12);
      expect(result.quantity.sd, text).toBeCloseTo(0.1, 12);
    }
  });

  it('reads ranges', () => {
    for (const text of ['60..100 bpm', '60 bpm .. 100 bpm', '60 bpm..100 bpm', '1..1.6666666666666667 Hz']) {
      const result = parseQuantity(text, 'rate');
      if (!result.ok || result.quantity.kind !== 'range') throw new Error(text);
      expect(result.quantity.low).toBeCloseTo(60, 9);
      expect(result.quantity.high).toBeCloseTo(100, 9);
    }
  });

  it.each<[unknown, Dimension, string]>([
    ['120', 'time', '`120` has no unit. Write `120 ms` if that is what you mean.'],
    [75, 'rate', '`75` has no unit. Write `75 bpm` if that is what you mean.'],
    ['120 mV', 'time', '`mV` is not a unit of time. Use `ms`, `s`, `µs` or `min`, as in `120 ms`.'],
    ['0.1 MV', 'amplitude', 'Units are case-sensitive: write `0.1 mV`, not `MV`.'],
    ['100..60 bpm', 'rate', 'The range `100..60 bpm` runs backwards. Write the smaller end first.'],
    ['5 mV ± -1 mV', 'amplitude', 'The spread after ± cannot be negative.'],
    [
      'fast',
      'rate',
      '`fast` is not a heart rate. Write it like `75 bpm`, with a spread `75 bpm ± 5 bpm` or a range `60..100 bpm`.',
    ],
    ['1e999 ms', 'time', '`1e999` is too large to be a number.'],
    ['x'.repeat(200), 'time', 'This is too long for a quantity. Write it like `120 ms`.'],
  ])('says what is wrong with %j as %s', (text, dimension, expected) => {
    expect(message(text, dimension)).toBe(expected);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom<Dimension>('amplitude', 'time', 'frequency', 'rate', 'ratio'),
        (text, dimension) => {
          parseQuantity(text, dimension);
        },
      ),
    );
  });

  it('reads back what formatQuantity writes', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5, max: 5, noNaN: true }).map((x) => Number(x.toPrecision(3))),
        fc.constantFrom<Dimension>('amplitude', 'time', 'frequency', 'rate', 'ratio'),
        (x, dimension) => {
          expect(value(formatQuantity(x, dimension), dimension)).toBeCloseTo(x, 9);
        },
      ),
    );
  });
});
