import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODES, parseSpec } from '../../../src/spec';
import { schema, type SchemaNode } from '../../../src/spec/schema';
import { parseQuantity } from '../../../src/spec/quantity';
import { compile, drawBeat } from '../../../src/synthesis';

const guide = readFileSync('docs/language.md', 'utf8');

describe('docs/language.md', () => {
  const examples = [...guide.matchAll(/```yaml\n([^]*?)```/g)].map((match) => match[1]!);

  it.each(examples.map((text, i) => [i + 1, text] as const))(
    'example %d has no problem and draws',
    (_, text) => {
      const { spec, problems } = parseSpec(text);
      expect(problems).toEqual([]);
      const made = compile(spec!);
      for (const name of made.classes) {
        const { samples, truth } = made.generate(name, 0);
        expect(truth.beats.length).toBeGreaterThan(3);
        expect(samples.some((x) => x !== 0)).toBe(true);
      }
      for (const beat of spec!.beats)
        expect(drawBeat(spec!, beat.name).center.some((x) => x !== 0)).toBe(true);
    },
  );

  it('names every code that a spec can get, and no other', () => {
    const named = new Set<string>();
    for (const row of guide.match(/^\| ECG.*$/gm) ?? []) {
      const codes = [...row.split('|')[1]!.matchAll(/ECG(\d{3})/g)].map((m) => Number(m[1]));
      const last = row.includes('–') ? codes[1]! : codes[codes.length - 1]!;
      if (row.split('|')[1]!.includes('–'))
        for (let code = codes[0]!; code <= last; code++) named.add(`ECG${String(code).padStart(3, '0')}`);
      else for (const code of codes) named.add(`ECG${String(code).padStart(3, '0')}`);
    }
    expect([...named].sort()).toEqual(Object.keys(CODES).sort());
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
