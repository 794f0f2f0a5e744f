import { describe, expect, it } from 'vitest';
import { fixesIn, folds, lensesOf, outline, readText, type OutlineItem } from '../../../src/language';
import { BEAT_KEYS, isKnownWave } from '../../../src/language/words';
import { schema } from '../../../src/spec/schema';
import type { Problem } from '../../../src/spec';
import { SPEC } from './fixture';

describe('the outline', () => {
  it('has the sections, beat types with their waves, and classes', () => {
    const names = ({ name, detail, children }: OutlineItem): unknown =>
      children.length === 0
        ? `${name} ${detail}`.trim()
        : { [`${name} ${detail}`.trim()]: children.map(names) };
    expect(outline(readText(SPEC)).map(names)).toEqual([
      'ecgspec 1',
      'title Names',
      {
        beats: [
          { normal: ['P', 'Q', 'R', 'T', 'P late'] },
          { 'no-p extends normal': ['P none', 'P late none'] },
          { pvc: ['R', 'T'] },
        ],
      },
      { classes: ['NSR Normal sinus rhythm', 'mixed', 'PAF'] },
      'dataset',
    ]);
  });

  it('holds what is selected within its whole, and children within their parents', () => {
    const check = (item: OutlineItem, low: number, high: number): void => {
      expect(item.range.start).toBeGreaterThanOrEqual(low);
      expect(item.range.end).toBeLessThanOrEqual(high);
      expect(item.selection.start).toBeGreaterThanOrEqual(item.range.start);
      expect(item.selection.end).toBeLessThanOrEqual(item.range.end);
      for (const child of item.children) check(child, item.range.start, item.range.end);
    };
    const text = `${SPEC}noise:\n  - { type: white, rms: 5 µV } # last\n\n`;
    for (const item of outline(readText(text))) check(item, 0, text.length);
    expect(
      outline(readText(text))
        .at(-1)
        ?.children.map(({ name }) => name),
    ).toEqual(['white']);
  });
});

describe('folding', () => {
  it('folds blocks, comments and regions, without the blank lines after them', () => {
    const text = '# one\n# two\na:\n  b:\n    c: 1\n\n  # region x\n  d: 2\n  # endregion\n\ne: 3\n';
    expect(folds(text)).toEqual([
      { start: 0, end: 1, kind: 'comment' },
      { start: 2, end: 7 },
      { start: 3, end: 4 },
      { start: 6, end: 8, kind: 'region' },
    ]);
  });
});

describe('lenses', () => {
  it('count references, and strips where the text means something', () => {
    const titles = (name: string): string[] =>
      lensesOf(readText(SPEC), undefined)
        .filter(({ range }) => SPEC.slice(range.start, range.end) === name)
        .map(({ title }) => title);
    expect(titles('normal')).toEqual(['Preview', '3 references']);
    expect(titles('PAF')).toEqual(['Preview', 'Generate this class']);
    expect(titles('NSR')).toEqual(['Preview', 'Generate this class', '3 references']);
  });
});

describe('mends', () => {
  const edit = (text: string) => ({ title: text, edits: [{ range: { start: 4, end: 6 }, text }] });
  const problem: Problem = {
    code: 'ECG201',
    severity: 'error',
    message: '',
    range: { start: 4, end: 6 },
    path: [],
    fixes: [edit('120 ms'), edit('120 s')],
  };

  it('are those of the problems in a range; the first is the one to take unseen', () => {
    const titles = (start: number, end: number) =>
      fixesIn([problem], { start, end }).map(({ fix, preferred }) => `${fix.title} ${preferred}`);
    expect(titles(5, 5)).toEqual(['120 ms true', '120 s false']);
    expect(titles(6, 9)).toHaveLength(2);
    expect(titles(7, 9)).toEqual([]);
  });

  it('are not taken unseen when they silence a rule', () => {
    const silenced = { ...problem, fixes: [edit('  # ignore ECG407: ')] };
    expect(fixesIn([silenced], problem.range).map(({ preferred }) => preferred)).toEqual([false]);
  });
});

describe('the words of the language', () => {
  it('are those of the schema: what a beat type may have is a wave or a key that is known here', () => {
    const beat = schema.$defs!['beat']!.properties!;
    const unknown = Object.keys(beat).filter((key) => !isKnownWave(key) && !BEAT_KEYS.has(key));
    expect(unknown).toEqual([]);
  });
});
