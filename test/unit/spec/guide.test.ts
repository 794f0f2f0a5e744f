import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Example, readGuide, withCodes } from '../../../scripts/lib/guide.mjs';
import { runCli } from '../../../src/cli/program';
import { loadRecords } from '../../../src/cli/records';
import { CODES, parseSpec } from '../../../src/spec';
import { schema, type SchemaNode } from '../../../src/spec/schema';
import { parseQuantity } from '../../../src/spec/quantity';
import { compile, drawBeat, measureClaims } from '../../../src/synthesis';

const guide = readFileSync('docs/language.md', 'utf8');
const PICTURES = 'docs/pictures/language';

const folder = mkdtempSync(join(tmpdir(), 'ecgspec-guide-'));
cpSync('examples/noise', join(folder, 'noise'), { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `ecgspec render` makes of a spec. */
async function draw(spec: string, args: readonly string[]): Promise<string> {
  const [text, picture] = [join(folder, 'example.ecgspec'), join(folder, 'picture.svg')];
  writeFileSync(text, spec);
  const said: string[] = [];
  const code = await runCli(['render', text, ...args, '--out', picture], {
    print: () => undefined,
    warn: (line) => said.push(line),
    signal: new AbortController().signal,
    workerFile: '',
  });
  if (code !== 0) throw new Error(said.join('\n'));
  return readFileSync(picture, 'utf8');
}

/** What GitHub makes of a heading for links to it. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

describe('docs/language.md', () => {
  const examples = readGuide(guide);
  const named = (list: readonly Example[]): [string, Example][] =>
    list.map((example) => [`line ${example.line}, ${example.heading}`, example]);

  it.each(named(examples.filter(({ mistakes }) => mistakes.length === 0)))(
    '%s: the example has no problem and draws',
    async (_, example) => {
      const parsed = parseSpec(example.spec);
      const { spec } = parsed;
      // The recordings that the guide names are those that ship.
      const { records, problems } = await loadRecords('examples/guide.ecgspec', parsed);
      expect([...parsed.problems, ...problems]).toEqual([]);
      expect([...measureClaims(example.spec, parsed, 20, records)].flat()).toEqual([]);
      const made = compile(spec!, records);
      for (const { name, rhythm } of spec!.classes) {
        const { samples, truth } = made.generate(name, 0);
        expect(truth.beats.length).toBeGreaterThan(rhythm.type === 'none' ? -1 : 3);
        expect(samples.some((x) => x !== 0)).toBe(true);
      }
      for (const beat of spec!.beats)
        expect(drawBeat(spec!, beat.name).center.some((x) => x !== 0)).toBe(true);
    },
  );

  it.each(named(examples.filter(({ mistakes }) => mistakes.length > 0)))(
    '%s: the mistake has the problem that the guide names',
    (_, { spec, mistakes }) => {
      expect([...new Set(parseSpec(spec).problems.map(({ code }) => code))].sort()).toEqual(mistakes);
    },
  );

  it('shows every picture that there is, and has a heading for every link within it', () => {
    const shown = examples.flatMap(({ pictures }) => pictures.map(({ file }) => file));
    expect([...shown].sort()).toEqual(readdirSync(PICTURES).sort());
    const anchors = new Set([
      ...[...guide.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading!)),
      ...[...guide.matchAll(/<a id="([\w-]+)">/g)].map((match) => match[1]!),
    ]);
    const links = [...guide.matchAll(/\]\(#([\w-]+)\)/g)].map((match) => match[1]!);
    expect(links.filter((link) => !anchors.has(link))).toEqual([]);
  });

  it.each(
    examples.flatMap(({ spec, pictures }) =>
      pictures.map((picture) => [picture.file, picture, spec] as const),
    ),
  )(
    '%s is what the program draws of its example now (else run: node scripts/pictures.mjs language)',
    async (file, { words, args }, spec) => {
      expect(words).not.toBe('');
      // Not toBe: a difference of pictures as text says nothing, and takes long.
      expect(readFileSync(`${PICTURES}/${file}`, 'utf8') === (await draw(spec, args))).toBe(true);
    },
  );

  it('explains the problem codes that the program has (else run npm run reference)', () => {
    expect(guide).toBe(withCodes(guide, CODES));
    // The extension finds a code by its heading (src/extension/explanations.ts).
    for (const code of Object.keys(CODES)) expect(guide).toContain(`\n#### ${code}\n`);
  });
});

it('shows an example in the README that has no problem', () => {
  const examples = readGuide(readFileSync('README.md', 'utf8'));
  expect(examples.length).toBeGreaterThan(0);
  for (const { spec } of examples) expect(parseSpec(spec).problems).toEqual([]);
});

describe('the versions rule', () => {
  const codes = (text: string): string[] => parseSpec(text).problems.map(({ code }) => code);
  const narrow = readGuide(guide)[0]!.spec;

  it('refuses a key and a word of a newer program at their places', () => {
    expect(codes(narrow.replace('rate: 170', 'jump: 3 ms, rate: 170'))).toEqual(['ECG102']);
    expect(codes(narrow.replace('at: 0 ms', 'shape: wavelet, at: 0 ms'))).toEqual(['ECG105']);
  });

  it('says at the first line that version 2 is not known', () => {
    const { spec, problems } = parseSpec(narrow.replace('ecgspec: 1', 'ecgspec: 2'));
    expect(spec).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'ECG105', path: ['ecgspec'] }]);
  });
});

describe('the schema', () => {
  const quantities: [string, SchemaNode][] = [];
  (function walk(node: unknown, path: string): void {
    if (typeof node !== 'object' || node === null) return;
    if ('x-quantity' in node) quantities.push([path, node as SchemaNode]);
    for (const [key, value] of Object.entries(node)) walk(value, `${path}/${key}`);
  })(schema, '#');

  it.each(quantities)('%s: has a description, and examples within its limits', (_, node) => {
    const { dimension, min, max } = node['x-quantity']!;
    expect(node['description']).toBeTruthy();
    const examples = node['examples'] as string[];
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      // What follows an anchor is a quantity like any other.
      const result = parseQuantity(String(example).replace(/^[A-Za-z ]+[+-] /, ''), dimension);
      if (!result.ok) throw new Error(result.message);
      const q = result.quantity;
      expect(q.kind === 'value' ? q.value : q.low).toBeGreaterThanOrEqual(min);
      expect(q.kind === 'value' ? q.value : q.high).toBeLessThanOrEqual(max);
    }
  });

  it('describes every key', () => {
    const silent: string[] = [];
    (function walk(node: unknown, path: string): void {
      if (typeof node !== 'object' || node === null) return;
      const { properties } = node as SchemaNode;
      if (properties && !/\/(?:if|else)\b/.test(path)) {
        for (const [key, value] of Object.entries(properties)) {
          if (typeof value !== 'object') continue;
          const target = value.$ref ? schema.$defs![value.$ref.split('/').pop()!] : undefined;
          if (!value['description'] && !target?.['description']) silent.push(`${path}/${key}`);
        }
      }
      for (const [key, value] of Object.entries(node)) walk(value, `${path}/${key}`);
    })(schema, '#');
    expect(silent).toEqual([]);
  });
});
