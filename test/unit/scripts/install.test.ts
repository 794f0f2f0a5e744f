import { afterEach, describe, expect, it, vi } from 'vitest';
import { ensureChromium, ensureFirefox, whyStale } from '../../../scripts/lib/install.mjs';

const lock = (packages: Record<string, object>): { packages: Record<string, object> } => ({
  packages: { '': {}, ...packages },
});

describe('whether npm packages must be installed', () => {
  it('no: what is installed is what the lock file says', () => {
    const both = lock({ 'node_modules/yaml': { version: '2.9.1' } });
    expect(whyStale(both, both)).toBeUndefined();
  });

  it('no: only packages for another platform are absent', () => {
    const wanted = lock({ 'node_modules/@esbuild/win32-x64': { version: '1.0.0', optional: true } });
    expect(whyStale(wanted, lock({}))).toBeUndefined();
  });

  it('yes: nothing is installed', () => {
    expect(whyStale(lock({}), undefined)).toBe('none are installed');
  });

  it('yes: a package is missing or has another version', () => {
    const wanted = lock({ 'node_modules/a/node_modules/yaml': { version: '2.9.1' } });
    expect(whyStale(wanted, lock({}))).toBe('yaml is missing');
    const installed = lock({ 'node_modules/a/node_modules/yaml': { version: '2.0.0' } });
    expect(whyStale(wanted, installed)).toBe('yaml has another version');
  });
});

describe('a browser to drive', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ['ECGSPEC_CHROMIUM', ensureChromium],
    ['ECGSPEC_FIREFOX', ensureFirefox],
  ])('is the one that %s names', async (name, ensure) => {
    vi.stubEnv(name, process.execPath);
    expect(await ensure()).toBe(process.execPath);
    vi.stubEnv(name, 'absent/browser');
    await expect(ensure()).rejects.toThrow(
      `${name} names "absent/browser", which is no executable file; correct it or unset it.`,
    );
  });
});
