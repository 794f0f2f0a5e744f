import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { fitText, textLines, textWidth } from '../../../src/render/font';
import { stripScene, toPng } from '../../../src/render/index';
import type { Scene, Shape } from '../../../src/render/scene';
import { RATE, RESOLUTION, strip } from './fixture';

const scene = (shapes: Shape[], width = 10, height = 10): Scene => ({
  width,
  height,
  background: '#ffffff',
  description: '',
  shapes,
});
const line = (points: number[], width: number): Shape => ({
  kind: 'lines',
  lines: [points],
  color: '#000000',
  width,
});
const DPI = 254; // ten pixels a millimetre

function draw(shapes: Shape[]) {
  const { width, height, data } = decode(toPng(scene(shapes), DPI));
  const ink = (x: number, y: number) => (255 - (data[(y * width + x) * 3] ?? 0)) / 255;
  let total = 0;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) total += ink(x, y);
  return { width, height, ink, total };
}

describe('PNG', () => {
  it('has the size in pixels and says how large a pixel is', () => {
    const png = toPng(scene([]), DPI);
    expect(decode(png)).toMatchObject({ width: 100, height: 100, depth: 8, channels: 3 });
    const text = new TextDecoder('latin1').decode(png);
    const at = text.indexOf('pHYs');
    expect(new DataView(png.buffer, png.byteOffset).getUint32(at + 4)).toBe(10_000);
  });

  it('fills rectangles', () => {
    const { ink, total } = draw([{ kind: 'rect', x: 2, y: 3, width: 4, height: 1, color: '#000000' }]);
    expect(total).toBe(400);
    expect(ink(20, 30)).toBe(1);
    expect(ink(60, 30)).toBe(0);
  });

  it('anti-aliases: a slanted line has grey edges and as much ink as its area', () => {
    const { ink, total } = draw([line([1, 1, 9, 4], 0.4)]);
    const greys = new Set<number>();
    for (let y = 0; y < 100; y++) for (let x = 0; x < 100; x++) greys.add(ink(x, y));
    expect(greys.size).toBeGreaterThan(8);
    const area = Math.hypot(80, 30) * 4 + Math.PI * 2 * 2;
    expect(total / area).toBeGreaterThan(0.97);
    expect(total / area).toBeLessThan(1.03);
  });

  it('gives steep and flat lines the same ink, and thin lines less', () => {
    const flat = draw([line([1, 5, 9, 6], 0.3)]).total;
    const steep = draw([line([5, 1, 6, 9], 0.3)]).total;
    expect(Math.abs(flat / steep - 1)).toBeLessThan(0.01);
    const thin = draw([line([1, 5, 9, 6], 0.05)]).total;
    expect(thin).toBeLessThan(flat / 3);
    expect(thin).toBeGreaterThan(0);
  });

  it('is no darker where the segments of a line meet', () => {
    const whole = draw([line([1, 5, 9, 5], 0.35)]).total;
    const pieces = draw([line([1, 5, 3, 5, 5, 5, 5, 5, 7, 5, 9, 5], 0.35)]).total;
    expect(pieces).toBeCloseTo(whole, 1);
  });

  it('clips what lies outside', () => {
    const { total, ink } = draw([line([-50, 5, 50, 5], 1), line([5, -1e6, 5, 1e6], 1)]);
    expect(ink(0, 50)).toBe(1);
    expect(ink(50, 99)).toBe(1);
    expect(total).toBeCloseTo(1900, -2);
  });

  it('refuses a picture that would not fit into memory', () => {
    expect(() => toPng(scene([], 1000, 1000), 2400)).toThrow(/too large; ask for a lower dpi/);
  });

  it('draws a whole strip', () => {
    const png = toPng(
      stripScene([{ strip: strip(10), title: 'NSR' }], { rate: RATE, resolution: RESOLUTION }),
      100,
    );
    const { width, height } = decode(png);
    expect(width / height).toBeGreaterThan(4);
  });
});

describe('the stroke font', () => {
  it('has every printable ASCII sign and the ones that our titles use', () => {
    const unknown = JSON.stringify(textLines('\u{1F600}', 0, 0, 7));
    for (let code = 33; code < 127; code++) {
      const sign = String.fromCharCode(code);
      expect(textLines(sign, 0, 0, 7).length, sign).toBeGreaterThan(0);
      expect(JSON.stringify(textLines(sign, 0, 0, 7)), sign).not.toBe(unknown);
    }
    for (const sign of '±°·µμ×→–—≥≤√“’') {
      expect(JSON.stringify(textLines(sign, 0, 0, 7)), sign).not.toBe(unknown);
    }
    expect(textLines(' ', 0, 0, 7)).toEqual([]);
  });

  it('drops accents rather than letters', () => {
    expect(textLines('é', 0, 0, 7)).toEqual(textLines('e', 0, 0, 7));
    expect(textLines('²', 0, 0, 7)).toEqual(textLines('2', 0, 0, 7));
  });

  it('keeps glyphs within their width and between descender and capital height', () => {
    for (let code = 33; code < 127; code++) {
      const sign = String.fromCharCode(code);
      const width = textWidth(sign, 7);
      for (const stroke of textLines(sign, 0, 0, 7)) {
        stroke.forEach((value, i) => {
          if (i % 2 === 0) expect(value, sign).toBeLessThanOrEqual(width + 1e-9);
          else expect(value <= 1.5 && value >= -0.72 * 7 - 1e-9, sign).toBe(true);
        });
      }
    }
  });

  it('fits texts into a width', () => {
    expect(fitText('short', 3, 100)).toBe('short');
    const cut = fitText('a much longer text than fits', 3, 20);
    expect(cut.endsWith('...')).toBe(true);
    expect(textWidth(cut, 3)).toBeLessThanOrEqual(20);
  });
});
