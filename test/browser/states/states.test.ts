import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { exampleText, type OpenEditor, openEditor } from '../page';
import { THEMES, type ThemeName } from '../themes';
import { illegible } from './legibility';
import { makeSheets } from './sheets';
import { STATES } from './states';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Any run leaves pictures where a person may look at them; this one makes those that are committed too. */
const UPDATE = process.env['UPDATE'] === '1';
const FOLDER = path.join(ROOT, 'test-results', 'states');
/** How wide the page is, CSS px, when VS Code's zoom is 100, 125, 150 and 200 % on a screen of 1,400 px. */
const ZOOMS = { '100 %': 1400, '125 %': 1120, '150 %': 933, '200 %': 700 };

let browser: Browser;
let editor: OpenEditor;
beforeAll(async () => {
  browser = await launchChromium();
  mkdirSync(FOLDER, { recursive: true });
});
afterAll(async () => {
  if (UPDATE) await makeSheets(browser, FOLDER, path.join(ROOT, 'docs', 'pictures'));
  await browser.close();
});
afterEach(() => editor.close());

describe('every state of the editor', () => {
  for (const { name, what, text, reach } of STATES) {
    it(`can be read in light, dark and high contrast: ${what}`, async () => {
      editor = await openEditor(browser, text ?? (await exampleText()), { width: 1160, height: 760 });
      if (text !== '') await editor.settled();
      await reach(editor);
      for (const theme of Object.keys(THEMES) as ThemeName[]) {
        await editor.setTheme(theme);
        await editor.page.waitForTimeout(150);
        const picture = await editor.page.screenshot({ type: 'jpeg', quality: 80 });
        writeFileSync(path.join(FOLDER, `${name}-${theme}.jpg`), picture);
        if (UPDATE && name === 'drag')
          await editor.page
            .locator('.beat-panel')
            .screenshot({ path: path.join(ROOT, 'media', 'walkthrough', `drag-${theme}.png`) });
        expect(await illegible(editor.page), theme).toEqual([]);
      }
      const banner = editor.page.locator('.banner');
      if (await banner.isVisible()) expect((await banner.boundingBox())!.width).toBeGreaterThan(360);
      expect(editor.complaints).toEqual([]);
    });
  }
});

describe('at every zoom', () => {
  for (const [zoom, width] of Object.entries(ZOOMS)) {
    it(`${zoom}: every button is within the page, and none lies over another`, async () => {
      editor = await openEditor(browser, await exampleText(), { width, height: Math.round((width * 5) / 8) });
      await editor.settled();
      const boxes = await editor.page.evaluate(() =>
        [...document.querySelectorAll('.toolbar, .info-row, .beat-header')].flatMap((row) =>
          [...row.querySelectorAll('button, vscode-button, vscode-toolbar-button, select, input')].flatMap(
            (element) => {
              const { left, right, top, bottom } = element.getBoundingClientRect();
              const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
              return right - left < 2 ? [] : [{ name, left, right, top, bottom }];
            },
          ),
        ),
      );
      expect(boxes.length).toBeGreaterThan(8);
      for (const [i, a] of boxes.entries()) {
        expect(a.left, a.name).toBeGreaterThanOrEqual(0);
        expect(a.right, a.name).toBeLessThanOrEqual(width + 0.5);
        for (const b of boxes.slice(i + 1)) {
          const apart =
            a.right <= b.left + 0.5 ||
            b.right <= a.left + 0.5 ||
            a.bottom <= b.top + 0.5 ||
            b.bottom <= a.top + 0.5;
          expect(apart, `${a.name} and ${b.name}`).toBe(true);
        }
      }
      expect(await illegible(editor.page)).toEqual([]);
    });
  }
});
