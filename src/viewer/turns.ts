/** In the pure rooms there are no timers; every host has this one. */
declare function setTimeout(callback: () => void, ms: number): unknown;

/**
 * Lets all else that waits go first.
 * @param tell what to say before
 * @throws AbortError where the work is not wanted any more
 */
export async function giveWay(signal: AbortSignal, tell: () => void): Promise<void> {
  signal.throwIfAborted();
  tell();
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  signal.throwIfAborted();
}

/** What of the standard's AbortSignal is needed here. */
export interface AbortSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
}
