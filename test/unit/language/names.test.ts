import { describe, expect, it } from 'vitest';
import { definitionAt, occurrencesAt, readText, subjectAt } from '../../../src/language';
import { parseSpec } from '../../../src/spec';
import { WHOLE_LANGUAGE } from '../wholeLanguage';
import { offsetOf, SPEC } from './fixture';

const spec = readText(SPEC);

/** The line, without indentation, that a range begins on. */
function lineAt(text: string, range: { start: number } | undefined): string | undefined {
  if (range === undefined) return undefined;
  const start = text.lastIndexOf('\n', range.start) + 1;
  return text.slice(start, text.indexOf('\n', start)).trim();
}

const definition = (needle: string, after = ''): string | undefined =>
  lineAt(SPEC, definitionAt(spec, offsetOf(SPEC, needle, after))?.range);

describe('definitions', () => {
  it.each([
    ['extends: normal', 'no-p', 'normal:'],
    ['beat: normal', 'NSR:', 'normal:'],
    ['no-p', 'beat: {', 'no-p: { extends: normal, P: none, P late: none }'],
    ["beat: 'pvc", 'ectopy', '"pvc":'],
    ['extends: NSR', 'PAF', 'NSR:'],
    ['class: mixed', 'episodes', 'mixed:'],
    ['mixed', 'strips', 'mixed:'],
  ])('of %s after %s is %s', (needle, after, line) => {
    expect(definition(needle, after)).toBe(line);
  });

  it('of an anchor is the wave', () => {
    expect(definition('at: P', 'P late')).toMatch(/^P: \{ amplitude: 0\.12/);
    expect(definition('at: R', '"pvc"')).toMatch(/^R: \{ amplitude: 1\.5/);
    expect(definition('[R', 'between')).toMatch(/^R: \{ amplitude: 1\.5/);
  });

  it('of a wave that changes an inherited one is the inherited one', () => {
    expect(definition('P late', 'no-p')).toMatch(/^P late: \{ part/);
    expect(definition(', P', 'no-p')).toMatch(/^P: \{ amplitude: 0\.12/);
  });

  it('are not claimed for anchors that no wave gives, for symbols and for numbers', () => {
    for (const needle of ['QRS onset', 'from: previous', 'symbol: V', '55..100'])
      expect(definition(needle)).toBeUndefined();
  });

  it('end where beats extend each other in a circle', () => {
    const text = 'beats:\n  a: { extends: b, T: { at: X + 1 ms } }\n  b: { extends: a }\n';
    expect(definitionAt(readText(text), offsetOf(text, 'at: X'))).toBeUndefined();
  });
});

describe('occurrences', () => {
  const at = (needle: string, after = ''): string[] =>
    occurrencesAt(spec, offsetOf(SPEC, needle, after)).map(({ range }) => SPEC.slice(range.start, range.end));

  it('are the definition and every use, without quotes', () => {
    expect(at('normal')).toEqual(['normal', 'normal', 'normal', 'normal']);
    expect(at('"pvc')).toEqual(['pvc', 'pvc']);
    expect(at('NSR')).toEqual(['NSR', 'NSR', 'NSR', 'NSR']);
    expect(at('  mixed')).toEqual(['mixed', 'mixed', 'mixed']);
  });

  it('of a wave are those of its beat type and of its heirs', () => {
    expect(at('P', 'normal:')).toEqual(['P', 'P', 'P']);
    // Another R, of a beat type of its own.
    expect(at('R', 'normal:')).toEqual(['R']);
    expect(at('R', '"pvc"')).toEqual(['R', 'R', 'R']);
  });
});

describe('what a name stands for', () => {
  it('is a wave of its beat type, a beat type or a class', () => {
    const subject = (needle: string, after = '') => subjectAt(spec, offsetOf(SPEC, needle, after))?.subject;
    expect(subject('T', '"pvc"')).toEqual({ kind: 'wave', beat: 'pvc', wave: 'T' });
    expect(subject('beat: normal', 'NSR:')).toEqual({ kind: 'beat', beat: 'normal' });
    expect(subject('PAF')).toEqual({ kind: 'class', class: 'PAF' });
    expect(subject('title: Nor')).toBeUndefined();
  });
});

describe('reading', () => {
  it('takes any text', () => {
    for (const text of [
      '',
      '\0',
      '[',
      '- a',
      'beats: [',
      'beats:\n  a: {',
      'beats: 3',
      '? a\n: b',
      '&a [*a]',
    ]) {
      expect(() => definitionAt(readText(text), 1)).not.toThrow();
    }
  });
});

describe('the whole language', () => {
  const whole = readText(WHOLE_LANGUAGE);

  it('has a definition for every name that is used', () => {
    const uses = whole.names.filter(({ role }) => role === 'reference');
    expect(uses.length).toBeGreaterThan(20);
    for (const { name, range } of uses) {
      const found = definitionAt(whole, range.end);
      expect(found?.name, `${name} at ${range.start}`).toBe(name);
      expect(found?.role).toBe('definition');
    }
  });

  it('names what the parser reads', () => {
    const { spec: parsed } = parseSpec(WHOLE_LANGUAGE);
    const names = (kind: string): string[] =>
      whole.names.flatMap((name) => (name.kind === kind && name.role === 'definition' ? [name.name] : []));
    expect(names('beat')).toEqual(parsed?.beats.map(({ name }) => name));
    expect(names('class')).toEqual(parsed?.classes.map(({ name }) => name));
  });
});
