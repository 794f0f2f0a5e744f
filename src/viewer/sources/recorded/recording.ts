import type { BeatSymbol } from '../../../spec';
import type { RhythmSpan } from '../../../synthesis';

/** One strip of a folder of recordings. */
export interface Recording {
  /** mV; NaN where the recording has no sample. */
  readonly values: Float32Array;
  /** Hz. */
  readonly rate: number;
  readonly lead: string;
  /** As somebody annotated them, in time order; null where nobody did. */
  readonly beats: readonly { readonly r: number; readonly symbol: BeatSymbol }[] | null;
  readonly rhythms: readonly RhythmSpan[] | null;
}

/** The usual step of a sample, mV. */
const USUAL = 0.001;
/** What WFDB's format 16 has for a sample that is not there. */
export const MISSING = -32768;

/**
 * Values as whole steps of 16 bits: of a microvolt, or as large as the largest value needs.
 * @param values mV; NaN becomes `MISSING`
 */
export function inSteps(values: Float32Array): { samples: Int16Array; resolution: number } {
  let largest = 0;
  for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
  const resolution = largest > 32767 * USUAL && Number.isFinite(largest) ? largest / 32767 : USUAL;
  const samples = Int16Array.from(values, (value) =>
    Number.isNaN(value) ? MISSING : Math.max(-32767, Math.min(32767, Math.round(value / resolution))),
  );
  return { samples, resolution };
}
