import type { BeatDrawing } from '../synthesis';
import { fitText } from './font';
import { gridShapes, USUAL_SCALE } from './paper';
import type { Scene, Shape } from './scene';
import { THEMES, type ThemeName } from './theme';

export interface BeatOptions {
  readonly name: string;
  readonly theme?: ThemeName;
  /** How much larger than on paper; 2 when left out. */
  readonly zoom?: number;
  /** One of the beat's waves, to stand out from the rest. */
  readonly wave?: WaveTrace;
}

/** One wave of a drawn beat, on the drawing's own time axis. */
export interface WaveTrace {
  /** The wave alone, mV. */
  readonly values: Float32Array;
  /** The first and last points of the drawing that belong to it. */
  readonly onset: number;
  readonly offset: number;
}

const { speed: MM_PER_SECOND, gain: MM_PER_MV } = USUAL_SCALE;
const MARGIN = 2;
const TITLE = 5;
const MAX_MV = 6;

/** Draws a beat type: its centre as a bold line over recording-level draws, R marked by a thin line. */
export function beatScene(drawing: BeatDrawing, options: BeatOptions): Scene {
  const theme = THEMES[options.theme ?? 'paper'];
  const zoom = options.zoom ?? 2;
  const toMm = (mV: number): number => Math.max(-MAX_MV, Math.min(MAX_MV, mV)) * MM_PER_MV * zoom;
  let low = 0;
  let high = 0;
  for (const line of [drawing.center, ...drawing.draws]) {
    for (const mV of line) {
      low = Math.min(low, toMm(mV));
      high = Math.max(high, toMm(mV));
    }
  }
  const above = Math.ceil((high + 2) / 5) * 5;
  const below = Math.ceil((2 - low) / 5) * 5;
  const step = drawing.step * MM_PER_SECOND * zoom;
  const width = Math.max(20, Math.ceil(((drawing.center.length - 1) * step) / 5 - 1e-6) * 5);
  const top = MARGIN + TITLE;
  const baseline = top + above;
  const toLine = (values: Float32Array): number[] => {
    const line: number[] = [];
    values.forEach((mV, i) => line.push(MARGIN + i * step, baseline - toMm(mV)));
    return line;
  };
  const waveShapes = ({ values, onset, offset }: WaveTrace): Shape[] => {
    const x = MARGIN + onset * step;
    const part = toLine(drawing.center).slice(2 * onset, 2 * offset + 2);
    return [
      { kind: 'lines', lines: [toLine(values)], color: theme.ectopic, width: 0.2 },
      { kind: 'lines', lines: [part], color: theme.ectopic, width: 0.7 },
      ...[x, MARGIN + offset * step].map((at): Shape => ({
        kind: 'lines',
        lines: [[at, top, at, top + above + below]],
        color: theme.ectopic,
        width: 0.15,
      })),
    ];
  };
  const r = MARGIN - drawing.start * MM_PER_SECOND * zoom;
  return {
    width: width + 2 * MARGIN,
    height: top + above + below + MARGIN,
    background: theme.page,
    description: `Beat type ${options.name}`,
    shapes: [
      ...gridShapes(MARGIN, top, width, above + below, theme),
      { kind: 'lines', lines: [[r, top, r, top + above + below]], color: theme.mark, width: 0.15 },
      { kind: 'lines', lines: drawing.draws.map(toLine), color: theme.trace, width: 0.2, opacity: 0.25 },
      { kind: 'lines', lines: [toLine(drawing.center)], color: theme.trace, width: 0.45 },
      ...(options.wave === undefined ? [] : waveShapes(options.wave)),
      {
        kind: 'text',
        x: MARGIN,
        y: MARGIN + 3.4,
        size: 3.2,
        text: fitText(options.name, 3.2, width),
        color: theme.text,
        anchor: 'start',
        bold: true,
      },
    ],
  };
}
