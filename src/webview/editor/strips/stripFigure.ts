import type { Config, Data, Layout } from 'plotly.js';
import type { Palette } from '../../shared/palette';
import type { PreviewStrip } from '../preview/previewMessages';
import { MM_PER_MV, type Interval, type StripGeometry } from './stripGeometry';

/** Gap between an R peak and the mark above it, px. */
const MARK_GAP = 7;

/** Nothing of Plotly's own furniture: the paper is the axis. */
export const STRIP_CONFIG: Partial<Config> = {
  displayModeBar: false,
  doubleClick: false,
  scrollZoom: false,
  showTips: false,
};

export interface Signal {
  /** mV. */
  readonly values: Float64Array;
  readonly range: Interval;
}

/** A strip's samples in mV. */
export function signalOf(samples: Int16Array, resolution: number): Signal {
  const values = new Float64Array(samples.length);
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]! * resolution;
    values[i] = value;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { values, range: { low, high } };
}

/**
 * What Plotly draws of a strip: the trace, and a mark above every R peak; a beat that is not a
 * normal one carries its WFDB symbol.
 * @param rate sampling rate, Hz
 */
export function stripFigure(
  strip: PreviewStrip,
  signal: Signal,
  rate: number,
  geometry: StripGeometry,
  palette: Palette,
): { data: Data[]; layout: Partial<Layout> } {
  const gap = MARK_GAP / (geometry.pxPerMm * MM_PER_MV);
  // Where the trace leaves the paper, its marks stay on it.
  const ceiling = (symbol: string): number => geometry.voltage.high - (symbol === 'N' ? gap : 3 * gap);
  const marks = strip.beats.map(({ r, symbol, type }) => {
    const peak = signal.values[r] ?? 0;
    return { x: r / rate, y: Math.min(ceiling(symbol), peak + gap), peak, symbol, type };
  });
  const withSymbol = marks.filter(({ symbol }) => symbol !== 'N');
  const hover = {
    bgcolor: palette.hoverBackground,
    bordercolor: palette.hoverBorder,
    font: { color: palette.hoverText, size: 12 },
  };
  const data: Data[] = [
    {
      type: 'scatter',
      mode: 'lines',
      name: 'lead II',
      x0: 0,
      dx: 1 / rate,
      y: signal.values,
      line: { color: palette.trace, width: 1.25, shape: 'linear', simplify: true },
      hovertemplate: '%{x:.3f} s<br>%{y:.2f} mV<extra></extra>',
      hoverlabel: hover,
    },
    {
      type: 'scatter',
      mode: 'markers',
      name: 'R peaks',
      x: marks.map(({ x }) => x),
      y: marks.map(({ y }) => y),
      customdata: marks.map(({ peak }) => peak),
      marker: {
        symbol: 'triangle-down',
        size: 7,
        color: marks.map(({ symbol }) => (symbol === 'N' ? palette.marker : palette.accent)),
      },
      cliponaxis: false,
      hovertemplate: marks.map(
        ({ type }) => `R peak of ${escapeMarkup(type)}<br>%{x:.3f} s, %{customdata:.2f} mV<extra></extra>`,
      ),
      hoverlabel: hover,
    },
    {
      // Of their own, and only where there is one: Plotly drops the node of an empty text and does not bring it back
      // when the next draw has a text there.
      type: 'scatter',
      mode: 'text',
      name: 'symbols',
      x: withSymbol.map(({ x }) => x),
      y: withSymbol.map(({ y }) => y),
      text: withSymbol.map(({ symbol }) => symbol),
      textposition: 'top center',
      textfont: { color: palette.accent, size: 11 },
      cliponaxis: false,
      hoverinfo: 'skip',
    },
  ];
  const axis = { visible: false, fixedrange: true, zeroline: false, showgrid: false } as const;
  const layout: Partial<Layout> = {
    width: geometry.width,
    height: geometry.height,
    margin: { l: 0, r: 0, t: 0, b: 0 },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    showlegend: false,
    dragmode: false,
    hovermode: 'closest',
    hoverdistance: 30,
    xaxis: { ...axis, range: [geometry.time.low, geometry.time.high] },
    yaxis: { ...axis, range: [geometry.voltage.low, geometry.voltage.high] },
  };
  return { data, layout };
}

/** Plotly reads a few HTML tags and `%{…}` in its texts; a name of the user's is neither. */
function escapeMarkup(text: string): string {
  return text.replace(/[<>&%]/g, (character) => `&#${character.charCodeAt(0)};`);
}
