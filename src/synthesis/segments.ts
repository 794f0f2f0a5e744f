import type { WavePart } from '../spec/types';

/** What a sample may belong to; a label is the position in this list. */
export const SEGMENTS = ['none', 'P', 'QRS', 'T'] as const;

/** Parts in the order in which they are painted: where they overlap, the later one here is what the sample is. */
const PAINTED = ['T', 'P', 'QRS'] as const;

/** Where a part of a beat lies, as sample numbers, which may be outside the strip; both ends belong to it. */
export interface PartExtent {
  readonly part: WavePart;
  readonly onset: number;
  readonly offset: number;
}

/**
 * Labels every sample with the part of the beat that it belongs to, from its onset to its offset: 0 none, 1 P (also one that
 * no beat follows), 2 QRS, 3 T. Where parts overlap, QRS comes before P and P before T, so that a P wave on the T wave before
 * it stays whole. ST segments, U waves, pacing spikes, f-waves and flutter waves are none. A part that the strip's end cuts is
 * labelled as far as it is in the strip, also where its beat's R peak is not.
 *
 * @param out as long as the strip; overwritten
 */
export function paintSegments(out: Uint8Array, extents: readonly PartExtent[]): void {
  out.fill(0);
  for (const painted of PAINTED) {
    const label = SEGMENTS.indexOf(painted);
    for (const { part, onset, offset } of extents) {
      if (part === painted && offset >= 0) out.fill(label, Math.max(0, onset), offset + 1);
    }
  }
}
