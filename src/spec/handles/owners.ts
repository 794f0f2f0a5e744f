import type { ParsedSpec } from '../parse';
import { line } from '../rewriting/written';
import type { Spec } from '../types';
import { WAVE_QUANTITIES, type WaveChange, type WaveQuantity } from './change';

/** The keys that say a quantity, the nearest first: an inherited width stands for both flanks. */
export function keysOf(quantity: WaveQuantity): readonly string[] {
  return quantity === 'rise' || quantity === 'fall' ? [quantity, 'width'] : [quantity];
}

/** The quantities that a change touches. */
export function touched({ middle, spread }: WaveChange): WaveQuantity[] {
  return WAVE_QUANTITIES.filter(
    (quantity) => middle[quantity] !== undefined || spread[quantity] !== undefined,
  );
}

/** The beat type in whose text a quantity of a wave stands: its own, or one that it extends. */
export function ownerOf(
  parsed: ParsedSpec,
  spec: Spec,
  beat: string,
  wave: string,
  quantity: WaveQuantity,
): string | undefined {
  return line(spec.beats, beat).find((name) =>
    keysOf(quantity).some((key) => parsed.rangeOf(['beats', name, wave, key]) !== undefined),
  );
}

export interface Heirs {
  /** The beat type that says the quantities. */
  readonly owner: string;
  /** The beat types that have them from there, `owner` among them, in the order of the spec. */
  readonly beats: readonly string[];
}

/** Where a change would be written that the beat type itself does not say; undefined where it says all of it. */
export function inheritedFrom(
  parsed: ParsedSpec,
  spec: Spec,
  beat: string,
  wave: string,
  change: WaveChange,
): Heirs | undefined {
  for (const quantity of touched(change)) {
    const owner = ownerOf(parsed, spec, beat, wave, quantity);
    if (owner === undefined || owner === beat) continue;
    const heirs = spec.beats.filter(
      ({ name, waves }) =>
        waves.some((one) => one.name === wave) && ownerOf(parsed, spec, name, wave, quantity) === owner,
    );
    return { owner, beats: heirs.map(({ name }) => name) };
  }
  return undefined;
}
