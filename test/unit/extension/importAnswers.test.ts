import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importJob, readMap, type ImportAnswers } from '../../../src/extension/importing/answers';
import { jobArguments } from '../../../src/extension/tasks/definition';
import { usualClass } from '../../../src/importing';

describe('labels and their classes, as they are typed', () => {
  it('are read, commas in labels and all', () => {
    const labels = ['AFIB', 'AF, rapid', 'AF', 'a=b'];
    expect(readMap('AFIB=AF, AF, rapid=AF,AF = AF ,a=b=NSR', labels)).toEqual([
      ['AFIB', 'AF'],
      ['AF, rapid', 'AF'],
      ['AF', 'AF'],
      ['a=b', 'NSR'],
    ]);
  });

  it.each([
    ['', 'Give at least one label'],
    ['AFIB', '"AFIB" is not LABEL=CLASS'],
    ['PVC=PVC', 'There is no label "PVC"'],
    ['AFIB=', '"AFIB" needs a class'],
    ['AFIB=, SR=NSR', '"AFIB" needs a class'],
    ['AFIB=AF NORM=NSR', '"AFIB" needs a class'],
  ])('as %j are refused in a sentence', (text, words) => {
    expect(readMap(text, ['AFIB', 'NORM', 'SR'])).toContain(words);
  });

  it('read back as they are proposed, whatever the labels', () => {
    const label = fc
      .string({ unit: fc.constantFrom('a', 'B', ',', ' ', '.', '(', '='), minLength: 1 })
      .map((text) => text.trim())
      .filter((text) => text !== '');
    fc.assert(
      fc.property(fc.uniqueArray(label, { minLength: 1, maxLength: 5 }), (labels) => {
        const text = labels.map((one) => `${one}=X`).join(', ');
        const read = readMap(text, labels);
        // Labels such as "a" and "a=X, a" cannot be told apart; a sentence is an answer as well.
        if (typeof read === 'string' || labels.some((one) => /[=,]/.test(one))) return;
        expect(read).toEqual(labels.map((one) => [one, 'X']));
      }),
    );
  });
});

it.each([
  ['NORM', 'NSR'],
  ['(AFIB', 'AF'],
  [' 427172004 ', 'PVC'],
  ['atrial flutter', 'AFLT'],
  ['LBBB', undefined],
])('the label %j usually stands for %s', (label, name) => expect(usualClass(label)).toBe(name));

describe('the job of an import', () => {
  const answers: ImportAnswers = {
    ...{
      folder: 'f',
      table: 't.csv',
      where: { column: 'file' },
      labelColumns: ['AF', 'NSR'],
      patientColumn: null,
    },
    ...{ map: [['AF', 'AF']], leads: ['-aVR', 'II'], duration: 10, cut: { where: 'all' }, rate: 250 },
    ...{ sourceRate: undefined, unit: undefined, attribution: '' },
  };
  const settings = { workers: 0, formats: [], python: '', environment: '', excerpt: '' };

  it('is the command line with what was answered', () => {
    expect(jobArguments(importJob(answers), settings)).toEqual([
      ...['import', 'f', '--labels', 't.csv', '--out', 'f-recordings', '--file-column=file'],
      ...['--label-column=AF', '--label-column=NSR', '--each-own-patient', '--map=AF=AF'],
      ...['--lead=-aVR', '--lead=II', '--duration=10', '--cut=all', '--rate=250'],
    ]);
    const others: ImportAnswers = {
      ...answers,
      ...{ where: { array: 'X.npy' }, patientColumn: 'id', cut: { startColumn: 'start' } },
      ...{ sourceRate: 500, unit: 'uV', attribution: 'From us' },
    };
    expect(jobArguments(importJob(others), settings).slice(6)).toEqual([
      ...['--array=X.npy', '--label-column=AF', '--label-column=NSR', '--patient-column=id', '--map=AF=AF'],
      ...['--lead=-aVR', '--lead=II', '--duration=10', '--start-column=start', '--rate=250'],
      ...['--source-rate=500', '--unit=uV', '--attribution=From us'],
    ]);
  });
});
