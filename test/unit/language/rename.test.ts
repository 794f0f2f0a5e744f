import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { describe, expect, it } from 'vitest';
import { readText, rename, renameTarget } from '../../../src/language';
import { applied, offsetOf, SPEC } from './fixture';

function renamed(text: string, offset: number, name: string): string {
  const result = rename(readText(text), offset, name);
  if ('reason' in result) throw new Error(result.reason);
  return applied(text, result.edits);
}

const refusal = (offset: number, name: string): string | undefined => {
  const result = rename(readText(SPEC), offset, name);
  return 'reason' in result ? result.reason : undefined;
};

describe('renaming', () => {
  it('changes the name everywhere and nothing else', () => {
    const text = renamed(SPEC, offsetOf(SPEC, 'beat: normal'), 'sinus beat');
    expect(text).toBe(
      SPEC.replace('  normal:', '  sinus beat:')
        .replaceAll('extends: normal', 'extends: sinus beat')
        .replace('beat: normal', 'beat: sinus beat')
        .replace('{ normal: 70', '{ sinus beat: 70'),
    );
  });

  it('keeps quotes, and sets them where YAML would read something else than text', () => {
    expect(renamed(SPEC, offsetOf(SPEC, '"pvc'), 'vpb')).toContain('"vpb":');
    expect(renamed(SPEC, offsetOf(SPEC, '"pvc'), 'vpb')).toContain("beat: 'vpb'");
    expect(renamed(SPEC, offsetOf(SPEC, '  NSR'), 'null')).toContain('extends: "null"');
  });

  it('refuses what cannot be a name, and a name that is taken', () => {
    const at = offsetOf(SPEC, '  NSR');
    for (const name of ['', '1st', 'a:b', '#x', 'ä', 'x'.repeat(41)])
      expect(refusal(at, name)).toContain('cannot be a name');
    expect(refusal(at, 'PAF')).toContain('already a class');
    // Beat types and classes have names of their own.
    expect(refusal(at, 'normal')).toBeUndefined();
    expect(refusal(at, 'NSR')).toBeUndefined();
  });

  it('says so where there is nothing to rename', () => {
    const target = (offset: number) => renameTarget(readText(SPEC), offset);
    expect(target(offsetOf(SPEC, 'title: N'))).toHaveProperty('reason');
    expect(target(offsetOf(SPEC, '    R'))).toHaveProperty('reason');
    expect(target(offsetOf(SPEC, "beat: '"))).toMatchObject({ name: 'pvc' });
  });

  it('leaves the same spec up to the name, whatever the name', () => {
    const name = fc.oneof(
      fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _-]{0,39}$/),
      fc.constantFrom('true', 'No', 'null', 'y', 'a - b', 'e1'),
    );
    const old = fc.constantFrom('normal', 'no-p', 'pvc', 'NSR', 'mixed', 'PAF');
    fc.assert(
      fc.property(old, name, (from, to) => {
        const wanted = to.trim();
        const text = SPEC.replaceAll('pvc', 'pvc');
        const at = readText(text).names.find(({ name: found }) => found === from)!.range.start;
        const result = rename(readText(text), at, to);
        if ('reason' in result) {
          expect(['normal', 'no-p', 'pvc', 'NSR', 'mixed', 'PAF']).toContain(wanted);
          return;
        }
        const value: unknown = parseDocument(applied(text, result.edits)).toJS();
        expect(value).toEqual(withName(parseDocument(text).toJS(), from, wanted));
      }),
    );
  });
});

/** `value` with the string `from`, as key or value, replaced by `to`. */
function withName(value: unknown, from: string, to: string): unknown {
  if (value === from) return to;
  if (Array.isArray(value)) return value.map((item) => withName(item, from, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key === from ? to : key, withName(item, from, to)]),
  );
}
