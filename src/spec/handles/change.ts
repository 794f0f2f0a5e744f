import { limitsOf } from '../schema';
import { center, ends } from '../rules/middle';
import type { Distribution, Spec, Variable, Wave } from '../types';

/** What of a wave can be dragged. */
export type WaveQuantity = 'amplitude' | 'at' | 'rise' | 'fall';
export const WAVE_QUANTITIES: readonly WaveQuantity[] = ['amplitude', 'at', 'rise', 'fall'];

/**
 * A wave as it shall be: new middles, and new spreads from recording to recording. What is left out stays. mV; s after the
 * anchor; s. `rise` of a symmetric wave is its width.
 */
export interface WaveChange {
  readonly middle: Readonly<Partial<Record<WaveQuantity, number>>>;
  /** Standard deviations, or half the lengths of ranges. */
  readonly spread: Readonly<Partial<Record<WaveQuantity, number>>>;
}

type Numbers<T> = Readonly<Record<WaveQuantity, T>>;

/** A wave of a spec, by the names of its beat type and its own. */
export function waveOf(spec: Spec, beat: string, wave: string): Wave | undefined {
  return spec.beats.find(({ name }) => name === beat)?.waves.find(({ name }) => name === wave);
}

/** A wave's quantities with every number at its centre; `fall` of a symmetric wave is its `rise`. */
export function middlesOf(wave: Wave): Numbers<number> {
  const rise = center(wave.rise);
  return {
    amplitude: center(wave.amplitude),
    at: center(wave.at),
    rise,
    fall: wave.fall === null ? rise : center(wave.fall),
  };
}

/** How far they spread to either side from recording to recording; null where that is no single number: of a choice. */
export function spreadsOf(wave: Wave): Numbers<number | null> {
  const rise = spreadOf(wave.rise);
  return {
    amplitude: spreadOf(wave.amplitude),
    at: spreadOf(wave.at),
    rise,
    fall: wave.fall === null ? rise : spreadOf(wave.fall),
  };
}

function spreadOf({ recording }: Variable): number | null {
  if (recording.kind === 'mixture') return null;
  return recording.kind === 'uniform' ? (recording.high - recording.low) / 2 : recording.sd;
}

/** The change as far as the wave's bounds and the language's limits let it go. */
export function clampChange(wave: Wave, change: WaveChange): WaveChange {
  const middle: Partial<Record<WaveQuantity, number>> = {};
  const spread: Partial<Record<WaveQuantity, number>> = {};
  for (const quantity of WAVE_QUANTITIES) {
    const variable = variableOf(wave, quantity);
    const to = change.middle[quantity];
    const wide = change.spread[quantity];
    const limits = limitsOf('wave', quantity);
    const min = Math.max(variable.min, limits.min);
    const max = Math.min(variable.max, limits.max);
    const { low, high } = ends(variable);
    const now = center(variable);
    if (to !== undefined) {
      middle[quantity] = isWidth(quantity)
        ? clamp(to, (now * min) / low, (now * max) / high)
        : clamp(to, now + min - low, now + max - high);
    }
    if (wide !== undefined) {
      // Both ends of a range lie within the bounds, and it lasts from one to the other.
      const room = variable.recording.kind === 'uniform' ? Math.min(now - min, max - now) : max - min;
      spread[quantity] = clamp(wide, 0, room);
    }
  }
  return { middle, spread };
}

/**
 * The spec with one wave changed: what `writeWave` writes, but without reading the text again, so that it can follow a
 * pointer. Beat types that inherit the wave stay as they were.
 */
export function changedSpec(spec: Spec, beat: string, wave: string, change: WaveChange): Spec {
  return {
    ...spec,
    beats: spec.beats.map((one) =>
      one.name !== beat
        ? one
        : { ...one, waves: one.waves.map((w) => (w.name === wave ? changedWave(w, change) : w)) },
    ),
  };
}

function changedWave(wave: Wave, change: WaveChange): Wave {
  const changed = (quantity: WaveQuantity): Variable => {
    let variable = variableOf(wave, quantity);
    const to = change.middle[quantity];
    if (to !== undefined) {
      const now = center(variable);
      variable = mapped(variable, isWidth(quantity) ? (x) => (x * to) / now : (x) => x + to - now);
    }
    const wide = change.spread[quantity];
    return wide === undefined ? variable : spreadTo(variable, wide);
  };
  return {
    ...wave,
    amplitude: changed('amplitude'),
    at: changed('at'),
    rise: changed('rise'),
    fall: wave.fall === null ? null : changed('fall'),
  };
}

function variableOf(wave: Wave, quantity: WaveQuantity): Variable {
  return quantity === 'fall' ? (wave.fall ?? wave.rise) : wave[quantity];
}

/** Widths are changed by a factor, so that no end of a range comes to zero; all else is moved. */
export function isWidth(quantity: WaveQuantity): boolean {
  return quantity === 'rise' || quantity === 'fall';
}

function mapped(variable: Variable, map: (value: number) => number): Variable {
  const move = (d: Distribution): Distribution =>
    d.kind === 'uniform' ? { ...d, low: map(d.low), high: map(d.high) } : { ...d, mean: map(d.mean) };
  const { recording } = variable;
  return {
    ...variable,
    recording:
      recording.kind === 'mixture'
        ? { kind: 'mixture', parts: recording.parts.map(({ weight, of }) => ({ weight, of: move(of) })) }
        : move(recording),
  };
}

function spreadTo(variable: Variable, half: number): Variable {
  const { recording } = variable;
  if (recording.kind === 'mixture') return variable;
  if (recording.kind !== 'uniform') return { ...variable, recording: { ...recording, sd: half } };
  const middle = (recording.low + recording.high) / 2;
  return { ...variable, recording: { kind: 'uniform', low: middle - half, high: middle + half } };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
