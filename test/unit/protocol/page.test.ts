import { describe, expect, it } from 'vitest';
import { buildPage, editorPage } from '../../../src/protocol';

describe('pages', () => {
  it('allow only their own script, by nonce, workers from blobs, and those WebAssembly', () => {
    const html = editorPage({
      nonce: 'n0nce',
      cspSource: 'https://host.test',
      asset: (name) => `https://host.test/${name}`,
    });
    const csp = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    expect(csp).toContain(`default-src 'none'`);
    expect(csp).toContain(`script-src 'nonce-n0nce' 'wasm-unsafe-eval';`);
    expect(csp).toContain('worker-src blob:');
    expect(csp).not.toContain("'unsafe-eval'");
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('<script type="module" nonce="n0nce" src="https://host.test/editor.js">');
  });

  it('cannot be broken out of by what is put into them', () => {
    const html = buildPage({
      title: '</title><script>alert(1)</script>',
      nonce: 'n',
      cspSource: 'x',
      script: 's.js',
      styles: [],
      config: { name: '"><script>alert(2)</script>' },
    });
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('wasm');
  });
});
