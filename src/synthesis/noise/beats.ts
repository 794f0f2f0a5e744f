import type { Noise } from '../../spec/types';
import type { Trace } from '../kernels/trace';
import type { Random } from '../random';
import { levelled } from '../variable';

interface Beats {
  readonly rate: number;
  /** Beat times, s, ascending. */
  readonly beats: readonly number[];
}

/** Where a strip has no beats, it is cut into pieces of this length in their place, s. */
const PIECE = 1;

/** A value more precise than this is nothing, 1/mV; and one less precise would be kilovolts. */
const LEAST_PRECISE = 1e-6;

/**
 * Adds the white noise, mV, of the source model (Nonaka & Seita, arXiv:2606.10802): in each beat, normals of SD 1 / precision
 * that are held for some samples; the remainder of a beat is zero.
 */
export function addHeld(
  out: Trace,
  { rate, beats }: Beats,
  noise: Extract<Noise, { type: 'held' }>,
  random: Random,
): void {
  const { samples } = out;
  const precision = levelled(noise.precision, random, random);
  const hold = levelled(noise.hold, random, random);
  for (const [from, to] of pieces(samples.length, rate, beats)) {
    const scale = 1 / Math.max(LEAST_PRECISE, precision.next(random));
    const held = Math.max(1, Math.floor(hold.next(random)));
    for (let start = from; start + held <= to; start += held) {
      const value = scale * random.normal();
      const end = Math.min(samples.length, start + held);
      for (let i = Math.max(0, start); i < end; i++) samples[i] = samples[i]! + value;
    }
  }
}

/** Adds the source model's baseline, mV: in each beat a straight line from where the last one ended to a random step from there. */
export function addDrift(
  out: Trace,
  { rate, beats }: Beats,
  noise: Extract<Noise, { type: 'drift' }>,
  random: Random,
): void {
  const { samples } = out;
  const step = levelled(noise.step, random, random);
  let level = 0;
  for (const [from, to] of pieces(samples.length, rate, beats)) {
    const change = step.next(random) * random.normal();
    const slope = change / (to - from);
    const end = Math.min(samples.length, to);
    for (let i = Math.max(0, from); i < end; i++) samples[i] = samples[i]! + level + slope * (i - from);
    level += change;
  }
}

/** The beats as ranges of samples (end exclusive) that together cover the strip. */
function pieces(samples: number, rate: number, beats: readonly number[]): [from: number, to: number][] {
  const edges: number[] = [];
  const push = (edge: number): void => {
    if (edges.length === 0 || edge > edges[edges.length - 1]!) edges.push(edge);
  };
  // Of the beats before the strip, only the one that reaches into it.
  const first = Math.max(
    0,
    beats.findLastIndex((time) => time <= 0),
  );
  for (const time of beats.slice(first)) push(Math.ceil(time * rate));
  const piece = Math.max(1, Math.round(PIECE * rate));
  if (edges.length === 0) push(0);
  while (edges[0]! > 0) edges.unshift(edges[0]! - piece);
  while (edges[edges.length - 1]! < samples) push(edges[edges.length - 1]! + piece);
  return edges
    .slice(1)
    .flatMap((to, i) => (edges[i]! < samples ? [[edges[i]!, to] as [number, number]] : []));
}
