import type { BeatPlan } from './beatPlan';
import { correlate } from './copula';
import { BEATS, drawingRoom, PARAMETERS, ROW, STREAM } from './kernels/drawing';
import { Random, type StreamKey } from './random';
import { Levelled } from './variable';

/**
 * The draws of a beat type's parameters: recording-level ones once a strip, then episodes, then beats in order. Each wave
 * has a stream of its own. Beats are drawn some at a time by a kernel, which knows the common kind of parameter, a normal
 * in bounds; a strip has hundreds of these draws, and one by one they took a fifth of its time.
 *
 * A parameter's place in a list of all is wave number · 4 + 0 for amplitude, 1 for time, 2 for rise, 3 for fall.
 */
export class BeatDraws {
  /** mV and s; `next` says where the last beat's begin. */
  readonly values: Float64Array;

  private readonly levels: readonly (Levelled | null)[];
  /** Places of the parameters that are normals in bounds, and of those of which the kernel draws no more than uniforms. */
  private readonly bounded: readonly number[];
  private readonly others: readonly number[];
  private readonly random = new Random();
  private readonly recorded: Float64Array;
  /** Before those beats that lie in `values`, and after them. */
  private readonly before: Int32Array;
  private readonly after: Int32Array;
  private readonly rows: Float64Array;
  private readonly uniforms: Float64Array;
  private readonly room = drawingRoom();
  /** How many beats lie in `values`, and how many of them have been given. */
  private ready = 0;
  private given = 0;

  constructor(private readonly plan: BeatPlan) {
    const { waves } = plan;
    this.levels = waves.flatMap(({ wave: { amplitude, at, rise, fall } }) =>
      [amplitude, at, rise, fall].map((variable) => variable && new Levelled(variable)),
    );
    const placesOf = (kind: Levelled['kind']): number[] =>
      this.levels.flatMap((level, k) => (level?.kind === kind ? [k] : []));
    this.bounded = placesOf('bounded');
    this.others = placesOf('other');
    const size = PARAMETERS * waves.length;
    this.recorded = new Float64Array(size);
    this.before = new Int32Array(STREAM * waves.length);
    this.after = new Int32Array(STREAM * waves.length);
    waves.forEach(({ wave }, i) => (this.after[STREAM * i + 4] = wave.fall ? 4 : 3));
    this.rows = new Float64Array(ROW * size);
    this.uniforms = new Float64Array(BEATS * size);
    this.values = new Float64Array(BEATS * size);
  }

  /** Begins a strip. @param salt as for `RecordedBeat` */
  reset(key: StreamKey, salt: number): void {
    const { plan, levels, after, recorded, random } = this;
    const { waves, copula } = plan;
    for (let i = 0; i < waves.length; i++) {
      const { recordingStream, beatStream } = waves[i]!;
      random.reset(key, recordingStream);
      const count = after[STREAM * i + 4]!;
      for (let p = 0; p < count; p++) recorded[PARAMETERS * i + p] = random.uniform();
      random.reset(key, beatStream ^ salt).save(after, STREAM * i);
    }
    if (copula) correlate(recorded, copula);
    for (let k = 0; k < levels.length; k++) levels[k]?.record(recorded[k]!);
    this.ready = 0;
    this.given = 0;
    this.begin();
  }

  /** Begins an episode: its values are drawn around the recording's. */
  begin(): void {
    const { levels, rows, given } = this;
    // Beats that were drawn ahead and not given leave no trace.
    if (given < this.ready) this.after.set(this.before);
    else this.given = 0;
    const first = this.given * levels.length;
    this.draw(this.given + 1);
    this.ready = 0;
    this.given = 0;
    for (let k = 0; k < levels.length; k++) {
      const level = levels[k];
      if (level) describe(level.beginFrom(this.uniforms[first + k]!), rows, ROW * k);
    }
  }

  /**
   * Draws the next beat.
   *
   * @param left how many there may be, this one included: it is in vain to draw more ahead
   * @returns where in `values` its own begin
   */
  next(left: number): number {
    if (this.given === this.ready) this.refill(left < BEATS ? left : BEATS);
    const { levels, others, uniforms, values } = this;
    const first = levels.length * this.given++;
    for (let i = 0; i < others.length; i++) {
      const k = others[i]!;
      values[first + k] = levels[k]!.nextFrom(uniforms[first + k]!);
    }
    return first;
  }

  /** The value around which this episode's beats lie; of a parameter that the wave has. */
  held(k: number): number {
    return this.levels[k]!.held();
  }

  private refill(beats: number): void {
    const { levels, bounded, uniforms, values } = this;
    this.before.set(this.after);
    const missing = this.draw(beats);
    this.ready = beats;
    this.given = 0;
    if (missing === 0) return;
    for (let first = 0; first < beats * levels.length; first += levels.length)
      for (const k of bounded)
        if (Number.isNaN(values[first + k])) values[first + k] = levels[k]!.nextFrom(uniforms[first + k]!);
  }

  private draw(beats: number): number {
    return this.room.draw(this.after, this.rows, beats, this.uniforms, this.values);
  }
}

/** Writes the row of a parameter. One that is no normal in bounds gets one that gives its held value. */
function describe(level: Levelled, rows: Float64Array, at: number): void {
  const varies = level.kind === 'bounded';
  if (varies) level.measure();
  rows[at] = varies ? level.center : level.held();
  rows[at + 1] = varies ? level.sd : 0;
  rows[at + 2] = varies ? level.low : 0.25;
  rows[at + 3] = varies ? level.share : 0;
  rows[at + 4] = varies ? level.min : -Infinity;
  rows[at + 5] = varies ? level.max : Infinity;
}
