import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Schema, Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { schema } from '../../../src/spec/schema';
import { misfits } from '../../../src/spec/shape';
import { loadYaml } from '../../../src/spec/yaml';
import { WHOLE_LANGUAGE } from '../wholeLanguage';

// The oracle is a validator that knows all of JSON Schema.

function withoutQuantities(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutQuantities);
  if (typeof node !== 'object' || node === null) return node;
  if ('x-quantity' in node) return {};
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutQuantities(value)]));
}

const oracle = new Validator(withoutQuantities(schema) as Schema, '2019-09', false);

/** The innermost keywords that the oracle finds unmet, each once for a place. */
function expected(value: unknown): string[] {
  const errors = oracle
    .validate(value)
    .errors.filter(({ keyword }) => keyword !== 'false' && keyword !== 'if');
  const within = (inner: string, outer: string): boolean => inner.startsWith(`${outer}/`);
  const leaves = errors.filter(
    ({ keywordLocation }) => !errors.some((other) => within(other.keywordLocation, keywordLocation)),
  );
  return [
    ...new Set(leaves.map((one) => `${one.keywordLocation} ${decodeURIComponent(one.instanceLocation)}`)),
  ].sort();
}

function found(value: unknown): string[] {
  return misfits(value, schema)
    .map(({ keyword, keywordLocation, path }) => {
      expect(keywordLocation.endsWith(`/${keyword}`)).toBe(true);
      const steps = path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'));
      return `${keywordLocation} ${['#', ...steps].join('/')}`;
    })
    .sort();
}

const home = 'test/fixtures/bad';
const texts = readdirSync(home)
  .filter((file) => file.endsWith('.ecgspec'))
  .map((file) => readFileSync(join(home, file), 'utf8'));

it('finds in every wrong spec what a whole validator finds', () => {
  let wrong = 0;
  for (const text of texts) {
    const { problems, value } = loadYaml(text);
    if (problems.length > 0) continue;
    const all = found(value);
    if (all.length > 0) wrong++;
    expect(all, text).toEqual(expected(value));
  }
  expect(wrong).toBeGreaterThan(100);
});

it('finds in a spec with anything in the place of anything what a whole validator finds', () => {
  const { value } = loadYaml(WHOLE_LANGUAGE);
  const places: (readonly [node: Record<string, unknown>, key: string])[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      walk((node as Record<string, unknown>)[key]);
    }
  };
  walk(value);
  const values = [
    ...new Set(places.map(([node, key]) => node[key])),
    null,
    true,
    -1,
    0.5,
    1e9,
    '',
    'none',
    [],
    {},
  ];
  fc.assert(
    fc.property(fc.nat(places.length - 1), fc.nat(values.length - 1), (place, other) => {
      const [node, key] = places[place]!;
      const before = node[key];
      // A copy: a spec that holds itself is no tree.
      node[key] = structuredClone(values[other]);
      try {
        expect(found(value)).toEqual(expected(value));
      } finally {
        node[key] = before;
      }
    }),
    { numRuns: 300 },
  );
});

it('looks once at what several definitions share', () => {
  let looks = 0;
  const wave = { amplitude: '1 mV', width: '9 ms', part: 'QRS' };
  const counted = new Proxy(wave, {
    ownKeys: (target) => {
      looks++;
      return Reflect.ownKeys(target);
    },
  });
  const beats = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`b${i}`, { R: counted }]));
  const classes = { c: { beat: 'b1', rhythm: { type: 'sinus' } } };
  expect(misfits({ ecgspec: 1, beats, classes }, schema)).toEqual([]);
  expect(looks).toBeLessThan(10);
});
