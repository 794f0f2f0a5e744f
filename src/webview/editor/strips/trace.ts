import type { Palette } from '../../shared/palette';
import type { PreviewStrip } from '../preview/previewMessages';
import { drawPaper } from './ecgPaper';
import { type Signal, visit } from './signal';
import { type StripGeometry, xOf, yOf } from './stripGeometry';

/** Gap between an R peak and the mark above it, px. */
const MARK_GAP = 7;
/** Half the width of a mark, px. */
const MARK = 3.5;

/** What a strip is drawn from. */
export interface Drawing {
  readonly strip: PreviewStrip;
  readonly signal: Signal;
  readonly geometry: StripGeometry;
  readonly palette: Palette;
  /** Sampling rate, Hz. */
  readonly rate: number;
  /** Another strip under this one, mV at the same rate; null: none. */
  readonly under: ArrayLike<number> | null;
}

/** A mark above an R peak; a beat that is not a normal one carries its WFDB symbol. */
export interface Mark {
  /** Where its tip points, px of the paper. */
  readonly x: number;
  readonly y: number;
  readonly symbol: string;
  readonly type: string;
  /** s and mV of the R peak. */
  readonly seconds: number;
  readonly mV: number;
}

/**
 * A strip on ECG paper. Only the stretch that is seen is drawn, so that strips of any length cost the same; the element
 * is as wide as the whole strip, and its canvas stays where it is looked at.
 */
export class EcgTrace extends HTMLElement {
  private readonly canvas = document.createElement('canvas');
  private drawing: Drawing | undefined;
  private scroller: HTMLElement | undefined;
  private frame = 0;

  /** Samples that are drawn, mV. */
  get values(): Float64Array | undefined {
    return this.drawing?.signal.values;
  }

  /** What lies under them, mV; null: nothing. */
  get under(): ArrayLike<number> | null {
    return this.drawing?.under ?? null;
  }

  get geometry(): StripGeometry | undefined {
    return this.drawing?.geometry;
  }

  get marks(): readonly Mark[] {
    return this.drawing === undefined ? [] : marksOf(this.drawing);
  }

  connectedCallback(): void {
    this.canvas.setAttribute('aria-hidden', 'true');
    this.append(this.canvas);
    this.scroller = this.parentElement ?? undefined;
    this.scroller?.addEventListener('scroll', () => {
      this.frame ||= requestAnimationFrame(() => {
        this.frame = 0;
        this.paint();
      });
    });
  }

  /** Takes the room that the paper will need, so that nothing jumps when the trace follows. */
  layOut({ width, height }: StripGeometry): void {
    this.style.width = `${width}px`;
    this.style.height = `${height}px`;
  }

  show(drawing: Drawing): void {
    this.drawing = drawing;
    this.layOut(drawing.geometry);
    this.paint();
  }

  private paint(): void {
    const { drawing, canvas, scroller } = this;
    if (drawing === undefined || scroller === undefined) return;
    const { geometry } = drawing;
    const ratio = window.devicePixelRatio || 1;
    const seen = Math.min(scroller.clientWidth, geometry.width);
    const [width, height] = [Math.round(seen * ratio), Math.round(geometry.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    canvas.style.width = `${seen}px`;
    canvas.style.height = `${geometry.height}px`;
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) return;
    const from = Math.max(0, Math.min(scroller.scrollLeft, geometry.width - seen));
    context.setTransform(ratio, 0, 0, ratio, -from * ratio, 0);
    drawPaper(context, geometry, drawing.palette, from, from + seen);
    if (drawing.under !== null) {
      context.globalAlpha = 0.8;
      drawLine(context, drawing, drawing.under, drawing.palette.accent, from, from + seen);
      context.globalAlpha = 1;
    }
    drawLine(context, drawing, drawing.signal.values, drawing.palette.trace, from, from + seen);
    drawMarks(context, drawing, from, from + seen);
  }
}
customElements.define('ecg-trace', EcgTrace);

function drawLine(
  context: CanvasRenderingContext2D,
  { geometry, rate }: Drawing,
  values: ArrayLike<number>,
  color: string,
  from: number,
  to: number,
): void {
  const left = xOf(geometry, 0);
  const perPixel = rate / geometry.pxPerSecond;
  context.strokeStyle = color;
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.beginPath();
  let begun = false;
  // One sample more on either side: the line does not end at the edge.
  visit(
    values,
    Math.floor((from - left) * perPixel) - 1,
    Math.ceil((to - left) * perPixel) + 2,
    perPixel,
    (i) => {
      const x = left + i / perPixel;
      const y = yOf(geometry, values[i]!);
      if (begun) context.lineTo(x, y);
      else context.moveTo(x, y);
      begun = true;
    },
  );
  context.stroke();
}

function marksOf({ strip, signal, geometry, rate }: Drawing): Mark[] {
  return strip.beats.map(({ r, symbol, type }) => {
    const mV = signal.values[r] ?? 0;
    // Where the trace leaves the paper, its marks stay on it.
    const y = Math.max(symbol === 'N' ? MARK_GAP : 3 * MARK_GAP, yOf(geometry, mV) - MARK_GAP);
    return { x: xOf(geometry, r / rate), y, symbol, type, seconds: r / rate, mV };
  });
}

function drawMarks(context: CanvasRenderingContext2D, drawing: Drawing, from: number, to: number): void {
  const { palette } = drawing;
  context.font = '11px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  for (const { x, y, symbol } of marksOf(drawing)) {
    if (x < from - 10 || x > to + 10) continue;
    context.fillStyle = symbol === 'N' ? palette.marker : palette.accent;
    context.beginPath();
    context.moveTo(x - MARK, y - MARK);
    context.lineTo(x + MARK, y - MARK);
    context.lineTo(x, y + MARK - 1);
    context.closePath();
    context.fill();
    if (symbol !== 'N') context.fillText(symbol, x, y - MARK - 1);
  }
}
