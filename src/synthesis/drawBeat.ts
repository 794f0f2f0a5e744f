import type { Spec } from '../spec/types';
import { type BeatPlan, planBeat } from './beatPlan';
import { Kernels } from './kernels/kernels';
import type { Trace } from './kernels/trace';
import { addBeat, addCutBeat, ALONE, centralBeat, type DrawnWave, RecordedBeat } from './morphology';
import { hashName, stripKey } from './random';
import type { BeatDrawing, BeatPlot } from './types';

const START = -0.36;
/** s. */
const LENGTH = 1;
/** Points per second: one every two milliseconds, as fine as a screen shows. */
const RATE = 500;
const POINTS = LENGTH * RATE + 1;

/** Kept: an editor draws every beat type at every key, and a memory of its own for each took longer than drawing it. */
let kept: Trace | undefined;

/** Draws beats of one type, each on its own at RR = 1 s. */
class Pen {
  readonly plan: BeatPlan;
  /** s relative to the R time; a stretched beat's time is its start. */
  readonly start: number;
  private readonly out = (kept ??= new Kernels(POINTS, 1).trace(POINTS));

  constructor(
    private readonly spec: Spec,
    beatName: string,
  ) {
    const beats = new Map(spec.beats.map((beat) => [beat.name, beat]));
    const beat = beats.get(beatName);
    if (!beat) throw new RangeError(`The spec has no beat type "${beatName}".`);
    this.plan = planBeat(beat, beats);
    this.start = beat.stretch ? 0 : START;
  }

  trace(waves: readonly DrawnWave[]): Float32Array {
    const { out, start, plan } = this;
    out.clear();
    if (plan.beat.stretch) addCutBeat(out, RATE, 0, LENGTH, waves);
    else addBeat(out, RATE, -start, waves);
    return out.samples.slice();
  }

  /** Beats with recording-level draws. */
  draws(count: number, draw: number): Float32Array[] {
    const recorded = new RecordedBeat(this.plan);
    const key = hashName(this.plan.beat.name);
    return Array.from({ length: count }, (_, i) =>
      this.trace(recorded.reset(stripKey(this.spec.seed, key, i, draw)).next(ALONE)),
    );
  }
}

/**
 * Draws a beat type on its own at RR = 1 s: once with every parameter at its centre and `count`
 * times with recording-level draws.
 *
 * @throws RangeError when the spec has no such beat type
 */
export function drawBeat(spec: Spec, beatName: string, count = 12): BeatDrawing {
  const pen = new Pen(spec, beatName);
  return {
    start: pen.start,
    step: 1 / RATE,
    center: pen.trace(centralBeat(pen.plan)),
    draws: pen.draws(count, 0),
  };
}

/**
 * As `drawBeat`, with what a plot shows besides: how the draws are distributed, and every wave alone.
 *
 * @param count draws, of which percentiles are taken; at least one
 * @param draw which independent redraw, as of strips
 * @throws RangeError when the spec has no such beat type
 */
export function plotBeat(spec: Spec, beatName: string, count: number, draw = 0): BeatPlot {
  const pen = new Pen(spec, beatName);
  const central = centralBeat(pen.plan);
  const draws = pen.draws(count, draw);
  const [low, median, high] = percentiles(draws, [0.05, 0.5, 0.95]);
  return {
    start: pen.start,
    step: 1 / RATE,
    center: pen.trace(central),
    draws,
    median: median!,
    low: low!,
    high: high!,
    waves: central.map((wave) => pen.trace([wave])),
  };
}

/** Of the draws' values at each point. */
function percentiles(draws: readonly Float32Array[], shares: readonly number[]): Float32Array[] {
  const found = shares.map(() => new Float32Array(POINTS));
  const values = new Float32Array(draws.length);
  for (let i = 0; i < POINTS; i++) {
    for (let k = 0; k < draws.length; k++) values[k] = draws[k]![i]!;
    values.sort();
    shares.forEach((share, s) => {
      const at = share * (draws.length - 1);
      const before = values[Math.floor(at)]!;
      found[s]![i] = before + (at % 1) * (values[Math.ceil(at)]! - before);
    });
  }
  return found;
}
