import type { Variable, Ventricular } from '../spec/types';
import type { Trace } from './kernels/trace';
import { cosTurns, sinTurns } from './math';
import type { Random } from './random';
import type { Streams } from './rhythm/stretch';
import { drawEpisode, levelled } from './variable';

/**
 * Adds ventricular activity that is no beats: fibrillation of several wavelets, torsades (A sin 2π(t / 2T + φ) times a
 * pointed oscillation, T from waist to waist), or the source model's pulses. The first two are models of our own.
 *
 * @param out mV, one value a sample
 * @param rate sampling rate, Hz
 */
export function addVentricular(out: Trace, rate: number, activity: Ventricular, streams: Streams): void {
  const { recording, episode, note } = streams;
  const draw = (variable: Variable): number => drawEpisode(variable, recording, episode);
  switch (activity.type) {
    case 'fibrillation': {
      const frequency = draw(activity.rate) / 60;
      const amplitude = draw(activity.amplitude);
      const irregularity = draw(activity.irregularity);
      note?.('ventricular rate', 60 * frequency);
      note?.('ventricular amplitude', amplitude);
      for (const { times, share } of WAVELETS) {
        addOscillation(
          out,
          rate,
          frequency * times,
          irregularity,
          episode,
          (_, wander) => Math.max(0.1, 1 + irregularity * wander) * amplitude * share,
        );
      }
      return;
    }
    case 'torsades': {
      const frequency = draw(activity.rate) / 60;
      const amplitude = draw(activity.amplitude);
      const twist = draw(activity.twist);
      const irregularity = draw(activity.irregularity);
      const phase = episode.uniform();
      note?.('ventricular rate', 60 * frequency);
      note?.('ventricular amplitude', amplitude);
      // The sign of the envelope turns at every waist: the axis twists about the baseline.
      return addOscillation(
        out,
        rate,
        frequency,
        irregularity,
        episode,
        (i) => amplitude * sinTurns(i / rate / (2 * twist) + phase),
        TORSADES_POINT,
      );
    }
    case 'pulses':
      return addPulses(out, rate, activity, streams);
  }
}

/**
 * Fibrillation is several wavelets at once: one leads, the others, at no simple multiple of its frequency, make waves of
 * unequal height and form. The shares of amplitude are chosen so that together they are as strong as one alone.
 */
const WAVELETS = [
  { times: 1, share: 0.84 },
  { times: 1.43, share: 0.42 },
  { times: 0.61, share: 0.34 },
] as const;

/** How often frequency and amplitude wander, s, and how much of the last wander is left each time. */
const WANDER_STEP = 0.2;
const WANDER_MEMORY = 0.8;

/** How much more pointed one side of a torsades complex is than the other; the side turns with the axis. */
const TORSADES_POINT = 0.25;

/**
 * Adds a wave whose frequency wanders by `irregularity` (SD, as a share), under an envelope in mV: a sine, or with a
 * `point` a wave that is narrow at its top and wide at its bottom.
 */
function addOscillation(
  out: Trace,
  rate: number,
  frequency: number,
  irregularity: number,
  random: Random,
  envelope: (sample: number, wander: number) => number,
  point = 0,
): void {
  const { samples } = out;
  const phase = random.uniform();
  let s = sinTurns(phase);
  let c = cosTurns(phase);
  const fast = new Wander(random);
  const tall = new Wander(random);
  const block = Math.max(1, Math.round(rate * WANDER_STEP));
  let level = envelope(0, tall.next());
  for (let start = 0; start < samples.length; start += block) {
    const wandered = frequency * (1 + irregularity * fast.next());
    // Between half and twice: a sine that stood still or doubled back would be something else.
    const turns = Math.min(frequency * 2, Math.max(frequency / 2, wandered)) / rate;
    const stepSin = sinTurns(turns);
    const stepCos = cosTurns(turns);
    const slope = (envelope(start + block, tall.next()) - level) / block;
    const end = Math.min(samples.length, start + block);
    for (let i = start; i < end; i++) {
      // sin θ - point · cos 2θ, whose top is 1 + point.
      samples[i] = samples[i]! + (level * (s - point * (1 - 2 * s * s))) / (1 + point);
      level += slope;
      const next = s * stepCos + c * stepSin;
      c = c * stepCos - s * stepSin;
      s = next;
    }
  }
}

/** A stationary standard normal AR(1). */
class Wander {
  private last: number;

  constructor(private readonly random: Random) {
    this.last = random.normal();
  }

  next(): number {
    const { last } = this;
    this.last = WANDER_MEMORY * last + Math.sqrt(1 - WANDER_MEMORY * WANDER_MEMORY) * this.random.normal();
    return last;
  }
}

/** Pulses follow each other no faster than this, s, so that a strip's cost is bounded. */
const SHORTEST_STEP = 0.005;

/** Gaussian pulses of alternating sign; each draws its height, width and distance around the recording's. */
function addPulses(
  out: Trace,
  rate: number,
  pulses: Extract<Ventricular, { type: 'pulses' }>,
  { recording, episode, note }: Streams,
): void {
  const amplitude = levelled(pulses.amplitude, recording, episode);
  const width = levelled(pulses.width, recording, episode);
  const step = levelled(pulses.step, recording, episode);
  note?.('ventricular rate', 60 / step.held());
  note?.('ventricular amplitude', amplitude.held());
  let sign = episode.uniform() < 0.5 ? -1 : 1;
  // Pulses before the strip reach into it.
  const before = 5 * width.held() + step.held();
  for (let t = -before * (1 + episode.uniform()); t < out.length / rate + before;) {
    const sigma = width.next(episode) * rate;
    out.addGaussian(sign * amplitude.next(episode), t * rate, sigma, sigma);
    sign = -sign;
    const next = step.next(episode);
    t += next > SHORTEST_STEP ? next : SHORTEST_STEP;
  }
}
