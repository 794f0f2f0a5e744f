import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec';
import type { Spec } from '../../../src/spec/types';
import { compile } from '../../../src/synthesis';
import { checkInvariants } from '../../../src/synthesis/invariants';

const FOLDER = 'examples/library';
const STRIPS = 500;
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ecgspec'));
const specs: [string, Spec][] = files.map((name) => {
  const { spec, problems } = parseSpec(readFileSync(`${FOLDER}/${name}`, 'utf8'));
  if (spec === undefined) throw new Error(`${name}: ${problems.map((p) => p.message).join('; ')}`);
  return [name, spec];
});
const classes = specs.flatMap(([file, spec]) => spec.classes.map((of) => ({ file, spec, of, name: of.name })));

describe('the library', () => {
  it('has classes of many kinds, each with a name of its own', () => {
    expect(classes.length).toBeGreaterThanOrEqual(25);
    expect(new Set(classes.map(({ name }) => name)).size).toBe(classes.length);
  });

  it.each(files)('%s: nothing to complain about', (name) => {
    const { problems } = parseSpec(readFileSync(`${FOLDER}/${name}`, 'utf8'));
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  });

  it.each(classes)('$name: says where its numbers are from, and what must hold', ({ of }) => {
    expect(of.title).not.toBe(of.name);
    expect(of.sources.length).toBeGreaterThan(0);
    expect(of.invariants.length).toBeGreaterThan(0);
  });

  it.each(classes)(`$name: ${STRIPS} strips hold what the class claims`, ({ spec, of }) => {
    const made = compile(spec);
    const broken: string[] = [];
    for (let index = 0; index < STRIPS; index++) {
      const { truth } = made.generate(of.name, index);
      for (const { invariant, value } of checkInvariants(of.invariants, truth, made.rate)) {
        broken.push(`strip ${index}: ${invariant.text}, but ${value}`);
      }
    }
    expect(broken).toEqual([]);
  });
});
