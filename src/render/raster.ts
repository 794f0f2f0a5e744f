import { textLines, textWidth } from './font';
import type { Scene, Shape } from './scene';

export interface Image {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue for each pixel, row by row. */
  readonly data: Uint8Array;
}

type Rgb = readonly [number, number, number];

function parseColor(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16);
  return [(value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/**
 * A picture of pixels. Anti-aliasing: a pixel is covered by a line as far as its centre lies within the
 * pen's half width of it, with a ramp one pixel wide. The segments of one shape count by their largest
 * cover, not their sum, so joints are no darker than the line.
 */
class Canvas implements Image {
  readonly data: Uint8Array;
  private readonly cover: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8Array(width * height * 3);
    this.cover = new Uint8Array(width * height);
  }

  /** Fills a rectangle with sides on whole pixels. */
  rect(x0: number, y0: number, x1: number, y1: number, [r, g, b]: Rgb): void {
    const left = clamp(Math.round(x0), 0, this.width);
    const right = clamp(Math.round(x1), 0, this.width);
    const bottom = clamp(Math.round(y1), 0, this.height);
    for (let y = clamp(Math.round(y0), 0, this.height); y < bottom; y++) {
      for (let i = (y * this.width + left) * 3, end = (y * this.width + right) * 3; i < end; i += 3) {
        this.data[i] = r;
        this.data[i + 1] = g;
        this.data[i + 2] = b;
      }
    }
  }

  /** Draws polylines given in millimetres. */
  lines(
    lines: readonly ArrayLike<number>[],
    scale: number,
    width: number,
    color: Rgb,
    opacity: number,
  ): void {
    // Thinner than a pixel is drawn a pixel wide and paler: the same ink.
    const pixels = width * scale;
    const half = Math.max(1, pixels) / 2;
    let top = this.height;
    let bottom = -1;
    for (const line of lines) {
      const points = Math.floor(line.length / 2);
      for (let i = 0; i < Math.max(1, points - 1); i++) {
        const j = Math.min(i + 1, points - 1);
        const y0 = (line[i * 2 + 1] ?? 0) * scale;
        const y1 = (line[j * 2 + 1] ?? 0) * scale;
        this.segment((line[i * 2] ?? 0) * scale, y0, (line[j * 2] ?? 0) * scale, y1, half);
        top = Math.min(top, y0, y1);
        bottom = Math.max(bottom, y0, y1);
      }
    }
    this.ink(top - half - 1, bottom + half + 1, color, opacity * Math.min(1, pixels));
  }

  private segment(x0: number, y0: number, x1: number, y1: number, half: number): void {
    const reach = half + 0.5;
    const dx = x1 - x0;
    const dy = y1 - y0;
    const length2 = dx * dx + dy * dy;
    const firstY = clamp(Math.floor(Math.min(y0, y1) - reach), 0, this.height);
    const lastY = clamp(Math.ceil(Math.max(y0, y1) + reach), 0, this.height);
    for (let py = firstY; py < lastY; py++) {
      const cy = py + 0.5 - y0;
      // Of a steep line, a row of pixels meets only a short part: look no further to the sides than that.
      let low = Math.min(x0, x1);
      let high = Math.max(x0, x1);
      if (Math.abs(dy) > 1) {
        const a = x0 + (dx * clamp(cy - reach, Math.min(0, dy), Math.max(0, dy))) / dy;
        const b = x0 + (dx * clamp(cy + reach, Math.min(0, dy), Math.max(0, dy))) / dy;
        low = Math.min(a, b);
        high = Math.max(a, b);
      }
      const firstX = clamp(Math.floor(low - reach), 0, this.width);
      const lastX = clamp(Math.ceil(high + reach), 0, this.width);
      for (let px = firstX; px < lastX; px++) {
        const cx = px + 0.5 - x0;
        const t = length2 === 0 ? 0 : clamp((cx * dx + cy * dy) / length2, 0, 1);
        const ex = cx - t * dx;
        const ey = cy - t * dy;
        const cover = reach - Math.sqrt(ex * ex + ey * ey);
        if (cover <= 0) continue;
        const at = py * this.width + px;
        const value = cover >= 1 ? 255 : Math.round(cover * 255);
        if (value > (this.cover[at] ?? 0)) this.cover[at] = value;
      }
    }
  }

  /** Blends the covered pixels of these rows with a colour and clears the cover. */
  private ink(top: number, bottom: number, color: Rgb, opacity: number): void {
    const { data, cover } = this;
    const end = clamp(Math.ceil(bottom), 0, this.height) * this.width;
    for (let at = clamp(Math.floor(top), 0, this.height) * this.width; at < end; at++) {
      const value = cover[at] ?? 0;
      if (value === 0) continue;
      const share = (value / 255) * opacity;
      for (let channel = 0; channel < 3; channel++) {
        const i = at * 3 + channel;
        data[i] = Math.round((data[i] ?? 0) * (1 - share) + (color[channel] ?? 0) * share);
      }
      cover[at] = 0;
    }
  }
}

function draw(canvas: Canvas, scale: number, shape: Shape): void {
  const color = parseColor(shape.color);
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height } = shape;
      canvas.rect(x * scale, y * scale, (x + width) * scale, (y + height) * scale, color);
      break;
    }
    case 'lines':
      canvas.lines(shape.lines, scale, shape.width, color, shape.opacity ?? 1);
      break;
    case 'text': {
      const width = textWidth(shape.text, shape.size);
      const x = shape.anchor === 'start' ? shape.x : shape.x - (shape.anchor === 'end' ? width : width / 2);
      const lines = textLines(shape.text, x, shape.y, shape.size);
      if (lines.length > 0) canvas.lines(lines, scale, shape.size * (shape.bold ? 0.12 : 0.085), color, 1);
      break;
    }
  }
}

/** Size in pixels of a scene at `scale` pixels per millimetre. */
export const imageSize = (scene: Scene, scale: number): { width: number; height: number } => ({
  width: Math.max(1, Math.round(scene.width * scale)),
  height: Math.max(1, Math.round(scene.height * scale)),
});

/**
 * Draws a scene as pixels.
 * @param scale pixels per millimetre
 */
export function rasterise(scene: Scene, scale: number): Image {
  const { width, height } = imageSize(scene, scale);
  const canvas = new Canvas(width, height);
  canvas.rect(0, 0, width, height, parseColor(scene.background));
  for (const shape of scene.shapes) draw(canvas, scale, shape);
  return canvas;
}
