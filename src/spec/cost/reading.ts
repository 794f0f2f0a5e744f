import { center } from '../rules/middle';
import type { Beat, Deviation, Distribution, Variable } from '../types';
import { beatWork, roughBeatWork, type Sampling } from './waves';
import { type Choice, dearest, expected, type Work } from './work';

/** How a spec is read for its cost: in its middle, for what a strip usually takes, or at its extremes, for what none exceeds. */
export interface Reading {
  /** What a variable can be, on all its levels. */
  of(variable: Variable): { readonly low: number; readonly high: number };
  /** What chance decides: what is expected of it, or the most that it can come to. */
  chance(expected: number, most: number): number;
  /** The work of one of several, of which chance takes one. */
  choose(choices: readonly Choice[]): Work;
  /** What one beat takes. @param longest interval around it, s */
  beat(beat: Beat, longest: number, sampling: Sampling): Work;
}

export const MIDDLE: Reading = {
  of: (variable) => {
    const value = variable.folded ? Math.abs(center(variable)) : center(variable);
    return { low: value, high: value };
  },
  chance: (usual) => usual,
  choose: expected,
  beat: (beat, longest, sampling) => beatWork(beat, longest, sampling, MIDDLE),
};

export const EXTREMES: Reading = {
  of: extremes,
  chance: (_, most) => most,
  choose: dearest,
  beat: (beat, longest, sampling) => beatWork(beat, longest, sampling, EXTREMES),
};

/** As at the extremes, but how wide waves are is not looked at. */
export const ROUGH: Reading = { ...EXTREMES, beat: (beat, _, sampling) => roughBeatWork(beat, sampling) };

/** Draws are by inversion of probabilities between 1e-15 and 1 - 1e-15, so none lies this many SDs from its mean. */
const FAR = 8;

interface Ends {
  readonly low: number;
  readonly high: number;
}

function extremes({ recording, episode, beat, min, max, folded }: Variable): { low: number; high: number } {
  let { low, high } =
    recording.kind === 'mixture' ? unionOf(recording.parts.map(({ of }) => endsOf(of))) : endsOf(recording);
  for (const deviation of [episode, beat]) {
    const end = endsOfDeviation(deviation);
    low += end.low;
    high += end.high;
  }
  if (!folded) return { low: clamp(low, min, max), high: clamp(high, min, max) };
  const farthest = Math.max(Math.abs(low), Math.abs(high));
  return { low: low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high)), high: farthest };
}

function unionOf(ends: readonly Ends[]): Ends {
  return {
    low: Math.min(...ends.map(({ low }) => low)),
    high: Math.max(...ends.map(({ high }) => high)),
  };
}

function endsOfDeviation(deviation: Deviation): { low: number; high: number } {
  return typeof deviation === 'number' ? { low: -FAR * deviation, high: FAR * deviation } : deviation;
}

function endsOf(of: Distribution): { low: number; high: number } {
  switch (of.kind) {
    case 'uniform':
      return of;
    case 'normal':
      return { low: of.mean - FAR * of.sd, high: of.mean + FAR * of.sd };
    case 'log-normal': {
      if (of.mean === 0) return { low: 0, high: 0 };
      const variance = Math.log(1 + (of.sd / of.mean) ** 2);
      const at = (deviations: number): number =>
        of.mean * Math.exp(deviations * Math.sqrt(variance) - variance / 2);
      return of.mean > 0 ? { low: at(-FAR), high: at(FAR) } : { low: at(FAR), high: at(-FAR) };
    }
  }
}

const clamp = (x: number, min: number, max: number): number => Math.min(max, Math.max(min, x));
