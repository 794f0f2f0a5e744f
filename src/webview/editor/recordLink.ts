import type { RecordReading } from '../../records';
import { recordKey, type RecordRef } from '../../spec/records';

/** The recordings that the text names: the page cannot read files, so it asks for them. */
export class RecordLink {
  /** What has arrived, by `recordKey`. */
  readonly readings = new Map<string, RecordReading>();
  private wanted: readonly string[] = [];

  constructor(
    private readonly ask: (wanted: readonly RecordRef[]) => void,
    /** Hears of every reading that arrives, and of `null` for one that is not wanted any more. */
    private readonly onReading: (key: string, reading: RecordReading | null) => void,
  ) {}

  /** Whether something that is wanted has not arrived. */
  get pending(): boolean {
    return this.wanted.some((key) => !this.readings.has(key));
  }

  /** Asks for these recordings, and for no others. */
  want(refs: readonly RecordRef[]): void {
    const wanted = new Map(refs.map((ref) => [recordKey(ref), ref]));
    const keys = [...wanted.keys()];
    if (keys.join() === this.wanted.join()) return;
    this.wanted = keys;
    for (const key of [...this.readings.keys()]) {
      if (wanted.has(key)) continue;
      this.readings.delete(key);
      this.onReading(key, null);
    }
    this.ask([...wanted.values()]);
  }

  /** A recording has been read, or has changed. */
  receive(key: string, reading: RecordReading): void {
    if (!this.wanted.includes(key)) return;
    this.readings.set(key, reading);
    this.onReading(key, reading);
  }
}
