import type { ViewerRow } from '../../protocol';

const BLOCK = 100;
const MOST_BLOCKS = 40;

/** Rows that the host has sent, in blocks; what is asked for is asked for once. */
export class RowCache {
  private readonly blocks = new Map<number, readonly ViewerRow[] | 'asked'>();

  constructor(private readonly ask: (from: number, count: number) => void) {}

  clear(): void {
    this.blocks.clear();
  }

  /** The row at a place; undefined while it is not here. */
  get(place: number): ViewerRow | undefined {
    const block = this.blocks.get(Math.floor(place / BLOCK));
    return block === 'asked' ? undefined : block?.[place % BLOCK];
  }

  /** Asks for what is not here of these places. */
  want(from: number, to: number): void {
    for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) {
      const known = this.blocks.get(block);
      if (known === undefined) this.ask(block * BLOCK, BLOCK);
      // Asked for last, forgotten last.
      this.blocks.delete(block);
      this.blocks.set(block, known ?? 'asked');
    }
    for (const block of this.blocks.keys()) {
      if (this.blocks.size <= MOST_BLOCKS) break;
      this.blocks.delete(block);
    }
  }

  /** @param from where a block begins, as it was asked for */
  receive(from: number, rows: readonly ViewerRow[]): void {
    if (this.blocks.has(from / BLOCK)) this.blocks.set(from / BLOCK, rows);
  }
}
