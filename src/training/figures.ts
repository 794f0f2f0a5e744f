import type { Data, Layout } from 'plotly.js';
import { ARM_NAMES, type Arm, type Baseline, type Gain, METRICS, type TaskReport } from './report';

/** What a figure needs of a theme, as CSS colours. */
export interface FigureColors {
  readonly background: string;
  readonly text: string;
  readonly grid: string;
  readonly scratch: string;
  readonly scratchLong: string;
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

type TrainedArm = Exclude<Arm, 'synthetic'>;

/** How the arms are told apart beside their colours. */
const LOOKS: Readonly<
  Record<
    TrainedArm,
    { color: 'scratch' | 'scratchLong' | 'pretrained'; dash: 'dot' | 'dashdot' | 'solid'; symbol: string }
  >
> = {
  scratch: { color: 'scratch', dash: 'dot', symbol: 'circle-open' },
  'scratch-long': { color: 'scratchLong', dash: 'dashdot', symbol: 'diamond-open' },
  pretrained: { color: 'pretrained', dash: 'solid', symbol: 'circle' },
};
const TRAINED = Object.keys(LOOKS) as TrainedArm[];

/** AUROC against the number of real strips per class: mean and standard deviation over seeds, one line an arm. */
export function aurocFigure(task: TaskReport, colors: FigureColors): ReportFigure {
  const sizes = [...new Set(task.arms.map((arm) => arm.size))]
    .filter((size) => size > 0)
    .sort((a, b) => a - b);
  const data = TRAINED.flatMap((name): Data[] => {
    const arms = task.arms.filter((arm) => arm.arm === name);
    if (arms.length === 0) return [];
    const { dash, symbol, color: key } = LOOKS[name];
    const color = colors[key];
    return [
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: ARM_NAMES[name],
        x: arms.map((arm) => arm.size),
        y: arms.map((arm) => arm.auroc.mean),
        error_y: {
          type: 'data',
          array: arms.map((arm) => arm.auroc.sd ?? 0),
          color,
          thickness: 1.5,
          width: 5,
        },
        line: { color, width: 2, dash },
        marker: { color, size: 8, symbol },
        hovertemplate: '%{x} strips per class: AUROC %{y:.3f}<extra></extra>',
      },
    ];
  });
  const synthetic = task.arms.find((arm) => arm.arm === 'synthetic')?.auroc.mean;
  if (typeof synthetic === 'number') {
    data.push({
      type: 'scatter',
      mode: 'lines',
      name: ARM_NAMES.synthetic,
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
          `${ARM_NAMES[arm.arm]}${arm.size ? `, ${arm.size} strips` : ''}: ${arm.auroc.mean?.toFixed(3) ?? 'n/a'}`,
      )
      .join('; '),
    data,
    layout: sizesLayout(sizes, colors, 'AUROC on test patients', { zeroline: false, range: [0.45, 1.02] }),
  };
}

/** AUROC gain of pre-training against the number of real strips per class, with 95 % intervals: one line a baseline. */
export function gainFigure(task: TaskReport, colors: FigureColors): ReportFigure {
  const gains = task.gains.filter(({ metric, mean }) => metric === 'auroc' && mean !== null);
  const data = (['scratch', 'scratch-long'] as const).flatMap((against: Baseline): Data[] => {
    const own = gains.filter((gain) => gain.against === against);
    if (own.length === 0) return [];
    const { color: key, dash, symbol } = LOOKS[against];
    return [
      gainLine(own, {
        name: `over ${against === 'scratch' ? 'scratch' : 'scratch at equal compute'}`,
        color: colors[key],
        dash,
        symbol,
      }),
    ];
  });
  return {
    title: `${METRICS.auroc} gain of ${task.class}`,
    description: gains
      .map(
        ({ size, against, mean }) =>
          `${size} strips, over ${ARM_NAMES[against]}: ${mean?.toFixed(3) ?? 'n/a'}`,
      )
      .join('; '),
    data,
    layout: gainLayout([...new Set(gains.map(({ size }) => size))], colors),
  };
}

interface LineLook {
  readonly name: string;
  readonly color: string;
  readonly dash: 'dot' | 'dashdot' | 'solid';
  readonly symbol: string;
}

/** Gains over sizes, each with its 95 % interval. */
export function gainLine(gains: readonly Gain[], { name, color, dash, symbol }: LineLook): Data {
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x: gains.map(({ size }) => size),
    y: gains.map(({ mean }) => mean),
    error_y: {
      type: 'data',
      symmetric: false,
      array: gains.map(({ mean, high }) => (high ?? mean!) - mean!),
      arrayminus: gains.map(({ mean, low }) => mean! - (low ?? mean!)),
      color,
      thickness: 1.5,
      width: 5,
    },
    line: { color, width: 2, dash },
    marker: { color, size: 8, symbol },
    hovertemplate: `${name}, %{x} strips per class: gain %{y:+.3f}<extra></extra>`,
  };
}

type Ground = Pick<FigureColors, 'background' | 'text' | 'grid'>;

/** Of a figure of gains over sizes, with a line at no gain. */
export const gainLayout = (sizes: readonly number[], colors: Ground): Partial<Layout> =>
  sizesLayout(sizes, colors, 'AUROC gain', { zeroline: true, zerolinecolor: colors.text, zerolinewidth: 1 });

function sizesLayout(
  sizes: readonly number[],
  colors: Ground,
  title: string,
  yaxis: Partial<Layout['yaxis']>,
): Partial<Layout> {
  return {
    paper_bgcolor: colors.background,
    plot_bgcolor: colors.background,
    font: { color: colors.text, size: 12 },
    margin: { l: 56, r: 16, t: 12, b: 48 },
    height: 320,
    xaxis: {
      title: { text: 'real strips per class' },
      type: 'log',
      tickvals: [...sizes],
      ticktext: sizes.map(String),
      gridcolor: colors.grid,
      zeroline: false,
    },
    yaxis: { title: { text: title }, gridcolor: colors.grid, ...yaxis },
    legend: { orientation: 'h', y: -0.28 },
    hovermode: 'closest',
  };
}
