import type { Variable } from '../spec/types';
import { normalCdf, normalQuantile } from './math';
import type { Random } from './random';

/** Keeps a cumulative probability inside the open interval that the quantile takes. */
const EDGE = 1e-15;

/** Bounds this many standard deviations away hold less than 1e-16 of the distribution. */
const FAR = 8.3;

/**
 * A draw from N(mean, sd) truncated to [min, max], by inversion: one uniform, no loop. Needs
 * min <= mean <= max, which the spec's checks guarantee.
 */
export function truncatedNormal(uniform: number, mean: number, sd: number, min: number, max: number): number {
  if (sd === 0) return mean;
  const a = (min - mean) / sd;
  const b = (max - mean) / sd;
  const low = a < -FAR ? 0 : normalCdf(a);
  const high = b > FAR ? 1 : normalCdf(b);
  const p = low + uniform * (high - low);
  const x = mean + sd * normalQuantile(p < EDGE ? EDGE : p > 1 - EDGE ? 1 - EDGE : p);
  return x < min ? min : x > max ? max : x;
}

/** The recording-level value of a variable. Always uses one uniform, whatever the distribution. */
export function drawRecording(variable: Variable, random: Random): number {
  const u = random.uniform();
  const spread = variable.recording;
  if (spread.kind === 'uniform') return spread.low + u * (spread.high - spread.low);
  return truncatedNormal(u, spread.mean, spread.sd, variable.min, variable.max);
}

/** The beat-level value, around a recording-level one. Always uses one uniform. */
export function drawBeatLevel(variable: Variable, recordingValue: number, random: Random): number {
  const u = random.uniform();
  if (variable.beat === 0) return recordingValue;
  return truncatedNormal(u, recordingValue, variable.beat, variable.min, variable.max);
}

/** The value at the middle of the recording-level distribution. */
export function centerOf(variable: Variable): number {
  const spread = variable.recording;
  return spread.kind === 'uniform' ? (spread.low + spread.high) / 2 : spread.mean;
}
