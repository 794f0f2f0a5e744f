import { rPeaks } from '../../../records';
import { parseSpec, recordKey, recordUses, type Spec } from '../../../spec';
import { compile, plotBeat, type Records, type Strip, type Synthesizer } from '../../../synthesis';

/** What is laid under the strips and beats of the text. */
export type Comparison =
  /** The spec as it was, such as the file on disk. */
  | { readonly kind: 'text'; readonly text: string }
  /** Another class of the same spec. */
  | { readonly kind: 'class'; readonly class: string }
  /** A lead of a real recording: mV, and Hz. */
  | { readonly kind: 'lead'; readonly samples: Float32Array; readonly rate: number };

/** A signal that is laid under another, mV at a rate. */
interface Under {
  readonly values: ArrayLike<number>;
  readonly rate: number;
  /** Time of the first R peak, s; 0 where there is none. */
  readonly r: number;
}

/** Beats of a recording that are averaged into one: as many as a reader would look through. */
const MOST_BEATS = 60;

/** Finds what lies under a strip or a beat. Kept from request to request, as long as the comparison is the same. */
export class Compared {
  private before: { readonly spec: Spec; readonly synthesizer: Synthesizer } | undefined;
  private readonly lead: (Under & { readonly peaks: readonly number[] }) | undefined;

  constructor(
    private readonly comparison: Comparison,
    records: Records,
  ) {
    if (comparison.kind === 'text') {
      const { spec } = parseSpec(comparison.text);
      if (spec !== undefined) {
        const silent = new Map([...recordsNamed(spec)].map((key) => [key, records.get(key) ?? null]));
        this.before = { spec, synthesizer: compile(spec, silent) };
      }
    } else if (comparison.kind === 'lead') {
      const { rate } = comparison;
      const values = comparison.samples;
      const peaks = rPeaks(values, rate);
      const middle = median(values);
      this.lead = { values: values.map((mV) => mV - middle), rate, peaks, r: (peaks[0] ?? 0) / rate };
    }
  }

  /**
   * What lies under a strip, mV at the strip's rate. Of another rhythm the first R peak comes to lie under the strip's.
   * @returns null where there is nothing to compare with
   */
  under(
    spec: Spec,
    synthesizer: Synthesizer,
    strip: Strip,
    index: number,
    draw: number,
  ): Float32Array | null {
    const { rate } = spec.recording;
    const { truth, samples } = strip;
    const r = (truth.beats[0]?.r ?? 0) / rate;
    const { comparison, before, lead } = this;
    const ofStrip = (other: Strip, of: Spec): Under => ({
      values: Float32Array.from(other.samples, (step) => step * of.recording.resolution),
      rate: of.recording.rate,
      r: (other.truth.beats[0]?.r ?? 0) / of.recording.rate,
    });
    if (before !== undefined) {
      if (!before.synthesizer.classes.includes(truth.class)) return null;
      const other = ofStrip(before.synthesizer.generate(truth.class, index, draw), before.spec);
      return shifted(other, 0, rate, samples.length);
    }
    if (comparison.kind === 'class') {
      if (comparison.class === truth.class || !synthesizer.classes.includes(comparison.class)) return null;
      const other = ofStrip(synthesizer.generate(comparison.class, index, draw), spec);
      return shifted(other, other.r - r, rate, samples.length);
    }
    return lead === undefined ? null : shifted(lead, lead.r - r, rate, samples.length);
  }

  /**
   * What lies under a beat's plot, mV at its points.
   * @param at times of the points, s relative to the R time
   */
  underBeat(
    spec: Spec,
    beat: string,
    at: { readonly start: number; readonly step: number; readonly points: number },
  ): Float32Array | null {
    const { comparison, before, lead } = this;
    if (before !== undefined)
      return before.spec.beats.some(({ name }) => name === beat)
        ? plotBeat(before.spec, beat, 1).center
        : null;
    if (comparison.kind === 'class') {
      const other = spec.classes.find(({ name }) => name === comparison.class)?.beats[0]?.beat;
      return other === undefined || other === beat ? null : plotBeat(spec, other, 1).center;
    }
    return lead === undefined ? null : typicalBeat(lead, at);
  }
}

/** The median of a recording's beats at each point, its baseline that of the beats' edges. */
function typicalBeat(
  {
    values,
    rate,
    peaks,
  }: { readonly values: ArrayLike<number>; readonly rate: number; readonly peaks: readonly number[] },
  { start, step, points }: { readonly start: number; readonly step: number; readonly points: number },
): Float32Array | null {
  const whole = peaks.filter(
    (r) => r + start * rate >= 0 && r + (start + step * points) * rate < values.length,
  );
  const some = whole.slice(0, MOST_BEATS);
  if (some.length === 0) return null;
  const out = new Float32Array(points);
  for (let i = 0; i < points; i++)
    out[i] = median(some.map((r) => valueAt(values, r + (start + i * step) * rate)));
  // The PR segment's level is not known; what most of the beat lies at is near it.
  const level = median(out);
  return out.map((mV) => mV - level);
}

/** A signal at another rate, from `from` s on; nothing is 0. */
function shifted({ values, rate }: Under, from: number, to: number, length: number): Float32Array {
  const out = new Float32Array(length);
  for (let i = 0; i < length; i++) out[i] = valueAt(values, (from + i / to) * rate);
  return out;
}

function valueAt(values: ArrayLike<number>, at: number): number {
  const before = Math.floor(at + 1e-9);
  if (before < 0 || before >= values.length) return 0;
  const share = Math.max(0, at - before);
  return values[before]! + share * ((values[before + 1] ?? values[before]!) - values[before]!);
}

function median(values: ArrayLike<number>): number {
  const step = Math.max(1, Math.floor(values.length / 5000));
  const some = Float64Array.from(
    { length: Math.ceil(values.length / step) },
    (_, i) => values[i * step]!,
  ).sort();
  return some[some.length >> 1] ?? 0;
}

function recordsNamed(spec: Spec): Iterable<string> {
  return recordUses(spec).map(({ noise }) => recordKey(noise));
}
