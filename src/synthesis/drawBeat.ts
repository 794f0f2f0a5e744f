import type { Beat, Spec, Wave } from '../spec/types';
import { addBeat, type DrawnWave, RecordedBeat } from './morphology';
import { hashName, stripKey } from './random';
import type { BeatDrawing } from './types';
import { centerOf } from './variable';

const START = -0.36;
const END = 0.64;
/** Points per second: one every two milliseconds, as fine as a screen shows. */
const RATE = 500;

/**
 * Draws a beat type on its own at RR = 1 s: once with every parameter at its centre and `count`
 * times with recording-level draws.
 *
 * @throws RangeError when the spec has no such beat type
 */
export function drawBeat(spec: Spec, beatName: string, count = 12): BeatDrawing {
  const beat = spec.beats.find((b) => b.name === beatName);
  if (!beat) throw new RangeError(`The spec has no beat type "${beatName}".`);
  const draws: Float32Array[] = [];
  for (let i = 0; i < count; i++) {
    const key = stripKey(spec.seed, hashName(beatName), i, 0);
    draws.push(trace(new RecordedBeat(beat, key).next(1)));
  }
  return { start: START, step: 1 / RATE, center: trace(central(beat)), draws };
}

function trace(waves: readonly DrawnWave[]): Float32Array {
  const out = new Float64Array(Math.round((END - START) * RATE) + 1);
  addBeat(out, RATE, -START, waves);
  return Float32Array.from(out);
}

function central(beat: Beat): DrawnWave[] {
  return beat.waves.map((wave: Wave) => {
    const rise = centerOf(wave.rise);
    return {
      group: wave.group,
      amplitude: centerOf(wave.amplitude),
      at: centerOf(wave.at),
      rise,
      fall: wave.fall ? centerOf(wave.fall) : rise,
    };
  });
}
