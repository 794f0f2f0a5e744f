import type { OnProgress, RecordedStrip, SetInfo, ShownStrip, Source } from '../../source';
import type { Table } from '../../table';
import type { AbortSignal } from '../../turns';
import { measureFound, truthOf, withoutGaps } from './foundBeats';
import { inSteps, type Recording } from './recording';

/** Of a longer recording this much is drawn, s. */
const DRAWN_SECONDS = 60;

/** Strips that somebody recorded: what a folder of WFDB and an array of strips have in common. */
export abstract class RecordedSet implements Source {
  abstract readonly info: SetInfo;
  abstract load(onProgress: OnProgress, signal: AbortSignal): Promise<Table>;
  abstract recordName(row: number): string;
  /** @throws Error with a sentence for the user where it cannot be read */
  protected abstract read(row: number): Recording;
  protected abstract labelOf(row: number): string;
  /** What tells the strip from others, such as its record's name. */
  protected abstract titleOf(row: number): string;

  strip(row: number): ShownStrip {
    const recording = this.read(row);
    const label = this.labelOf(row);
    const drawn = withoutGaps(recording.values).subarray(0, Math.round(DRAWN_SECONDS * recording.rate));
    const { samples, resolution } = inSteps(drawn);
    const truth = truthOf(recording, label, row, samples.length);
    const found = recording.beats === null ? ' · R peaks as found by ECG Spec' : '';
    return {
      strip: { samples, truth },
      title: `${label} · ${this.titleOf(row)}${found}`,
      ...{ rate: recording.rate, resolution, lead: recording.lead },
    };
  }

  measure(row: number): number[] {
    return measureFound(this.read(row));
  }

  record(row: number): RecordedStrip {
    const recording = this.read(row);
    const label = this.labelOf(row);
    const { samples, resolution } = inSteps(recording.values);
    return {
      strip: { samples, truth: truthOf(recording, label, row, samples.length) },
      ...{ rate: recording.rate, resolution, lead: recording.lead },
      // Beats that a program found are no reference.
      annotated: recording.beats !== null,
      about: [
        ['class', label],
        ['from', this.titleOf(row)],
      ],
    };
  }
}
