import type { FlutterWaves, FWaves } from '../spec/types';
import { addBandNoise } from './bandNoise';
import type { Trace } from './kernels/trace';
import { sinTurns, cosTurns } from './math';
import type { Streams } from './rhythm/stretch';
import { drawEpisode, truncatedNormal } from './variable';

/** The swings are slow: they are taken anew this often, s, and between that the phase only rotates. */
const BLOCK = 0.02;

/** Amplitude swings this much faster than frequency, so that the two do not go together. */
const AMPLITUDE_OVER_FREQUENCY = 1.7;

/**
 * Adds fibrillatory waves: a sawtooth of a few harmonics whose frequency and amplitude swing (Stridh & Sörnmo 2001, with
 * the constants of Bachi 2023 as defaults), or a band of noise whose amplitude swings. With swings Δf and a at r Hz:
 * A (1 + a sin 2π(1.7 r t + φ₂)) Σ sin(kθ) / k, θ' = 2π(f + Δf cos 2π(r t + φ₁)), A such that the RMS is the one drawn.
 *
 * @param out mV, one value a sample
 * @param rate sampling rate, Hz
 */
export function addFWaves(
  out: Trace,
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
    out.lend(out.length, (band) => {
      const { samples } = out;
      addBandNoise(band, rate, steady, frequency - bandwidth / 2, frequency + bandwidth / 2, episode);
      for (let i = 0; i < samples.length; i++) samples[i] = samples[i]! + swing(i) * band.samples[i]!;
    });
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
  const blocks = Math.ceil(out.length / block);
  const slow = new Rotation(slowPhase, (swingRate * block) / rate);
  const tall = new Rotation(amplitudePhase, (AMPLITUDE_OVER_FREQUENCY * swingRate * block) / rate);
  out.lend(2 * (blocks + 1), (table) => {
    const { samples: entries } = table;
    for (let b = 0; b <= blocks; b++) {
      const now = frequency + frequencySwing * slow.cosine;
      entries[2 * b] = sinTurns((now > 0 ? now : 0) / (2 * rate));
      entries[2 * b + 1] = scale * (1 + amplitudeSwing * tall.sine);
      slow.advance();
      tall.advance();
    }
    out.addFWaves(table, block, harmonics, phase);
  });
}

/** Sine and cosine of an angle that grows by the same step each time. */
class Rotation {
  sine: number;
  cosine: number;
  private readonly stepSine: number;
  private readonly stepCosine: number;

  /** @param phase,step turns */
  constructor(phase: number, step: number) {
    this.sine = sinTurns(phase);
    this.cosine = cosTurns(phase);
    this.stepSine = sinTurns(step);
    this.stepCosine = cosTurns(step);
  }

  advance(): void {
    const { sine, cosine } = this;
    this.sine = sine * this.stepCosine + cosine * this.stepSine;
    this.cosine = cosine * this.stepCosine - sine * this.stepSine;
  }
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
export function addFlutterWaves(out: Trace, rate: number, flutter: Flutter): void {
  const { cycles, skew } = flutter;
  const amplitude = flutter.polarity === 'negative' ? flutter.amplitude : -flutter.amplitude;
  let start = 0;
  for (let cycle = 0; start < out.length && cycle + 1 < cycles.length; cycle++) {
    const from = cycles[cycle]!;
    const to = cycles[cycle + 1]!;
    const last = cycle + 2 === cycles.length;
    const end = last ? out.length : Math.min(out.length, Math.ceil(to * rate));
    if (end <= start) continue;
    const step = 1 / (rate * (to - from));
    out.addFlutterCycle(start, end, amplitude, (start / rate - from) / (to - from), step, skew);
    start = end;
  }
}
