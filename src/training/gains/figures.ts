import type { Data } from 'plotly.js';
import { gainLayout, gainLine } from '../figures';
import type { PlotlyFigure } from '../page';
import type { GainRow } from './gains';

/** What a figure needs of a theme, as CSS colours. */
export interface GainColors {
  readonly background: string;
  readonly text: string;
  readonly grid: string;
  /** One a network, from the start again when there are more. */
  readonly series: readonly string[];
}

const SYMBOLS = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'star'] as const;

/** AUROC gain against the number of real strips per class of one class, with 95 % intervals: one line a network. */
export function gainsFigure(rows: readonly GainRow[], name: string, colors: GainColors): PlotlyFigure {
  const mine = rows.filter(
    (row) => row.class === name && row.metric === 'auroc' && row.against === 'scratch' && row.mean !== null,
  );
  const networks = [...new Set(mine.map(({ network }) => network))];
  const data = networks.map((network, i): Data => {
    const own = mine.filter((row) => row.network === network).sort((a, b) => a.size - b.size);
    return gainLine(own, {
      name: network,
      color: colors.series[i % colors.series.length]!,
      dash: 'solid',
      symbol: SYMBOLS[i % SYMBOLS.length]!,
    });
  });
  return { data, layout: gainLayout([...new Set(mine.map(({ size }) => size))], colors) };
}
