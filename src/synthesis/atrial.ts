import type { FlutterWaves, FWaves } from '../spec/types';
import { addBandNoise } from './bandNoise';
import { sinTurns, cosTurns } from './math';
import type { Streams } from './rhythm/stretch';
import { drawEpisode, truncatedNormal } from './variable';

/** The swings are slow: they are taken anew this often, s, and between that the phase only rotates. */
const BLOCK = 0.02;

/** Amplitude swings this much faster than frequency, so that the two do not go together. */
const AMPLITUDE_OVER_FREQUENCY = 1.7;

/**
 * Adds fibrillatory waves: a sawtooth of a few harmonics whose frequency and amplitude swing (Stridh & Sörnmo 2001, with
 * the constants of Bachi 2023 as defaults), or a band of noise whose amplitude swings.
 *
 * @param out mV, one value a sample
 * @param rate sampling rate, Hz
 */
export function addFWaves(
  out: Float64Array,
  rate: number,
  waves: FWaves,
  { recording, episode, note }: Streams,
): void {
  const draw = (variable: FWaves['rms']): number => drawEpisode(variable, recording, episode);
  const rms = draw(waves.rms);
  const frequency = draw(waves.frequency);
  const frequencySwing = draw(waves.frequencySwing);
  const swingRate = draw(waves.swingRate);
  const amplitudeSwing = draw(waves.amplitudeSwing);
  const bandwidth = draw(waves.bandwidth);
  note?.('f-waves rms', rms);
  note?.('f-waves frequency', frequency);
  const phase = episode.uniform();
  const slowPhase = episode.uniform();
  const amplitudePhase = episode.uniform();
  // The swing multiplies the mean square by 1 + a² / 2.
  const steady = rms / Math.sqrt(1 + (amplitudeSwing * amplitudeSwing) / 2);
  const swing = (sample: number): number =>
    1 + amplitudeSwing * sinTurns((AMPLITUDE_OVER_FREQUENCY * swingRate * sample) / rate + amplitudePhase);
  if (waves.form === 'band') {
    const band = new Float64Array(out.length);
    addBandNoise(band, rate, steady, frequency - bandwidth / 2, frequency + bandwidth / 2, episode);
    for (let i = 0; i < out.length; i++) out[i] = out[i]! + swing(i) * band[i]!;
    return;
  }
  // Harmonics that the sampling rate cannot show are left out, lest they come back as others.
  const highest = Math.floor((0.45 * rate) / (frequency + frequencySwing));
  const harmonics = Math.max(1, Math.min(waves.harmonics, highest));
  // A sum of sin(kθ)/k has mean square (1 + 1/4 + 1/9 + ...)/2.
  let power = 0;
  for (let k = 1; k <= harmonics; k++) power += 1 / (2 * k * k);
  const scale = steady / Math.sqrt(power);
  const block = Math.max(1, Math.round(rate * BLOCK));
  let s = sinTurns(phase);
  let c = cosTurns(phase);
  let level = scale * swing(0);
  for (let start = 0; start < out.length; start += block) {
    const end = Math.min(start + block, out.length);
    const now = frequency + frequencySwing * cosTurns((swingRate * start) / rate + slowPhase);
    const turns = (now > 0 ? now : 0) / rate;
    const stepSin = sinTurns(turns);
    const stepCos = cosTurns(turns);
    const slope = (scale * swing(start + block) - level) / block;
    for (let i = start; i < end; i++) {
      // sin θ + sin 2θ / 2 + sin 3θ / 3 in closed form; other sums by recurrence.
      const saw = harmonics === 3 ? s * (2 + c - (4 / 3) * s * s) : sawtooth(s, c, harmonics);
      out[i] = out[i]! + level * saw;
      const next = s * stepCos + c * stepSin;
      c = c * stepCos - s * stepSin;
      s = next;
      level += slope;
    }
  }
}

/** Σ sin(kθ)/k, k = 1 ... harmonics, with sin (k+1)θ = 2 cos θ sin kθ - sin (k-1)θ. */
function sawtooth(s: number, c: number, harmonics: number): number {
  let before = 0;
  let now = s;
  let sum = s;
  for (let k = 2; k <= harmonics; k++) {
    const next = 2 * c * now - before;
    before = now;
    now = next;
    sum += now / k;
  }
  return sum;
}

/** Flutter waves of one strip. */
export interface Flutter {
  /** Peak to peak, mV. */
  readonly amplitude: number;
  /** Share of a cycle that the slow flank takes. */
  readonly skew: number;
  readonly polarity: FlutterWaves['polarity'];
  /** Start times of the cycles over the strip and beyond, s. */
  readonly cycles: readonly number[];
}

/** A cycle is not shorter or longer than this share of the mean one. */
const CYCLE_LIMIT = 0.8;

/** @param from,to what the cycles are to cover, s */
export function drawFlutter(
  waves: FlutterWaves,
  from: number,
  to: number,
  { recording, episode, note }: Streams,
): Flutter {
  const draw = (variable: FlutterWaves['rate']): number => drawEpisode(variable, recording, episode);
  const period = 60 / draw(waves.rate);
  const amplitude = draw(waves.amplitude);
  const skew = draw(waves.skew);
  const jitter = draw(waves.jitter);
  note?.('flutter-waves rate', 60 / period);
  note?.('flutter-waves amplitude', amplitude);
  const cycles: number[] = [];
  let t = from - episode.uniform() * period;
  while (t < to) {
    cycles.push(t);
    t += period * (1 + truncatedNormal(episode.uniform(), 0, jitter, -CYCLE_LIMIT, CYCLE_LIMIT));
  }
  cycles.push(t);
  return { amplitude, skew, polarity: waves.polarity, cycles };
}

/**
 * Adds flutter waves: a slow flank and a fast one without an isoelectric line between, mostly on one side of the
 * baseline. One cycle runs from the top of one wave to the top of the next.
 */
export function addFlutterWaves(out: Float64Array, rate: number, flutter: Flutter): void {
  const { cycles, skew } = flutter;
  const amplitude = flutter.polarity === 'negative' ? flutter.amplitude : -flutter.amplitude;
  let cycle = 0;
  for (let i = 0; i < out.length; i++) {
    const t = i / rate;
    while (cycle + 2 < cycles.length && cycles[cycle + 1]! <= t) cycle++;
    const start = cycles[cycle]!;
    const phase = (t - start) / (cycles[cycle + 1]! - start);
    const straight = phase < skew ? 1 - phase / skew : (phase - skew) / (1 - skew);
    // Half straight, half an S-curve: a sawtooth with rounded corners.
    const rounded = straight * straight * (3 - 2 * straight);
    out[i] = out[i]! + amplitude * (0.5 * straight + 0.5 * rounded - 0.65);
  }
}
