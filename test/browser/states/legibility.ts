import type { Page } from 'playwright-core';

/** A text that is hard to read, or that leaves its room. */
export interface Illegible {
  readonly text: string;
  readonly why: string;
}

/** Contrast that WCAG 2.2 (1.4.3) asks of text. */
const CONTRAST = 4.5;

/**
 * Looks at every text of the page outside of Monaco: its contrast against what lies behind it, and whether it is cut off
 * by the page's edge. What is greyed on purpose (disabled, or of a text that is broken) is left out.
 */
export function illegible(page: Page): Promise<Illegible[]> {
  return page.evaluate((least) => {
    type Color = [number, number, number, number];
    const parse = (text: string): Color => {
      const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
      return text.startsWith('color(') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
    };
    const over = ([r, g, b, a]: Color, [R, G, B]: Color): Color => [
      r * a + R * (1 - a),
      g * a + G * (1 - a),
      b * a + B * (1 - a),
      1,
    ];
    const linear = (byte: number): number =>
      byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4;
    const luminance = ([r, g, b]: Color): number =>
      0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    const behind = (element: Element | null): Color => {
      if (element === null) return [255, 255, 255, 1];
      const color = parse(getComputedStyle(element).backgroundColor);
      return color[3] >= 1 ? color : over(color, behind(element.parentElement));
    };
    const found: { text: string; why: string }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent!.trim();
      const element = node.parentElement!;
      if (
        text === '' ||
        element.closest('.monaco-editor, .stale, :disabled, [aria-disabled=true], style, script')
      )
        continue;
      // What only screen readers hear takes a pixel; options of a closed choice take none.
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (box.width < 2 || box.height < 2 || style.visibility === 'hidden' || style.clipPath !== 'none')
        continue;
      const back = behind(element);
      const [a, b] = [luminance(over(parse(style.color), back)), luminance(back)];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (contrast < least) found.push({ text, why: `its contrast is ${contrast.toFixed(1)}` });
      let room: Element | null = element;
      while (room && !/auto|scroll/.test(getComputedStyle(room).overflowX + getComputedStyle(room).overflowY))
        room = room.parentElement;
      if (room === null && (box.left < -1 || box.right > window.innerWidth + 1))
        found.push({ text, why: `it runs from ${box.left} to ${box.right} px` });
    }
    return found;
  }, CONTRAST);
}
