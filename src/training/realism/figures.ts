import type { Data, Layout } from 'plotly.js';
import type { PlotlyFigure } from '../page';
import type { BeatReport, ClassRealism, MeasureReport, NeighbourExample } from './report';

/** What a figure needs of a theme, as CSS colours. */
export interface RealismColors {
  readonly background: string;
  readonly text: string;
  readonly grid: string;
  readonly synthetic: string;
  readonly real: string;
}

/** A picture of a class: where it goes, what it shows in words, and how it is drawn in a theme. */
export interface RealismFigure {
  /** Id of its element: unique on a page. */
  readonly id: string;
  readonly kind: 'wide' | 'small';
  readonly title: string;
  readonly description: string;
  readonly draw: (colors: RealismColors) => PlotlyFigure;
}

/** The pictures of the i-th class, in the order of the page. */
export function figuresOf(one: ClassRealism, i: number): RealismFigure[] {
  const id = (name: string): string => `realism-${i}-${name}`;
  const measures = one.measures.filter(({ edges }) => edges.length > 1);
  return [
    ...(one.beats === null ? [] : [bandFigure(one.beats, id('beats'))]),
    spectrumFigure(one, id('spectrum')),
    ...measures.map((measure) => histogramFigure(measure, id(measure.key))),
    ...(one.beats?.examples ?? []).map((example, n) =>
      neighbourFigure(example, one.beats!.ms, id(`pair-${n}`)),
    ),
  ];
}

const round = (value: number): string => String(Number(value.toPrecision(3)));

function histogramFigure(measure: MeasureReport, id: string): RealismFigure {
  const { edges, title, unit, synthetic, real } = measure;
  const middles = edges.slice(1).map((edge, n) => (edge + edges[n]!) / 2);
  const median = (value: number | null): string => (value === null ? '–' : `${round(value)} ${unit}`);
  return {
    id,
    kind: 'small',
    title: `${title}, ${unit}`,
    description: `Median ${median(synthetic.median)} synthetic, ${median(real.median)} real`,
    draw: (colors) => ({
      data: (['real', 'synthetic'] as const).map((side): Data => ({
        ...lineOf(side, colors),
        type: 'scatter',
        mode: 'lines',
        x: middles,
        y: measure[side].bins.map((share) => 100 * share),
        line: { ...lineOf(side, colors).line, shape: 'hvh' },
        ...(side === 'real' ? { fill: 'tozeroy', fillcolor: translucent(colors.real) } : {}),
        hovertemplate: `%{x:.4~g} ${unit}: %{y:.1f} % of strips<extra>${side}</extra>`,
      })),
      layout: {
        ...layoutOf(colors, 190),
        xaxis: axis(colors),
        yaxis: { ...axis(colors), ticksuffix: ' %', rangemode: 'tozero', nticks: 4 },
        showlegend: false,
      },
    }),
  };
}

function spectrumFigure(one: ClassRealism, id: string): RealismFigure {
  const { spectrum } = one;
  return {
    id,
    kind: 'wide',
    title: 'Spectrum',
    description: `Mean share of power by frequency; Jensen-Shannon divergence ${round(spectrum.divergence)} bit`,
    draw: (colors) => ({
      data: (['real', 'synthetic'] as const).map((side): Data => ({
        ...lineOf(side, colors),
        type: 'scatter',
        mode: 'lines',
        x: [...spectrum.hz],
        y: spectrum[side].map((share) => 100 * share),
        hovertemplate: `%{x:.1f} Hz: %{y:.2~g} % of the power<extra>${side}</extra>`,
      })),
      layout: {
        ...layoutOf(colors, 280),
        xaxis: { ...axis(colors), title: { text: 'frequency, Hz' } },
        yaxis: { ...axis(colors), type: 'log', title: { text: 'share of power, %' }, exponentformat: 'none' },
        legend: LEGEND,
      },
    }),
  };
}

function bandFigure(beats: BeatReport, id: string): RealismFigure {
  return {
    id,
    kind: 'wide',
    title: 'Beats',
    description: `Median beat with the 5 to 95 % band; maximum mean discrepancy ${round(beats.mmd)}`,
    draw: (colors) => ({
      data: (['real', 'synthetic'] as const).flatMap((side): Data[] => {
        const edge: Data = {
          type: 'scatter',
          mode: 'lines',
          x: [...beats.ms],
          line: { width: 0 },
          hoverinfo: 'skip',
          showlegend: false,
        };
        return [
          { ...edge, y: [...beats[side].p95] },
          { ...edge, y: [...beats[side].p5], fill: 'tonexty', fillcolor: translucent(colors[side]) },
          {
            ...lineOf(side, colors),
            type: 'scatter',
            mode: 'lines',
            x: [...beats.ms],
            y: [...beats[side].median],
            hovertemplate: `%{x} ms: %{y:.2f} mV<extra>${side}</extra>`,
          },
        ];
      }),
      layout: { ...beatLayout(colors, 320), legend: LEGEND },
    }),
  };
}

function neighbourFigure(example: NeighbourExample, ms: readonly number[], id: string): RealismFigure {
  const percent = Math.round(100 * example.quantile);
  return {
    id,
    kind: 'small',
    title: `Real strip ${example.realRow} and its nearest, strip ${example.syntheticIndex}`,
    description: `${round(example.distance)} mV apart (root mean square); ${percent} % of real beats have a nearer one`,
    draw: (colors) => ({
      data: (['real', 'synthetic'] as const).map((side): Data => ({
        ...lineOf(side, colors),
        type: 'scatter',
        mode: 'lines',
        x: [...ms],
        y: [...example[side]],
        hovertemplate: `%{x} ms: %{y:.2f} mV<extra>${side}</extra>`,
      })),
      layout: { ...beatLayout(colors, 220), showlegend: false },
    }),
  };
}

const LEGEND: Partial<Layout['legend']> = { orientation: 'h', y: 1.02, yanchor: 'bottom', x: 0 };

/** Dashes tell the sides apart without colour, too. */
function lineOf(side: 'real' | 'synthetic', colors: RealismColors) {
  return {
    name: side,
    line: { color: colors[side], width: 2, dash: side === 'real' ? ('dot' as const) : ('solid' as const) },
  };
}

function beatLayout(colors: RealismColors, height: number): Partial<Layout> {
  return {
    ...layoutOf(colors, height),
    xaxis: { ...axis(colors), title: { text: 'after the R peak, ms' }, dtick: 200 },
    yaxis: { ...axis(colors), title: { text: 'mV' } },
  };
}

function layoutOf(colors: RealismColors, height: number): Partial<Layout> {
  return {
    paper_bgcolor: colors.background,
    plot_bgcolor: colors.background,
    font: { color: colors.text, size: 12 },
    margin: { l: 52, r: 12, t: 8, b: 44 },
    height,
    hovermode: 'closest',
  };
}

function axis(colors: RealismColors): { gridcolor: string; zeroline: false } {
  return { gridcolor: colors.grid, zeroline: false };
}

/** A colour of six hexadecimal digits with a quarter of its strength; any other one loses its fill. */
function translucent(color: string): string {
  return /^#[0-9a-f]{6}$/i.test(color) ? `${color}40` : 'rgba(0, 0, 0, 0)';
}
