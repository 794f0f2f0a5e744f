import type { RecordReading } from '../../records';
import { recordKey, type RecordRef } from '../../spec';
import type { Disposable } from '../disposables';
import type { RecordShelf } from './shelf';

/** The recordings of one spec, for one that needs them. */
export class RecordFeed implements Disposable {
  /** What has been read of those that are wanted, by `recordKey`. */
  readonly readings = new Map<string, RecordReading>();
  private readonly followed = new Map<string, Disposable>();

  /** @param onReading called for each recording when it has been read, and whenever it has changed */
  constructor(
    private readonly shelf: RecordShelf,
    private readonly spec: string,
    private readonly onReading: (key: string, reading: RecordReading) => void,
  ) {}

  /** Follows these recordings from now on, and no others. */
  want(refs: readonly RecordRef[]): void {
    const wanted = new Map(refs.map((ref) => [recordKey(ref), ref]));
    for (const [key, following] of this.followed) {
      if (wanted.has(key)) continue;
      following.dispose();
      this.followed.delete(key);
      this.readings.delete(key);
    }
    for (const [key, ref] of wanted) {
      if (this.followed.has(key)) continue;
      this.followed.set(
        key,
        this.shelf.follow(this.spec, ref, (reading) => {
          this.readings.set(key, reading);
          this.onReading(key, reading);
        }),
      );
    }
  }

  dispose(): void {
    this.want([]);
  }
}
