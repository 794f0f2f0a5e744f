import type { Beat, Wave, WaveGroup } from '../spec/types';
import { cubeRoot } from './math';
import { hashName, Random, type StreamKey } from './random';
import { addGaussian } from './gaussian';
import type { Fiducials } from './types';
import { drawBeatLevel, drawRecording } from './variable';

/** One wave as it is in one beat: mV, and s relative to the beat's R time. */
export interface DrawnWave {
  readonly group: WaveGroup;
  readonly amplitude: number;
  readonly at: number;
  readonly rise: number;
  readonly fall: number;
}

/**
 * A wave's onset and offset lie this many σ from its peak, where it has fallen to 4.4 % of its
 * height: about where a reader's calipers go.
 */
export const FIDUCIAL_SIGMAS = 2.5;

/** Waves flatter than this do not widen the QRS that a reader would measure, mV. */
const VISIBLE = 0.03;

/** A wave's recording-level values within one strip, and the stream its beats draw from. */
class RecordedWave {
  private readonly amplitude: number;
  private readonly at: number;
  private readonly rise: number;
  private readonly fall: number;

  constructor(
    private readonly wave: Wave,
    private readonly random: Random,
  ) {
    this.amplitude = drawRecording(wave.amplitude, random);
    this.at = drawRecording(wave.at, random);
    this.rise = drawRecording(wave.rise, random);
    this.fall = wave.fall === null ? NaN : drawRecording(wave.fall, random);
  }

  /** @param stretch the factor that the heart rate puts on time and width; 1 at RR = 1 s */
  next(stretch: (wave: Wave) => number): DrawnWave {
    const { wave, random } = this;
    const factor = stretch(wave);
    const amplitude = drawBeatLevel(wave.amplitude, this.amplitude, random);
    const at = drawBeatLevel(wave.at, this.at, random) * factor;
    const rise = drawBeatLevel(wave.rise, this.rise, random) * factor;
    const fall = wave.fall === null ? rise : drawBeatLevel(wave.fall, this.fall, random) * factor;
    return { group: wave.group, amplitude, at, rise, fall };
  }
}

/** A beat type within one strip: recording-level values drawn once, beats drawn in order. */
export class RecordedBeat {
  private readonly waves: readonly RecordedWave[];

  constructor(
    readonly type: Beat,
    key: StreamKey,
  ) {
    // A stream of its own for every wave: taking the P wave out leaves the T wave as it was.
    this.waves = type.waves.map(
      (wave) => new RecordedWave(wave, new Random().reset(key, hashName(`beat ${type.name} ${wave.name}`))),
    );
  }

  /** @param rr the interval that rate-corrected waves follow, s */
  next(rr: number): DrawnWave[] {
    const stretch = (wave: Wave): number => rateFactor(wave, rr);
    return this.waves.map((wave) => wave.next(stretch));
  }
}

/**
 * The factor on time and width at interval `rr`: Bazett sqrt(RR), Fridericia RR^(1/3), with RR in
 * seconds, so that values are stated for 60 beats per minute.
 */
function rateFactor(wave: Wave, rr: number): number {
  switch (wave.correction) {
    case 'none':
      return 1;
    case 'bazett':
      return Math.sqrt(rr);
    case 'fridericia':
      return cubeRoot(rr);
  }
}

/** Adds the waves of one beat, whose R time is `time`, to a strip. */
export function addBeat(out: Float64Array, rate: number, time: number, waves: readonly DrawnWave[]): void {
  for (const wave of waves) addGaussian(out, rate, wave.amplitude, time + wave.at, wave.rise, wave.fall);
}

/** Where a group of waves begins, peaks and ends, s relative to R; `null` when the beat has none. */
export function groupSpan(
  waves: readonly DrawnWave[],
  group: WaveGroup,
): { onset: number; peak: number; offset: number } | null {
  let tallest: DrawnWave | undefined;
  let onset = Infinity;
  let offset = -Infinity;
  for (const wave of waves) {
    if (wave.group !== group) continue;
    const height = Math.abs(wave.amplitude);
    if (!tallest || height > Math.abs(tallest.amplitude)) tallest = wave;
    if (height < VISIBLE && group === 'QRS') continue;
    onset = Math.min(onset, wave.at - FIDUCIAL_SIGMAS * wave.rise);
    offset = Math.max(offset, wave.at + FIDUCIAL_SIGMAS * wave.fall);
  }
  if (!tallest) return null;
  if (onset === Infinity) {
    onset = tallest.at - FIDUCIAL_SIGMAS * tallest.rise;
    offset = tallest.at + FIDUCIAL_SIGMAS * tallest.fall;
  }
  return { onset, peak: tallest.at, offset };
}

/**
 * The sample of the QRS complex's largest deflection, as its waves add up, s relative to the strip's
 * first sample times rate. `scratch` is any buffer of zeros; it is zeros again afterwards.
 */
export function rPeak(
  waves: readonly DrawnWave[],
  time: number,
  rate: number,
  span: { onset: number; offset: number },
  scratch: Float64Array,
): number {
  const first = Math.ceil((time + span.onset) * rate);
  const count = Math.min(scratch.length, Math.floor((time + span.offset) * rate) - first + 1);
  const window = scratch.subarray(0, Math.max(count, 1));
  const qrs = waves.filter((wave) => wave.group === 'QRS');
  addBeat(window, rate, time - first / rate, qrs);
  let best = 0;
  for (let i = 1; i < window.length; i++) {
    if (Math.abs(window[i]!) > Math.abs(window[best]!)) best = i;
  }
  window.fill(0);
  return first + best;
}

/** A span in seconds as sample numbers; -1 where a point lies outside the strip. */
export function toFiducials(
  span: { onset: number; peak: number; offset: number },
  time: number,
  rate: number,
  samples: number,
): Fiducials {
  const place = (seconds: number): number => {
    const sample = Math.floor((time + seconds) * rate + 0.5);
    return sample >= 0 && sample < samples ? sample : -1;
  };
  return { onset: place(span.onset), peak: place(span.peak), offset: place(span.offset) };
}
