import { describe, expect, it } from 'vitest';
import { classOf, labelsIn, type LabelRules } from '../../../src/importing/labels';

const names = (text: string): string[] => labelsIn([{ column: 'c', text }]).map(({ name }) => name);

describe('labels', () => {
  it.each([
    ['AFIB', ['AFIB']],
    [' sinus rhythm, normal ', ['sinus rhythm, normal']],
    ['426783006,59118001', ['426783006', '59118001']],
    ['NORM; SR;NORM', ['NORM', 'SR']],
    ['a|b', ['a', 'b']],
    ["['AFIB', \"it's\", 3]", ['AFIB', "it's", '3']],
    ['[]', []],
    ['{}', []],
    ["{'NORM': 100.0, 'SR': 0.0}", ['NORM', 'SR']],
    ['{"AF": true, "PVC": false, "WPW": null}', ['AF']],
    ['', []],
    ['nan', []],
    ['1', ['1']],
  ])('in %j are %j', (text, wanted) => {
    expect(names(text)).toEqual(wanted);
  });

  it('of several columns are the names of those that say yes, and what else stands in them', () => {
    const cells = [
      { column: 'AF', text: '1' },
      { column: 'PVC', text: '0' },
      { column: 'WPW', text: 'False' },
      { column: 'LBBB', text: '1.0' },
      { column: 'rhythm', text: 'SB' },
      { column: 'other', text: '' },
    ];
    expect(labelsIn(cells).map(({ name }) => name)).toEqual(['AF', 'LBBB', 'SB']);
  });

  it('tell how likely they are', () => {
    expect(labelsIn([{ column: 'c', text: "{'AFIB': 15.0, 'SR': 0.0}" }])).toEqual([
      { name: 'AFIB', likelihood: 15 },
      { name: 'SR', likelihood: 0 },
    ]);
  });
});

describe('the class of a recording', () => {
  const rules = (more: Partial<LabelRules> = {}): LabelRules => ({
    classes: new Map([
      ['NORM', 'NSR'],
      ['AFIB', 'AF'],
      ['(AFIB', 'AF'],
    ]),
    exclude: new Set(['PACE']),
    likelihood: 0,
    ...more,
  });
  const of = (text: string, more?: Partial<LabelRules>) =>
    classOf(labelsIn([{ column: 'c', text }]), rules(more));

  it('is the one that its labels stand for', () => {
    expect(of('NORM;SR')).toEqual({ class: 'NSR' });
    expect(of('afib')).toEqual({ class: 'AF' });
    expect(of('AFIB;(AFIB')).toEqual({ class: 'AF' });
  });

  it('is none where they say nothing, too much, or what is left out', () => {
    expect(of('SR')).toEqual({ reason: 'no-label', detail: 'has only SR' });
    expect(of('')).toEqual({ reason: 'no-label', detail: 'has no label' });
    expect(of('NORM;AFIB')).toEqual({ reason: 'several-labels', detail: 'stands for NSR, AF at once' });
    expect(of('AFIB;pace')).toEqual({ reason: 'excluded', detail: 'is labelled pace' });
  });

  it('does not count labels that are too unlikely; 0 is not said', () => {
    expect(of("{'AFIB': 15.0}", { likelihood: 50 })).toMatchObject({ reason: 'no-label' });
    expect(of("{'AFIB': 0.0}", { likelihood: 50 })).toEqual({ class: 'AF' });
  });

  it('is the label itself where nothing is mapped, which two labels cannot be', () => {
    expect(of('SB', { classes: undefined })).toEqual({ class: 'SB' });
    expect(of('SB;AF', { classes: undefined })).toMatchObject({ reason: 'several-labels' });
  });

  it('keeps apart labels that differ in nothing but capital letters', () => {
    const classes = new Map([
      ['a', 'x'],
      ['A', 'y'],
    ]);
    expect(of('A', { classes })).toEqual({ class: 'y' });
    expect(of('a', { classes })).toEqual({ class: 'x' });
  });
});
