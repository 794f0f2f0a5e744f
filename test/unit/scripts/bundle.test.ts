import { expect, it } from 'vitest';
import { importSources } from '../../../scripts/lib/bundle.mjs';
import { parseSpec } from '../../../src/spec';
import { compile } from '../../../src/synthesis';
import { SMALL } from '../spec/texts';

it('what scripts import of our sources, and of the packages that these ask for, works in Node', async () => {
  const code = "export { parseSpec } from './src/spec'; export { compile } from './src/synthesis';";
  const bundled = await importSources('test', code);
  const parse = bundled['parseSpec'] as typeof parseSpec;
  const { spec } = parse(SMALL);
  expect(spec).toEqual(parseSpec(SMALL).spec);
  // The kernels' module too, also where a loader wraps what it imports into a function with names of its own.
  const make = bundled['compile'] as typeof compile;
  const name = spec!.classes[0]!.name;
  expect(make(spec!).generate(name, 0)).toEqual(compile(spec!).generate(name, 0));
}, 120_000);
