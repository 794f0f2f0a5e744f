import { describe, expect, it } from 'vitest';
import { parseSpec, type RhythmClass } from '../../../src/spec';
import { WHOLE_LANGUAGE } from '../wholeLanguage';
import { change, problems, SMALL } from './texts';

const whole = parseSpec(WHOLE_LANGUAGE).spec!;
const named = (name: string): RhythmClass => whole.classes.find((c) => c.name === name)!;

/** What is said of a class with these lines beside beat and sinus rhythm. */
function said(lines: string): string[] {
  const text = `${SMALL}${lines.replace(/^/gm, '    ')}\n`;
  return problems(text).map((p) => `${p.code} ${p.underlined}`);
}

describe('the whole language', () => {
  it('has no problem', () => {
    expect(problems(WHOLE_LANGUAGE)).toEqual([]);
  });

  it('classes inherit key by key, and a mapping of another type replaces', () => {
    expect(named('brady')).toMatchObject({
      title: 'Sinus bradycardia',
      extends: 'NSR',
      code: '(SBR',
      sources: ['Our own judgement'],
      rhythm: { type: 'sinus', rate: { recording: { low: 40, high: 55 } }, ramp: { recording: { high: 4 } } },
      invariants: [{ measure: 'rate' }],
    });
    expect(named('mobitz 2').conduction).toMatchObject({ type: 'mobitz-2' });
    expect(named('mobitz 2').conduction).not.toHaveProperty('increment');
  });

  it('every class breathes as the spec says, unless it says otherwise', () => {
    expect(named('AF').respiration).toMatchObject({ modulation: { recording: { mean: 0.03 } } });
    expect(named('NSR').respiration).toMatchObject({
      rate: { recording: { mean: 0.25 } },
      modulation: { recording: { mean: 0 } },
    });
    expect(parseSpec(SMALL).spec!.classes[0]!.respiration).toMatchObject({
      rate: { recording: { low: 0.2, high: 0.4 } },
    });
  });

  it('reads rhythms, conduction, ectopy and activity', () => {
    expect(named('AFLT').rhythm).toMatchObject({
      block: [
        { ratios: [2], weight: 0.5 },
        { ratios: [2, 4], weight: 0.2 },
        { ratios: [5], weight: 0.1 },
        { ratios: 'variable', weight: 0.2 },
      ],
      persistence: { recording: { mean: 0.5 } },
    });
    expect(named('VT').rhythm).toMatchObject({ of: 'rate', value: { beat: 1, memory: 0.5 } });
    expect(named('paced').rhythm).toMatchObject({ of: 'interval', value: { recording: { mean: 0.8 } } });
    expect(named('block').conduction).toMatchObject({
      type: 'dissociated',
      escape: { type: 'regular', of: 'rate', value: { recording: { low: 35, high: 45 } } },
      beats: [{ beat: 'escape', weight: 1 }],
    });
    expect(named('PVC').ectopy).toMatchObject({
      focus: 'beat',
      pause: 'delayed',
      run: { recording: { low: 1, high: 3 } },
      patterns: [
        { order: 'isolated', weight: 0.6 },
        { order: [false, true], weight: 0.2 },
        { order: [false, false, true, true], weight: 0.2 },
      ],
    });
    expect(named('PAF').episodes).toMatchObject({ class: 'AF', burden: { recording: { low: 0.2 } } });
    expect(named('asystole')).toMatchObject({ beats: [], rhythm: { type: 'none' }, ventricular: null });
  });

  it('reads invariants with their bounds', () => {
    const read = (text: string): unknown =>
      parseSpec(`${SMALL}    invariants: ["${text}"]\n`).spec?.classes[0]!.invariants[0];
    expect(read('PR 120..200 ms')).toEqual({
      text: 'PR 120..200 ms',
      measure: 'PR',
      bounds: { min: 0.12, max: 0.2 },
    });
    expect(read('no T amplitude')).toEqual({ text: 'no T amplitude', measure: 'T amplitude', bounds: null });
    expect(read('QRS<=110 ms')).toMatchObject({ bounds: { max: 0.11 } });
    expect(read('ectopic beats > 2')).toMatchObject({ bounds: { min: 3 } });
    expect(read('dropped beats < 2')).toMatchObject({ bounds: { max: 1 } });
    expect(read('ST level -0.1..0.1 mV')).toMatchObject({ bounds: { min: -0.1, max: 0.1 } });
  });

  it('reads noises, augmentations and the recorder', () => {
    expect(whole.noise.map(({ type }) => type)).toEqual([
      'baseline-wander',
      'mains',
      'white',
      'muscle',
      'pink',
      'electrode-motion',
      'held',
      'drift',
      'sine',
      'square',
      'recording',
    ]);
    expect(whole.noise[2]).toMatchObject({
      level: { kind: 'snr', value: { recording: { low: 20, high: 30 } } },
      during: { recording: { low: 0.2, high: 0.5 } },
    });
    expect(whole.noise[3]).toMatchObject({ low: 20, high: 100, during: null });
    expect(whole.noise[10]).toMatchObject({ file: 'noise/ma.hea', signal: 'noise1', rate: null });
    expect(whole.augmentations!.of[3]!.apply).toMatchObject({ file: '../belt.npy', signal: 1, rate: 360 });
    expect(whole.augmentations).toMatchObject({
      count: { kind: 'poisson', mean: 2 },
      of: [
        { weight: 2, apply: { type: 'scale' } },
        { weight: 1, apply: { type: 'sine' } },
        { weight: 1 },
        {},
      ],
    });
    expect(whole.recording).toMatchObject({
      range: 10,
      filters: [
        { type: 'high-pass', cutoff: 0.05 },
        { type: 'low-pass', cutoff: 100 },
        { type: 'notch', frequency: 50 },
      ],
      leadOff: { chance: 0.02 },
    });
    expect(parseSpec(SMALL).spec!.recording.range).toBeCloseTo(32.767, 9);
  });
});

describe('a class that is wrong', () => {
  it.each<[name: string, lines: string, expected: string]>([
    ['weights of zero', 'ectopy: { beat: { normal: 0 % } }', 'ECG306 beat'],
    [
      'a ratio that there is not',
      'atrial: { type: flutter-waves }\nectopy: { beat: normal, pattern: N N }',
      'ECG320 N N',
    ],
    ['episodes of itself', 'episodes: { class: NSR }', 'ECG319 NSR'],
    ['episodes of nothing', 'episodes: { class: NRS }', 'ECG309 NRS'],
    ['an invariant of nothing', 'invariants: [quite long]', 'ECG321 quite long'],
    ['an invariant in another unit', 'invariants: [PR < 5 mV]', 'ECG321 PR < 5 mV'],
    ['an invariant that is an equation', 'invariants: [PR = 120 ms]', 'ECG321 PR = 120 ms'],
    ['an invariant with a spread', 'invariants: [PR < 120 ms ± 5 ms]', 'ECG321 PR < 120 ms ± 5 ms'],
    ['a code without a bracket', 'code: AFIB', 'ECG326 AFIB'],
    ['a section of a word', 'ectopy: yes', 'ECG104 yes'],
    ['an empty conduction', 'conduction: {}', 'ECG103 conduction'],
    [
      'a conduction key of another type',
      'conduction: { type: mobitz-2, increment: 60 ms }',
      'ECG102 increment',
    ],
    ['a second clock without beats', 'conduction: { type: dissociated }', 'ECG103 conduction'],
    [
      'a second clock that beats in two ways',
      'conduction: { type: dissociated, beat: normal, escape: { rate: 40 bpm, interval: 1 s } }',
      'ECG322 interval',
    ],
    ['an unknown parent', 'extends: NRS', 'ECG309 NRS'],
    ['itself as a parent', 'extends: NSR', 'ECG303 NSR'],
  ])('%s', (_, lines, expected) => {
    expect(said(lines)).toContain(expected);
  });

  it('a block ratio that there is not', () => {
    const text = change(
      SMALL,
      'type: sinus }',
      'type: av-block, block: { 2:1: 50 %, 9:1: 50 % } }\n    atrial: { type: flutter-waves }',
    );
    expect(problems(text)).toMatchObject([{ code: 'ECG320', underlined: '9:1' }, {}].slice(0, 1));
  });

  it('episodes of a class with episodes', () => {
    const text = change(WHOLE_LANGUAGE, 'asystole: {', 'asystole: { episodes: { class: PAF },');
    expect(problems(text).map((p) => `${p.code} ${p.underlined}`)).toEqual(['ECG319 PAF']);
  });

  it('an heir may leave out what it inherits', () => {
    const text = `${SMALL}    ectopy: { beat: normal }\n  heir: { extends: NSR, ectopy: none }\n`;
    expect(parseSpec(text).spec!.classes.map((c) => c.ectopy !== null)).toEqual([true, false]);
  });

  it('an inherited mistake is told once', () => {
    const text = `${SMALL}    respiration: { rate: 12 bmp }\n  heir: { extends: NSR, respiration: { modulation: 5 % } }\n`;
    expect(problems(text)).toMatchObject([{ code: 'ECG201', underlined: '12 bmp' }]);
  });
});

describe('noise, augmentations and recorder that are wrong', () => {
  it.each<[name: string, from: string, to: string, expected: string]>([
    ['rms and snr', 'snr: 20..30 dB', 'snr: 20..30 dB, rms: 5 µV', 'ECG322 snr'],
    ['a level in other units', 'snr: 20..30 dB', 'snr: 20..30 mV', 'ECG201 20..30 mV'],
    ['a band of one frequency', 'band: 20..100 Hz', 'band: 20 Hz', 'ECG202 20 Hz'],
    ['a weight of a noise', 'harmonics: 2 }', 'harmonics: 2, weight: 3 }', 'ECG102 weight'],
    ['a key of another noise', 'type: pink,', 'type: pink, band: 1..2 Hz,', 'ECG102 band'],
    ['a hundred augmentations', 'poisson 2', 'poisson 100', 'ECG325 poisson 100'],
    ['a mistyped augmentation', 'type: scale,', 'type: sclae,', 'ECG105 sclae'],
    ['a count in words', 'poisson 2', 'two', 'ECG325 two'],
    ['a range that 16 bits do not hold', 'range: 10 mV', 'range: 100 mV', 'ECG324 100 mV'],
    ['a filter above half the rate', 'cutoff: 100 Hz', 'cutoff: 125 Hz', 'ECG323 125 Hz'],
    ['a fraction of a sample', 'duration: 12 s', 'duration: 12.001 s', 'ECG307 recording'],
    [
      'a strip of hours',
      'rate: 250 Hz\n  duration: 12 s',
      'rate: 4 kHz\n  duration: 600 s',
      'ECG308 recording',
    ],
    ['training above the rate', 'rate: 100 Hz, epochs', 'rate: 500 Hz, epochs', 'ECG310 500 Hz'],
    ['strips of no class', 'strips: 100', 'strips: { NRS: 5, NSR: 5 }', 'ECG309 NRS'],
    [
      'more noises than anyone needs',
      'noise:\n',
      `noise:\n${'  - { type: pink }\n'.repeat(8)}`,
      'ECG107 noise',
    ],
  ])('%s', (_, from, to, expected) => {
    const found = problems(change(WHOLE_LANGUAGE, from, to)).map(
      (p) => `${p.code} ${p.underlined.slice(0, 18)}`,
    );
    expect(found).toContain(expected);
  });
});
