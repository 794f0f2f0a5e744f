import type { BeatSymbol } from '../spec/types';
import type { BeatTruth, Fiducials } from '../synthesis/types';
import { BEAT_COLUMNS } from './manifest';

/** Annotation codes of the WFDB library (ecgcodes.h) for the symbols that a beat type may carry. */
const CODES: Readonly<Record<BeatSymbol, number>> = {
  N: 1,
  L: 2,
  R: 3,
  V: 5,
  F: 6,
  J: 7,
  A: 8,
  E: 10,
  '/': 12,
};
const SYMBOLS = new Map(Object.entries(CODES).map(([symbol, code]) => [code, symbol as BeatSymbol]));

/** What stands for a point or a wave that is not there. */
const ABSENT = -1;
export const BEAT_WIDTH = BEAT_COLUMNS.length;

/** Appends one beat as a row of `BEAT_COLUMNS` to `out`. */
export function pushBeat(out: number[], row: number, beat: BeatTruth, beatTypes: readonly string[]): void {
  const { p, qrs, t } = beat;
  out.push(
    row,
    CODES[beat.symbol],
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
  );
}

/**
 * Reads a beat back from a row of `BEAT_COLUMNS`. A wave of which no point lies inside the strip reads
 * as absent (`null`), since the table cannot tell the two apart.
 * @throws RangeError for a code or a beat type that is not known
 */
export function readBeat(row: ArrayLike<number>, beatTypes: readonly string[]): BeatTruth {
  const at = (column: number): number => row[column] ?? ABSENT;
  const symbol = SYMBOLS.get(at(1));
  const type = beatTypes[at(11)];
  if (symbol === undefined) throw new RangeError(`${at(1)} is not the code of a beat`);
  if (type === undefined) throw new RangeError(`${at(11)} is not the number of a beat type`);
  const wave = (onset: number, peak: number, offset: number): Fiducials | null =>
    onset === ABSENT && peak === ABSENT && offset === ABSENT ? null : { onset, peak, offset };
  return {
    type,
    symbol,
    r: at(2),
    p: wave(at(3), at(4), at(5)),
    qrs: { onset: at(6), peak: at(2), offset: at(7) },
    t: wave(at(8), at(9), at(10)),
  };
}
