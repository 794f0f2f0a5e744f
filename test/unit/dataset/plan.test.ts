import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interleave, planClasses, planShards, stripIndex } from '../../../src/dataset/plan';
import { smallSpec } from './fixture';

const start = (n: number) => ({ taken: new Array<number>(n).fill(0), credit: new Array<number>(n).fill(0) });

describe('the plan of a data set', () => {
  it('keeps the last round(n · validation) strips of a class for validation and leaves empty classes out', () => {
    expect(planClasses(smallSpec([13, 7, 0]))).toEqual([
      { name: 'NSR', title: 'NSR in words', train: 10, validation: 3 },
      { name: 'PVC', title: 'PVC in words', train: 5, validation: 2 },
    ]);
    expect(planClasses(smallSpec([13, 7, 0]), 4).map((c) => [c.name, c.train, c.validation])).toEqual([
      ['NSR', 3, 1],
      ['PVC', 3, 1],
    ]);
  });

  it('gives classes that were not asked for no strips, but their place', () => {
    const counts = (override?: number, only?: string[]) =>
      planClasses(smallSpec([13, 7, 0]), override, only).map((c) => [c.name, c.train + c.validation]);
    expect(counts(undefined, ['PVC'])).toEqual([
      ['NSR', 0],
      ['PVC', 7],
    ]);
    const [, , last] = smallSpec().classes;
    expect(counts(4, ['NSR', last!.name])).toEqual([
      ['NSR', 4],
      ['PVC', 0],
      [last!.name, 4],
    ]);
  });

  it('interleaves classes so that every prefix is in proportion', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 6 }), (sizes) => {
        const total = sizes.reduce((a, b) => a + b, 0);
        fc.pre(total > 0);
        const seen = sizes.map(() => 0);
        let row = 0;
        let inOrder = true;
        let furthest = 0;
        interleave(sizes, start(sizes.length), total, (position, rank) => {
          inOrder &&= rank === seen[position];
          seen[position] = rank + 1;
          row++;
          sizes.forEach((size, i) => {
            furthest = Math.max(furthest, Math.abs((seen[i] ?? 0) - (size * row) / total));
          });
        });
        expect(inOrder).toBe(true);
        expect(furthest).toBeLessThan(sizes.length);
        expect(seen).toEqual(sizes);
      }),
    );
  });

  it('lists every strip of every class exactly once, in shards that continue one another', () => {
    const classes = planClasses(smallSpec([2600, 1401, 3]));
    const seen = new Set<string>();
    const shards = [...planShards(classes, 200)];
    for (const plan of shards) {
      expect(plan.strips).toBeGreaterThan(0);
      expect(plan.strips).toBeLessThanOrEqual(1000);
      const sizes = classes.map((entry) => entry[plan.split]);
      interleave(sizes, plan.cursor, plan.strips, (position, rank) => {
        const entry = classes[position];
        if (entry === undefined) throw new Error('no such class');
        const index = stripIndex(entry, plan.split, rank);
        expect(index >= entry.train).toBe(plan.split === 'validation');
        seen.add(`${entry.name} ${index}`);
      });
    }
    expect(seen.size).toBe(4004);
    expect(shards.map((plan) => `${plan.split} ${plan.number}`)).toEqual([
      'train 0',
      'train 1',
      'train 2',
      'train 3',
      'validation 0',
      'validation 1',
    ]);
  });

  it('makes shards of long recordings small in strips', () => {
    const classes = planClasses(smallSpec([100, 0, 0]));
    expect([...planShards(classes, 5_000_000)].every((plan) => plan.strips <= 6)).toBe(true);
    expect([...planShards(classes, 500_000_000)].every((plan) => plan.strips === 1)).toBe(true);
  });
});
