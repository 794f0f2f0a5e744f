import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { digestsOf } from '../../golden/digests';
import { GOLDEN, goldenTexts, storedDigests } from '../../golden/stored';

// Strips are the same bytes for ever, everywhere. Chromium and Firefox are held against the same digests in
// test/browser/golden. UPDATE=1 writes them anew: that changes every data set ever made, so say it in the CHANGELOG.

describe('strips', () => {
  const made = digestsOf(goldenTexts());

  it('are those that are stored', async () => {
    const digests = await made;
    if (process.env['UPDATE'] === '1') writeFileSync(GOLDEN, `${JSON.stringify(digests, null, 2)}\n`);
    expect(digests, 'if that is meant, UPDATE=1 stores the new ones').toEqual(storedDigests());
  });

  it('of each class are different ones', async () => {
    const all = Object.values(await made).flatMap((classes) => Object.values(classes));
    expect(all.length).toBeGreaterThan(60);
    expect(new Set(all).size).toBe(all.length);
  });
});
