export function ensureModules(): Promise<void>;
/** Path of a Chromium's executable. */
export function ensureChromium(): Promise<string>;
