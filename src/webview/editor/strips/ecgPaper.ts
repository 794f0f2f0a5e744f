import type { Palette } from '../../shared/palette';
import { LEAD_IN, type StripGeometry, xOf, yOf } from './stripGeometry';

/** From this size on the millimetre grid has its full strength; smaller, it would drown the trace, px/mm. */
const FULL_GRID = 4;

/**
 * Draws ECG paper: lines every 1 and 5 mm, from 0 s and 0 mV outwards, and the 1 mV calibration pulse.
 *
 * @param from, to the stretch that is seen, px of the paper
 */
export function drawPaper(
  context: CanvasRenderingContext2D,
  geometry: StripGeometry,
  palette: Palette,
  from: number,
  to: number,
): void {
  const scale = window.devicePixelRatio || 1;
  const { height, pxPerMm } = geometry;
  context.fillStyle = palette.background;
  context.fillRect(from, 0, to - from, height);

  const left = xOf(geometry, 0);
  const zero = yOf(geometry, 0);
  const crisp = (position: number): number => Math.round(position * scale) / scale;
  const line = 1 / scale;
  const lines = (color: string, every: number, skip: number): void => {
    context.fillStyle = color;
    for (let i = Math.ceil((from - left) / pxPerMm); left + i * pxPerMm < to; i++) {
      if (i % every === 0 && (skip === 0 || i % skip !== 0)) {
        context.fillRect(crisp(left + i * pxPerMm), 0, line, height);
      }
    }
    for (let i = -Math.floor(zero / pxPerMm); zero + i * pxPerMm < height; i++) {
      if (i % every === 0 && (skip === 0 || i % skip !== 0)) {
        context.fillRect(from, crisp(zero + i * pxPerMm), to - from, line);
      }
    }
  };
  context.globalAlpha = Math.min(1, (pxPerMm / FULL_GRID) ** 1.5);
  lines(palette.gridMinor, 1, 5);
  context.globalAlpha = 1;
  lines(palette.gridMajor, 5, 0);
  if (from >= left) return;

  const x = (seconds: number): number => crisp(xOf(geometry, seconds));
  const y = (mV: number): number => crisp(yOf(geometry, mV));
  context.strokeStyle = palette.trace;
  context.lineWidth = 1.2;
  context.beginPath();
  context.moveTo(x(-LEAD_IN + 0.04), y(0));
  context.lineTo(x(-0.24), y(0));
  context.lineTo(x(-0.24), y(1));
  context.lineTo(x(-0.08), y(1));
  context.lineTo(x(-0.08), y(0));
  context.lineTo(x(-0.03), y(0));
  context.stroke();
}
