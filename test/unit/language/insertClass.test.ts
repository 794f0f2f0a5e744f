import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { blankSpec, insertClass } from '../../../src/language';
import { parseSpec, type Spec } from '../../../src/spec';
import { applyFix } from '../../../src/spec/fixes';

const EXAMPLES = path.join(import.meta.dirname, '../../../examples');
const LIBRARY = readdirSync(path.join(EXAMPLES, 'library')).map((name) => ({
  name,
  text: readFileSync(path.join(EXAMPLES, 'library', name), 'utf8'),
}));
const FIRST = readFileSync(path.join(EXAMPLES, 'four-arrhythmias.ecgspec'), 'utf8');

function insert(target: string, library: string, className: string): { text: string; name: string } {
  const result = insertClass(target, library, className);
  if ('reason' in result) throw new Error(`${className}: ${result.reason}`);
  return { text: applyFix(target, { edits: result.edits }), name: result.name };
}

function read(text: string): Spec {
  const { spec, problems } = parseSpec(text);
  if (spec === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return spec;
}

/** What a class is, beat types included, whatever they are called. */
function meaning(spec: Spec, className: string): unknown {
  const found = spec.classes.find(({ name }) => name === className)!;
  const beatOf = (name: string): unknown => {
    const { waves, symbol, correlations, stretch, rateMemory } = spec.beats.find((one) => one.name === name)!;
    return { waves, symbol, correlations, stretch, rateMemory };
  };
  const named = (choices: readonly { beat: string; weight: number }[]): unknown =>
    choices.map(({ beat, weight }) => ({ weight, beat: beatOf(beat) }));
  const { beats, ectopy, conduction, episodes } = found;
  return {
    ...found,
    name: undefined,
    extends: undefined,
    beats: named(beats),
    ectopy: ectopy && { ...ectopy, beats: named(ectopy.beats) },
    conduction:
      conduction?.type === 'dissociated' ? { ...conduction, beats: named(conduction.beats) } : conduction,
    episodes: episodes && { ...episodes, class: meaning(spec, episodes.class) },
  };
}

describe('a class of the library in another spec', () => {
  const all = LIBRARY.flatMap(({ name, text }) =>
    read(text).classes.map((found) => ({ file: name, text, class: found.name })),
  );

  it.each(all)('is what it is in the library: $class of $file', ({ text, class: className }) => {
    const wanted = meaning(read(text), className);
    for (const target of [FIRST, blankSpec('New')]) {
      const { text: after, name } = insert(target, text, className);
      const spec = read(after);
      expect(meaning(spec, name)).toEqual(wanted);
      // The others are what they were.
      if (target === FIRST)
        for (const { name: other } of read(FIRST).classes)
          expect(meaning(spec, other)).toEqual(meaning(read(FIRST), other));
    }
  });

  it('stands behind the others with its comments, and all else stays as it is', () => {
    const { text } = insert(
      FIRST,
      LIBRARY.find(({ name }) => name === 'atrial-ectopy.ecgspec')!.text,
      'PAC delayed',
    );
    const added = text.split('\n').filter((line) => !FIRST.split('\n').includes(line));
    expect(added).toContain('    # The pause is longer than a sinus interval, but not compensatory.');
    expect(added).toContain('  normal 2:');
    expect(added).toContain('    extends: normal 2');
    let rest = text;
    for (const line of FIRST.split('\n')) {
      expect(rest).toContain(line);
      rest = rest.slice(rest.indexOf(line) + line.length);
    }
  });

  it('is used from what is there word for word, and comes only once', () => {
    const file = LIBRARY.find(({ name }) => name === 'atrial-ectopy.ecgspec')!.text;
    const once = insert(FIRST, file, 'PAC').text;
    const twice = insert(once, file, 'PAC bigeminy');
    // Its parent has been renamed along with its beats, so it is not there word for word.
    expect(read(twice.text).classes.length).toBeGreaterThan(read(once).classes.length);
    expect(insertClass(file, file, 'PAC')).toEqual({ reason: 'The spec has `PAC` already.', isThere: true });
  });

  it('is refused where the spec is written within braces', () => {
    const flow =
      'ecgspec: 1\nbeats: { normal: { R: { amplitude: 1 mV, at: 0 ms, width: 10 ms } } }\nclasses: { A: { title: A, beat: normal, rhythm: { type: sinus, rate: 60 bpm } } }\n';
    expect(insertClass(flow, FIRST, 'NSR')).toHaveProperty('reason', expect.stringContaining('braces'));
  });
});
