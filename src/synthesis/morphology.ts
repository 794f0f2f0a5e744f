import type { WavePart, WaveShape } from '../spec/types';
import type { BeatPlan, PlannedWave } from './beatPlan';
import { BeatDraws } from './beatDraws';
import type { Trace } from './kernels/trace';
import type { StreamKey } from './random';
import { rateFactor } from './rateFactor';
import { addWave, reach } from './shapes';
import { centerOf } from './variable';

/** One wave as it is in one beat: mV, and s relative to the beat's time. */
export interface DrawnWave {
  readonly part: WavePart;
  readonly shape: WaveShape;
  readonly amplitude: number;
  readonly at: number;
  readonly rise: number;
  readonly fall: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What a beat needs to know of the strip around it. */
export interface BeatContext {
  /** The interval that rate-corrected waves follow, s. */
  readonly rr: number;
  /** The beat before, s relative to this one (negative). */
  readonly previous: number;
  /** The strip's mean RR, s. */
  readonly mean: number;
  /** From this beat to the next one, s. */
  readonly length: number;
  /** Factor on all amplitudes. */
  readonly gain: number;
  /** How many beats the strip may still have, this one included. */
  readonly left: number;
}

/** A beat on its own at 60 beats a minute. */
export const ALONE: BeatContext = { rr: 1, previous: -1, mean: 1, length: 1, gain: 1, left: 1 };

/** A beat type within one strip: recording-level values drawn once, beats drawn in order. */
export class RecordedBeat {
  private readonly draws: BeatDraws;
  private readonly drawn: Mutable<DrawnWave>[];
  /** Times of the peaks, and widths, if no parameter varied from beat to beat; filled only where a wave asks for them. */
  private readonly fixed: Mutable<DrawnWave>[];

  constructor(readonly plan: BeatPlan) {
    this.draws = new BeatDraws(plan);
    this.drawn = blank(plan);
    this.fixed = plan.recordingPlaces ? blank(plan) : [];
  }

  /**
   * Begins a strip.
   *
   * @param salt sets apart the beats of a rhythm that comes and goes; recording-level draws do not hear of it
   */
  reset(key: StreamKey, salt = 0): this {
    this.draws.reset(key, salt);
    return this;
  }

  /** Begins an episode: its values are drawn around the recording's. */
  begin(): void {
    this.draws.begin();
  }

  /** The next beat; what it returns is overwritten by the one after. */
  next(context: BeatContext): readonly DrawnWave[] {
    const { draws, drawn, fixed, plan } = this;
    const { waves, recordingPlaces } = plan;
    const { values } = draws;
    const first = draws.next(context.left);
    for (let i = 0; i < drawn.length; i++) {
      const planned = waves[i]!;
      const { wave, anchor } = planned;
      const out = drawn[i]!;
      out.amplitude = values[first + 4 * i]! * context.gain;
      out.at = values[first + 4 * i + 1]!;
      out.rise = values[first + 4 * i + 2]!;
      out.fall = wave.fall ? values[first + 4 * i + 3]! : out.rise;
      if (!planned.isPlaced && !recordingPlaces) continue;
      if (recordingPlaces) {
        const held = fixed[i]!;
        held.at = draws.held(4 * i + 1);
        held.rise = draws.held(4 * i + 2);
        held.fall = wave.fall ? draws.held(4 * i + 3) : held.rise;
        place(planned, held, fixed, context, -context.mean);
      }
      const follows = wave.follow === 'beat' || anchor.kind === 'beat';
      place(planned, out, follows ? drawn : fixed, context, follows ? context.previous : -context.mean);
    }
    if (plan.beat.stretch) stretch(drawn, context.length);
    return drawn;
  }
}

/** A beat type with every parameter at its centre, at 60 beats a minute: one wave for each of the beat's, in order. */
export function centralBeat(plan: BeatPlan): readonly DrawnWave[] {
  const drawn = blank(plan);
  plan.waves.forEach((planned, i) => {
    const { wave } = planned;
    const out = drawn[i]!;
    out.amplitude = centerOf(wave.amplitude);
    out.at = centerOf(wave.at);
    out.rise = centerOf(wave.rise);
    out.fall = wave.fall ? centerOf(wave.fall) : out.rise;
    place(planned, out, drawn, ALONE, ALONE.previous);
  });
  return drawn;
}

function blank(plan: BeatPlan): Mutable<DrawnWave>[] {
  return plan.waves.map(({ wave: { part, shape } }) => ({
    part,
    shape,
    // Not 0: engines lay an object out by the kind of number that it begins with.
    amplitude: NaN,
    at: NaN,
    rise: NaN,
    fall: NaN,
  }));
}

/**
 * Turns a wave's time after its anchor into one after the beat, and applies the heart rate. A correction scales what lies
 * between anchor and wave, and the wave's width.
 *
 * @param anchors the waves of the same beat, of which those before this one are in their places
 * @param previous the beat before, s relative to this one
 */
function place(
  { wave, anchor }: PlannedWave,
  out: Mutable<DrawnWave>,
  anchors: readonly DrawnWave[],
  context: BeatContext,
  previous: number,
): void {
  if (wave.correction !== 'none') {
    const factor = rateFactor(wave.correction, context.rr);
    out.at *= factor;
    out.rise *= factor;
    out.fall *= factor;
  }
  if (wave.rateShift !== 0) out.at += (wave.rateShift * (60 / context.rr - 60)) / 10;
  switch (anchor.kind) {
    case 'beat':
      return;
    case 'previous':
      out.at += previous;
      return;
    case 'wave': {
      const at = anchors[anchor.wave]!;
      out.at += anchor.point === 'peak' ? at.at : anchor.point === 'onset' ? onsetOf(at) : offsetOf(at);
      return;
    }
    case 'span': {
      let edge = anchor.point === 'onset' ? Infinity : -Infinity;
      for (const number of anchor.waves) {
        const at = anchors[number]!;
        edge = anchor.point === 'onset' ? Math.min(edge, onsetOf(at)) : Math.max(edge, offsetOf(at));
      }
      out.at += edge;
    }
  }
}

/** The second on which a beat of the source model is drawn becomes `length` seconds. */
function stretch(waves: readonly Mutable<DrawnWave>[], length: number): void {
  for (const wave of waves) {
    wave.at *= length;
    wave.rise *= length;
    wave.fall *= length;
  }
}

/** s relative to the beat's time. */
export function onsetOf(wave: DrawnWave): number {
  return wave.at - reach(wave.shape) * wave.rise;
}

export function offsetOf(wave: DrawnWave): number {
  return wave.at + reach(wave.shape) * wave.fall;
}

/** Adds waves of one beat, which happens at `time`, to a strip. */
export function addBeat(out: Trace, rate: number, time: number, waves: readonly DrawnWave[]): void {
  for (const { shape, amplitude, at, rise, fall } of waves) {
    addWave(out, rate, shape, amplitude, time + at, rise, fall);
  }
}

/** As `addBeat`, keeping only what lies from the beat's time on and before `length` seconds later. */
export function addCutBeat(
  out: Trace,
  rate: number,
  time: number,
  length: number,
  waves: readonly DrawnWave[],
): void {
  const first = Math.max(0, Math.ceil(time * rate));
  const end = Math.min(out.length, Math.ceil((time + length) * rate));
  if (first < end) addBeat(out.part(first, end), rate, time - first / rate, waves);
}
