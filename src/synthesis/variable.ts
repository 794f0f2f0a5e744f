import type { Deviation, Distribution, RecordingSpread, Variable } from '../spec/types';
import { exp, log, normalCdf, normalQuantile } from './math';
import type { Random } from './random';

/** Keeps a cumulative probability inside the open interval that the quantile takes. */
const EDGE = 1e-15;

/** Bounds this many standard deviations away hold less than 1e-16 of the distribution. */
const FAR = 8.3;

/** How much of N(mean, sd) lies below a bound. */
function below(mean: number, sd: number, bound: number): number {
  const z = (bound - mean) / sd;
  return z < -FAR ? 0 : z > FAR ? 1 : normalCdf(z);
}

/**
 * A draw from N(mean, sd) truncated to [min, max], by inversion. Meant for min <= mean <= max, which the spec's
 * checks guarantee; otherwise it still lies in the bounds.
 */
export function truncatedNormal(uniform: number, mean: number, sd: number, min: number, max: number): number {
  if (sd === 0) return mean < min ? min : mean > max ? max : mean;
  const low = below(mean, sd, min);
  const x = mean + sd * normalQuantile(inside(low + uniform * (below(mean, sd, max) - low)));
  return x < min ? min : x > max ? max : x;
}

/**
 * The value below which a share `u` of a distribution lies, after truncation to [min, max]. For copulas it matters
 * that it never falls as `u` grows (the mixture's parts, though, stand in the order in which they were written).
 */
export function quantile(spread: RecordingSpread, u: number, min: number, max: number): number {
  if (spread.kind !== 'mixture') return quantileOf(spread, u, min, max);
  // Each part is truncated by itself, so the weights hold whatever the bounds take away.
  const total = spread.parts.reduce((sum, { weight }) => sum + weight, 0);
  let left = u * total;
  for (const { weight, of } of spread.parts) {
    if (left < weight) return quantileOf(of, inside(left / weight), min, max);
    left -= weight;
  }
  return quantileOf(spread.parts[spread.parts.length - 1]!.of, 1 - EDGE, min, max);
}

/** Moves a probability off the ends. */
export function inside(p: number): number {
  return p < EDGE ? EDGE : p > 1 - EDGE ? 1 - EDGE : p;
}

function quantileOf(of: Distribution, u: number, min: number, max: number): number {
  switch (of.kind) {
    case 'normal':
      return truncatedNormal(u, of.mean, of.sd, min, max);
    case 'uniform': {
      const low = of.low < min ? min : of.low;
      const high = of.high > max ? max : of.high;
      return low + u * (high - low);
    }
    case 'log-normal':
      return of.mean < 0
        ? -logNormal(1 - u, -of.mean, of.sd, -max, -min)
        : logNormal(u, of.mean, of.sd, min, max);
  }
}

/** Mean and SD are those of the value: ln x is N(ln m - σ²/2, σ) with σ² = ln(1 + sd² / m²). */
function logNormal(u: number, mean: number, sd: number, min: number, max: number): number {
  if (sd === 0 || mean === 0) return mean < min ? min : mean > max ? max : mean;
  const ratio = sd / mean;
  const variance = log(1 + ratio * ratio);
  const sigma = Math.sqrt(variance);
  // A spread too small to be told from none in double precision.
  if (sigma === 0) return mean < min ? min : mean > max ? max : mean;
  const low = min > 0 ? log(min) : -Infinity;
  const high = max > 0 ? log(max) : -Infinity;
  const x = exp(truncatedNormal(inside(u), log(mean) - variance / 2, sigma, low, high));
  return x < min ? min : x > max ? max : x;
}

/**
 * The recording-level value for a cumulative probability `u`; of a folded variable with its sign, which falls at
 * the end of all levels.
 */
export function recordingValue(variable: Variable, u: number): number {
  return variable.folded
    ? quantile(variable.recording, u, -Infinity, Infinity)
    : quantile(variable.recording, u, variable.min, variable.max);
}

/** What is left at the end of all levels. */
function finish(variable: Variable, value: number): number {
  return variable.folded ? Math.abs(value) : value;
}

/** A value that is drawn once per strip. Always uses one uniform, whatever the distribution. */
export function drawRecording(variable: Variable, random: Random): number {
  return finish(variable, recordingValue(variable, random.uniform()));
}

/**
 * A value that is drawn once per episode. Uses one uniform of each stream: `recording` begins anew for every episode
 * of a strip, so that all of them vary around the same recording-level value.
 */
export function drawEpisode(variable: Variable, recording: Random, episode: Random): number {
  return finish(
    variable,
    episodeValue(variable, recordingValue(variable, recording.uniform()), episode.uniform()),
  );
}

/** A deviation that is uniform between its ends. */
function within(u: number, { low, high }: Exclude<Deviation, number>): number {
  return low + u * (high - low);
}

/** A value that deviates uniformly from `center`, as far as the bounds allow. */
function uniformAround(
  u: number,
  center: number,
  { low, high }: Exclude<Deviation, number>,
  min: number,
  max: number,
): number {
  const a = center + low;
  const b = center + high;
  return within(u, { low: a < min ? min : a, high: b > max ? max : b });
}

/** @param u uniform */
function episodeValue(variable: Variable, value: number, u: number): number {
  const { episode, min, max, folded } = variable;
  if (episode === 0) return value;
  if (typeof episode !== 'number')
    return folded ? value + within(u, episode) : uniformAround(u, value, episode, min, max);
  return folded ? value + episode * normalQuantile(u) : truncatedNormal(u, value, episode, min, max);
}

/**
 * A whole number that is drawn anew each time, such as the length of a run. A range counts its ends in full: 3..6 gives
 * 3, 4, 5 and 6 alike.
 */
export function drawWhole(variable: Variable, random: Random): number {
  const u = random.uniform();
  const { recording, min, max } = variable;
  const value =
    recording.kind === 'uniform'
      ? Math.floor(recording.low + u * (recording.high - recording.low + 1))
      : Math.floor(finish(variable, recordingValue(variable, u)) + 0.5);
  const high = recording.kind === 'uniform' ? recording.high : max;
  return value < min ? Math.ceil(min) : value > high ? Math.floor(high) : value;
}

/**
 * A variable's values within one strip: one for the recording, one for each episode around it, one for each beat around
 * that. Every level takes one uniform a draw, so that giving a spread to one parameter leaves the next one's draws alone.
 */
export class Levelled {
  /**
   * How beats vary: `still` not at all, `bounded` as a normal in bounds without memory, `other`
   * in any other way.
   */
  readonly kind: 'still' | 'bounded' | 'other';
  /** The recording-level one. */
  private value = NaN;
  /** Of this episode, before the sign of a folded variable falls. */
  center = NaN;
  /** The last beat's deviation as a standard normal; NaN before the first. */
  private last = NaN;
  /** Of this episode's normal, how much lies below the bounds, and how much in them; NaN until it is wanted. */
  low = NaN;
  share = NaN;
  readonly sd: number;
  readonly min: number;
  readonly max: number;
  /** The same of the recording's normal, which no strip changes; NaN where that is no normal in bounds. */
  private readonly recordingLow: number = NaN;
  private readonly recordingShare: number = NaN;

  constructor(private readonly variable: Variable) {
    const { recording, beat, memory, folded, min, max } = variable;
    this.kind =
      beat === 0 ? 'still' : typeof beat === 'number' && memory === 0 && !folded ? 'bounded' : 'other';
    this.sd = typeof beat === 'number' ? beat : NaN;
    this.min = min;
    this.max = max;
    if (recording.kind === 'normal' && recording.sd !== 0 && !folded) {
      this.recordingLow = below(recording.mean, recording.sd, min);
      this.recordingShare = below(recording.mean, recording.sd, max) - this.recordingLow;
    }
  }

  /** Begins a strip. @param u uniform, of which the recording-level value is drawn, as by `recordingValue` */
  record(u: number): this {
    const { variable, min, max, recordingLow } = this;
    const { recording } = variable;
    if (recordingLow >= 0 && recording.kind === 'normal') {
      const p = inside(recordingLow + u * this.recordingShare);
      const x = recording.mean + recording.sd * normalQuantile(p);
      return this.reset(x < min ? min : x > max ? max : x);
    }
    return this.reset(recordingValue(variable, u));
  }

  /** Begins a strip. @param value the recording-level one */
  reset(value: number): this {
    this.value = value;
    this.center = value;
    this.last = NaN;
    this.low = NaN;
    return this;
  }

  /** Begins an episode. @param u uniform */
  beginFrom(u: number): this {
    this.center = episodeValue(this.variable, this.value, u);
    this.low = NaN;
    return this;
  }

  /** The value around which this episode's beats lie. */
  held(): number {
    return finish(this.variable, this.center);
  }

  /**
   * The next beat's value. With `memory`, deviations are a stationary AR(1) of normals that are mapped to the truncated
   * normal or uniform by its quantile: the spread is exact in every beat, the first included, and none leaves the bounds.
   */
  next(random: Random): number {
    return this.nextFrom(random.uniform());
  }

  /** The same. @param u uniform */
  nextFrom(u: number): number {
    if (this.kind === 'still') return this.held();
    return this.kind === 'bounded' ? this.bounded(u) : this.deviate(u);
  }

  /** Finds `low` and `share` of this episode; of those that are normals in bounds. */
  measure(): void {
    if (!Number.isNaN(this.low)) return;
    this.low = below(this.center, this.sd, this.min);
    this.share = below(this.center, this.sd, this.max) - this.low;
  }

  private deviate(u: number): number {
    const { beat, memory, folded } = this.variable;
    let p = u;
    if (memory !== 0) {
      const fresh = normalQuantile(u);
      this.last = Number.isNaN(this.last)
        ? fresh
        : memory * this.last + Math.sqrt(1 - memory * memory) * fresh;
      p = normalCdf(this.last);
    }
    if (typeof beat !== 'number')
      return folded
        ? Math.abs(this.center + within(p, beat))
        : uniformAround(p, this.center, beat, this.min, this.max);
    return folded ? Math.abs(this.center + beat * normalQuantile(inside(p))) : this.bounded(p);
  }

  /** A normal in the bounds, by inversion: one uniform, no loop. */
  private bounded(p: number): number {
    this.measure();
    const x = this.center + this.sd * normalQuantile(inside(this.low + p * this.share));
    return x < this.min ? this.min : x > this.max ? this.max : x;
  }
}

/** A variable that is drawn for each event of one episode; see `drawEpisode` for the streams. */
export function levelled(variable: Variable, recording: Random, episode: Random): Levelled {
  const value = new Levelled(variable).record(recording.uniform());
  value.beginFrom(episode.uniform());
  return value;
}

/** The value at the middle of the recording-level distribution: its mean. */
export function centerOf(variable: Variable): number {
  const { recording, min, max } = variable;
  const mean =
    recording.kind === 'mixture'
      ? recording.parts.reduce((sum, { weight, of }) => sum + weight * meanOf(of), 0) /
        recording.parts.reduce((sum, { weight }) => sum + weight, 0)
      : meanOf(recording);
  if (variable.folded) return Math.abs(mean);
  return mean < min ? min : mean > max ? max : mean;
}

function meanOf(of: Distribution): number {
  return of.kind === 'uniform' ? (of.low + of.high) / 2 : of.mean;
}
