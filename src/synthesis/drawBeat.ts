import type { Spec } from '../spec/types';
import { planBeat } from './beatPlan';
import { Kernels } from './kernels/kernels';
import type { Trace } from './kernels/trace';
import { addBeat, addCutBeat, ALONE, centralBeat, type DrawnWave, RecordedBeat } from './morphology';
import { hashName, stripKey } from './random';
import type { BeatDrawing } from './types';

const START = -0.36;
/** s. */
const LENGTH = 1;
/** Points per second: one every two milliseconds, as fine as a screen shows. */
const RATE = 500;
const POINTS = LENGTH * RATE + 1;

/** Kept: an editor draws every beat type at every key, and a memory of its own for each took longer than drawing it. */
let kept: Trace | undefined;

/**
 * Draws a beat type on its own at RR = 1 s: once with every parameter at its centre and `count`
 * times with recording-level draws.
 *
 * @throws RangeError when the spec has no such beat type
 */
export function drawBeat(spec: Spec, beatName: string, count = 12): BeatDrawing {
  const beats = new Map(spec.beats.map((beat) => [beat.name, beat]));
  const beat = beats.get(beatName);
  if (!beat) throw new RangeError(`The spec has no beat type "${beatName}".`);
  const plan = planBeat(beat, beats);
  // A stretched beat's time is its start.
  const start = beat.stretch ? 0 : START;
  const out = (kept ??= new Kernels(POINTS, 1).trace(POINTS));
  const trace = (waves: readonly DrawnWave[]): Float32Array => {
    out.clear();
    if (beat.stretch) addCutBeat(out, RATE, 0, LENGTH, waves);
    else addBeat(out, RATE, -start, waves);
    return out.samples.slice();
  };
  const draws: Float32Array[] = [];
  const recorded = new RecordedBeat(plan);
  for (let i = 0; i < count; i++) {
    draws.push(trace(recorded.reset(stripKey(spec.seed, hashName(beatName), i, 0)).next(ALONE)));
  }
  return { start, step: 1 / RATE, center: trace(centralBeat(plan)), draws };
}
