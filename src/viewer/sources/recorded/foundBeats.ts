import { rPeaks } from '../../../records';
import type { BeatSymbol } from '../../../spec';
import type { BeatTruth, Truth } from '../../../synthesis';
import type { NumberColumn } from '../../table';
import type { Recording } from './recording';

/** What is read off a recording, of which nobody knows where its waves begin and end. */
const MEASURES = [
  { id: 'rate', label: 'Rate', unit: 'bpm', digits: 1 },
  { id: 'rr', label: 'RR', unit: 'ms', digits: 0 },
  { id: 'beats', label: 'Beats', unit: '', digits: 0 },
  { id: 'r-amplitude', label: 'R amplitude', unit: 'mV', digits: 2 },
] as const;

export const foundColumns = (rows: number): NumberColumn[] =>
  MEASURES.map((one) => ({ kind: 'number', ...one, values: new Float32Array(rows).fill(NaN), late: true }));

/** Annotated beats, or where there are none the R peaks that are found. */
export const beatsOf = ({ values, rate, beats }: Recording): readonly { r: number; symbol: BeatSymbol }[] =>
  beats ?? rPeaks(withoutGaps(values), rate).map((r) => ({ r, symbol: 'N' }));

/**
 * The values of `foundColumns`: mean rate and mean RR, beats, and the median over the beats of how high the trace stands at the
 * R peak above its own median.
 */
export function measureFound(recording: Recording): number[] {
  const { rate } = recording;
  const values = withoutGaps(recording.values);
  const beats = beatsOf(recording);
  const [first, last] = [beats[0]?.r ?? 0, beats.at(-1)?.r ?? 0];
  const rr = beats.length > 1 ? ((last - first) * 1000) / rate / (beats.length - 1) : NaN;
  const line = median(values);
  const heights = Float32Array.from(beats, ({ r }) => (values[r] ?? NaN) - line).filter(Number.isFinite);
  return [60000 / rr, rr, beats.length, median(heights)];
}

/** The truth of a strip as far as it is known: its label, and beats without the extent of their waves. */
export function truthOf(recording: Recording, label: string, row: number, samples: number): Truth {
  const outside = { onset: -1, peak: -1, offset: -1 };
  const beats = beatsOf(recording)
    .filter(({ r }) => r >= 0 && r < samples)
    .map(({ r, symbol }): BeatTruth => {
      return { type: '', symbol, ectopic: ECTOPIC.has(symbol), r, p: null, qrs: outside, t: null };
    });
  const rhythms = (recording.rhythms ?? [])
    .filter(({ start }) => start < samples)
    .map((span) => ({ ...span, end: Math.min(samples, span.end) }));
  return { class: label, index: row, beats, loosePs: [], rhythms };
}

/** Beats from a focus of their own, early ones: all but the normal, the bundle branch blocks, escapes and paced ones. */
const ECTOPIC: ReadonlySet<BeatSymbol> = new Set(['V', 'A', 'J', 'F', 'a', 'S']);

/** Where there is no sample the last one before it stands. */
export function withoutGaps(values: Float32Array): Float32Array {
  let last = values.find(Number.isFinite) ?? 0;
  return values.map((value) => (Number.isFinite(value) ? (last = value) : last));
}

function median(values: Float32Array): number {
  if (values.length === 0) return NaN;
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
