import type { Recording } from '../spec/types';
import { type Biquad, design, filterSettled } from './filters';
import type { Random } from './random';
import { drawRecording } from './variable';

/** int16 without -32768, which WFDB readers take for "no sample". */
const LARGEST = 32767;

/** What a recorder makes of a signal: filters, an electrode that comes off, a limited range, and steps. */
export class Recorder {
  private readonly stages: readonly Biquad[];
  private readonly limit: number;

  constructor(private readonly recording: Recording) {
    const { filters, rate, range, resolution } = recording;
    this.stages = filters.flatMap((filter) => design(filter, rate) ?? []);
    this.limit = Math.max(0, Math.min(LARGEST, Math.floor(range / resolution + 1e-9)));
  }

  /**
   * @param signal mV; it is overwritten
   * @param out steps of `recording.resolution`
   */
  record(signal: Float64Array, out: Int16Array, random: Random): void {
    for (const stage of this.stages) filterSettled(signal, stage);
    this.disconnect(signal, random);
    const { limit } = this;
    const scale = 1 / this.recording.resolution;
    for (let i = 0; i < signal.length; i++) {
      const step = Math.floor(signal[i]! * scale + 0.5);
      out[i] = step > limit ? limit : step < -limit ? -limit : step;
    }
  }

  /** An open input: a flat line at zero for a while, anywhere in the strip. */
  private disconnect(signal: Float64Array, random: Random): void {
    const { leadOff, rate } = this.recording;
    if (!leadOff || random.uniform() >= leadOff.chance) return;
    const length = Math.min(signal.length, Math.floor(drawRecording(leadOff.duration, random) * rate + 0.5));
    const start = Math.floor(random.uniform() * (signal.length - length + 1));
    signal.fill(0, start, start + length);
  }
}
