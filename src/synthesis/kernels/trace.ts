import { cosTurns, sinTurns } from '../math';
import type { Random } from '../random';
import type { Exports, Kernels } from './kernels';

/** No Gaussian is drawn further from its peak than this many σ: a wave of a millivolt is below a hundredth of a microvolt there. */
export const REACH = 5;

/** A run of samples, mV, in the memory of the kernels that write it. Times and lengths are in samples, frequencies in cycles a sample. */
export class Trace {
  private view: Float32Array | undefined;

  /** @param at its address, a multiple of four */
  constructor(
    private readonly owner: Kernels,
    private readonly kernels: Exports,
    private readonly at: number,
    readonly length: number,
  ) {}

  /** The samples themselves, for loops that have no kernel. */
  get samples(): Float32Array {
    return (this.view ??= new Float32Array(this.kernels.memory.buffer, this.at, this.length));
  }

  /** The samples from `start` to before `end`, which lie within this trace, as a trace of their own on the same memory. */
  part(start: number, end: number): Trace {
    return new Trace(this.owner, this.kernels, this.at + 4 * start, end - start);
  }

  /** Lends a trace of zeros in the same memory to `use`, and takes it back afterwards. */
  lend<T>(length: number, use: (trace: Trace) => T): T {
    return this.owner.lend(length, use);
  }

  clear(): this {
    this.samples.fill(0);
    return this;
  }

  /**
   * Adds amplitude · exp(-(i - peak)² / 2σ²), σ = rise before the peak and fall after it, as far as `REACH` σ from the
   * peak. By a recurrence: three exponentials a flank, whatever its length.
   */
  addGaussian(amplitude: number, peak: number, rise: number, fall: number): void {
    this.kernels.addGaussian(this.at, this.length, amplitude, peak, rise, fall);
  }

  /** Adds `scale` times a standard normal to every sample. Uses four words of `random`, however many samples there are. */
  addNormals(scale: number, random: Random): void {
    this.kernels.addNormals(
      this.at,
      this.length,
      scale,
      random.bits(),
      random.bits(),
      random.bits(),
      random.bits(),
    );
  }

  /** Adds amplitude · sin(2π (frequency i + phase)), phase in turns. */
  addSine(amplitude: number, frequency: number, phase: number): void {
    this.kernels.addSine(
      this.at,
      this.length,
      amplitude * sinTurns(phase),
      amplitude * cosTurns(phase),
      sinTurns(frequency),
      cosTurns(frequency),
    );
  }

  /**
   * Adds the Catmull-Rom spline through `knots`, which are `spacing` samples apart; the first sample lies on the second
   * knot.
   *
   * @param spacing a multiple of four
   * @throws RangeError unless it is, and the knots reach to one behind the last sample
   */
  addSpline(knots: Trace, spacing: number): void {
    if (spacing % 4 !== 0) throw new RangeError(`Knots cannot be ${spacing} samples apart.`);
    if (!((knots.length - 3) * spacing >= this.length - 1))
      throw new RangeError(`${knots.length} knots do not cover ${this.length} samples.`);
    this.kernels.addSpline(this.at, this.length, knots.at, spacing);
  }

  /**
   * Adds Σ sin(kθ)/k, k = 1 ... harmonics, whose frequency holds for `block` samples and whose height, mV, runs straight
   * between blocks.
   *
   * @param table for each block the sine of half the angle from sample to sample, and the height at its start; and a pair
   *   more, for the height at the end of the last
   * @param phase of θ at the first sample, turns
   * @throws RangeError unless there are enough blocks
   */
  addFWaves(table: Trace, block: number, harmonics: number, phase: number): void {
    if ((table.length / 2 - 1) * block < this.length)
      throw new RangeError(`${table.length / 2 - 1} blocks of ${block} do not cover ${this.length} samples.`);
    this.kernels.addFWaves(
      this.at,
      this.length,
      table.at,
      block,
      harmonics,
      sinTurns(phase),
      cosTurns(phase),
    );
  }

  /**
   * Adds a flutter cycle to the samples from `start` to before `end`: a slow flank down for `skew` of the cycle and a fast
   * one up, half straight and half S-curve, from .35 to -.65 of `amplitude`.
   *
   * @param phase,step where in the cycle, from 0 to 1, sample `start` is, and how far it is to the next
   */
  addFlutterCycle(
    start: number,
    end: number,
    amplitude: number,
    phase: number,
    step: number,
    skew: number,
  ): void {
    this.kernels.addFlutterCycle(this.at + 4 * start, end - start, amplitude, phase, step, skew);
  }

  /** Which sample from `start` to before `end` is the largest by magnitude, of several the first. */
  largest(start: number, end: number): number {
    return start + this.kernels.largest(this.at + 4 * start, end - start);
  }

  /** Adds this trace to another one, its first sample to sample `start` of that (as far as it reaches), and clears it. */
  moveInto(to: Trace, start: number): void {
    const skip = start < 0 ? -start : 0;
    const end = start + this.length > to.length ? to.length - start : this.length;
    if (end > skip) this.kernels.moveInto(this.at + 4 * skip, end - skip, to.at + 4 * (start + skip));
    if (skip > 0 || end < this.length) this.clear();
  }

  /**
   * Writes every sample to `out` as steps of `step` mV: the nearest, of two the even one, no further than `limit` steps
   * from zero. The trace itself is lost.
   */
  quantise(out: Int16Array, step: number, limit: number): void {
    this.kernels.quantise(this.at, this.length, this.at, 1 / step, limit);
    out.set(new Int16Array(this.kernels.memory.buffer, this.at, this.length));
  }
}
