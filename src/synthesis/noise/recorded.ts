import { longestStretch, recordKey, recordUses } from '../../spec/records';
import type { Noise, Spec } from '../../spec/types';
import type { Random } from '../random';
import { Resampled, resampledLength } from '../resample';
import type { NoiseSignal, Records } from '../types';

/** What each noise that is taken from a recording is taken from; null = left out. */
export type Sources = ReadonlyMap<Noise, Resampled | null>;

/** A stretch whose RMS is below this share of the recording's largest value is flat: there is nothing to make louder. */
const FLAT = 1e-6;

/**
 * Finds the recording of every noise that is taken from one.
 *
 * @throws RangeError when there is none, or it is too short
 */
export function findSources(spec: Spec, records: Records): Sources {
  const { rate } = spec.recording;
  return new Map(
    recordUses(spec).map(({ noise }) => {
      const signal = records.get(recordKey(noise));
      if (signal === undefined)
        throw new RangeError(`The recording "${noise.file}" of a noise was not handed over.`);
      if (signal !== null && isTooShort(signal, longestStretch(noise, spec.recording.samples), rate))
        throw new RangeError(`The recording "${noise.file}" is shorter than the stretch that a strip gets.`);
      return [noise, signal && resampledTo(rate, signal)];
    }),
  );
}

/** What was resampled last of each signal: an editor compiles a spec at every key, and draws the same stretches again. */
const kept = new WeakMap<NoiseSignal, Resampled>();

function resampledTo(rate: number, signal: NoiseSignal): Resampled {
  let found = kept.get(signal);
  if (found?.rate !== rate) {
    found = new Resampled(signal, rate);
    kept.set(signal, found);
  }
  return found;
}

/** Whether a signal lacks samples for a stretch of `samples` at `rate`. */
export function isTooShort(signal: NoiseSignal, samples: number, rate: number): boolean {
  return resampledLength(signal, rate) < samples;
}

/** Adds a stretch of a recording, from a random place in it, of which the RMS around its mean is `rms`. One uniform. */
export function addRecorded(out: Float32Array, source: Resampled | null, rms: number, random: Random): void {
  const place = random.uniform();
  if (source === null || out.length === 0) return;
  const stretch = new Float64Array(out.length);
  source.read(stretch, Math.floor(place * (source.length - out.length + 1)));
  let sum = 0;
  for (const x of stretch) sum += x;
  const mean = sum / stretch.length;
  let squares = 0;
  for (const x of stretch) squares += (x - mean) * (x - mean);
  const own = Math.sqrt(squares / stretch.length);
  if (own < FLAT) return;
  const scale = rms / own;
  for (let i = 0; i < out.length; i++) out[i] = out[i]! + scale * (stretch[i]! - mean);
}
