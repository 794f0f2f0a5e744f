import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../scripts/lib/chromium.mjs';
import { exampleText, openEditor, type OpenEditor } from '../page';
import { THEMES, type ThemeName } from '../themes';
import { eventually } from './support';

let browser: Browser;
let editor: OpenEditor;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
afterEach(() => editor.close());

interface Look {
  text: string;
  /** Colours of its lines and of what lies between them. */
  paper: string[];
  /** The colour that stands out most. */
  trace: string;
}

/** Colours that are on the screen: Monaco's background, the paper's corner and the trace. */
function look(): Promise<Look> {
  return editor.page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.strip canvas')!;
    const copy = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    Object.assign(copy.canvas, { width: canvas.width, height: canvas.height });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, 40, 40);
    const colors = new Set<string>();
    for (let i = 0; i < data.length; i += 4) {
      const bytes = [...data.slice(i, i + 3)];
      colors.add('#' + bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(''));
    }
    const monaco = document.querySelector('.monaco-editor')!;
    const all = copy.getImageData(0, 0, Math.min(canvas.width, 600), canvas.height).data;
    const brightness = (at: number): number =>
      all[at]! * 0.2126 + all[at + 1]! * 0.7152 + all[at + 2]! * 0.0722;
    let farthest = 0;
    for (let i = 0; i < all.length; i += 4) {
      if (Math.abs(brightness(i) - brightness(0)) > Math.abs(brightness(farthest) - brightness(0)))
        farthest = i;
    }
    return {
      text: getComputedStyle(monaco).backgroundColor,
      paper: [...colors],
      trace: `rgb(${all[farthest]}, ${all[farthest + 1]}, ${all[farthest + 2]})`,
    };
  });
}

function rgb(hex: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${r}, ${g}, ${b})`;
}

const luminance = (color: string): number => {
  const [r, g, b] = color.startsWith('#')
    ? [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16))
    : color.match(/\d+/g)!.map(Number);
  return (0.2126 * r! + 0.7152 * g! + 0.0722 * b!) / 255;
};

describe('themes', () => {
  it('are followed while the page is open, high contrast too', async () => {
    editor = await openEditor(browser, await exampleText(), { theme: 'light' });
    await editor.settled();
    for (const name of Object.keys(THEMES) as ThemeName[]) {
      await editor.setTheme(name);
      const background = THEMES[name].colors['editor-background'];
      await eventually(look, ({ text, paper }) => text === rgb(background) && paper.includes(background));
      await editor.settled();
      const { trace } = await eventually(
        look,
        ({ trace: now }) => Math.abs(luminance(now) - luminance(background)) > 0.6,
      );
      expect(trace).toMatch(/^rgb/);
    }
    expect(editor.complaints).toEqual([]);
  });

  it('give way to pink ECG paper, except in high contrast', async () => {
    editor = await openEditor(browser, await exampleText(), { theme: 'dark' });
    await editor.settled();
    const button = editor.page.getByRole('button', { name: 'ECG paper' });
    await button.click();
    await eventually(look, ({ paper, trace }) => paper.includes('#fff6f3') && luminance(trace) < 0.2);
    await editor.setTheme('hc-dark');
    await eventually(look, ({ paper }) => paper.includes('#000000') && !paper.includes('#fff6f3'));
  });
});
