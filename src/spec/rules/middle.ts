import { partMembers } from '../anchors';
import type { Beat, Distribution, RateCorrection, Rhythm, Variable, Wave, WavePart } from '../types';

/**
 * The middle of a spec: every variable at the centre of its distribution. What rules judge, because what is true
 * there is true of most strips.
 */

/** The middle of a variable. */
export function center(variable: Variable): number {
  const spread = variable.recording;
  if (spread.kind !== 'mixture') return middleOf(spread);
  const total = spread.parts.reduce((sum, { weight }) => sum + weight, 0);
  return spread.parts.reduce((sum, { weight, of }) => sum + (weight / total) * middleOf(of), 0);
}

function middleOf(distribution: Distribution): number {
  return distribution.kind === 'uniform' ? (distribution.low + distribution.high) / 2 : distribution.mean;
}

/** The ends of what is written as a range; of anything else its middle, or that of each of a choice. */
export function ends(variable: Variable): { low: number; high: number } {
  const spread = variable.recording;
  const parts = spread.kind === 'mixture' ? spread.parts.map(({ of }) => of) : [spread];
  return {
    low: Math.min(...parts.map((d) => (d.kind === 'uniform' ? d.low : d.mean))),
    high: Math.max(...parts.map((d) => (d.kind === 'uniform' ? d.high : d.mean))),
  };
}

/** A part of the beat, s relative to the R time. */
export interface Span {
  readonly onset: number;
  readonly offset: number;
}

/** Waves flatter than this do not widen what a reader would measure, mV. The same as in src/synthesis. */
const VISIBLE = 0.03;

/** A wave's onset and offset lie this many σ from its peak. The same as in src/synthesis. */
const SIGMAS = 2.5;

/** Factors on time and width, which grow with the interval `rr`, s; see RateCorrection. */
export function rateFactor(correction: RateCorrection, rr: number): number {
  switch (correction) {
    case 'none':
      return 1;
    case 'proportional':
      return rr;
    case 'bazett':
      return Math.sqrt(rr);
    case 'fridericia':
      return Math.cbrt(rr);
    case 'linear':
      return 1 + 0.385 * (rr - 1);
    case 'hyperbolic':
      return (0.49 - 0.09 / rr) / 0.4;
  }
}

interface Placed {
  readonly wave: Wave;
  readonly peak: number;
  readonly onset: number;
  readonly offset: number;
  readonly height: number;
}

/** The middle beat of a type, drawn at an interval. */
export class MiddleBeat {
  private readonly placed: readonly Placed[];
  private readonly spans = new Map<WavePart, Span | null>();

  /** @param rr the interval to the beats before and after, s */
  constructor(
    readonly beat: Beat,
    readonly rr = 1,
  ) {
    const placed: Placed[] = [];
    for (const wave of beat.waves) placed.push(this.place(wave, placed));
    this.placed = placed;
  }

  private place(wave: Wave, before: readonly Placed[]): Placed {
    const { beat, rr } = this;
    const f = beat.stretch ? rr : rateFactor(wave.correction, rr);
    const faster = 60 / rr - 60;
    const peak = this.anchorOf(wave, before) + center(wave.at) * f + (wave.rateShift * faster) / 10;
    const rise = Math.abs(center(wave.rise)) * f;
    const fall = Math.abs(center(wave.fall ?? wave.rise)) * f;
    const reach = wave.shape === 'spike' ? 0.5 : SIGMAS;
    return {
      wave,
      peak,
      onset: peak - reach * rise,
      offset: peak + reach * fall,
      height: Math.abs(center(wave.amplitude)),
    };
  }

  private anchorOf({ anchor }: Wave, before: readonly Placed[]): number {
    switch (anchor.kind) {
      case 'beat':
        return 0;
      case 'previous':
        return -this.rr;
      case 'wave':
        return before.find(({ wave }) => wave.name === anchor.wave)?.[anchor.point] ?? 0;
      case 'part': {
        const makers = membersOf(this.beat, anchor.part);
        const span = spanOf(before.filter(({ wave }) => makers.includes(wave)));
        return span?.[anchor.point] ?? 0;
      }
    }
  }

  /** Onset and offset of a part, of its visible waves; null where it has none. */
  span(part: WavePart): Span | null {
    let span = this.spans.get(part);
    if (span === undefined) {
      span = spanOf(this.placed.filter(({ wave, height }) => wave.part === part && height >= VISIBLE));
      this.spans.set(part, span);
    }
    return span;
  }

  /** QRS onset and offset; a QRS too small to see is a point. */
  get qrs(): Span {
    return this.span('QRS') ?? { onset: 0, offset: 0 };
  }

  get qrsDuration(): number {
    return this.qrs.offset - this.qrs.onset;
  }

  /** P onset to QRS onset, s; null without a P wave before the QRS. */
  get pr(): number | null {
    const p = this.span('P');
    return p && p.onset < this.qrs.onset ? this.qrs.onset - p.onset : null;
  }

  /** QRS onset to T end, s; null without a T wave. */
  get qt(): number | null {
    const t = this.span('T');
    return t && t.offset - this.qrs.onset;
  }

  /** Signed amplitude of the largest wave of a part, mV; null where it has none. */
  amplitude(part: WavePart): number | null {
    const tallest = this.placed
      .filter(({ wave }) => wave.part === part)
      .reduce<Placed | null>((best, one) => (best && best.height >= one.height ? best : one), null);
    return tallest && center(tallest.wave.amplitude);
  }

  /** Peak time of a wave, s after the R time. */
  peak(name: string): number | undefined {
    return this.placed.find(({ wave }) => wave.name === name)?.peak;
  }
}

const members = new WeakMap<Beat, Map<WavePart, readonly Wave[]>>();

/** The waves that make a part's points, whatever the rate. */
function membersOf(beat: Beat, part: WavePart): readonly Wave[] {
  let parts = members.get(beat);
  if (!parts) members.set(beat, (parts = new Map<WavePart, readonly Wave[]>()));
  let found = parts.get(part);
  if (!found) parts.set(part, (found = partMembers(beat.waves, part)));
  return found;
}

function spanOf(placed: readonly Placed[]): Span | null {
  if (placed.length === 0) return null;
  let onset = Infinity;
  let offset = -Infinity;
  for (let i = 0; i < placed.length; i++) {
    onset = Math.min(onset, placed[i]!.onset);
    offset = Math.max(offset, placed[i]!.offset);
  }
  return { onset, offset };
}

/** Heart rates of a rhythm, bpm: slowest, middle and fastest as they are written; null where it has no beats. */
export function rates(
  rhythm: Rhythm,
  atrial: Variable | null,
): { low: number; middle: number; high: number } | null {
  switch (rhythm.type) {
    case 'sinus':
      return { ...ends(rhythm.rate), middle: center(rhythm.rate) };
    case 'regular': {
      const { low, high } = ends(rhythm.value);
      const middle = center(rhythm.value);
      return rhythm.of === 'rate'
        ? { low, middle, high }
        : { low: 60 / high, middle: 60 / middle, high: 60 / low };
    }
    case 'av-node': {
      // Mean RR of the simulated model at 4, 6 and 9 arrivals a second: .73, .64 and .57 s, that is .41 + 1.29 / λ.
      const rate = (arrivals: number): number => 60 / (0.41 + 1.29 / arrivals);
      const { low, high } = ends(rhythm.arrivals);
      return { low: rate(low), middle: rate(center(rhythm.arrivals)), high: rate(high) };
    }
    case 'av-block': {
      if (!atrial) return null;
      const ratios = rhythm.block
        .filter(({ weight }) => weight > 0)
        .flatMap(({ ratios, weight }) =>
          (ratios === 'variable' ? [2, 3, 4] : ratios).map((n) => ({ n, weight })),
        );
      const total = ratios.reduce((sum, { weight }) => sum + weight, 0);
      const mean = ratios.reduce((sum, { n, weight }) => sum + (n * weight) / total, 0);
      const { low, high } = ends(atrial);
      return {
        low: low / Math.max(...ratios.map(({ n }) => n)),
        middle: center(atrial) / mean,
        high: high / Math.min(...ratios.map(({ n }) => n)),
      };
    }
    case 'none':
      return null;
  }
}
