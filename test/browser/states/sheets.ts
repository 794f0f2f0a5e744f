import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { THEMES } from '../themes';
import { STATES } from './states';

/** Lays the pictures of all states side by side, at half their size, one sheet for each theme: `states-dark.jpg` ... */
export async function makeSheets(browser: Browser, from: string, to: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1780, height: 800 } });
  for (const theme of Object.keys(THEMES)) {
    const figures = STATES.map(({ name, what }) => {
      const picture = readFileSync(path.join(from, `${name}-${theme}.jpg`)).toString('base64');
      return `<figure><img src="data:image/jpeg;base64,${picture}"><figcaption>${what}</figcaption></figure>`;
    });
    await page.setContent(`<style>
      body { display: grid; grid-template-columns: repeat(3, 580px); gap: 10px; margin: 10px; font: 13px system-ui; }
      figure { margin: 0; } img { width: 580px; border: 1px solid #888; box-sizing: border-box; }
    </style>${figures.join('')}`);
    await page.screenshot({
      path: path.join(to, `states-${theme}.jpg`),
      type: 'jpeg',
      quality: 60,
      fullPage: true,
    });
  }
  await page.close();
}
