import type { Data, Layout } from 'plotly.js';
import { loadPlotly } from './plotly';

export interface ShownFigure {
  readonly title: string;
  readonly description: string;
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
}

/** A grid of titled Plotly pictures that are drawn anew in place. */
export class FigureGrid {
  readonly element = document.createElement('div');
  private readonly cells: {
    readonly figure: HTMLElement;
    readonly plot: HTMLElement;
    readonly caption: HTMLElement;
  }[] = [];
  private drawing = Promise.resolve();
  private wanted: readonly ShownFigure[] = [];
  private waiting = false;

  constructor(private readonly onError: (error: unknown) => void) {
    this.element.className = 'figures';
    new ResizeObserver(() => void this.resize()).observe(this.element);
  }

  /** Shows these; while one drawing is under way, only the newest wish is kept. */
  show(figures: readonly ShownFigure[]): void {
    this.wanted = figures;
    if (this.waiting) return;
    this.waiting = true;
    this.drawing = this.drawing.then(() => {
      this.waiting = false;
      return this.draw();
    }, this.onError);
  }

  private async draw(): Promise<void> {
    const figures = this.wanted;
    this.arrange(figures);
    if (figures.length === 0) return;
    try {
      const plotly = await loadPlotly();
      for (const [i, { data, layout }] of figures.entries()) {
        const cell = this.cells[i];
        if (cell === undefined) continue;
        await plotly.react(
          cell.plot,
          [...data],
          { ...layout, autosize: true },
          { displayModeBar: false, responsive: false },
        );
      }
    } catch (error) {
      this.onError(error);
    }
  }

  private arrange(figures: readonly ShownFigure[]): void {
    while (this.cells.length > figures.length) this.cells.pop()?.figure.remove();
    while (this.cells.length < figures.length) {
      const figure = document.createElement('figure');
      const caption = document.createElement('figcaption');
      const plot = document.createElement('div');
      plot.className = 'plot';
      plot.setAttribute('role', 'img');
      figure.append(caption, plot);
      this.element.append(figure);
      this.cells.push({ figure, plot, caption });
    }
    figures.forEach(({ title, description }, i) => {
      const cell = this.cells[i];
      if (cell === undefined) return;
      cell.caption.textContent = title;
      cell.plot.setAttribute('aria-label', `${title}. ${description}`);
    });
  }

  /** A hidden page has no size; Plotly must not shrink its pictures to that. */
  private async resize(): Promise<void> {
    if (this.cells.length === 0 || this.element.clientWidth === 0) return;
    const plotly = await loadPlotly();
    for (const { plot } of this.cells) {
      if (plot.classList.contains('js-plotly-plot')) plotly.Plots.resize(plot);
    }
  }
}
