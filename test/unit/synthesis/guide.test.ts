import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleSources } from '../../../scripts/lib/bundle.mjs';

const FILE = 'docs/synthesis.md';
const guide = readFileSync(FILE, 'utf8');

/** What GitHub makes of a heading for links to it. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (markdown: string): string[] => [
  ...[...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading!)),
  ...[...markdown.matchAll(/<a id="([\w-]+)">/g)].map((match) => match[1]!),
];

describe(FILE, () => {
  const examples = [...guide.matchAll(/^```ts\n([^]*?)^```/gm)].map((match) => match[1]!);

  it('has one example, which prints what stands beside it', async () => {
    expect(examples).toHaveLength(1);
    const script = await bundleSources('synthesis-guide', examples[0]!);
    const env = { ...process.env, FORCE_COLOR: '0' };
    const printed = execFileSync(process.execPath, [script], { encoding: 'utf8', env });
    const promised = [...examples[0]!.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)].map(
      (match) => match[1]!,
    );
    expect(promised.length).toBeGreaterThan(4);
    expect(printed.trimEnd().split('\n')).toEqual(promised);
    // It bundles the sources, the compiled kernels included.
  }, 120_000);

  it('links to what is there', () => {
    const links = [...guide.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)];
    expect(links.length).toBeGreaterThan(20);
    for (const [link, file, anchor] of links) {
      const target = file ? join(dirname(FILE), file) : FILE;
      expect(existsSync(target), link).toBe(true);
      if (anchor) expect(anchorsOf(readFileSync(target, 'utf8')), link).toContain(anchor);
    }
  });

  it('names files that are there', () => {
    const named = [...guide.matchAll(/`([\w/-]+\.(?:ts|py|json))`/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(30);
    const rooms = ['src/synthesis', 'src/spec/cost', 'test', '.'];
    const lost = named.filter((name) => !rooms.some((room) => existsSync(join(room, name))));
    expect(lost).toEqual([]);
  });

  it('has a source for every number in brackets, and uses every source', () => {
    const [text, list] = guide.split('\n## Sources\n') as [string, string];
    const prose = text.replace(/^```ts\n[^]*?^```/gm, '');
    const used = new Set([...prose.matchAll(/\[(\d+)\](?!\()/g)].map((match) => Number(match[1])));
    const listed = [...list.matchAll(/^(\d+)\. /gm)].map((match) => Number(match[1]));
    expect([...used].sort((a, b) => a - b)).toEqual(listed);
  });
});
