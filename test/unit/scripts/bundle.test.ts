import { expect, it } from 'vitest';
import { importSources } from '../../../scripts/lib/bundle.mjs';
import { parseSpec } from '../../../src/spec';
import { SMALL } from '../spec/texts';

it('what scripts import of our sources, and of the packages that these ask for, works in Node', async () => {
  const bundled = await importSources('test', "export { parseSpec } from './src/spec';");
  const parse = bundled['parseSpec'] as typeof parseSpec;
  expect(parse(SMALL).spec).toEqual(parseSpec(SMALL).spec);
});
