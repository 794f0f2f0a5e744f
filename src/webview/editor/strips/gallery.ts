import { createMenuButton } from '../../shared/menu';
import type { Palette } from '../../shared/palette';
import type { ExportTo } from '../exportTo';
import { visit } from './signal';

/** What of a strip a small picture shows, mV; what leaves it is cut off. */
const LOW = -1;
const HIGH = 2;
const HEIGHT = 46;

export const MOST_STRIPS = 60;
export const USUAL_STRIPS = 12;

export interface GalleryOptions {
  /** Another number of strips is wanted. */
  setCount(count: number): void;
  /** A strip was chosen to be shown large. */
  choose(index: number): void;
  export(to: ExportTo): void;
}

/** Many strips of one class, small: the first ones of the data set. */
export class Gallery {
  readonly element = document.createElement('div');
  private readonly grid = document.createElement('div');
  private readonly slider = document.createElement('input');
  private readonly words = document.createElement('span');
  private readonly thumbs: { button: HTMLButtonElement; canvas: HTMLCanvasElement }[] = [];
  private readonly samples: Int16Array[] = [];
  private count = 0;
  private palette: Palette | undefined;
  private resolution = 1;

  constructor(private readonly options: GalleryOptions) {
    this.element.className = 'gallery';
    this.element.hidden = true;
    this.grid.className = 'gallery-grid';
    const { slider } = this;
    slider.type = 'range';
    slider.min = '1';
    slider.max = String(MOST_STRIPS);
    slider.setAttribute('aria-label', 'Strips in the gallery');
    slider.addEventListener('input', () => options.setCount(Number(slider.value)));
    const label = document.createElement('label');
    label.className = 'draw-slider';
    label.append(slider, this.words);
    const share = createMenuButton('Save or print the gallery', 'export', [
      { label: 'Save Gallery as SVG, PNG, PDF or CSV…', onClick: () => options.export('save') },
      { label: 'Copy Picture', onClick: () => options.export('copy') },
      { label: 'Print…', onClick: () => options.export('print') },
    ]);
    const row = document.createElement('div');
    row.className = 'gallery-row';
    row.append(label, share);
    this.element.append(row, this.grid);
    new ResizeObserver(() => this.paint(0, this.count)).observe(this.grid);
  }

  /** @param count 0: it is closed */
  setCount(count: number, shown: number): void {
    this.element.hidden = count === 0;
    this.slider.value = String(count);
    this.words.textContent = count === 1 ? '1 strip' : `${count} strips`;
    while (this.thumbs.length < count) this.thumbs.push(this.newThumb(this.thumbs.length));
    if (count !== this.count) {
      this.grid.replaceChildren(...this.thumbs.slice(0, count).map(({ button }) => button));
      this.count = count;
    }
    this.thumbs.forEach(({ button }, i) => {
      if (i === shown) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    });
  }

  setPalette(palette: Palette): void {
    if (palette === this.palette) return;
    this.palette = palette;
    this.paint(0, this.count);
  }

  /** @param resolution mV per step */
  setStrips(first: number, strips: readonly Int16Array[], resolution: number): void {
    this.resolution = resolution;
    strips.forEach((samples, i) => (this.samples[first + i] = samples));
    this.paint(first, first + strips.length);
  }

  private newThumb(index: number): { button: HTMLButtonElement; canvas: HTMLCanvasElement } {
    const button = document.createElement('button');
    button.className = 'thumb';
    button.title = `Strip ${index}`;
    button.setAttribute('aria-label', `Show strip ${index}`);
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    button.append(canvas);
    button.addEventListener('click', () => this.options.choose(index));
    return { button, canvas };
  }

  private paint(from: number, to: number): void {
    const { palette } = this;
    // All are as wide as the first, and asking each would lay the page out each time.
    const width = this.thumbs[0]?.button.clientWidth ?? 0;
    if (palette === undefined || width === 0 || this.element.hidden) return;
    for (let i = from; i < Math.min(to, this.count); i++) {
      const samples = this.samples[i];
      if (samples !== undefined) paintThumb(this.thumbs[i]!.canvas, samples, this.resolution, width, palette);
    }
  }
}

function paintThumb(
  canvas: HTMLCanvasElement,
  samples: Int16Array,
  resolution: number,
  width: number,
  palette: Palette,
): void {
  const ratio = window.devicePixelRatio || 1;
  const size = { width: Math.round(width * ratio), height: Math.round(HEIGHT * ratio) };
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, width, HEIGHT);
  context.fillStyle = palette.gridMajor;
  const y = (mV: number): number => ((HIGH - Math.max(LOW, Math.min(HIGH, mV))) / (HIGH - LOW)) * HEIGHT;
  context.fillRect(0, Math.round(y(0) * ratio) / ratio, width, 1 / ratio);
  context.strokeStyle = palette.trace;
  context.lineWidth = 1;
  context.lineJoin = 'round';
  context.beginPath();
  const perPixel = samples.length / width;
  visit(samples, 0, samples.length, perPixel, (i) => {
    const x = i / perPixel;
    if (i === 0) context.moveTo(x, y(samples[i]! * resolution));
    else context.lineTo(x, y(samples[i]! * resolution));
  });
  context.stroke();
}
