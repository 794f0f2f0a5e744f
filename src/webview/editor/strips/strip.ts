import type { Palette } from '../../shared/palette';
import type { Plotly } from '../../shared/plotly';
import { drawPaper } from './ecgPaper';
import type { PreviewStrip, SpecSummary } from '../preview/previewMessages';
import { describeStrip, readings } from './readout';
import { signalOf, STRIP_CONFIG, stripFigure, type Signal } from './stripFigure';
import { leavesPaper, stripGeometry, type Extent, type StripGeometry } from './stripGeometry';

const NOTHING = { low: 0, high: 0, hasSymbols: false };

/** What a strip is drawn with; shared by all strips. */
export interface StripContext {
  readonly plotly: Plotly;
  readonly palette: Palette;
  /** Width that a strip may take, px. */
  readonly available: number;
  readonly spec: SpecSummary;
}

/** One class on its piece of paper: title, readings, trace. */
export class StripView {
  readonly element = document.createElement('section');
  private readonly title = document.createElement('h2');
  private readonly badge = document.createElement('vscode-badge');
  private readonly readout = document.createElement('dl');
  private readonly paper = document.createElement('div');
  private readonly canvas = document.createElement('canvas');
  private readonly plot = document.createElement('div');
  private readonly note = document.createElement('p');
  private strip: PreviewStrip | undefined;
  private signal: Signal | undefined;
  private drawn: { strip: PreviewStrip; context: StripContext } | undefined;
  private paperKey = '';

  constructor(readonly name: string) {
    this.element.className = 'strip';
    this.element.dataset['class'] = name;
    const header = document.createElement('header');
    header.append(this.title, this.badge, this.readout);
    this.paper.className = 'paper';
    this.paper.tabIndex = 0;
    this.canvas.setAttribute('aria-hidden', 'true');
    this.plot.className = 'plot';
    this.note.className = 'paper-note';
    this.note.setAttribute('aria-hidden', 'true');
    this.paper.append(this.canvas, this.plot, this.note);
    this.paper.setAttribute('role', 'img');
    this.element.append(header, this.paper);
  }

  /** True when what was last given is not on the screen yet. */
  needsDrawing(context: StripContext): boolean {
    return (
      this.strip !== undefined &&
      (this.drawn?.strip !== this.strip || !sameContext(this.drawn.context, context))
    );
  }

  setTitle(title: string): void {
    this.title.textContent = title;
    this.title.title = title;
    this.badge.textContent = this.name;
    this.badge.hidden = title === this.name;
    this.element.setAttribute('aria-label', title);
    this.describe();
  }

  /** Takes new samples; `resolution` in mV per step. The same samples again change nothing. */
  setStrip(strip: PreviewStrip, resolution: number): void {
    const same =
      this.strip !== undefined &&
      this.signal !== undefined &&
      this.strip.draw === strip.draw &&
      sameValues(this.signal.values, strip.samples, resolution) &&
      JSON.stringify(this.strip.beats) === JSON.stringify(strip.beats);
    if (same) return;
    this.strip = strip;
    this.signal = signalOf(strip.samples, resolution);
    this.readout.replaceChildren(
      ...readings(strip.measurements).map(({ label, meaning, value, unit }) => {
        const group = document.createElement('div');
        const term = document.createElement('dt');
        const details = document.createElement('dd');
        term.textContent = label;
        details.textContent = value === '–' ? value : `${value} ${unit}`;
        group.title = meaning;
        group.append(term, details);
        return group;
      }),
    );
    this.describe();
  }

  /** Lays out the paper: at once, so that nothing jumps when the trace follows. */
  layOut(available: number, duration: number, palette: Palette): StripGeometry {
    const extent = this.extent();
    const geometry = stripGeometry(available, duration, extent);
    const key = JSON.stringify([geometry, palette, window.devicePixelRatio]);
    if (key !== this.paperKey) {
      this.paperKey = key;
      this.plot.style.width = `${geometry.width}px`;
      this.plot.style.height = `${geometry.height}px`;
      this.paper.style.color = palette.text;
      drawPaper(this.canvas, geometry, palette);
    }
    this.note.textContent = leavesPaper(geometry, extent) ? 'II · the trace leaves the paper' : 'II';
    return geometry;
  }

  async draw(context: StripContext): Promise<void> {
    const { strip, signal } = this;
    if (strip === undefined || signal === undefined) return;
    this.drawn = { strip, context };
    const geometry = this.layOut(context.available, context.spec.duration, context.palette);
    const { data, layout } = stripFigure(strip, signal, context.spec.rate, geometry, context.palette);
    await context.plotly.react(this.plot, data, layout, STRIP_CONFIG);
  }

  dispose(plotly: Plotly | undefined): void {
    plotly?.purge(this.plot);
    this.element.remove();
  }

  private extent(): Extent {
    if (this.signal === undefined) return NOTHING;
    const hasSymbols = this.strip?.beats.some(({ symbol }) => symbol !== 'N') ?? false;
    return { ...this.signal.range, hasSymbols };
  }

  private describe(): void {
    const title = this.title.textContent ?? this.name;
    const words =
      this.strip === undefined ? `${title}: being drawn` : describeStrip(title, this.strip.measurements);
    this.paper.setAttribute('aria-label', words);
  }
}

function sameContext(a: StripContext, b: StripContext): boolean {
  return (
    a.available === b.available &&
    a.spec.duration === b.spec.duration &&
    a.spec.rate === b.spec.rate &&
    JSON.stringify(a.palette) === JSON.stringify(b.palette)
  );
}

function sameValues(values: Float64Array, samples: Int16Array, resolution: number): boolean {
  return values.length === samples.length && values.every((value, i) => value === samples[i]! * resolution);
}
