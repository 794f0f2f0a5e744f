import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reference } from '../../../scripts/lib/reference.mjs';
import { parseSpec } from '../../../src/spec';
import { formatQuantity } from '../../../src/spec/quantity';
import { schema, type SchemaNode } from '../../../src/spec/schema';

const text = readFileSync('docs/reference.md', 'utf8');

/** A row of the reference. */
interface Row {
  /** Anchor of its section, such as `rhythm-sinus`. */
  readonly section: string;
  readonly key: string;
  readonly usual: string;
}

const rows = [...text.matchAll(/^\| <a id="([\w-]+)"><\/a>`(.+?)`.*$/gm)].map(([line, id, key]): Row => {
  const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
  const own = key!
    .toLowerCase()
    .replace(/'/g, '-prime')
    .replace(/[^a-z0-9-]+/g, '-');
  return { section: id!.slice(0, id!.length - own.length - 1), key: key!, usual: cells[4]! };
});

describe('docs/reference.md', () => {
  it('is what the schema gives now (else run npm run reference)', () => {
    expect(text === reference(schema, formatQuantity)).toBe(true);
  });

  it('has every key of the language, each with an anchor of its own', () => {
    const keys = new Set<string>();
    (function walk(node: unknown, path: string): void {
      if (typeof node !== 'object' || node === null || /\/(if|else)$/.test(path)) return;
      for (const [key, child] of Object.entries((node as SchemaNode).properties ?? {}))
        if (typeof child === 'object') keys.add(key);
      for (const [key, child] of Object.entries(node)) walk(child, `${path}/${key}`);
    })(schema, '#');
    // Of a quantity with an anchor; the guide and the key `at` say it.
    keys.delete('from');
    expect([...new Set(rows.map(({ key }) => key))].sort()).toEqual([...keys].sort());
    const anchors = [...text.matchAll(/<a id="([\w-]+)">/g)].map((match) => match[1]);
    expect(new Set(anchors).size).toBe(anchors.length);
    const links = [...text.matchAll(/\]\(#([\w-]+)\)/g)].map((match) => match[1]);
    expect(links.filter((link) => !anchors.includes(link))).toEqual([]);
  });

  // The shortest spec that has each section, with `...` where its keys go.
  const R = 'R: { amplitude: 1 mV, at: 0 ms, width: 10 ms }';
  const whole = (top: string, c: string, beat = R): string =>
    `ecgspec: 1\n${top}\nbeats: { b: { ${beat} } }\nclasses: { c: { beat: b, ${c} }, d: { beat: b, rhythm: { type: sinus } } }\n`;
  const sinus = 'rhythm: { type: sinus }';
  const branches = (key: string, types: readonly string[], rest: string): [string, string][] =>
    types.map((type) => [`${key}-${type}`, whole('', `${key}: { type: ${type}, ... }${rest}`)]);
  const noises = 'baseline-wander mains white muscle pink electrode-motion held drift sine square'.split(' ');
  const PLACES: Readonly<Record<string, string>> = Object.fromEntries([
    ['recording', whole('recording: { ... }', sinus)],
    ['lead-off', whole('recording: { lead-off: { chance: 1 %, ... } }', sinus)],
    ['filter-high-pass', whole('recording: { filters: [{ type: high-pass, ... }] }', sinus)],
    ['filter-low-pass', whole('recording: { filters: [{ type: low-pass, ... }] }', sinus)],
    ['filter-notch', whole('recording: { filters: [{ type: notch, ... }] }', sinus)],
    ['respiration', whole('respiration: { ... }', sinus)],
    ['beat', whole('', sinus, `${R}, ...`)],
    ['wave', whole('', sinus, 'R: { amplitude: 1 mV, at: 0 ms, width: 10 ms, ... }')],
    ...branches('rhythm', ['sinus', 'regular', 'av-node'], ''),
    ['rhythm-av-block', whole('', 'rhythm: { type: av-block, ... }, atrial: { type: flutter-waves }')],
    ...branches('conduction', ['wenckebach', 'mobitz-2'], `, ${sinus}`),
    ['escape', whole('', `${sinus}, conduction: { type: dissociated, beat: b, escape: { ... } }`)],
    ['ectopy', whole('', `${sinus}, ectopy: { beat: b, ... }`)],
    ...branches('atrial', ['f-waves', 'flutter-waves'], `, ${sinus}`),
    ...branches('ventricular', ['fibrillation', 'torsades', 'pulses'], ', rhythm: { type: none }'),
    ['episodes', whole('', `${sinus}, episodes: { class: d, ... }`)],
    ...noises.map((type) => [
      `noise-${type}`,
      whole(`augmentations: { of: [{ type: ${type}, ... }] }`, sinus),
    ]),
    ['noise-recording', whole('augmentations: { of: [{ type: recording, file: a.hea, ... }] }', sinus)],
    ['augmentations', whole('augmentations: { of: [{ type: white }], ... }', sinus)],
    ['scale', whole('augmentations: { of: [{ type: scale, ... }] }', sinus)],
    ['dataset', whole('dataset: { ... }', sinus)],
    ['training', whole('training: { ... }', sinus)],
    ['spread', whole('', sinus, 'R: { amplitude: { value: 1 mV, ... }, at: 0 ms, width: 10 ms }')],
  ]);
  const stated = rows.flatMap(({ section, key, usual }): [string, string, string][] => {
    const value = /^`(.*)`$/.exec(usual)?.[1];
    return value !== undefined && section !== 'spec' && PLACES[section]
      ? [[`${section}: ${key}: ${value}`, PLACES[section], `${key}: ${value}`]]
      : [];
  });

  it.each(stated)('%s, the default, is what is read where nothing is written', (_, place, line) => {
    const read = (keys: string): unknown => {
      const { spec, problems } = parseSpec(place.replace(/(, )?\.\.\./, keys && `$1${keys}`));
      if (!spec) throw new Error(problems.map(({ message }) => message).join('\n'));
      return spec;
    };
    expect(read(line)).toMatchObject(read('') as object);
  });

  it('leaves no default untried for want of a place', () => {
    const untried = rows.filter(({ section, usual }) => usual.startsWith('`') && !PLACES[section]);
    expect(untried.map(({ section, key }) => `${section} ${key}`)).toEqual(['spec ecgspec', 'spec seed']);
  });
});
