import type {
  AvBlockRhythm,
  AvNodeRhythm,
  BlockRatio,
  Ectopy,
  EctopyPattern,
  SinusRhythm,
} from '../spec/types';
import { log, sinTurns } from './math';
import { pick } from './pick';
import type { Random } from './random';
import { drawBeatLevel, drawRecording } from './variable';

/** A beat's place in time. */
export interface ScheduledBeat {
  /** R time, s; 0 is the first sample of the strip. */
  readonly time: number;
  /** True for an ectopic beat, false for a conducted one. */
  readonly ectopic: boolean;
}

/** Beats this far outside the strip still reach into it with a P or T wave, s. */
export const MARGIN = 1.5;

/**
 * Sinus rhythm: the instantaneous rate swings with the 0.1 Hz (Mayer) and the respiratory wave,
 * whose powers stand in the ratio LF/HF; each interval is 60 / rate at its start.
 */
export function sinusBeats(rhythm: SinusRhythm, duration: number, random: Random): number[] {
  const rate = drawRecording(rhythm.rate, random);
  const sd = drawRecording(rhythm.variability, random);
  const respiration = drawRecording(rhythm.respiration, random);
  const ratio = drawRecording(rhythm.lfHf, random);
  const lowPhase = random.uniform();
  const highPhase = random.uniform();
  const lowAmplitude = sd * Math.sqrt((2 * ratio) / (1 + ratio));
  const highAmplitude = sd * Math.sqrt(2 / (1 + ratio));
  const times: number[] = [];
  let t = -MARGIN - (random.uniform() * 60) / rate;
  while (t < duration + MARGIN) {
    times.push(t);
    const swing =
      lowAmplitude * sinTurns(0.1 * t + lowPhase) + highAmplitude * sinTurns(respiration * t + highPhase);
    const now = rate + swing;
    t += 60 / (now < rate / 2 ? rate / 2 : now > rate * 1.5 ? rate * 1.5 : now);
  }
  return times;
}

/** An interval longer than this is ended by the next impulse whatever the node says, s. */
const LONGEST_RR = 1.8;

/**
 * Atrial fibrillation: an AV node under a Poisson train of atrial impulses (Corino et al., IEEE
 * TBME 58, 2011, with the constants of Bachi et al., IEEE TBME 2023). After a beat the node is
 * refractory for 0.25 s + 0.15 RR, in 40 % of beats 0.2 s longer; an impulse t seconds after
 * recovery is blocked with probability max(0, 1 - 10 t).
 */
export function avNodeBeats(rhythm: AvNodeRhythm, duration: number, random: Random): number[] {
  const arrivals = drawRecording(rhythm.arrivals, random);
  const times: number[] = [];
  // Long enough before the strip that the start-up has no say in it.
  let t = -MARGIN - 4 - random.uniform();
  let rr = 0.7;
  while (t < duration + MARGIN) {
    if (t >= -MARGIN) times.push(t);
    const refractory = 0.25 + 0.15 * rr + (random.uniform() < 0.6 ? 0 : 0.2);
    let interval = refractory;
    for (;;) {
      interval -= log(random.uniform()) / arrivals;
      if (interval >= LONGEST_RR) {
        interval = LONGEST_RR;
        break;
      }
      if (random.uniform() >= 1 - 10 * (interval - refractory)) break;
    }
    rr = interval;
    t += rr;
  }
  return times;
}

const FIXED_RATIO: Record<Exclude<BlockRatio, 'variable'>, number> = { '2:1': 2, '3:1': 3, '4:1': 4 };

/** Flutter: the times of the atrial cycles, and of the ones that reach the ventricle. */
export function avBlockBeats(
  rhythm: AvBlockRhythm,
  atrialCycles: readonly number[],
  random: Random,
): number[] {
  const { ratio } = pick(rhythm.block, random);
  const delay = 0.12 + 0.06 * random.uniform();
  let next = Math.floor(random.uniform() * 4);
  const times: number[] = [];
  while (next < atrialCycles.length) {
    // The node's own jitter: a few milliseconds.
    times.push(atrialCycles[next]! + delay + 0.004 * random.normal());
    next += ratio === 'variable' ? 2 + Math.floor(random.uniform() * 3) : FIXED_RATIO[ratio];
  }
  return times;
}

/** Start times of flutter cycles over the strip and its margins; lengths vary by about 1 %. */
export function flutterCycles(rate: number, duration: number, random: Random): number[] {
  const period = 60 / rate;
  const cycles: number[] = [];
  let t = -MARGIN - 1 - random.uniform() * period;
  while (t < duration + MARGIN) {
    cycles.push(t);
    const jitter = random.normal() * 0.01;
    t += period * (1 + (jitter < -0.02 ? -0.02 : jitter > 0.02 ? 0.02 : jitter));
  }
  cycles.push(t);
  return cycles;
}

/**
 * Puts ectopic beats among sinus beats. A class with ectopy shows at least one in every strip: where
 * chance gave none, one is placed at random, because a strip without one would be mislabelled.
 */
export function addEctopy(
  sinus: readonly number[],
  ectopy: Ectopy,
  duration: number,
  random: Random,
): ScheduledBeat[] {
  const { pattern } = pick(ectopy.patterns, random);
  const burden = drawRecording(ectopy.burden, random);
  const coupling = drawRecording(ectopy.coupling, random);
  const start = Math.floor(random.uniform() * 3);
  const chances = sinus.map(() => random.uniform());
  const couplings = sinus.map(() => drawBeatLevel(ectopy.coupling, coupling, random));
  const spare = random.uniform();

  const ectopicTime = (k: number): number => sinus[k]! + couplings[k]! * (sinus[k + 1]! - sinus[k]!);
  const inside = (time: number): boolean => time > 0.4 && time < duration - 0.4;
  const follows = new Set<number>();
  for (let k = 0; k + 1 < sinus.length; k++) {
    if (isFollowed(pattern, k + start, chances[k]!, burden)) {
      follows.add(k);
      // The beat after a full pause was swallowed by it and cannot be followed by another ectopic.
      if (ectopy.pause === 'full') k++;
    }
  }
  if (![...follows].some((k) => inside(ectopicTime(k)))) {
    const candidates = sinus.flatMap((_, k) => (k + 1 < sinus.length && inside(ectopicTime(k)) ? [k] : []));
    const chosen = candidates[Math.floor(spare * candidates.length)];
    if (chosen !== undefined) {
      follows.clear();
      follows.add(chosen);
    }
  }

  const beats: ScheduledBeat[] = [];
  let shift = 0;
  for (let k = 0; k < sinus.length; k++) {
    beats.push({ time: sinus[k]! + shift, ectopic: false });
    if (!follows.has(k)) continue;
    const time = ectopicTime(k) + shift;
    beats.push({ time, ectopic: true });
    if (ectopy.pause === 'full') k++;
    if (ectopy.pause === 'reset' && k + 1 < sinus.length)
      shift = time + (sinus[k + 1]! - sinus[k]!) - sinus[k + 1]!;
  }
  return beats;
}

function isFollowed(pattern: EctopyPattern, k: number, chance: number, burden: number): boolean {
  if (pattern === 'isolated') return chance < burden;
  // With the full pause that is usual, one ectopic beat takes the place of the next sinus beat.
  return pattern === 'bigeminy' ? true : k % 3 === 0;
}
