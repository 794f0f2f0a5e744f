import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { openFirefox } from '../../../scripts/lib/firefox.mjs';
import { goldenTexts, storedDigests } from '../../golden/stored';
import type { Answer } from './messages';
import { type GoldenServer, serveGolden } from './server';

// What Node makes of the same specs is in test/unit/synthesis/golden.test.ts, which also renews what is stored.

/** A browser that has not answered by then is started once more, ms. */
const PATIENCE = 90_000;

let server: GoldenServer;
beforeAll(async () => {
  server = await serveGolden(goldenTexts());
});
afterAll(() => server.close());

it('Chromium makes the strips that are stored', { timeout: 2 * PATIENCE }, async () => {
  const browser = await launchChromium();
  try {
    const answer = server.answer();
    const page = await browser.newPage();
    await page.goto(server.url);
    const { browser: name, error, digests } = await answer;
    expect(error).toBeUndefined();
    expect(name).toContain('Chrome/');
    expect(digests).toEqual(storedDigests());
  } finally {
    await browser.close();
  }
});

it('Firefox makes the strips that are stored', { timeout: 3 * PATIENCE }, async () => {
  const { browser: name, error, digests } = (await inFirefox()) ?? (await inFirefox()) ?? {};
  expect(error).toBeUndefined();
  expect(name).toContain('Firefox/');
  expect(digests).toEqual(storedDigests());
});

/** Its answer, or nothing and what it said where it gave none in time. */
async function inFirefox(): Promise<Answer | undefined> {
  const answer = server.answer();
  const firefox = await openFirefox(server.url);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('It did not answer.'), PATIENCE);
  });
  try {
    const outcome = await Promise.race([answer, firefox.ended, late]);
    if (typeof outcome !== 'string') return outcome;
    console.warn(`Firefox gave no strips: ${outcome}`);
    return undefined;
  } finally {
    clearTimeout(timer);
    await firefox.close();
  }
}
