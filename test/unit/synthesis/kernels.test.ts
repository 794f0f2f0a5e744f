import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Kernels } from '../../../src/synthesis/kernels/kernels';
import type { Trace } from '../../../src/synthesis/kernels/trace';
import { Random, stripKey } from '../../../src/synthesis/random';

// Each kernel against a plain loop in double precision with the engine's own functions. Samples are single precision: a
// value of v mV is rounded by up to 6e-8 v, and a step of a recording is 1e-3 mV or a little less.

const LENGTH = 1003;

/** What `draw` adds to a trace that already holds 1, 2, 3 ... thousandths, and that it touches nothing around it. */
function added(draw: (trace: Trace) => void, length = LENGTH): number[] {
  const all = new Kernels(3 * length + 64, 2).trace(length + 32);
  all.samples.fill(7);
  const trace = all.part(16, 16 + length);
  const before = Float32Array.from({ length }, (_, i) => i / 1000);
  trace.samples.set(before);
  draw(trace);
  for (let i = 0; i < 16; i++) {
    expect(all.samples[i]).toBe(7);
    expect(all.samples[16 + length + i]).toBe(7);
  }
  return Array.from(trace.samples, (x, i) => x - before[i]!);
}

function expectClose(found: readonly number[], wanted: (i: number) => number, tolerance: number): void {
  found.forEach((x, i) => {
    const error = Math.abs(x - wanted(i));
    if (!(error <= tolerance)) expect.fail(`sample ${i}: ${x}, wanted ${wanted(i)} ± ${tolerance}`);
  });
}

const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

describe('addGaussian', () => {
  it('is the Gaussian to 5 σ on either side, wherever it lies', () => {
    fc.assert(
      fc.property(
        number(-5, 5),
        number(-300, LENGTH + 300),
        number(0.05, 400),
        number(0.05, 400),
        fc.boolean(),
        (amplitude, peak, rise, fallIfOther, even) => {
          const fall = even ? rise : fallIfOther;
          const found = added((trace) => trace.addGaussian(amplitude, peak, rise, fall));
          expectClose(
            found,
            (i) => {
              const z = (i - peak) / (i < peak ? rise : fall);
              return Math.abs(z) <= 5 ? amplitude * Math.exp((-z * z) / 2) : 0;
            },
            // Rounding of what was there (1 mV at most) and of what comes to it, and the last sample within 5 σ or not.
            4e-7 + Math.abs(amplitude) * 3.8e-6,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not lose its way over a long run', () => {
    const found = added((trace) => trace.addGaussian(1, 10_000, 4000, 4000), 20_000);
    expectClose(found, (i) => Math.exp(-(((i - 10_000) / 4000) ** 2) / 2), 4e-6);
  });
});

describe('addSine', () => {
  it('is the sine', () => {
    fc.assert(
      fc.property(number(-3, 3), number(0, 0.5), number(0, 1), (amplitude, frequency, phase) => {
        const found = added((trace) => trace.addSine(amplitude, frequency, phase));
        expectClose(found, (i) => amplitude * Math.sin(2 * Math.PI * (frequency * i + phase)), 1e-6);
      }),
      { numRuns: 200 },
    );
  });
});

describe('addFWaves', () => {
  it('is a sum of harmonics whose frequency and height follow the table', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 6 }),
        number(0, 1),
        fc.integer({ min: 1, max: 1000 }),
        (block, harmonics, phase, seed) => {
          const random = new Random().reset(stripKey(seed, 0, 0, 0), 1);
          const blocks = Math.ceil(LENGTH / block);
          const turns = Array.from({ length: blocks + 1 }, () => 0.49 * random.uniform());
          const heights = Array.from({ length: blocks + 1 }, () => Math.fround(random.uniform()));
          const found = added((trace) =>
            trace.lend(2 * (blocks + 1), (table) => {
              turns.forEach((turn, b) => {
                table.samples[2 * b] = Math.sin(Math.PI * turn);
                table.samples[2 * b + 1] = heights[b]!;
                // What is left of the angle in single precision.
                turns[b] = Math.asin(table.samples[2 * b]!) / Math.PI;
              });
              trace.addFWaves(table, block, harmonics, phase);
            }),
          );
          let angle = 2 * Math.PI * phase;
          const wanted = found.map((_, i) => {
            const b = Math.floor(i / block);
            const height = heights[b]! + ((heights[b + 1]! - heights[b]!) * (i - b * block)) / block;
            let sum = 0;
            for (let k = 1; k <= harmonics; k++) sum += Math.sin(k * angle) / k;
            angle += 2 * Math.PI * turns[b]!;
            return height * sum;
          });
          expectClose(found, (i) => wanted[i]!, 1e-5);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('refuses a table that does not reach to the end', () => {
    const trace = new Kernels(400, 2).trace(100);
    expect(() => trace.lend(4, (table) => trace.addFWaves(table, 10, 3, 0))).toThrow(RangeError);
  });
});

describe('addFlutterCycle', () => {
  it('goes down for the skew and up for the rest, between .35 and -.65 of the amplitude', () => {
    fc.assert(
      fc.property(number(-1, 1), number(0.05, 0.95), number(0, 0.3), (amplitude, skew, phase) => {
        const [start, end] = [10, 500];
        const step = (1 - phase) / (end - start);
        const found = added((trace) => trace.addFlutterCycle(start, end, amplitude, phase, step, skew));
        expectClose(
          found,
          (i) => {
            if (i < start || i >= end) return 0;
            const u = phase + (i - start) * step;
            const x = u < skew ? 1 - u / skew : (u - skew) / (1 - skew);
            return amplitude * ((x + x * x * (3 - 2 * x)) / 2 - 0.65);
          },
          4e-6,
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('addSpline', () => {
  it('is the Catmull-Rom spline: through its knots, and a cubic between them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 75 }), fc.integer({ min: 1, max: 1000 }), (quarter, seed) => {
        const spacing = 4 * quarter;
        const random = new Random().reset(stripKey(seed, 0, 0, 0), 1);
        const count = Math.ceil(LENGTH / spacing) + 3;
        const values = Array.from({ length: count }, () => Math.fround(2 * random.uniform() - 1));
        const found = added((trace) =>
          trace.lend(count, (knots) => {
            knots.samples.set(values);
            trace.addSpline(knots, spacing);
          }),
        );
        expectClose(
          found,
          (i) => {
            const k = Math.floor(i / spacing);
            const u = i / spacing - k;
            const [a, b, c, d] = values.slice(k, k + 4) as [number, number, number, number];
            return (
              0.5 *
              (2 * b +
                (c - a) * u +
                (2 * a - 5 * b + 4 * c - d) * u * u +
                (3 * b - a - 3 * c + d) * u * u * u)
            );
          },
          5e-6,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('refuses knots that do not reach to the end', () => {
    const trace = new Kernels(600, 2).trace(100);
    expect(() => trace.lend(4, (knots) => trace.addSpline(knots, 8))).toThrow(RangeError);
    expect(() => trace.lend(400, (knots) => trace.addSpline(knots, 10))).toThrow(RangeError);
  });
});

describe('addNormals', () => {
  // xoshiro128+ on four lanes and Box & Muller, written out one number at a time.
  function reference(random: Random, count: number): number[] {
    const words = [random.bits(), random.bits(), random.bits(), random.bits()];
    const steps = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];
    const lanes = [1, 2, 3, 4].map((lane) =>
      words.map((word, w) => {
        let x = (word + Math.imul(steps[w]!, lane)) | 0;
        x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
        x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
        x ^= x >>> 16;
        return w === 3 ? x | 1 : x;
      }),
    );
    const next = (s: number[]): number => {
      const out = (s[0]! + s[3]!) | 0;
      const t = s[1]! << 9;
      s[2]! ^= s[0]!;
      s[3]! ^= s[1]!;
      s[1]! ^= s[2]!;
      s[0]! ^= s[3]!;
      s[2]! ^= t;
      s[3] = (s[3]! << 11) | (s[3]! >>> 21);
      return out;
    };
    const normals: number[] = [];
    while (normals.length < count) {
      const first = lanes.map(next);
      const second = lanes.map(next);
      const radius = first.map((bits) => Math.sqrt(-2 * Math.log(((bits >>> 1) + 0.5) / 2 ** 31)));
      const angle = second.map((bits) => ((bits << 2) / 2 ** 31) * (Math.PI / 4));
      const sign = second.map((bits) => ((bits >>> 30) & 1 ? -1 : 1));
      const near = radius.map((r, l) => r * sign[l]! * Math.cos(angle[l]!));
      const far = radius.map((r, l) => r * Math.sin(angle[l]!));
      second.forEach((bits, l) => {
        if (bits < 0) [near[l], far[l]] = [far[l]!, near[l]!];
      });
      normals.push(...near, ...far);
    }
    return normals.slice(0, count);
  }

  it.each([1, 7, 8, 9, 1003, 100_000])('is xoshiro128+ and Box & Muller: %d of them', (count) => {
    const wanted = reference(new Random().reset(stripKey(1, 2, 3, 4), count), count);
    const trace = new Kernels(count, 1).trace(count);
    trace.addNormals(1, new Random().reset(stripKey(1, 2, 3, 4), count));
    expectClose([...trace.samples], (i) => wanted[i]!, 1e-5);
  });

  it('adds, scaled, and nothing where the scale is 0', () => {
    const from = (): Random => new Random().reset(stripKey(5, 6, 7, 8), 9);
    const wanted = reference(from(), LENGTH);
    expectClose(
      added((trace) => trace.addNormals(0.02, from())),
      (i) => 0.02 * wanted[i]!,
      5e-7,
    );
    expectClose(
      added((trace) => trace.addNormals(0, from())),
      () => 0,
      0,
    );
  });

  it('uses four words of its stream, however many it draws', () => {
    const [a, b] = [1, 2].map(() => new Random().reset(stripKey(1, 2, 3, 4), 5)) as [Random, Random];
    added((trace) => trace.addNormals(1, a));
    for (let i = 0; i < 4; i++) b.bits();
    expect(a.bits()).toBe(b.bits());
  });
});

describe('quantise', () => {
  it.each([1, 7, 8, 16, 1003])('rounds to the nearest step within the limit: %d samples', (length) => {
    const trace = new Kernels(length, 1).trace(length);
    const values = Array.from({ length }, (_, i) => Math.fround((i - length / 2) * 0.0137));
    trace.samples.set(values);
    const out = new Int16Array(length);
    trace.quantise(out, 0.005, 1200);
    out.forEach((step, i) => {
      const exact = Math.max(-1200, Math.min(1200, values[i]! / 0.005));
      expect(Math.abs(step - exact)).toBeLessThanOrEqual(0.5001);
    });
  });

  it('bounds what is too large, and takes what is no number for 0', () => {
    const trace = new Kernels(8, 1).trace(8);
    trace.samples.set([Infinity, -Infinity, NaN, 1e30, -1e30, 0, 1, -1]);
    const out = new Int16Array(8);
    trace.quantise(out, 0.001, 32767);
    expect([...out]).toEqual([32767, -32767, 0, 32767, -32767, 0, 1000, -1000]);
  });
});

describe('traces', () => {
  it('tell their largest deflection, of equals the first', () => {
    const trace = new Kernels(8, 1).trace(8);
    trace.samples.set([9, 1, -3, 2, 3, 0, 0, 9]);
    expect(trace.largest(1, 7)).toBe(2);
    expect(trace.largest(3, 4)).toBe(3);
  });

  it.each([-5, 0, 3, 12])('are moved into others as far as they reach: to sample %d', (start) => {
    const one = new Kernels(40, 2).trace(20);
    one.samples.fill(1);
    one.lend(9, (other) => {
      other.samples.fill(2);
      other.moveInto(one, start);
      expect([...other.samples]).toEqual(new Array(9).fill(0));
    });
    expect([...one.samples]).toEqual(
      Array.from({ length: 20 }, (_, i) => (i >= start && i < start + 9 ? 3 : 1)),
    );
  });

  it('are refused where the memory is full, and lent memory comes back, as zeros, also after a failure', () => {
    const trace = new Kernels(20_000, 2).trace(10_000);
    for (let i = 0; i < 3; i++) {
      expect(() =>
        trace.lend(10_000, (lent) => {
          expect(lent.samples.every((x) => x === 0)).toBe(true);
          lent.samples.fill(1);
          throw new Error('mine');
        }),
      ).toThrow('mine');
    }
    expect(() => trace.lend(1e6, () => 0)).toThrow(RangeError);
  });
});
