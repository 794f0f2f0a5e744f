import type { Recording } from '../spec/types';
import { type Biquad, design, filterSettled } from './filters';
import type { Trace } from './kernels/trace';
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
  record(signal: Trace, out: Int16Array, random: Random): void {
    for (const stage of this.stages) filterSettled(signal.samples, stage);
    this.disconnect(signal, random);
    signal.quantise(out, this.recording.resolution, this.limit);
  }

  /** An open input: a flat line at zero for a while, anywhere in the strip. */
  private disconnect(signal: Trace, random: Random): void {
    const { leadOff, rate } = this.recording;
    if (!leadOff || random.uniform() >= leadOff.chance) return;
    const length = Math.min(signal.length, Math.floor(drawRecording(leadOff.duration, random) * rate + 0.5));
    const start = Math.floor(random.uniform() * (signal.length - length + 1));
    signal.samples.fill(0, start, start + length);
  }
}
