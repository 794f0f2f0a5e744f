import type * as PlotlyModule from 'plotly.js';

export type Plotly = typeof PlotlyModule;

let loading: Promise<Plotly> | undefined;

/** Loads Plotly's basic bundle once, in a chunk of its own so that it delays nothing before it is needed. */
export function loadPlotly(): Promise<Plotly> {
  return (loading ??= import('plotly.js-basic-dist-min').then((module) => module.default));
}
