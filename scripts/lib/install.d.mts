export function ensureModules(): Promise<void>;
/** Path of a Chromium's executable. */
export function ensureChromium(): Promise<string>;
/** Path of a Firefox's executable. */
export function ensureFirefox(): Promise<string>;
interface LockFile {
  packages: Record<string, object>;
}
/** Why node_modules differs from the lock file, or undefined when it does not. */
export function whyStale(wanted: LockFile, installed: LockFile | undefined): string | undefined;
