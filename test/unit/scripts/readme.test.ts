import { expect, it } from 'vitest';
import { packedReadme } from '../../../scripts/lib/readme.mjs';

it('packs the README without pictures and links that lead nowhere outside of the checkout', () => {
  const readme =
    '# ECG\n\n![A strip](docs/strip.png)\n\nSee [the guide](docs/guide.md), [a paper](https://example.org/p) and [below](#below).\n';
  expect(packedReadme(readme)).toBe(
    '# ECG\n\nSee the guide, [a paper](https://example.org/p) and [below](#below).\n',
  );
});
