import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec';
import type { Spec } from '../../../src/spec/types';
import { compile } from '../../../src/synthesis';
import { checkInvariants } from '../../../src/synthesis/invariants';

const FOLDER = 'examples/library';
const STRIPS = 500;
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ecgspec'));
const read = (name: string): ReturnType<typeof parseSpec> =>
  parseSpec(readFileSync(`${FOLDER}/${name}`, 'utf8'));
const classes = files.flatMap((file) => {
  const spec: Spec | undefined = read(file).spec;
  return (spec?.classes ?? []).map((of) => ({ name: of.name, of, spec: spec! }));
});

describe('the library', () => {
  it('has classes of many kinds, each with a name of its own', () => {
    expect(classes.length).toBeGreaterThanOrEqual(25);
    expect(new Set(classes.map(({ name }) => name)).size).toBe(classes.length);
  });

  it.each(files)('%s: is valid, and there is nothing to complain about', (name) => {
    expect(read(name).problems.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });

  it.each(classes)('$name: says where its numbers are from, and what must hold', ({ of }) => {
    expect(of.title).not.toBe(of.name);
    expect(of.sources.length).toBeGreaterThan(0);
    expect(of.invariants.length).toBeGreaterThan(0);
  });

  it.each(classes)(`$name: ${STRIPS} strips hold what the class claims`, ({ of, spec }) => {
    const made = compile(spec);
    const strips = Array.from({ length: STRIPS }, (_, index) => made.generate(of.name, index));
    const broken = checkInvariants(of, strips, made).flatMap(({ invariant, held, of: all, worst }) =>
      worst === null ? [] : [`${invariant.text}: ${held} of ${all}; strip ${worst.index}: ${worst.value}`],
    );
    expect(broken).toEqual([]);
  });
});
