import type { BeatTruth, Fiducials, RhythmSpan, Truth } from '../../../synthesis';
import { BEAT_CODES } from '../../beats';
import { CODE, type Annotation } from './annotations';

/** `num` of onsets and offsets says of which wave they are, as in PhysioNet's QT Database. */
const NUM = { p: 0, qrs: 1, t: 2 } as const;

/**
 * The reference annotations of a record, `.atr`: where a rhythm begins, beats at their R peaks, and P waves at their peaks, also
 * those that no beat follows. As PhysioNet's databases have them: rhythms in `aux`, such as `(AFIB`, P waves as `p`.
 */
export function referenceAnnotations({ rhythms, beats, loosePs }: Truth): Annotation[] {
  const peaks = [...beats.flatMap(({ p }) => p ?? []), ...loosePs].filter(({ peak }) => peak >= 0);
  return inOrder([
    ...rhythms.map((span) => ({ sample: span.start, code: CODE.rhythm, aux: rhythmName(span) })),
    ...beats.map(({ r, symbol }) => ({ sample: r, code: BEAT_CODES[symbol] })),
    ...peaks.map(({ peak }) => ({ sample: peak, code: CODE.pWave })),
  ]);
}

/**
 * Where every wave begins, peaks and ends, `.fid`, in the signs of PhysioNet's QT Database: `(` `p` `)`, `(` `N` `)` with the
 * symbol of the beat, and `(` `t` `)`. Points outside the strip are left out.
 */
export function fiducialAnnotations({ beats, loosePs }: Truth): Annotation[] {
  return inOrder([
    ...beats.flatMap((beat) => waveOf(beat.p, CODE.pWave, NUM.p)),
    ...loosePs.flatMap((p) => waveOf(p, CODE.pWave, NUM.p)),
    ...beats.flatMap((beat) => waveOf(qrsOf(beat), BEAT_CODES[beat.symbol], NUM.qrs)),
    ...beats.flatMap((beat) => waveOf(beat.t, CODE.tWave, NUM.t)),
  ]);
}

/** The name of a rhythm; where WFDB has none, the class's own in the same form. */
export function rhythmName({ code, class: name }: RhythmSpan): string {
  return code ?? `(${name.replace(/[^\x21-\x7e]/g, '_')}`;
}

const qrsOf = ({ qrs, r }: BeatTruth): Fiducials => ({ ...qrs, peak: r });

function waveOf(points: Fiducials | null, code: number, num: number): Annotation[] {
  if (points === null) return [];
  return [
    { sample: points.onset, code: CODE.waveOnset, num },
    { sample: points.peak, code },
    { sample: points.offset, code: CODE.waveOffset, num },
  ].filter(({ sample }) => sample >= 0);
}

/** Sorts by time; what stands first stays first at the same sample. */
const inOrder = (annotations: readonly Annotation[]): Annotation[] =>
  annotations.toSorted((a, b) => a.sample - b.sample);
