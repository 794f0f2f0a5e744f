import { describe, expect, it } from 'vitest';
import { parseSpec, type Variable } from '../../../src/spec';
import { change, problems, SMALL } from './texts';

/** The amplitude of R, written so. */
function amplitude(text: string): Variable {
  const { spec, problems: found } = parseSpec(change(SMALL, 'amplitude: 1 mV', `amplitude: ${text}`));
  if (!spec) throw new Error(found.map((p) => p.message).join(' '));
  return spec.beats[0]!.waves.find((w) => w.name === 'R')!.amplitude;
}

/** What is said of the width of R, written so: the codes, and the text that they underline. */
function width(text: string): string[] {
  return problems(change(SMALL, 'width: 15 ms', `width: ${text}`)).map((p) => `${p.code} ${p.underlined}`);
}

describe('how a value varies', () => {
  it('has three levels and a memory', () => {
    expect(
      amplitude(
        '{ value: 1 mV, recording: 0.2 mV, episode: 50 µV, beat: 0.03 mV, memory: 0.8, min: 0.4 mV }',
      ),
    ).toEqual({
      recording: { kind: 'normal', mean: 1, sd: 0.2 },
      episode: 0.05,
      beat: 0.03,
      memory: 0.8,
      min: 0.4,
      max: 10,
      folded: false,
    });
  });

  it('deviates uniformly from beat to beat and from episode to episode, where that is a range', () => {
    expect(amplitude('{ value: 1 mV, episode: -0.1 mV..50 µV, beat: 0..0.2 mV }')).toMatchObject({
      episode: { low: -0.1, high: 0.05 },
      beat: { low: 0, high: 0.2 },
    });
    expect(amplitude('{ value: 1 mV, beat: 0..0 mV }').beat).toBe(0);
    // Between recordings a range has a word already.
    expect(width('{ value: 15 ms, recording: -2..2 ms }')).toEqual(['ECG206 -2..2 ms']);
    expect(width('{ value: 15 ms, beat: 10..20 ms }')).toEqual(['ECG207 10..20 ms']);
  });

  it('is log-normal, by the mean and SD of the value itself, on either side of zero', () => {
    expect(amplitude('{ value: 1 mV ± 0.5 mV, distribution: log-normal }')).toMatchObject({
      recording: { kind: 'log-normal', mean: 1, sd: 0.5 },
      min: 0,
    });
    expect(amplitude('{ value: -1 mV, recording: 0.5 mV, distribution: log-normal }')).toMatchObject({
      recording: { kind: 'log-normal', mean: -1, sd: 0.5 },
      max: 0,
    });
  });

  it('is folded: no bounds, which JSON can carry', () => {
    const folded = amplitude('{ value: 1 mV, recording: 2 mV, beat: 0.1 mV, distribution: folded-normal }');
    expect(folded).toMatchObject({ recording: { kind: 'normal', mean: 1, sd: 2 }, folded: true });
    expect(folded.min).toBeLessThan(-1e100);
    expect(JSON.parse(JSON.stringify(folded))).toEqual(folded);
  });

  it('is one of a list with equal weights, or of categories with their own', () => {
    expect(amplitude('{ one-of: [1 mV, 2 mV ± 0.1 mV, 1..3 mV], beat: 0.1 mV }')).toMatchObject({
      recording: {
        kind: 'mixture',
        parts: [
          { weight: 1, of: { kind: 'normal', mean: 1, sd: 0 } },
          { weight: 1, of: { kind: 'normal', mean: 2, sd: 0.1 } },
          { weight: 1, of: { kind: 'uniform', low: 1, high: 3 } },
        ],
      },
      beat: 0.1,
      min: 0,
    });
    expect(amplitude('{ one-of: { 1 mV: 60 %, -2 mV: 40 %, 3 mV: 0 % } }')).toMatchObject({
      recording: { parts: [{ weight: 0.6 }, { weight: 0.4, of: { mean: -2 } }] },
      min: -10,
      max: 10,
    });
    expect(amplitude('{ one-of: [1 mV] }').recording).toEqual({ kind: 'normal', mean: 1, sd: 0 });
  });
});

describe('what a quantity cannot be', () => {
  it.each<[name: string, text: string, said: string[]]>([
    ['a mapping as a deviation', '{ value: 15 ms, beat: { value: 1 ms } }', ['ECG201 { value: 1 ms }']],
    ['a spread of the memory', '{ value: 15 ms, beat: 1 ms, memory: 0.5 ± 0.1 }', ['ECG202 0.5 ± 0.1']],
    ['a perfect memory', '{ value: 15 ms, beat: 1 ms, memory: 1 }', ['ECG206 1']],
    ['a log-normal range', '{ value: 10..20 ms, distribution: log-normal }', ['ECG207 log-normal']],
    ['a folded range', '{ value: 10..20 ms, distribution: folded-normal }', ['ECG207 folded-normal']],
    [
      'a folded value with bounds',
      '{ value: 15 ms, min: 5 ms, distribution: folded-normal }',
      ['ECG207 folded-normal'],
    ],
    ['a distribution of another name', '{ value: 15 ms, distribution: gamma }', ['ECG105 gamma']],
    ['one of nothing', '{ one-of: [] }', ['ECG209 []']],
    ['one of a word', '{ one-of: 15 ms }', ['ECG209 15 ms']],
    ['one of weights that are zero', '{ one-of: { 15 ms: 0 % } }', ['ECG306 one-of']],
    ['a value and a choice', '{ one-of: [15 ms], value: 15 ms }', ['ECG204 value']],
    ['a choice out of range', '{ one-of: [15 ms, 15 s] }', ['ECG206 15 s']],
    ['a choice outside its bounds', '{ one-of: [15 ms, 25 ms], max: 20 ms }', ['ECG203 25 ms']],
    ['a key of its own', '{ value: 15 ms, spread: 1 ms }', ['ECG102 spread']],
    ['an anchor', '{ value: 15 ms, from: R }', ['ECG102 from']],
  ])('%s', (_, text, said) => {
    expect(width(text)).toEqual(said);
  });

  it('is folded where time is counted by it', () => {
    const text = change(
      SMALL,
      'type: sinus }',
      'type: sinus, rate: { value: 60 bpm, distribution: folded-normal } }',
    );
    expect(problems(text).map((p) => p.code)).toEqual(['ECG207']);
  });

  it('a count is whole', () => {
    const text = change(
      SMALL,
      'type: sinus }',
      'type: sinus }\n    conduction: { type: mobitz-2, cycle: 3.5 }',
    );
    expect(problems(text)).toMatchObject([{ code: 'ECG208', underlined: '3.5' }]);
  });
});
