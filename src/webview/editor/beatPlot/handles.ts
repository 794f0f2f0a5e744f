import type { WaveChange, WaveQuantity } from '../../../spec/handles';
import type { PlottedBeat, PlotWave } from './plottedBeat';
import { type PlotScale, toX, toY, valueAt } from './scale';

/** What of a wave a handle moves. */
export type HandleKind = 'peak' | 'rise' | 'fall' | 'amplitude-spread' | 'time-spread';

/** A place on the plot that can be taken hold of. */
export interface Handle {
  readonly wave: string;
  readonly kind: HandleKind;
  /** Which end of a spread: the lower and earlier, or the higher and later. */
  readonly side: -1 | 1;
  /** Where it is taken hold of, px. */
  readonly x: number;
  readonly y: number;
  /** What it stands for, px: the end of a spread lies nearer to the peak than its handle where both would be one spot. */
  readonly end: { readonly x: number; readonly y: number };
}

/** Handles stand at least so far from the peak's, px. */
const APART = 15;
/** How far beyond the peak the handles of the time's spread stand, px: clear of those of the widths. */
const BEYOND = 34;

/** Peaks of all waves, and everything of the chosen one. */
export function handlesOf(beat: PlottedBeat, scale: PlotScale, chosen: string | undefined): Handle[] {
  return beat.waves.flatMap((wave) => {
    const peak = handleAt(beat, scale, wave, 'peak', 1, wave.peak);
    if (wave.name !== chosen) return [peak];
    const [rise, fall] = wave.flanks;
    const { amplitude, at } = wave.spread;
    const handles = [
      peak,
      handleAt(beat, scale, wave, 'rise', -1, wave.peak - rise),
      handleAt(beat, scale, wave, 'fall', 1, wave.peak + fall),
    ];
    for (const side of [-1, 1] as const) {
      if (amplitude !== null)
        handles.push(handleAt(beat, scale, wave, 'amplitude-spread', side, wave.peak, side * amplitude));
      if (at !== null) handles.push(handleAt(beat, scale, wave, 'time-spread', side, wave.peak + side * at));
    }
    return handles;
  });
}

function handleAt(
  beat: PlottedBeat,
  scale: PlotScale,
  { name, peak, middle }: PlotWave,
  kind: HandleKind,
  side: -1 | 1,
  seconds: number,
  above = 0,
): Handle {
  const { center } = beat.drawing;
  const top = { x: toX(scale, peak), y: toY(scale, valueAt(beat, center, peak)) };
  const away = (from: number, to: number, sign: number): number =>
    from + sign * Math.max(APART, sign * (to - from));
  switch (kind) {
    case 'peak':
      return { wave: name, kind, side, ...top, end: top };
    case 'rise':
    case 'fall': {
      const end = { x: toX(scale, seconds), y: toY(scale, valueAt(beat, center, seconds)) };
      // Also where it lies far below: the handles of the amplitude's spread stand there.
      return { wave: name, kind, side, x: away(top.x, end.x, side), y: end.y, end };
    }
    case 'amplitude-spread': {
      const end = { x: top.x, y: toY(scale, valueAt(beat, center, peak) + above) };
      return { wave: name, kind, side, x: end.x, y: away(top.y, end.y, -side), end };
    }
    case 'time-spread': {
      // Within the plot, on the side to which the wave points where there is room.
      const up = middle.amplitude >= 0 ? top.y >= BEYOND + 8 : top.y + BEYOND + 8 > scale.height;
      const end = { x: toX(scale, seconds), y: top.y + (up ? -BEYOND : BEYOND) };
      return { wave: name, kind, side, x: away(top.x, end.x, side), y: end.y, end };
    }
  }
}

/** The handle that a pointer at a place means: the nearest; undefined where none is near. */
export function handleNear(handles: readonly Handle[], x: number, y: number): Handle | undefined {
  let found: Handle | undefined;
  let least = 12;
  for (const handle of handles) {
    const distance = Math.hypot(handle.x - x, handle.y - y);
    if (distance < least) [found, least] = [handle, distance];
  }
  return found;
}

/** Steps that values snap to, and the fine ones: mV and s. */
const STEPS = {
  amplitude: [0.01, 0.001],
  at: [0.005, 0.001],
  rise: [0.001, 0.0001],
  fall: [0.001, 0.0001],
} as const satisfies Record<WaveQuantity, readonly [number, number]>;
const SPREAD_STEPS = { amplitude: [0.01, 0.001], at: [0.001, 0.0001] } as const;

/** How far one press of an arrow key goes. */
export function stepOf(kind: HandleKind, fine: boolean): { seconds: number; mV: number } {
  const of = fine ? 1 : 0;
  return kind === 'peak'
    ? { seconds: STEPS.at[of], mV: STEPS.amplitude[of] }
    : kind === 'rise' || kind === 'fall'
      ? { seconds: STEPS.rise[of], mV: 0 }
      : { seconds: SPREAD_STEPS.at[of], mV: SPREAD_STEPS.amplitude[of] };
}

/**
 * What a wave becomes when a handle is moved.
 *
 * @param seconds, mV how far, up and to the right positive; null along what was not moved
 * @param fine whether it snaps to fine steps
 */
export function changeBy(
  wave: PlotWave,
  { kind, side }: Pick<Handle, 'kind' | 'side'>,
  seconds: number | null,
  mV: number | null,
  fine: boolean,
): WaveChange {
  const of = fine ? 1 : 0;
  const middle: Partial<Record<WaveQuantity, number>> = {};
  const spread: Partial<Record<WaveQuantity, number>> = {};
  switch (kind) {
    case 'peak':
      if (seconds !== null) middle.at = snapped(wave.middle.at + seconds, STEPS.at[of]);
      if (mV !== null) middle.amplitude = snapped(wave.middle.amplitude + mV, STEPS.amplitude[of]);
      break;
    case 'rise':
    case 'fall': {
      if (seconds === null) break;
      const quantity = wave.symmetric ? 'rise' : kind;
      middle[quantity] = snapped(
        wave.middle[quantity] + (side * seconds) / wave.perWidth,
        STEPS[quantity][of],
      );
      break;
    }
    case 'amplitude-spread':
      if (mV !== null)
        spread.amplitude = snapped(
          Math.max(0, (wave.spread.amplitude ?? 0) + side * mV),
          SPREAD_STEPS.amplitude[of],
        );
      break;
    case 'time-spread':
      if (seconds !== null)
        spread.at = snapped(Math.max(0, (wave.spread.at ?? 0) + side * seconds), SPREAD_STEPS.at[of]);
  }
  return { middle, spread };
}

function snapped(value: number, step: number): number {
  return Math.round(value / step) * step;
}

const NAMES: Readonly<Record<HandleKind, string>> = {
  peak: 'peak',
  rise: 'width before the peak',
  fall: 'width after the peak',
  'amplitude-spread': 'spread of the amplitude',
  'time-spread': 'spread of the time',
};

/** What a screen reader calls a handle. */
export function nameOf({ wave, kind, side }: Handle, { symmetric }: PlotWave): string {
  if ((kind === 'rise' || kind === 'fall') && symmetric) return `${wave}, width`;
  const end = kind === 'amplitude-spread' ? ['lower', 'upper'] : ['early', 'late'];
  const which = kind.endsWith('spread') ? `, ${end[side < 0 ? 0 : 1]!} end` : '';
  return `${wave}, ${NAMES[kind]}${which}`;
}
