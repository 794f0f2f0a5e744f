import type { BeatDrawing } from '../../../synthesis';

/** Size of the inline pictures: paper at 50 mm/s, the speed at which single beats are read, px. */
const PX_PER_MM = 3.6;
const PX_PER_SECOND = 50 * PX_PER_MM;
const PX_PER_MV = 10 * PX_PER_MM;
const PADDING = 6;
/** Room beside the beat for the scale bar, px. */
const SCALE_ROOM = 76;
/** Heights come in steps of this, mV, so that the text does not jump while typing. */
const STEP = 0.5;
/** Beyond this a beat is cut off, mV. */
const MOST = 4;

/** Height of a beat's picture, px. */
export function beatHeight(drawing: BeatDrawing): number {
  const { low, high } = extent(drawing);
  return Math.round((high - low) * PX_PER_MV) + 2 * PADDING;
}

/** A beat type as SVG: its recording-level draws, faint, its centre, and a scale bar of 0.5 mV and 200 ms. */
export function beatSvg(drawing: BeatDrawing): string {
  const { low, high } = extent(drawing);
  const seconds = drawing.step * (drawing.center.length - 1);
  const plotWidth = Math.round(seconds * PX_PER_SECOND);
  const width = plotWidth + SCALE_ROOM + 2 * PADDING;
  const height = beatHeight(drawing);
  const path = (values: Float32Array): string => {
    let d = '';
    for (let i = 0; i < values.length; i += 2) {
      const x = PADDING + i * drawing.step * PX_PER_SECOND;
      const y = PADDING + (high - Math.max(low, Math.min(high, values[i]!))) * PX_PER_MV;
      d += `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    }
    return d;
  };
  const zero = PADDING + high * PX_PER_MV;
  const draws = drawing.draws.map((values) => `<path class="draw" d="${path(values)}"/>`).join('');
  const barX = PADDING + plotWidth + 12;
  const barBottom = height - PADDING - 14;
  const barTop = barBottom - 0.5 * PX_PER_MV;
  const barRight = barX + 0.2 * PX_PER_SECOND;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true">` +
    `<path class="zero" d="M${PADDING} ${zero}H${PADDING + plotWidth}"/>` +
    draws +
    `<path class="center" d="${path(drawing.center)}"/>` +
    `<path class="scale" d="M${barX} ${barTop}V${barBottom}H${barRight}"/>` +
    `<text class="scale-text" x="${barX + 5}" y="${(barTop + barBottom) / 2 + 3}">0.5 mV</text>` +
    `<text class="scale-text" x="${barX}" y="${barBottom + 12}">200 ms</text>` +
    `</svg>`
  );
}

/** What the picture shows, mV: all of the beat, at least 1.5 mV, in whole steps. */
function extent(drawing: BeatDrawing): { low: number; high: number } {
  let low = -0.5;
  let high = 1;
  for (const values of [drawing.center, ...drawing.draws]) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return {
    low: Math.max(-MOST, Math.floor(low / STEP) * STEP),
    high: Math.min(MOST, Math.ceil(high / STEP) * STEP),
  };
}
