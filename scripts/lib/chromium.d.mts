import type { Browser } from 'playwright-core';

/** Starts a headless Chromium, which is installed first if there is none. */
export function launchChromium(): Promise<Browser>;
