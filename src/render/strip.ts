import { measure, type Strip } from '../synthesis';
import { fitText, textWidth } from './font';
import { gridShapes, type PaperScale, traceLine, USUAL_SCALE } from './paper';
import { readout } from './readout';
import type { Anchor, Scene, Shape } from './scene';
import { rhythmShapes, SPAN_LANE, spanShapes } from './spans';
import { THEMES, type Theme, type ThemeName } from './theme';

export interface StripPicture {
  readonly strip: Strip;
  readonly title: string;
  /** What stands at the right above it; the intervals that the strip's truth tells when left out. */
  readonly words?: string;
}

export interface StripOptions {
  /** Sampling rate, Hz. */
  readonly rate: number;
  /** mV per step of a sample. */
  readonly resolution: number;
  readonly lead?: string;
  /** One of the named, or colours of one's own. */
  readonly theme?: ThemeName | Theme;
  /** Above the strips, such as the spec's title. */
  readonly heading?: string;
  /** Below the strips, after speed and gain. */
  readonly note?: string;
  /** Mark the R peaks; on when left out. */
  readonly marks?: boolean;
  /** Draw where P, QRS and T lie under the trace, and which rhythm it is above; off when left out. */
  readonly spans?: boolean;
  /** Where to begin, s; 0 when left out. */
  readonly from?: number;
  /** Speed and gain; 25 mm/s and 10 mm/mV when left out. */
  readonly scale?: PaperScale;
  /** How much to draw, s; at most a minute when left out. */
  readonly seconds?: number;
}

/** Millimetres. */
const MARGIN = 6;
const LEAD_IN = 10;
const HEADING = 9;
const LINE = 5;
const GAP = 4;
const FOOTER = 5;
/** Length of a row of paper, and the narrowest row. */
const ROW = 250;
const NARROWEST = 60;
/** How much of a strip is drawn at most where nothing is said, s. */
export const LONGEST_SECONDS = 60;
/** A trace is cut where it leaves this range: more is a broken spec, and would make metres of paper. */
const MAX_MV = 6;
const SIZE = 3.2;
const SMALL = 2.6;

const text = (
  x: number,
  y: number,
  size: number,
  content: string,
  color: string,
  anchor: Anchor = 'start',
  bold = false,
): Shape => ({ kind: 'text', x, y, size, text: content, color, anchor, bold });

/** Seconds in a row of paper. */
export function rowSeconds({ scale = USUAL_SCALE }: Pick<StripOptions, 'scale'>): number {
  return ROW / scale.speed;
}

interface Row {
  readonly from: number;
  readonly to: number;
}

/** Splits the wanted part of a strip into rows, as sample ranges. */
function rowsOf(samples: number, options: StripOptions): Row[] {
  const { rate, from = 0, seconds = LONGEST_SECONDS } = options;
  const first = Math.min(Math.max(0, Math.round(from * rate)), Math.max(0, samples - 1));
  const last = Math.min(samples, first + Math.max(1, Math.round(seconds * rate)));
  const step = Math.max(1, Math.round(rowSeconds(options) * rate));
  const rows: Row[] = [];
  for (let start = first; start < last; start += step) {
    rows.push({ from: start, to: Math.min(last, start + step) });
  }
  return rows;
}

/** Draws strips one below the other on ECG paper. */
export function stripScene(pictures: readonly StripPicture[], options: StripOptions): Scene {
  const theme = typeof options.theme === 'object' ? options.theme : THEMES[options.theme ?? 'paper'];
  const longest = pictures.reduce(
    (most, { strip }) =>
      rowsOf(strip.samples.length, options).reduce((n, row) => Math.max(n, row.to - row.from), most),
    0,
  );
  const { speed, gain } = options.scale ?? USUAL_SCALE;
  const trace = Math.ceil(((longest / options.rate) * speed) / 5 - 1e-9) * 5;
  const width = Math.max(NARROWEST, LEAD_IN + trace);
  const shapes: Shape[] = [];
  let y = MARGIN;
  if (options.heading !== undefined) {
    shapes.push(text(MARGIN, y + 4.5, 4.4, fitText(options.heading, 4.4, width), theme.text, 'start', true));
    y += HEADING;
  }
  for (const picture of pictures) y = addStrip(shapes, picture, options, theme, width, y) + GAP;
  y = y - GAP + FOOTER;
  const footer = `${speed} mm/s · ${gain} mm/mV · ${options.rate} Hz${options.note === undefined ? '' : ` · ${options.note}`}`;
  shapes.push(text(MARGIN, y - 0.8, SMALL, fitText(footer, SMALL, width), theme.faint));

  const described = pictures.map(
    ({ strip, title, words }) => `${title}, ${words ?? readout(measure(strip.truth, options.rate))}`,
  );
  return {
    width: width + 2 * MARGIN,
    height: y + MARGIN,
    background: theme.page,
    description: `${options.heading === undefined ? '' : `${options.heading}. `}ECG lead ${options.lead ?? 'II'}: ${described.join('; ')}`,
    shapes,
  };
}

/** Adds one strip with its title line from `top` on, and returns where it ends. */
function addStrip(
  shapes: Shape[],
  picture: StripPicture,
  options: StripOptions,
  theme: Theme,
  width: number,
  top: number,
): number {
  const { rate, resolution } = options;
  const { speed, gain } = options.scale ?? USUAL_SCALE;
  const { strip, title } = picture;
  const { samples } = strip;
  const words = picture.words ?? readout(measure(strip.truth, rate));
  const wordsWidth = textWidth(words, SMALL);
  const oneLine = textWidth(title, SIZE) + wordsWidth + 6 <= width;
  let y = top + LINE - 1.2;
  shapes.push(text(MARGIN, y, SIZE, fitText(title, SIZE, width), theme.text, 'start', true));
  if (!oneLine) y += LINE - 0.5;
  shapes.push(
    oneLine
      ? text(MARGIN + width, y, SMALL, words, theme.text, 'end')
      : text(MARGIN, y, SMALL, fitText(words, SMALL, width), theme.text),
  );
  y += 1.2;

  const toMm = (sample: number): number => Math.max(-MAX_MV, Math.min(MAX_MV, sample * resolution)) * gain;
  const rows = rowsOf(samples.length, options);
  let low = 0;
  let high = gain;
  for (const row of rows) {
    for (let i = row.from; i < row.to; i++) {
      const mm = toMm(samples[i] ?? 0);
      if (mm < low) low = mm;
      if (mm > high) high = mm;
    }
  }
  const above = Math.ceil((high + 5) / 5) * 5;
  const below = Math.ceil((2 - low) / 5) * 5 + (options.spans === true ? SPAN_LANE : 0);
  const height = above + below;

  rows.forEach((row, number) => {
    if (number > 0) y += 1;
    const baseline = y + above;
    const x = MARGIN + LEAD_IN;
    shapes.push(...gridShapes(MARGIN, y, width, height, theme));
    if (number === 0) {
      const left = MARGIN + 1;
      const rest = baseline - gain;
      shapes.push({
        kind: 'lines',
        lines: [
          [
            left,
            baseline,
            left + 1.5,
            baseline,
            left + 1.5,
            rest,
            left + 6.5,
            rest,
            left + 6.5,
            baseline,
            left + 8,
            baseline,
          ],
        ],
        color: theme.trace,
        width: 0.25,
      });
      shapes.push(text(MARGIN + 1.2, y + 3.6, SMALL, options.lead ?? 'II', theme.text, 'start', true));
    } else {
      const seconds = Math.round((row.from / rate) * 10) / 10;
      shapes.push(text(MARGIN + 1.2, y + 3.6, 2.2, `${seconds} s`, theme.faint));
    }
    const mmPerSample = speed / rate;
    shapes.push({
      kind: 'lines',
      lines: [traceLine(samples, row.from, row.to, x, mmPerSample, (sample) => baseline - toMm(sample))],
      color: theme.trace,
      width: 0.28,
    });
    if (options.marks ?? true) {
      shapes.push(...markShapes(strip, row, x, mmPerSample, (sample) => baseline - toMm(sample), theme));
    }
    if (options.spans === true) {
      const place = { ...row, x, mmPerSample };
      shapes.push(...spanShapes(strip, place, y + height, theme));
      shapes.push(...rhythmShapes(strip, place, y, theme));
    }
    y += height;
  });
  return y;
}

/** A small arrow at every R peak; beats that are not normal carry their annotation symbol as well. */
function markShapes(
  { samples, truth }: Strip,
  row: Row,
  x: number,
  mmPerSample: number,
  toY: (sample: number) => number,
  theme: Theme,
): Shape[] {
  const arrows: { normal: number[][]; ectopic: number[][] } = { normal: [], ectopic: [] };
  const symbols: Shape[] = [];
  for (const beat of truth.beats) {
    if (beat.r < row.from || beat.r >= row.to) continue;
    const sample = samples[beat.r] ?? 0;
    const up = sample < 0 ? -1 : 1;
    const px = x + (beat.r - row.from) * mmPerSample;
    const tip = toY(sample) - up * 0.8;
    const normal = beat.symbol === 'N';
    arrows[normal ? 'normal' : 'ectopic'].push([px - 0.65, tip - up, px, tip, px + 0.65, tip - up]);
    if (!normal) {
      const y = up > 0 ? tip - 1.9 : tip + 3.4;
      symbols.push(text(px, y, 2, beat.symbol, theme.ectopic, 'middle', true));
    }
  }
  return [
    { kind: 'lines', lines: arrows.normal, color: theme.mark, width: 0.3 },
    { kind: 'lines', lines: arrows.ectopic, color: theme.ectopic, width: 0.3 },
    ...symbols,
  ];
}
