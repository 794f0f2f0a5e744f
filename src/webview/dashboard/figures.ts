import type { Annotations, Data, Layout } from 'plotly.js';
import type { Palette } from '../shared/palette';
import type { ResultEvent } from '../../training/events';
import { smooth, type Point, type Run } from './run';

export interface Figure {
  readonly title: string;
  /** What the picture shows, in words, for those who cannot see it. */
  readonly description: string;
  readonly data: Data[];
  readonly layout: Partial<Layout>;
}

/** The pictures of a run, in the order in which they are shown; none before there is something to draw. */
export function figuresOf(run: Run, palette: Palette): Figure[] {
  if (run.job === 'evaluate') return run.classes.map((name) => scoresFigure(name, run.results, palette));
  if (run.loss.length === 0 && run.validationLoss.length === 0) return [];
  return [lossFigure(run, palette), aurocFigure(run, palette)];
}

function lossFigure(run: Run, palette: Palette): Figure {
  const [main = palette.trace, second = palette.accent] = palette.series;
  const data: Data[] = [
    line('each step', run.loss, { color: fade(main, 0.35), width: 1 }, false),
    line('training', smooth(run.loss, 0.6), { color: main, width: 2 }),
    {
      ...line('validation', run.validationLoss, { color: second, width: 2, dash: 'dot' }),
      mode: 'lines+markers',
      marker: { color: second, size: 7, symbol: 'diamond' },
    },
  ];
  const last = run.loss.at(-1);
  return {
    title: 'Loss',
    description:
      last === undefined ? 'No step yet' : `Training loss ${last.y.toFixed(3)} at epoch ${last.x.toFixed(1)}`,
    data,
    layout: layout(palette, 'epoch', 'cross-entropy', {
      xaxis: { range: epochRange(run) },
      yaxis: { rangemode: 'tozero' },
    }),
  };
}

function aurocFigure(run: Run, palette: Palette): Figure {
  const color = palette.series[1] ?? palette.accent;
  const values = run.validationAuroc.map(({ y }) => y);
  const best = values.length === 0 ? undefined : Math.max(...values);
  return {
    title: 'Validation AUROC',
    description: best === undefined ? 'No epoch is done yet' : `Best so far ${best.toFixed(3)}`,
    data: [
      {
        ...line('validation AUROC', run.validationAuroc, { color, width: 2 }),
        mode: 'lines+markers',
        marker: { color, size: 8, symbol: 'diamond' },
      },
    ],
    layout: layout(palette, 'epoch', 'AUROC', {
      showlegend: false,
      annotations: values.length === 0 ? [note('after the first epoch', palette)] : [],
      xaxis: { range: epochRange(run) },
      yaxis: { range: [Math.min(0.5, ...values) - 0.02, 1.02] },
    }),
  };
}

/** From the first epoch to the last one planned, so that the curve's length is the progress. */
function epochRange(run: Run): [number, number] {
  const reached = Math.max(run.loss.at(-1)?.x ?? 0, run.validationLoss.at(-1)?.x ?? 0);
  return [0, 1.02 * Math.max(run.epochs ?? 0, reached)];
}

function note(text: string, palette: Palette): Partial<Annotations> {
  return {
    text,
    showarrow: false,
    xref: 'paper',
    yref: 'paper',
    x: 0.5,
    y: 0.5,
    font: { color: palette.text },
  };
}

const ARMS: readonly { readonly arm: string; readonly name: string; readonly symbol: string }[] = [
  { arm: 'pretrained', name: 'pre-trained', symbol: 'circle' },
  { arm: 'scratch', name: 'from scratch', symbol: 'x' },
  { arm: 'scratch-long', name: 'at equal compute', symbol: 'triangle-up' },
];

/** AUROC against the number of real strips: a mark for each network, a line through the means. */
function scoresFigure(name: string, all: readonly ResultEvent[], palette: Palette): Figure {
  const mine = all
    .filter((result) => result.class === name && result.size > 0)
    .flatMap(({ arm, size, auroc }) => (auroc === null ? [] : [{ arm, size, auroc }]));
  const sizes = [...new Set(mine.map(({ size }) => size))].sort((a, b) => a - b);
  const data: Data[] = [];
  const begun = ARMS.filter(({ arm }) => arm !== 'scratch-long' || mine.some((score) => score.arm === arm));
  begun.forEach(({ arm, name: label, symbol }, i) => {
    const color = palette.series[i] ?? palette.trace;
    const scores = mine.filter((score) => score.arm === arm);
    const means = sizes.flatMap((size) => {
      const values = scores.filter((score) => score.size === size).map(({ auroc }) => auroc);
      return values.length === 0
        ? []
        : [{ x: size, y: values.reduce((sum, value) => sum + value, 0) / values.length }];
    });
    data.push({
      type: 'scatter',
      mode: 'markers',
      name: label,
      showlegend: false,
      x: scores.map(({ size }) => String(size)),
      y: scores.map(({ auroc }) => auroc),
      marker: { color, size: 7, symbol, opacity: 0.55 },
      hovertemplate: `${label}, %{x} strips a class: %{y:.3f}<extra></extra>`,
    });
    data.push({
      ...line(label, means, { color, width: 2, ...(arm === 'pretrained' ? {} : { dash: 'dash' }) }),
      x: means.map(({ x }) => String(x)),
      mode: 'lines+markers',
      marker: { color, size: 8, symbol },
    });
  });
  const values = mine.map(({ auroc }) => auroc);
  return {
    title: `${name}: AUROC on real strips`,
    description: mine.length === 0 ? 'No network is fine-tuned yet' : `${mine.length} networks so far`,
    data,
    layout: layout(palette, 'real strips a class', 'AUROC', {
      annotations: mine.length === 0 ? [note('after the first network', palette)] : [],
      xaxis: { type: 'category', categoryorder: 'array', categoryarray: sizes.map(String) },
      yaxis: { range: [Math.min(0.5, ...values) - 0.03, 1.02] },
    }),
  };
}

type LineStyle = { readonly color: string; readonly width: number; readonly dash?: 'dot' | 'dash' };

function line(name: string, curve: readonly Point[], style: LineStyle, legend = true) {
  return {
    type: 'scatter' as const,
    mode: 'lines' as const,
    name,
    showlegend: legend,
    x: curve.map(({ x }) => x) as (number | string)[],
    y: curve.map(({ y }) => y),
    line: style,
    hovertemplate: `${name} %{y:.3f}<extra></extra>`,
  };
}

/** `#rrggbb` with an opacity. */
function fade(color: string, opacity: number): string {
  const [, r = '0', g = '0', b = '0'] = /^#(..)(..)(..)/.exec(color) ?? [];
  return `rgba(${parseInt(r, 16)}, ${parseInt(g, 16)}, ${parseInt(b, 16)}, ${opacity})`;
}

function layout(palette: Palette, x: string, y: string, own: Partial<Layout>): Partial<Layout> {
  const axis = {
    color: palette.text,
    gridcolor: palette.gridMajor,
    linecolor: palette.text,
    zeroline: false,
    showline: true,
    fixedrange: true,
    automargin: true,
  };
  return {
    showlegend: true,
    ...own,
    margin: { l: 48, r: 12, t: 8, b: 40 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { color: palette.text, size: 12 },
    hovermode: 'x unified',
    hoverlabel: {
      bgcolor: palette.hoverBackground,
      bordercolor: palette.hoverBorder,
      font: { color: palette.hoverText },
    },
    legend: { orientation: 'h', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' },
    xaxis: { ...axis, title: { text: x }, ...own.xaxis },
    yaxis: { ...axis, title: { text: y }, ...own.yaxis },
  };
}
