import { QUANTILES } from '../math';
import { type Exports, instantiate } from './kernels';

/** A parameter's row: center, SD, share of the normal below the bounds, share in them, lower and upper bound. */
export const ROW = 6;
/** Words of a wave's stream: four of state, how many parameters the wave has, and room. */
export const STREAM = 8;
/** Parameters of a wave: amplitude, time, rise, fall; the last one may be missing. */
export const PARAMETERS = 4;
/** Beats that are drawn at once, at most. */
export const BEATS = 16;

const PAGE = 65_536;

/** Where draws are made: one place for all, because nothing stays in it from one call to the next. */
class DrawingRoom {
  private readonly exports: Exports = instantiate();
  private waves = 0;
  private streams = new Int32Array(0);
  private rows = new Float64Array(0);
  private uniforms = new Float64Array(0);
  private values = new Float64Array(0);

  /**
   * Draws the parameters of some beats, all of them from each wave's own stream.
   *
   * @param streams (waves, STREAM): is moved on
   * @param rows (waves, PARAMETERS, ROW)
   * @param beats no more than BEATS
   * @param uniforms,values (beats, waves, PARAMETERS): what was drawn, and the normals in bounds that it gives
   * @returns how many of these are NaN, because they lie too far in a tail for the kernel's table
   */
  draw(
    streams: Int32Array,
    rows: Float64Array,
    beats: number,
    uniforms: Float64Array,
    values: Float64Array,
  ): number {
    const waves = streams.length / STREAM;
    if (waves !== this.waves) this.layOut(waves);
    this.streams.set(streams);
    this.rows.set(rows);
    const missing = this.exports.drawBounded(
      this.streams.byteOffset,
      waves,
      this.rows.byteOffset,
      this.uniforms.byteOffset,
      this.values.byteOffset,
      beats,
    );
    streams.set(this.streams);
    if (beats === BEATS) {
      uniforms.set(this.uniforms);
      values.set(this.values);
    } else
      for (let i = beats * waves * PARAMETERS - 1; i >= 0; i--) {
        uniforms[i] = this.uniforms[i]!;
        values[i] = this.values[i]!;
      }
    return missing;
  }

  /** Makes room for so many waves. */
  private layOut(waves: number): void {
    const { memory } = this.exports;
    const size = PARAMETERS * waves;
    const begin = Math.ceil(this.exports.base() / 16) * 16;
    const end = begin + 4 * STREAM * waves + 8 * size * (ROW + 2 * BEATS);
    const wanting = end - memory.buffer.byteLength;
    if (wanting > 0) memory.grow(Math.ceil(wanting / PAGE));
    const { buffer } = memory;
    this.streams = new Int32Array(buffer, begin, STREAM * waves);
    const doubles = begin + this.streams.byteLength;
    this.rows = new Float64Array(buffer, doubles, ROW * size);
    this.uniforms = new Float64Array(buffer, doubles + 8 * ROW * size, BEATS * size);
    this.values = new Float64Array(buffer, doubles + 8 * (ROW + BEATS) * size, BEATS * size);
    new Float64Array(buffer, this.exports.quantiles(), QUANTILES.length).set(QUANTILES);
    this.waves = waves;
  }
}

let room: DrawingRoom | undefined;

export function drawingRoom(): DrawingRoom {
  return (room ??= new DrawingRoom());
}
