import type { Palette } from '../../shared/palette';
import type { PlottedBeat } from './plottedBeat';
import { type PlotScale, toX, toY } from './scale';

/** What of the draws is shown. */
export interface PlotLook {
  readonly palette: Palette;
  /** The wave that stands out. */
  readonly wave: string | undefined;
  /** Number of the draw that stands out; undefined: none. */
  readonly draw: number | undefined;
  /** How many draws are shown faintly. */
  readonly draws: number;
}

/** Draws a beat: paper, the band of its draws, some of them, the chosen wave, and its middle on top. */
export function paintBeat(
  canvas: HTMLCanvasElement,
  beat: PlottedBeat,
  scale: PlotScale,
  { palette, wave, draw, draws }: PlotLook,
): void {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(scale.width * ratio);
  const height = Math.round(scale.height * ratio);
  // Another size clears the canvas and takes time, so it is set only where it is one.
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, scale.width, scale.height);
  paintGrid(context, scale, palette, ratio);

  const { drawing } = beat;
  const stroke = (values: Float32Array, color: string, lineWidth: number, alpha = 1): void => {
    context.globalAlpha = alpha;
    context.strokeStyle = color;
    context.lineWidth = lineWidth;
    context.beginPath();
    follow(context, beat, scale, values, false);
    context.stroke();
    context.globalAlpha = 1;
  };
  context.lineJoin = 'round';
  context.beginPath();
  follow(context, beat, scale, drawing.high, false);
  follow(context, beat, scale, drawing.low, true);
  context.closePath();
  context.globalAlpha = 0.16;
  context.fillStyle = palette.marker;
  context.fill();
  context.globalAlpha = 1;
  for (const values of drawing.draws.slice(0, draws)) stroke(values, palette.trace, 1, 0.14);
  const number = beat.waves.findIndex(({ name }) => name === wave);
  if (number >= 0) {
    const values = drawing.waves[number]!;
    context.beginPath();
    follow(context, beat, scale, values, false);
    context.lineTo(scale.width, toY(scale, 0));
    context.lineTo(0, toY(scale, 0));
    context.closePath();
    context.globalAlpha = 0.18;
    context.fillStyle = palette.accent;
    context.fill();
    stroke(values, palette.accent, 1.2);
  }
  const shown = draw === undefined ? undefined : drawing.draws[draw];
  if (shown !== undefined) stroke(shown, palette.marker, 1.8);
  if (beat.under !== null) stroke(beat.under, palette.accent, 1.6, 0.9);
  context.setLineDash([5, 4]);
  stroke(drawing.median, palette.trace, 1, 0.7);
  context.setLineDash([]);
  stroke(drawing.center, palette.trace, 2);
}

function follow(
  context: CanvasRenderingContext2D,
  { drawing }: PlottedBeat,
  scale: PlotScale,
  values: Float32Array,
  back: boolean,
): void {
  const perPoint = (drawing.step / (scale.end - scale.start)) * scale.width;
  for (let k = 0; k < values.length; k++) {
    const i = back ? values.length - 1 - k : k;
    const x = i * perPoint;
    const y = toY(scale, values[i]!);
    // A path that goes back goes on where the one before ended.
    if (k === 0 && !back) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
}

/** Lines every 40 ms and 0.1 mV, stronger every 200 ms and 0.5 mV, as on paper; zero and the R time strongest. */
function paintGrid(
  context: CanvasRenderingContext2D,
  scale: PlotScale,
  palette: Palette,
  ratio: number,
): void {
  const crisp = (position: number): number => Math.round(position * ratio) / ratio;
  const line = 1 / ratio;
  const vertical = (every: number, color: string, thick = line): void => {
    context.fillStyle = color;
    for (let i = Math.ceil(scale.start / every - 1e-6); i * every <= scale.end + 1e-6; i++)
      context.fillRect(crisp(toX(scale, i * every)), 0, thick, scale.height);
  };
  const horizontal = (every: number, color: string): void => {
    context.fillStyle = color;
    for (let i = Math.ceil(scale.low / every - 1e-6); i * every <= scale.high + 1e-6; i++)
      context.fillRect(0, crisp(toY(scale, i * every)), scale.width, line);
  };
  vertical(0.04, palette.gridMinor);
  horizontal(0.1, palette.gridMinor);
  vertical(0.2, palette.gridMajor);
  horizontal(0.5, palette.gridMajor);
  context.fillStyle = palette.text;
  context.globalAlpha = 0.55;
  context.fillRect(0, crisp(toY(scale, 0)), scale.width, line);
  context.fillRect(crisp(toX(scale, 0)), 0, line, scale.height);
  context.globalAlpha = 1;
  context.font = '10px system-ui, sans-serif';
  context.textBaseline = 'bottom';
  for (let i = Math.ceil(scale.start / 0.2 - 1e-6); i * 0.2 <= scale.end + 1e-6; i++) {
    const x = toX(scale, i * 0.2);
    if (x > scale.width - 46 || x < 2) continue;
    context.fillText(i === 0 ? '0' : `${i * 200}`.replace('-', '−'), x + 3, scale.height - 2);
  }
  context.textAlign = 'right';
  context.fillText('ms', scale.width - 4, scale.height - 2);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (let i = Math.ceil(scale.low / 0.5 + 0.2); i * 0.5 < scale.high; i++) {
    const y = toY(scale, i * 0.5);
    if (y < 6 || y > scale.height - 16) continue;
    context.fillText(`${(i * 0.5).toFixed(1)} mV`.replace('-', '−'), 4, y - 6);
  }
}
