import type { BeatPlan } from './beatPlan';
import { PARTS, type Spans, toSample } from './fiducials';
import type { DrawnWave } from './morphology';
import { paintSegments, type PartExtent } from './segments';

/** What may be drawn once for a strip or an episode, and its unit; `1` where it has none. */
export const QUANTITIES = {
  rate: 'bpm',
  interval: 's',
  variability: 'bpm',
  'lf-hf': '1',
  ramp: 'bpm',
  arrivals: '/s',
  'escape rate': 'bpm',
  /** Atrial cycles to a beat; where they take turns, their mean; absent where they vary at random. */
  block: '1',
  persistence: '1',
  'f-waves rms': 'mV',
  'f-waves frequency': 'Hz',
  'flutter-waves rate': 'bpm',
  'flutter-waves amplitude': 'mV',
  'ventricular rate': 'bpm',
  'ventricular amplitude': 'mV',
  'respiration rate': 'Hz',
  'respiration modulation': '1',
  'respiration baseline': 'mV',
  'noise rms': 'mV',
  'noise amplitude': 'mV',
  'noise frequency': 'Hz',
} as const;
export type Quantity = keyof typeof QUANTITIES;

/** Takes down a value that was drawn. */
export type Note = (quantity: Quantity, value: number) => void;

/** One wave of one beat as it was drawn. */
export interface WaveParameters {
  /** The beat type, and the wave's name in it. */
  readonly type: string;
  readonly name: string;
  /** The beat's R peak as in the truth; -1 where it lies outside the strip, or where no beat follows (a loose P wave). */
  readonly r: number;
  /** The time that `at` counts from: the beat's R time (of a stretched beat: its start), s after the strip's first sample. */
  readonly time: number;
  /** How long after `time` the beat is cut, s; Infinity where it is not stretched. */
  readonly length: number;
  /** mV, with its sign. */
  readonly amplitude: number;
  /** Where it peaks, s after `time`. */
  readonly at: number;
  /** Widths before and after the peak, s; of a Gaussian its standard deviations. */
  readonly rise: number;
  readonly fall: number;
}

/** A value that was drawn once for a strip or an episode. */
export interface DrawnValue {
  readonly quantity: Quantity;
  /** Of a noise: its place in the spec's list. Of all else: 0 for the strip's own rhythm, 1 and up for its episodes. */
  readonly number: number;
  /** In the unit of `QUANTITIES`. */
  readonly value: number;
}

/** What to tell of a strip beside its samples and its truth. */
export interface Wish {
  readonly segments?: boolean;
  readonly parameters?: boolean;
}

/**
 * What is told of a strip where it is asked for. One is made for many strips: each overwrites what the one before left.
 *
 * Waves are those of all beats that were drawn, in the order in which they were: also of beats before and after the strip,
 * of which some reach into it.
 */
export class Detail {
  /** A label of `SEGMENTS` for each sample; see `paintSegments`. `null` where nobody asked. */
  readonly segments: Uint8Array | null;
  /** Empty where nobody asked. */
  waves: readonly WaveParameters[] = [];
  values: readonly DrawnValue[] = [];

  private readonly log: { -readonly [K in keyof WaveParameters]: WaveParameters[K] }[] = [];
  private readonly noted: DrawnValue[] = [];
  private readonly extents: PartExtent[] = [];
  private readonly parameters: boolean;
  private beatBegan = 0;

  /** @param samples in a strip */
  constructor(samples: number, { segments = false, parameters = false }: Wish) {
    this.segments = segments ? new Uint8Array(samples) : null;
    this.parameters = parameters;
  }

  begin(): void {
    this.log.length = 0;
    this.noted.length = 0;
    this.extents.length = 0;
  }

  /**
   * A beat, or a P wave that no beat follows.
   *
   * @param shown the names of `waves` in the beat type
   */
  beat(
    { beat }: BeatPlan,
    shown: readonly string[],
    waves: readonly DrawnWave[],
    time: number,
    length: number,
    rate: number,
    spans: Spans,
  ): void {
    if (this.segments) {
      for (const part of PARTS) {
        const span = spans[part];
        if (span.waves === 0) continue;
        this.extents.push({
          part,
          onset: toSample(time + span.onset, rate),
          offset: toSample(time + span.offset, rate),
        });
      }
    }
    if (!this.parameters) return;
    this.beatBegan = this.log.length;
    waves.forEach(({ amplitude, at, rise, fall }, i) => {
      this.log.push({ type: beat.name, name: shown[i]!, r: -1, time, length, amplitude, at, rise, fall });
    });
  }

  /** The R peak of the beat that was told of last lies in the strip. */
  rPeak(r: number): void {
    for (let i = this.beatBegan; i < this.log.length; i++) this.log[i]!.r = r;
  }

  /** What takes down values of an episode or a noise; `null` where nobody asked for them. */
  noteFor(number: number): Note | null {
    if (!this.parameters) return null;
    return (quantity, value) => this.noted.push({ quantity, number, value });
  }

  finish(): void {
    if (this.segments) paintSegments(this.segments, this.extents);
    this.waves = this.log.map((wave) => ({ ...wave }));
    this.values = [...this.noted];
  }
}
