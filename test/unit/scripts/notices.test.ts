import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { noticesOf, packagesIn } from '../../../scripts/lib/notices.mjs';
import { scratch } from '../dataset/fixture';

const ROOT = join(import.meta.dirname, '../../..');
const { folder, remove } = scratch();
afterAll(remove);

function packageAt(
  path: string,
  license: string | undefined,
  files: Record<string, string>,
  author?: string,
): string {
  mkdirSync(join(folder, path), { recursive: true });
  const name = path.replace(/^.*node_modules\//, '');
  writeFileSync(
    join(folder, path, 'package.json'),
    JSON.stringify({ name, version: '1.2.3', license, author }),
  );
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, path, file), text);
  return path;
}

describe('the notices of what is bundled', () => {
  it('are of the packages that esbuild took files from, each once', () => {
    const inputs = (...files: string[]) => ({ inputs: Object.fromEntries(files.map((file) => [file, {}])) });
    expect(
      packagesIn([
        inputs('src/a.ts', 'node_modules/b/lib/x.js', 'node_modules/@c/d/y.js'),
        inputs('node_modules/b/lib/z.js', 'node_modules/b/node_modules/e/index.js'),
      ]),
    ).toEqual(['node_modules/@c/d', 'node_modules/b', 'node_modules/b/node_modules/e']);
  });

  it('hold name, version, licence and the texts that the package comes with', () => {
    const at = packageAt('node_modules/@a/b', 'MIT', {
      'LICENSE.md': 'Copyright A',
      'ThirdPartyNotices.txt': 'of C too',
      'license.js': 'no text',
    });
    const text = noticesOf(folder, [at]);
    expect(text).toContain('@a/b 1.2.3 (MIT)');
    expect(text).toContain('Copyright A');
    expect(text).toContain('of C too');
    expect(text).not.toContain('no text');
  });

  it('say whose it is, with the words of the MIT licence, where a package lacks its text', () => {
    writeFileSync(
      join(folder, 'LICENSE'),
      'MIT License\n\nCopyright us\n\nPermission is hereby granted, free',
    );
    const text = noticesOf(folder, [packageAt('node_modules/bare', 'MIT', {}, 'Somebody <a@b.c>')]);
    expect(text).toContain('Copyright (c) Somebody <a@b.c>\n\nPermission is hereby granted, free');
    expect(text).not.toContain('Copyright us');
    const nobodys = packageAt('node_modules/nobodys', 'MIT', {});
    expect(() => noticesOf(folder, [nobodys])).toThrow('without the text of its licence');
  });

  it('take an expression for what it allows', () => {
    const notices = (license: string) => () =>
      noticesOf(folder, [packageAt('node_modules/several', license, { LICENSE: 'text' })]);
    expect(notices('(MIT AND Zlib)')()).toContain('several');
    expect(notices('(GPL-3.0-only OR Apache-2.0)')()).toContain('several');
    expect(notices('(MIT AND GPL-3.0-only)')).toThrow('is in the bundle under');
  });

  it.each(['GPL-3.0-only', undefined])(
    'are refused for a licence that may not be handed on: %s',
    (license) => {
      const at = packageAt('node_modules/not-ours', license, {});
      expect(() => noticesOf(folder, [at])).toThrow(/not-ours 1\.2\.3 is in the bundle under/);
    },
  );

  // The build comes before the tests, and is what makes them.
  it('are in dist/, of all that a user gets', () => {
    const file = join(ROOT, 'dist', 'NOTICES.txt');
    expect(existsSync(file)).toBe(true);
    const text = readFileSync(file, 'utf8');
    for (const name of [
      'monaco-editor',
      'monaco-yaml',
      'onnxruntime-web',
      'plotly.js-basic-dist-min',
      'yaml',
    ])
      expect(text).toMatch(new RegExp(`^${name.replaceAll('.', '\\.')} \\d`, 'm'));
  });
});
