import type { Data, Layout } from 'plotly.js';
import type { Arm, TaskReport } from './report';

/** What a figure needs of a theme, as CSS colours. */
export interface FigureColors {
  readonly background: string;
  readonly text: string;
  readonly grid: string;
  readonly scratch: string;
  readonly pretrained: string;
  readonly synthetic: string;
}

export interface ReportFigure {
  readonly title: string;
  /** What the picture shows, in words. */
  readonly description: string;
  readonly data: Data[];
  readonly layout: Partial<Layout>;
}

const NAMES: Record<Arm, string> = {
  scratch: 'from scratch',
  pretrained: 'pre-trained',
  synthetic: 'synthetic only (no fine-tuning)',
};

/** AUROC against the number of real strips per class: mean and standard deviation over seeds, one line an arm. */
export function aurocFigure(task: TaskReport, colors: FigureColors): ReportFigure {
  const sizes = [...new Set(task.arms.map((arm) => arm.size))]
    .filter((size) => size > 0)
    .sort((a, b) => a - b);
  const data = (['scratch', 'pretrained'] as const).map((name): Data => {
    const arms = task.arms.filter((arm) => arm.arm === name);
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name: NAMES[name],
      x: arms.map((arm) => arm.size),
      y: arms.map((arm) => arm.auroc.mean),
      error_y: {
        type: 'data',
        array: arms.map((arm) => arm.auroc.sd ?? 0),
        color: colors[name],
        thickness: 1.5,
        width: 5,
      },
      line: { color: colors[name], width: 2, dash: name === 'scratch' ? 'dot' : 'solid' },
      marker: { color: colors[name], size: 8, symbol: name === 'scratch' ? 'circle-open' : 'circle' },
      hovertemplate: '%{x} strips per class: AUROC %{y:.3f}<extra></extra>',
    };
  });
  const synthetic = task.arms.find((arm) => arm.arm === 'synthetic')?.auroc.mean;
  if (typeof synthetic === 'number') {
    data.push({
      type: 'scatter',
      mode: 'lines',
      name: NAMES.synthetic,
      x: [sizes[0]! * 0.8, sizes[sizes.length - 1]! * 1.25],
      y: [synthetic, synthetic],
      line: { color: colors.synthetic, width: 1.5, dash: 'dash' },
      hovertemplate: 'no real strips: AUROC %{y:.3f}<extra></extra>',
    });
  }
  return {
    title: `${task.class} against ${task.normal}`,
    description: task.arms
      .map(
        (arm) =>
          `${NAMES[arm.arm]}${arm.size ? `, ${arm.size} strips` : ''}: ${arm.auroc.mean?.toFixed(3) ?? 'n/a'}`,
      )
      .join('; '),
    data,
    layout: {
      paper_bgcolor: colors.background,
      plot_bgcolor: colors.background,
      font: { color: colors.text, size: 12 },
      margin: { l: 56, r: 16, t: 12, b: 48 },
      height: 320,
      xaxis: {
        title: { text: 'real strips per class' },
        type: 'log',
        tickvals: sizes,
        ticktext: sizes.map(String),
        gridcolor: colors.grid,
        zeroline: false,
      },
      yaxis: {
        title: { text: 'AUROC on test patients' },
        gridcolor: colors.grid,
        zeroline: false,
        range: [0.45, 1.02],
      },
      legend: { orientation: 'h', y: -0.28 },
      hovermode: 'closest',
    },
  };
}
