import type { Augmentations, Noise, Recording } from '../types';
import type { BeatCount } from './beats';
import type { Reading } from './reading';
import { times, type Work } from './work';

/** The same as in src/synthesis/bandNoise.ts. */
export const LONGEST_SETTLING = 20_000;
const SETTLING = 4;
/** The same as in src/synthesis/noise/motion.ts: steps a second, and how long one lasts, s. */
const MOST_MOTIONS = 20;
const MOTION_LASTS = 7.2;

/** White noise through four second-order filters, after they have settled. */
export function bandWork({ rate, samples }: Recording, low: number, high: number): Work {
  const slowest = Math.min(low > 0 ? low : high, high - Math.max(low, 0));
  const settling = Math.min(LONGEST_SETTLING, Math.ceil((SETTLING * rate) / Math.max(1e-3, slowest)));
  return {
    normal: settling + samples,
    filter: 4 * (2 * settling + samples),
    pass: 2 * settling + 2 * samples,
  };
}

/** What one noise takes. */
export function noiseWork(noise: Noise, recording: Recording, { beats }: BeatCount, reading: Reading): Work {
  const share = 'during' in noise && noise.during !== null ? Math.min(1, reading.of(noise.during).high) : 1;
  const samples = Math.ceil(share * recording.samples);
  const part = { ...recording, samples, duration: share * recording.duration };
  switch (noise.type) {
    case 'baseline-wander':
      return { pass: 1.5 * samples + 240 * part.duration };
    case 'mains':
      return { pass: noise.harmonics * samples };
    case 'white':
      return { normal: samples };
    case 'muscle':
      return bandWork(part, noise.low, noise.high);
    case 'pink':
      // Six one-pole filters.
      return { normal: samples, filter: 6 * samples };
    case 'electrode-motion': {
      const mean = (reading.of(noise.rate).high / 60) * part.duration;
      const most = Math.ceil(MOST_MOTIONS * part.duration);
      const events = Math.min(most, mean + reading.chance(0, 8 * Math.sqrt(mean) + 8));
      return { draw: 4 * events, pass: events * Math.min(samples, MOTION_LASTS * recording.rate) };
    }
    case 'held':
      // A normal by itself takes much more than one of many.
      return {
        pass: 2 * samples,
        draw: 3 * beats + (0.6 * samples) / Math.max(1, reading.of(noise.hold).low),
      };
    case 'drift':
      return { pass: samples, draw: 3 * beats };
    case 'recording':
      // Read from what is kept; where it must be resampled first, 64 samples of the recording go into each.
      return { pass: reading.chance(3, 40) * samples };
    case 'sine':
      return { pass: samples };
    case 'square':
      return { pass: 2 * samples };
  }
}

/** No strip gets more disturbances; the same as in src/synthesis/augment.ts. */
const MOST_AUGMENTATIONS = 200;

export function augmentationWork(
  { count, of }: Augmentations,
  recording: Recording,
  beats: BeatCount,
  reading: Reading,
): Work {
  const { samples } = recording;
  const often =
    count.kind === 'fixed'
      ? count.count
      : reading.chance(count.mean, Math.min(MOST_AUGMENTATIONS, count.mean + 8 * Math.sqrt(count.mean) + 8));
  const work = reading.choose(
    of.map(({ weight, apply }) => ({
      weight,
      work: apply.type === 'scale' ? { pass: samples } : noiseWork(apply, recording, beats, reading),
    })),
  );
  return times(often, work);
}
