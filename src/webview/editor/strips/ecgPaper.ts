import type { Palette } from '../../shared/palette';
import { LEAD_IN, MM_PER_MV, MM_PER_SECOND, type StripGeometry } from './stripGeometry';

/** From this size on the millimetre grid has its full strength; smaller, it would drown the trace, px/mm. */
const FULL_GRID = 4;

/**
 * Draws ECG paper: lines every 1 and 5 mm, from 0 s and 0 mV outwards, and the 1 mV calibration
 * pulse. Plotly draws the trace on top; as grid lines of Plotly's these would cost a thousand
 * elements a strip.
 */
export function drawPaper(canvas: HTMLCanvasElement, geometry: StripGeometry, palette: Palette): void {
  const scale = window.devicePixelRatio || 1;
  const { width, height, pxPerMm, time, voltage } = geometry;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(scale, scale);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, width, height);

  const left = -time.low * MM_PER_SECOND * pxPerMm;
  const zero = voltage.high * MM_PER_MV * pxPerMm;
  const crisp = (position: number): number => Math.round(position * scale) / scale;
  const line = 1 / scale;
  const lines = (color: string, every: number, skip: number): void => {
    context.fillStyle = color;
    for (let i = -Math.floor(left / pxPerMm); left + i * pxPerMm < width; i++) {
      if (i % every === 0 && (skip === 0 || i % skip !== 0)) {
        context.fillRect(crisp(left + i * pxPerMm), 0, line, height);
      }
    }
    for (let i = -Math.floor(zero / pxPerMm); zero + i * pxPerMm < height; i++) {
      if (i % every === 0 && (skip === 0 || i % skip !== 0)) {
        context.fillRect(0, crisp(zero + i * pxPerMm), width, line);
      }
    }
  };
  context.globalAlpha = Math.min(1, (pxPerMm / FULL_GRID) ** 1.5);
  lines(palette.gridMinor, 1, 5);
  context.globalAlpha = 1;
  lines(palette.gridMajor, 5, 0);

  const x = (seconds: number): number => crisp(left + seconds * MM_PER_SECOND * pxPerMm);
  const y = (mV: number): number => crisp(zero - mV * MM_PER_MV * pxPerMm);
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
