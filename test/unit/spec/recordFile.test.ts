import { describe, expect, it } from 'vitest';
import { longestStretch, parseSpec, recordKey, recordUses } from '../../../src/spec';
import { codes, SMALL } from './texts';

const uses = (noise: string, more = '') =>
  recordUses(parseSpec(`${SMALL}noise: [ ${noise} ]\n${more}`).spec!);

describe('a noise from a recording', () => {
  it('says file, signal and rate, and where it stands', () => {
    const found = uses(
      '{ type: white }, { type: recording, file: noise/ma.hea, signal: noise2 }',
      'augmentations: { of: [ { type: scale }, { type: recording, file: ../x.NPY, rate: 0.5 kHz, signal: 1 } ] }\n',
    );
    expect(found).toMatchObject([
      { path: ['noise', 1], noise: { file: 'noise/ma.hea', signal: 'noise2', rate: null } },
      { path: ['augmentations', 'of', 1], noise: { file: '../x.NPY', signal: 1, rate: 500 } },
    ]);
    expect(uses('{ type: recording, file: a.hea }')).toMatchObject([{ noise: { signal: 0 } }]);
  });

  it.each(['a.hea', 'a b/c-d.hea', '../../a.hea', './a.HEA', '118e06.hea', 'müller.hea'])(
    'reads %s',
    (file) => {
      expect(uses(`{ type: recording, file: "${file}" }`)).toMatchObject([{ noise: { file } }]);
    },
  );

  it.each([
    '',
    '.hea.',
    '/a.hea',
    '//server/a.hea',
    '\\\\\\\\server\\\\a.hea',
    '~/a.hea',
    'C:/a.hea',
    'C:a.hea',
    'file:///a.hea',
    'http://x/a.hea',
    'data:a.hea',
    'vscode-userdata:/a.hea',
    'x/a.hea:b.hea',
    'a\\u0000.hea',
    'a\\n.hea',
    'a',
    'a/',
    'a.dat',
    'a.csv',
    'a.hea.gz',
  ])('refuses %j', (file) => {
    expect(codes(`${SMALL}noise: [ { type: recording, file: "${file}" } ]\n`)).toEqual(['ECG328']);
  });

  it('is the same signal where file, signal and rate are the same', () => {
    const [a, b, c, d] = uses(
      '{ type: recording, file: a.hea }, { type: recording, file: a.hea, rms: 1 mV }, { type: recording, file: a.hea, signal: 1 }, { type: recording, file: a.hea, signal: "1" }',
    ).map(({ noise }) => recordKey(noise));
    expect(a).toBe(b);
    expect(new Set([a, c, d]).size).toBe(3);
  });

  it.each([
    ['', 1000],
    [', during: 30 %', 300],
    [', during: 20..50 %', 500],
    [', during: 30 % ± 5 %', 1000],
    [', during: { value: 30 %, recording: 5 %, max: 40 % }', 400],
    [', during: { one-of: [10 %, 25 %, 15 %] }', 250],
  ])('takes at most%s %d of 1000 samples', (during, samples) => {
    const [{ noise }] = uses(`{ type: recording, file: a.hea${during} }`) as [ReturnType<typeof uses>[0]];
    expect(longestStretch(noise, 1000)).toBe(samples);
  });
});
