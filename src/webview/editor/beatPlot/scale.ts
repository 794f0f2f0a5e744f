import type { PlottedBeat } from './plottedBeat';

/** Heights come in steps of this, mV, so that the plot does not jump while typing. */
const STEP = 0.5;
/** Beyond this a beat is cut off, mV. */
const MOST = 6;

/** What of time and voltage a plot shows, and on how many pixels. */
export interface PlotScale {
  /** px. */
  readonly width: number;
  readonly height: number;
  /** s relative to the beat's time. */
  readonly start: number;
  readonly end: number;
  /** mV. */
  readonly low: number;
  readonly high: number;
}

/** All of the beat and of what its draws do, in whole steps; at least from -0.5 to 1 mV. */
export function fitScale({ drawing }: PlottedBeat, width: number, height: number): PlotScale {
  let low = -STEP / 2;
  let high = 2 * STEP - STEP / 2;
  for (const values of [drawing.center, drawing.low, drawing.high]) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return {
    width,
    height,
    start: drawing.start,
    end: drawing.start + drawing.step * (drawing.center.length - 1),
    low: Math.max(-MOST, Math.floor(low / STEP - 0.2) * STEP),
    high: Math.min(MOST, Math.ceil(high / STEP + 0.2) * STEP),
  };
}

export function toX({ width, start, end }: PlotScale, seconds: number): number {
  return ((seconds - start) / (end - start)) * width;
}

export function toY({ height, low, high }: PlotScale, mV: number): number {
  return ((high - mV) / (high - low)) * height;
}

export function toSeconds({ width, start, end }: PlotScale, x: number): number {
  return start + (x / width) * (end - start);
}

/** How long and how high so many pixels are, s and mV; up is positive. */
export function lengths(scale: PlotScale, dx: number, dy: number): { seconds: number; mV: number } {
  return {
    seconds: (dx / scale.width) * (scale.end - scale.start),
    mV: (-dy / scale.height) * (scale.high - scale.low),
  };
}

/** The value of a drawn line at a time, mV; 0 outside. */
export function valueAt({ drawing }: PlottedBeat, values: Float32Array, seconds: number): number {
  const at = (seconds - drawing.start) / drawing.step;
  if (at < 0 || at > values.length - 1) return 0;
  const before = values[Math.floor(at)]!;
  return before + (at % 1) * (values[Math.ceil(at)]! - before);
}

/** The wave that deflects most at a time; undefined where none is seen there. */
export function waveAt(beat: PlottedBeat, seconds: number): string | undefined {
  let found: string | undefined;
  let most = 0.005;
  beat.waves.forEach(({ name }, i) => {
    const size = Math.abs(valueAt(beat, beat.drawing.waves[i]!, seconds));
    if (size > most) [found, most] = [name, size];
  });
  return found;
}
