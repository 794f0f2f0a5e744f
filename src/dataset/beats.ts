import type { BeatSymbol } from '../spec/types';
import type { BeatTruth, Fiducials } from '../synthesis';
import { BEAT_COLUMNS } from './manifest';

/** Annotation codes of the WFDB library (ecgcodes.h) for the symbols that a beat type may carry. */
export const BEAT_CODES: Readonly<Record<BeatSymbol, number>> = {
  N: 1,
  L: 2,
  R: 3,
  a: 4,
  V: 5,
  F: 6,
  J: 7,
  A: 8,
  S: 9,
  E: 10,
  j: 11,
  '/': 12,
  e: 34,
  f: 38,
};
const SYMBOLS = new Map(Object.entries(BEAT_CODES).map(([symbol, code]) => [code, symbol as BeatSymbol]));

/** WFDB's PWAVE: a P wave that no beat follows. */
export const P_WAVE = 24;

/** What stands for a point or a wave that is not there. */
const ABSENT = -1;
export const BEAT_WIDTH = BEAT_COLUMNS.length;

/** Appends one beat as a row of `BEAT_COLUMNS` to `out`. */
export function pushBeat(out: number[], row: number, beat: BeatTruth, beatTypes: readonly string[]): void {
  const { p, qrs, t } = beat;
  out.push(
    row,
    BEAT_CODES[beat.symbol],
    beat.r,
    p?.onset ?? ABSENT,
    p?.peak ?? ABSENT,
    p?.offset ?? ABSENT,
    qrs.onset,
    qrs.offset,
    t?.onset ?? ABSENT,
    t?.peak ?? ABSENT,
    t?.offset ?? ABSENT,
    beatTypes.indexOf(beat.type),
    beat.ectopic ? 1 : 0,
  );
}

/** Appends a P wave that no beat follows: a row without R peak, QRS, T and beat type. */
export function pushLooseP(out: number[], row: number, p: Fiducials): void {
  const absent = [ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT];
  out.push(row, P_WAVE, ABSENT, p.onset, p.peak, p.offset, ...absent, 0);
}

/** What a row of `BEAT_COLUMNS` holds. */
export type Row =
  { readonly kind: 'beat'; readonly beat: BeatTruth } | { readonly kind: 'loose P'; readonly p: Fiducials };

/**
 * Reads a row of `BEAT_COLUMNS` back. A wave of which no point lies inside the strip reads
 * as absent (`null`), since the table cannot tell the two apart.
 * @throws RangeError for a code or a beat type that is not known
 */
export function readRow(row: ArrayLike<number>, beatTypes: readonly string[]): Row {
  const at = (column: number): number => row[column] ?? ABSENT;
  const wave = (onset: number, peak: number, offset: number): Fiducials | null =>
    onset === ABSENT && peak === ABSENT && offset === ABSENT ? null : { onset, peak, offset };
  const p = wave(at(3), at(4), at(5));
  if (at(1) === P_WAVE) {
    if (!p) throw new RangeError('a P wave stands nowhere');
    return { kind: 'loose P', p };
  }
  const symbol = SYMBOLS.get(at(1));
  const type = beatTypes[at(11)];
  if (symbol === undefined) throw new RangeError(`${at(1)} is not the code of a beat`);
  if (type === undefined) throw new RangeError(`${at(11)} is not the number of a beat type`);
  const beat: BeatTruth = {
    type,
    symbol,
    ectopic: at(12) === 1,
    r: at(2),
    p,
    qrs: { onset: at(6), peak: at(2), offset: at(7) },
    t: wave(at(8), at(9), at(10)),
  };
  return { kind: 'beat', beat };
}
