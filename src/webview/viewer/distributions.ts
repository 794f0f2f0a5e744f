import type { Data, Layout } from 'plotly.js';
import type { Histogram } from '../../viewer';
import { FigureGrid, type ShownFigure } from '../shared/figureGrid';
import type { Palette } from '../shared/palette';
import { countText, headingOf } from './format';

/** Lines that tell classes apart where there are more of them than colours. */
const DASHES = ['solid', 'dash', 'dot', 'dashdot'] as const;

/** How the measures of the shown strips are distributed in each class, as curves and as a table. */
export class Distributions {
  readonly element = document.createElement('section');
  private readonly figures: FigureGrid;
  private readonly table = document.createElement('div');
  private histograms: readonly Histogram[] = [];
  private readonly note = document.createElement('p');

  constructor(
    private palette: Palette,
    onError: (error: unknown) => void,
  ) {
    this.figures = new FigureGrid(onError);
    this.element.className = 'distributions';
    this.table.className = 'wide';
    this.note.className = 'dim';
    this.note.setAttribute('role', 'status');
    this.element.append(this.note, this.figures.element, this.table);
  }

  setPalette(palette: Palette): void {
    this.palette = palette;
    this.draw();
  }

  show(histograms: readonly Histogram[]): void {
    this.histograms = histograms;
    this.draw();
  }

  private draw(): void {
    const classes = (this.histograms[0]?.classes ?? []).map((one) => one.class);
    const used = classes.filter((_, i) => this.histograms.some((one) => one.classes[i]!.count > 0));
    this.note.textContent =
      this.histograms.length > 0 && used.length === 0 ? 'No strip that is shown has a value to draw.' : '';
    const filled = this.histograms.filter((one) => one.classes.some(({ count }) => count > 0));
    this.figures.show(filled.map((one) => figureOf(one, used, this.palette)));
    this.table.replaceChildren(...(used.length === 0 ? [] : [tableOf(filled, used)]));
  }
}

function figureOf(histogram: Histogram, used: readonly string[], palette: Palette): ShownFigure {
  const { start, width } = histogram;
  const own = histogram.classes.filter((one) => used.includes(one.class) && one.count > 0);
  const data = own.map(({ class: name, bins, count }): Data => {
    const i = used.indexOf(name);
    const share = bins.map((n) => (100 * n) / count);
    return {
      type: 'scatter',
      mode: 'lines',
      name,
      // A step a bin, down to nothing at both ends.
      x: [...share.map((_, bin) => start + bin * width), start + share.length * width],
      y: [...share, 0],
      line: {
        shape: 'hv',
        width: 1.5,
        color: palette.series[i % palette.series.length] ?? palette.trace,
        dash: DASHES[Math.floor(i / palette.series.length) % DASHES.length] ?? 'solid',
      },
      hovertemplate: '%{y:.1f} % from %{x}<extra>%{fullData.name}</extra>',
    };
  });
  const axis = {
    gridcolor: palette.gridMajor,
    zerolinecolor: palette.gridMajor,
    linecolor: palette.gridMajor,
    color: palette.text,
  };
  const layout: Partial<Layout> = {
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { color: palette.text, size: 12 },
    margin: { l: 48, r: 12, t: 8, b: 44 },
    xaxis: { ...axis, title: { text: headingOf(histogram) } },
    yaxis: { ...axis, title: { text: 'strips of the class, %' }, rangemode: 'tozero' },
    legend: { orientation: 'h', y: 1.12 },
    showlegend: true,
    hovermode: 'closest',
    hoverlabel: {
      bgcolor: palette.hoverBackground,
      bordercolor: palette.hoverBorder,
      font: { color: palette.hoverText },
    },
  };
  const medians = own.map((one) => `${one.class} ${number(one.median)}`).join(', ');
  return { title: headingOf(histogram), description: `Medians: ${medians}.`, data, layout };
}

/** Median and the middle nine tenths of every measure and class: what the curves say, in numbers. */
function tableOf(histograms: readonly Histogram[], used: readonly string[]): HTMLTableElement {
  const table = document.createElement('table');
  const caption = table.createCaption();
  caption.textContent = 'Median (5 % to 95 %) over the strips that are shown.';
  const head = table.createTHead().insertRow();
  for (const text of ['Class', 'Strips', ...histograms.map(headingOf)]) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = text;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const name of used) {
    const line = body.insertRow();
    const first = document.createElement('th');
    first.scope = 'row';
    first.textContent = name;
    line.append(first);
    const own = histograms.map((one) => one.classes.find((other) => other.class === name)!);
    line.insertCell().textContent = countText(Math.max(...own.map(({ count }) => count)));
    for (const { median, low, high } of own) {
      line.insertCell().textContent =
        median === null ? '–' : `${number(median)} (${number(low)} to ${number(high)})`;
    }
  }
  return table;
}

function number(value: number | null): string {
  if (value === null) return '–';
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
