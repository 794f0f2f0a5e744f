import type { Writable } from 'node:stream';

const CLEAR_LINE = '\r\u001b[K';
/** How often something is said where a line cannot be rewritten, ms. */
const LINE_EVERY = 1000;
const BAR = 24;

/** A bar of 24 places. */
export function bar(share: number): string {
  const full = Math.round(Math.max(0, Math.min(1, share)) * BAR);
  return '█'.repeat(full) + '░'.repeat(BAR - full);
}

/** Shows how far something is: one line that is rewritten in a terminal, a line a second elsewhere
 * (none in the first second, so that what is quick is quiet). */
export class ProgressLine {
  private lastLine: number;
  private showing = false;

  constructor(
    private readonly out: Writable & { isTTY?: boolean; columns?: number },
    private readonly now: () => number = () => performance.now(),
  ) {
    this.lastLine = now();
  }

  update(share: number, words: string): void {
    if (this.out.isTTY === true) {
      const line = `${bar(share)} ${words}`;
      // A line that wraps could not be rewritten.
      this.out.write(CLEAR_LINE + line.slice(0, Math.max(20, (this.out.columns ?? 80) - 1)));
      this.showing = true;
    } else if (this.now() - this.lastLine >= LINE_EVERY) {
      this.lastLine = this.now();
      this.out.write(`${words}\n`);
    }
  }

  /** Takes the line away, so that what follows stands on a line of its own. */
  clear(): void {
    if (this.showing) this.out.write(CLEAR_LINE);
    this.showing = false;
  }
}
