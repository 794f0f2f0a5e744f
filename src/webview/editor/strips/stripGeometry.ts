import { type PaperScale, USUAL_SCALE } from '../../../render/paper';

/** Room before the first sample for the calibration pulse, s. */
export const LEAD_IN = 0.32;
/** The strip is at least this high, mV, so that strips stand alike and do not jump while typing. */
const USUAL: Interval = { low: -1, high: 2 };
/** And shows no more than this, mV: beyond it the trace leaves the paper. */
const MOST: Interval = { low: -5, high: 5 };
/** Heights come in steps of one large square, mV. */
const STEP = 0.5;
/** Room above the highest sample for the R marks, and for marks with a symbol on top, px. */
const ROOM_FOR_MARKS = 12;
const ROOM_FOR_SYMBOLS = 26;
/** Room below the lowest sample, mV. */
const ROOM_BELOW = 0.1;
/** Smallest and largest size of a millimetre on the screen, px. */
const SMALLEST = 2;
const LARGEST = 5;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** How far a strip's trace reaches, mV, and whether a beat of it carries a symbol. */
export interface Extent extends Interval {
  readonly hasSymbols: boolean;
}

/** Where a strip's seconds and millivolts lie on the screen; one mm is the same size both ways. */
export interface StripGeometry {
  /** px. */
  readonly pxPerMm: number;
  readonly pxPerSecond: number;
  readonly pxPerMv: number;
  /** Of the paper, px. */
  readonly width: number;
  readonly height: number;
  /** Shown on the paper, s. */
  readonly time: Interval;
  /** Shown on the paper, mV. */
  readonly voltage: Interval;
}

/**
 * @param available width that the strip may take at 25 mm/s, px; a strip too long for it at 2 px/mm is wider
 * @param duration of the strip, s
 */
export function stripGeometry(
  available: number,
  duration: number,
  signal: Extent,
  { speed, gain }: PaperScale,
): StripGeometry {
  const seconds = duration + LEAD_IN;
  // Another speed makes the strip longer, not its millimetres smaller.
  const pxPerMm = Math.min(LARGEST, Math.max(SMALLEST, available / (seconds * USUAL_SCALE.speed)));
  const pxPerSecond = speed * pxPerMm;
  const pxPerMv = gain * pxPerMm;
  const room = (signal.hasSymbols ? ROOM_FOR_SYMBOLS : ROOM_FOR_MARKS) / pxPerMv;
  const voltage = {
    low: Math.max(MOST.low, Math.min(USUAL.low, Math.floor((signal.low - ROOM_BELOW) / STEP) * STEP)),
    high: Math.min(MOST.high, Math.max(USUAL.high, Math.ceil((signal.high + room) / STEP) * STEP)),
  };
  return {
    pxPerMm,
    pxPerSecond,
    pxPerMv,
    width: Math.floor(seconds * pxPerSecond),
    height: Math.round((voltage.high - voltage.low) * pxPerMv),
    time: { low: -LEAD_IN, high: duration },
    voltage,
  };
}

/** px from the paper's left edge. */
export function xOf({ time, pxPerSecond }: StripGeometry, seconds: number): number {
  return (seconds - time.low) * pxPerSecond;
}

/** px from the paper's top edge. */
export function yOf({ voltage, pxPerMv }: StripGeometry, mV: number): number {
  return (voltage.high - mV) * pxPerMv;
}

/** s, of a place on the paper. */
export function secondsAt({ time, pxPerSecond }: StripGeometry, x: number): number {
  return time.low + x / pxPerSecond;
}

/** mV, of a place on the paper. */
export function millivoltsAt({ voltage, pxPerMv }: StripGeometry, y: number): number {
  return voltage.high - y / pxPerMv;
}

/** True when some of the signal lies outside what the paper shows. */
export function leavesPaper(geometry: StripGeometry, signal: Interval): boolean {
  return signal.low < geometry.voltage.low || signal.high > geometry.voltage.high;
}
