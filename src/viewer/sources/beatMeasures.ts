import { BEAT_COLUMNS } from '../../dataset/manifest';
import type { NumberColumn } from '../table';

/** What is read off a strip's beats; the values are those of `measure` in src/synthesis. */
const MEASURES = {
  rate: { label: 'Rate', unit: 'bpm', digits: 1 },
  rr: { label: 'RR', unit: 'ms', digits: 0 },
  pr: { label: 'PR', unit: 'ms', digits: 0 },
  qrs: { label: 'QRS', unit: 'ms', digits: 0 },
  qt: { label: 'QT', unit: 'ms', digits: 0 },
  qtc: { label: 'QTc', unit: 'ms', digits: 0 },
  beats: { label: 'Beats', unit: '', digits: 0 },
  ectopic: { label: 'Ectopic', unit: '', digits: 0 },
  dropped: { label: 'Dropped', unit: '', digits: 0 },
} as const;
export type BeatMeasure = keyof typeof MEASURES;

const at = (name: (typeof BEAT_COLUMNS)[number]): number => BEAT_COLUMNS.indexOf(name);
const WIDTH = BEAT_COLUMNS.length;
const [ROW, CODE, R, P_ONSET] = [at('row'), at('code'), at('r'), at('p_onset')];
const [QRS_ONSET, QRS_OFFSET, T_OFFSET, ECTOPIC] = [
  at('qrs_onset'),
  at('qrs_offset'),
  at('t_offset'),
  at('ectopic'),
];
/** WFDB's PWAVE: a P wave that no beat follows. */
const P_WAVE = 24;

/**
 * The intervals, rate and counts of every strip, filled shard by shard from tables of beats. A million strips have some
 * twelve million beats: they are read where they lie, and none of them becomes an object.
 */
export class BeatMeasures {
  readonly columns: readonly NumberColumn[];
  private readonly values: Record<BeatMeasure, Float32Array | Uint32Array>;
  private scratch = new Float64Array(64);

  /** @param rows strips in the set */
  constructor(
    rows: number,
    private readonly rate: number,
  ) {
    const missing = (): Float32Array => new Float32Array(rows).fill(NaN);
    const count = (): Uint32Array => new Uint32Array(rows);
    this.values = {
      ...{ rate: missing(), rr: missing(), pr: missing(), qrs: missing(), qt: missing(), qtc: missing() },
      ...{ beats: count(), ectopic: count(), dropped: count() },
    };
    this.columns = (Object.keys(MEASURES) as BeatMeasure[]).map((id) => ({
      kind: 'number',
      id,
      ...MEASURES[id],
      values: this.values[id],
    }));
  }

  /**
   * @param table rows of `BEAT_COLUMNS`, those of a strip together and in time order, as shards have them
   * @param strips in the shard
   * @param first number of the shard's first strip in the set
   * @throws RangeError with a phrase that completes "FILE is wrong: ..."
   */
  addShard(table: Int32Array, strips: number, first: number): void {
    let before = -1;
    for (let start = 0; start < table.length;) {
      const row = table[start + ROW]!;
      if (row <= before || row >= strips)
        throw new RangeError(`the beats of strip ${row} do not follow those of ${before}`);
      let end = start;
      while (end < table.length && table[end + ROW] === row) end += WIDTH;
      this.addStrip(table, start, end, first + row);
      before = row;
      start = end;
    }
  }

  private addStrip(table: Int32Array, start: number, end: number, row: number): void {
    const { values } = this;
    let [beats, ectopic, dropped] = [0, 0, 0];
    let [firstR, lastR] = [0, 0];
    for (let i = start; i < end; i += WIDTH) {
      if (table[i + CODE] === P_WAVE) {
        dropped++;
        continue;
      }
      lastR = table[i + R]!;
      if (beats++ === 0) firstR = lastR;
      if (table[i + ECTOPIC] === 1) ectopic++;
    }
    values.beats[row] = beats;
    values.ectopic[row] = ectopic;
    values.dropped[row] = dropped;
    const rr = beats > 1 ? ((lastR - firstR) * 1000) / this.rate / (beats - 1) : NaN;
    values.rr[row] = rr;
    values.rate[row] = 60000 / rr;
    // Of ectopic beats only where there are no others.
    const alsoEctopic = ectopic === beats;
    const interval = (from: number, to: number, leastSamples: number): number =>
      this.median(table, start, end, from, to, alsoEctopic, leastSamples);
    // A P wave that comes after the QRS (retrograde) has no PR interval.
    values.pr[row] = interval(P_ONSET, QRS_ONSET, 1);
    values.qrs[row] = interval(QRS_ONSET, QRS_OFFSET, -Infinity);
    const qt = interval(QRS_ONSET, T_OFFSET, -Infinity);
    values.qt[row] = qt;
    values.qtc[row] = qt / Math.sqrt(rr / 1000);
  }

  /** Median of an interval over the beats that have both of its ends, ms. */
  private median(
    table: Int32Array,
    start: number,
    end: number,
    from: number,
    to: number,
    alsoEctopic: boolean,
    leastSamples: number,
  ): number {
    const most = (end - start) / WIDTH;
    if (this.scratch.length < most) this.scratch = new Float64Array(2 * most);
    let n = 0;
    for (let i = start; i < end; i += WIDTH) {
      const [a, b] = [table[i + from]!, table[i + to]!];
      if (table[i + CODE] === P_WAVE || a < 0 || b < 0 || b - a < leastSamples) continue;
      if (alsoEctopic || table[i + ECTOPIC] !== 1) this.scratch[n++] = b - a;
    }
    if (n === 0) return NaN;
    const sorted = this.scratch.subarray(0, n).sort();
    const middle = n >> 1;
    const samples = n % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
    return (samples * 1000) / this.rate;
  }
}
