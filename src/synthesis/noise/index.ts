import type { Level, Noise, Window } from '../../spec/types';
import { addBandNoise } from '../bandNoise';
import type { Note } from '../detail';
import type { Trace } from '../kernels/trace';
import { exp } from '../math';
import type { Random } from '../random';
import { drawRecording } from '../variable';
import { addDrift, addHeld } from './beats';
import { addMotion } from './motion';
import { addPink } from './pink';
import { addRecorded, type Sources } from './recorded';
import { addMains, addSine, addSquare } from './tones';
import { addWander } from './wander';

/** What noise needs to know of the strip that it is added to. */
export interface NoisyStrip {
  /** Sampling rate, Hz. */
  readonly rate: number;
  /** Variance of the strip without noise, mV²; NaN where no noise asks for it. */
  readonly power: number;
  /** Beat times, s, ascending. */
  readonly beats: readonly number[];
  readonly sources: Sources;
}

/** Adds one noise to a strip, mV. Each draws its level once per strip. */
export function addNoise(
  out: Trace,
  strip: NoisyStrip,
  noise: Noise,
  random: Random,
  note: Note | null = null,
): void {
  const { rate } = strip;
  switch (noise.type) {
    case 'held':
      return addHeld(out, strip, noise, random);
    case 'drift':
      return addDrift(out, strip, noise, random);
    case 'electrode-motion': {
      const part = drawWindow(out, noise.during, random);
      return addMotion(part, rate, noise, random);
    }
    case 'sine':
    case 'square': {
      const part = drawWindow(out, noise.during, random);
      const amplitude = drawRecording(noise.amplitude, random);
      const frequency = drawRecording(noise.frequency, random);
      note?.('noise amplitude', amplitude);
      note?.('noise frequency', frequency);
      const add = noise.type === 'sine' ? addSine : addSquare;
      return add(part, rate, amplitude, frequency, random.uniform());
    }
    case 'recording': {
      const rms = drawLevel(noise.level, strip.power, random);
      note?.('noise rms', rms);
      const part = drawWindow(out, noise.during, random);
      return addRecorded(part.samples, strip.sources.get(noise) ?? null, rms, random);
    }
    case 'baseline-wander':
    case 'mains':
    case 'white':
    case 'muscle':
    case 'pink': {
      const rms = drawLevel(noise.level, strip.power, random);
      note?.('noise rms', rms);
      const part = drawWindow(out, noise.during, random);
      return addColoured(part, rate, rms, noise, random);
    }
  }
}

function addColoured(
  out: Trace,
  rate: number,
  rms: number,
  noise: Exclude<Extract<Noise, { level: Level }>, { type: 'recording' }>,
  random: Random,
): void {
  switch (noise.type) {
    case 'baseline-wander':
      return addWander(out, rate, rms, random);
    case 'mains':
      return addMains(out, rate, rms, drawRecording(noise.frequency, random), noise.harmonics, random);
    case 'white':
      return out.addNormals(rms, random);
    case 'muscle':
      return addBandNoise(out, rate, rms, noise.low, noise.high, random);
    case 'pink':
      return addPink(out, rms, random);
  }
}

const LN10 = 2.302585092994046;

/** Root mean square, mV: of a signal-to-noise ratio in dB, sqrt(signal power / 10^(dB / 10)). */
function drawLevel(level: Level, power: number, random: Random): number {
  const value = drawRecording(level.value, random);
  return level.kind === 'rms' ? value : Math.sqrt(power * exp((-value * LN10) / 10));
}

/** The part of a strip that a disturbance takes. Two uniforms where it has a window, none otherwise. */
function drawWindow(out: Trace, during: Window, random: Random): Trace {
  if (during === null) return out;
  const share = drawRecording(during, random);
  const length = Math.min(out.length, Math.floor(share * out.length + 0.5));
  const start = Math.floor(random.uniform() * (out.length - length + 1));
  return out.part(start, start + length);
}
