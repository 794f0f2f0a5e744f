import { readFileSync } from 'node:fs';
import path from 'node:path';
import { importSources } from '../scripts/lib/bundle.mjs';
import { launchChromium } from '../scripts/lib/chromium.mjs';
import { quantile } from './lib/rounds.mjs';

export const name = 'Editor in a browser: five strips of 10 s at 500 Hz';

/** What a key press may take until the strips in view show it, ms. */
const BUDGET = 100;
const KEYS = 60;
const WARM_UP = 10;
const OPENINGS = 3;

/** From a key press, and from opening, until all strips in view are on the screen. */
export async function run(context) {
  const { openEditor } = await importSources('editor', "export { openEditor } from './test/browser/page';");
  const text = readFileSync(path.join(context.root, 'examples', 'four-arrhythmias.ecgspec'), 'utf8');
  const assets = path.join(context.root, 'dist', 'webview');
  const browser = await launchChromium();
  try {
    const openings = [];
    for (let i = 0; i < OPENINGS; i++) {
      const started = performance.now();
      const editor = await openEditor(browser, text, { assets });
      await editor.settled();
      openings.push(performance.now() - started);
      if (i < OPENINGS - 1) await editor.close();
      else {
        const keys = await typeAndWatch(editor, text);
        await editor.close();
        return [
          figure('key press to strips redrawn, p50', quantile(keys, 0.5), BUDGET),
          figure('key press to strips redrawn, p95', quantile(keys, 0.95), BUDGET),
          { name: 'opening the page to strips drawn, median', value: quantile(openings, 0.5), unit: 'ms' },
        ];
      }
    }
  } finally {
    await browser.close();
  }
}

function figure(label, value, budget) {
  return {
    name: label,
    value,
    unit: 'ms',
    ratios: [{ to: `the budget of ${budget} ms`, value: value / budget }],
  };
}

/** Types digits into the R amplitude, each of which changes every strip, and times each until it is painted. */
async function typeAndWatch({ page }, text) {
  const before = text.slice(0, text.indexOf('value: 1.1 mV') + 'value: 1.1'.length).split('\n');
  await page.locator('.monaco-editor textarea.inputarea').focus();
  await page.keyboard.press('Control+Home');
  for (let i = 1; i < before.length; i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  for (let i = 0; i < before.at(-1).length; i++) await page.keyboard.press('ArrowRight');
  await page.evaluate(() => {
    const strips = document.querySelector('.strips');
    let pressed;
    window.timings = [];
    window.addEventListener('keydown', (event) => (pressed ??= event.timeStamp), true);
    new MutationObserver(() => {
      if (pressed === undefined || strips.getAttribute('aria-busy') === 'true') return;
      const start = pressed;
      pressed = undefined;
      // The second frame begins when the first, with the strips in it, has been handed to the screen.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => window.timings.push(performance.now() - start)),
      );
    }).observe(strips, { attributes: true, attributeFilter: ['aria-busy'] });
  });
  for (let i = 0; i < KEYS + WARM_UP; i++) {
    await page.keyboard.press(i % 2 === 0 ? '5' : 'Backspace');
    await page.waitForFunction((count) => window.timings.length > count, i);
  }
  return page.evaluate((skip) => window.timings.slice(skip), WARM_UP);
}
