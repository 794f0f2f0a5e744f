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

/** Where the kernel has what it reads and writes of so many waves. */
interface Layout {
  readonly streams: Int32Array;
  readonly rows: Float64Array;
  readonly uniforms: Float64Array;
  readonly values: Float64Array;
}

/** Where draws are made: one place for all, because nothing stays in it from one call to the next. */
class DrawingRoom {
  private readonly exports: Exports = instantiate();
  /** By number of waves: the beat types of a strip take turns. */
  private readonly layouts = new Map<number, Layout>();

  constructor() {
    const { memory, quantiles } = this.exports;
    new Float64Array(memory.buffer, quantiles(), QUANTILES.length).set(QUANTILES);
  }

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
    const room = this.layouts.get(waves) ?? this.layOut(waves);
    room.streams.set(streams);
    room.rows.set(rows);
    const missing = this.exports.drawBounded(
      room.streams.byteOffset,
      waves,
      room.rows.byteOffset,
      room.uniforms.byteOffset,
      room.values.byteOffset,
      beats,
    );
    streams.set(room.streams);
    if (beats === BEATS) {
      uniforms.set(room.uniforms);
      values.set(room.values);
    } else
      for (let i = beats * waves * PARAMETERS - 1; i >= 0; i--) {
        uniforms[i] = room.uniforms[i]!;
        values[i] = room.values[i]!;
      }
    return missing;
  }

  /** Makes room for so many waves. */
  private layOut(waves: number): Layout {
    const { memory } = this.exports;
    const size = PARAMETERS * waves;
    const begin = Math.ceil(this.exports.base() / 16) * 16;
    const end = begin + 4 * STREAM * waves + 8 * size * (ROW + 2 * BEATS);
    const wanting = end - memory.buffer.byteLength;
    if (wanting > 0) {
      memory.grow(Math.ceil(wanting / PAGE));
      // Views of memory do not outlive its growth.
      this.layouts.clear();
    }
    const { buffer } = memory;
    const streams = new Int32Array(buffer, begin, STREAM * waves);
    const doubles = begin + streams.byteLength;
    const layout = {
      streams,
      rows: new Float64Array(buffer, doubles, ROW * size),
      uniforms: new Float64Array(buffer, doubles + 8 * ROW * size, BEATS * size),
      values: new Float64Array(buffer, doubles + 8 * (ROW + BEATS) * size, BEATS * size),
    };
    this.layouts.set(waves, layout);
    return layout;
  }
}

let room: DrawingRoom | undefined;

export function drawingRoom(): DrawingRoom {
  return (room ??= new DrawingRoom());
}
