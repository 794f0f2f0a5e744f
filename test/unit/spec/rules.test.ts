import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec';
import { WHOLE_LANGUAGE } from '../wholeLanguage';
import { change, codes, EXAMPLE } from './texts';

/** A spec of one class: what it says, and what it says otherwise of its beat. */
function oneClass(lines: string, waves = ''): string {
  return `ecgspec: 1
beats:
  b:
    P: { amplitude: 0.12 mV, at: -150 ms, width: 19 ms }
    R: { amplitude: 1.1 mV, at: 0 ms, width: 12 ms }
    T: { amplitude: 0.28 mV, at: 270 ms, rise: 48 ms, fall: 31 ms }
  no-p: { extends: b, P: none }
  wide: { extends: b, P: none, R: { width: 30 ms }, T: { at: 330 ms } }
  used:
    extends: b
${waves}
classes:
  c: { beat: used, rhythm: { type: sinus }, ${lines} }
  others: { beat: { no-p: 50 %, wide: 50 % }, rhythm: { type: sinus } }
`;
}

describe('what is pointed out in the example, and still draws', () => {
  it.each<[name: string, from: string, to: string, code: string, message: RegExp]>([
    [
      'WPW with a normal PR',
      'at: QRS onset - 50..62 ms',
      'at: QRS onset - 120 ms',
      'ECG404',
      /PR interval of `pre-excited` is \d+ ms; in WPW it is below 120 ms/,
    ],
    [
      'AF with a P wave',
      '    beat: no-p\n    rhythm: { type: av-node',
      '    beat: normal\n    rhythm: { type: av-node',
      'ECG402',
      /has no sinus rhythm, but its beat `normal` has a P wave/,
    ],
    [
      'AF that is regular',
      'rhythm: { type: av-node, arrivals: 4..9 /s }',
      'rhythm: { type: sinus }',
      'ECG403',
      /not irregularly irregular/,
    ],
    [
      'a ventricular beat with a P wave',
      'symbol: V\n',
      'symbol: V\n    P: { amplitude: 0.1 mV, at: -160 ms, width: 20 ms }\n',
      'ECG405',
      /has a P wave before it/,
    ],
    ['T before R', 'at: R + 270 ms ± 15 ms', 'at: -20 ms', 'ECG401', /T \(-20 ms\) peaks before S/],
    [
      'a spread that truncation bends',
      'width: 19 ms ± 2 ms',
      'width: 19 ms ± 30 ms',
      'ECG205',
      /the drawn mean differs from what is written/,
    ],
    [
      'a beat nobody uses',
      'classes:\n',
      '  spare: { extends: pvc }\n\nclasses:\n',
      'ECG408',
      /No class uses the beat type `spare`/,
    ],
    [
      'a normal rhythm that is slow',
      'rate: 55..100 bpm',
      'rate: 35..45 bpm',
      'ECG406',
      /its rate is 40 bpm; normal is 60 to 100 bpm/,
    ],
    [
      'a rate that leaves no room for T',
      'rate: 55..100 bpm',
      'rate: 55..280 bpm',
      'ECG407',
      /At 280 bpm the T wave of `normal` runs into the next beat/,
    ],
    [
      'flutter without its waves',
      'title: Atrial fibrillation',
      'title: Atrial flutter',
      'ECG420',
      /has no flutter waves/,
    ],
    [
      'PVC without ectopy',
      '    title: Normal sinus rhythm\n',
      '    title: Sinus rhythm with PVCs\n',
      'ECG431',
      /has no `ectopy`/,
    ],
    [
      'a class of no strips',
      'strips: 1000',
      'strips: { NSR: 10, AF: 10, AFLT: 10, WPW: 10 }',
      'ECG428',
      /No strips are made of `PVC`/,
    ],
  ])('%s', (_, from, to, code, message) => {
    const parsed = parseSpec(change(EXAMPLE, from, to));
    const found = parsed.problems.filter((p) => p.code === code);
    expect(found.map((p) => p.message).join(' ')).toMatch(message);
    expect(parsed.spec).toBeDefined();
  });
});

describe('the body of a human', () => {
  it.each<[name: string, waves: string, code: string]>([
    ['a P wave right before the QRS', '    P: { at: -50 ms, width: 4 ms }', 'ECG414'],
    ['a P wave of the beat before', '    P: { at: -600 ms }', 'ECG414'],
    ['a QRS of a millisecond', '    R: { width: 1 ms }', 'ECG415'],
    ['a QRS of half a second', '    R: { width: 100 ms }', 'ECG415'],
    ['a T wave in the QRS', '    T: { at: 60 ms, rise: 10 ms, fall: 10 ms }', 'ECG416'],
    ['a T wave a second later', '    T: { at: 1 s }', 'ECG416'],
    ['an R wave of 9 mV', '    R: { amplitude: 9 mV }', 'ECG418'],
    ['a P wave of a millivolt', '    P: { amplitude: 1 mV }', 'ECG418'],
    ['an R wave in the wrong unit', '    R: { amplitude: 1.1 µV }', 'ECG418'],
    ['a P wave that runs into the QRS', '    P: { width: 60 ms }', 'ECG419'],
    ['a T wave that begins in the QRS', '    T: { rise: 110 ms }', 'ECG419'],
    ['U before T', '    U: { amplitude: 0.05 mV, at: 200 ms, width: 10 ms }', 'ECG401'],
  ])('%s', (_, waves, code) => {
    expect(codes(oneClass(''))).toEqual([]);
    expect(codes(oneClass('', waves))).toContain(code);
  });

  it('judges waves where their anchors put them, at the rate that they follow', () => {
    const hung = '    P: { at: QRS onset - 10 ms }\n    R: { at: 0 ms }';
    expect(parseSpec(oneClass('', hung)).problems.map((p) => p.message)).toContainEqual(
      expect.stringMatching(/The P wave of `used` ends at -?\d+ ms, after the QRS has begun at -30 ms/),
    );
  });

  it('a retrograde P wave has an order of its own', () => {
    expect(codes(oneClass('', '    P: { amplitude: -0.1 mV, at: 60 ms, width: 10 ms }'))).toEqual([]);
  });
});

describe('what a class is called and what it is', () => {
  const cases: [name: string, lines: string, waves: string, code: string | null][] = [
    ['bradycardia of 80 bpm', 'title: Sinus bradycardia', '', 'ECG421'],
    ['bradycardia of 45 bpm', 'title: Sinus bradycardia, rhythm: { type: sinus, rate: 45 bpm }', '', null],
    ['tachycardia of 80 bpm', 'title: Sinus tachycardia', '', 'ECG422'],
    ['tachycardia of 120 bpm', 'title: Sinus tachycardia, rhythm: { type: sinus, rate: 120 bpm }', '', null],
    ['narrow VT', 'title: Ventricular tachycardia, rhythm: { type: regular, rate: 150 bpm }', '', 'ECG423'],
    [
      'slow VT',
      'beat: wide, title: Ventricular tachycardia, rhythm: { type: regular, rate: 80 bpm }',
      '',
      'ECG423',
    ],
    ['VT', 'beat: wide, title: Ventricular tachycardia, rhythm: { type: regular, rate: 150 bpm }', '', null],
    ['a narrow bundle branch block', 'title: Left bundle branch block', '', 'ECG424'],
    [
      'a wide bundle branch block',
      'title: LBBB',
      '    R: { width: 28 ms }\n    P: { at: -170 ms }\n    T: { at: 330 ms }',
      null,
    ],
    ['first-degree block of 160 ms', 'title: First-degree AV block', '', 'ECG425'],
    ['first-degree block of 260 ms', 'title: First-degree AV block', '    P: { at: -240 ms }', null],
    ['paced without a spike', 'title: Paced rhythm', '', 'ECG426'],
    [
      'paced',
      'title: Paced rhythm',
      '    spike: { shape: spike, amplitude: 3 mV, at: -32 ms, width: 2 ms }',
      null,
    ],
    ['a paced symbol without a spike', '', '    symbol: /', 'ECG426'],
    ['fibrillation that beats', 'title: Ventricular fibrillation', '', 'ECG427'],
    ['asystole that beats', 'title: Asystole', '', 'ECG427'],
    ['irregular SVT', 'title: SVT, beat: no-p, rhythm: { type: av-node }', '', 'ECG429'],
    ['Wenckebach that conducts', 'title: Mobitz I block', '', 'ECG430'],
    ['Wenckebach with constant PR', 'title: Wenckebach, conduction: { type: mobitz-2 }', '', 'ECG430'],
    ['Mobitz II', 'title: Mobitz II block, conduction: { type: mobitz-2 }', '', null],
    ['complete block of one clock', 'title: Complete heart block', '', 'ECG430'],
    ['bigeminy of no ectopy', 'title: Ventricular bigeminy', '', 'ECG431'],
    ['ST elevation on the baseline', 'title: ST elevation', '', 'ECG432'],
    [
      'ST elevation',
      'title: ST elevation',
      '    ST: { amplitude: 0.2 mV, at: J + 60 ms, width: 20 ms }',
      null,
    ],
    ['a long QT that is not', 'title: Long QT', '', 'ECG433'],
    ['a long QT', 'title: Long QT', '    T: { at: 400 ms }', null],
    ['junctional with a P wave', 'title: Junctional rhythm', '', 'ECG434'],
    ['a rhythm code of another', 'code: (AFIB', '', 'ECG435'],
    ['a rhythm code that fits', 'code: (N', '', null],
    ['a sinus node of 280 bpm', 'rhythm: { type: sinus, rate: 280 bpm }', '', 'ECG417'],
    ['a run that leaves no room for T', 'ectopy: { beat: wide, run: 1..4, run-rate: 290 bpm }', '', 'ECG407'],
    [
      'couplets that leave no room for T',
      'ectopy: { beat: wide, pattern: couplets, run-rate: 290 bpm }',
      '',
      'ECG407',
    ],
    ['no run, whatever its rate', 'ectopy: { beat: wide, pattern: bigeminy, run-rate: 290 bpm }', '', null],
    ['a clock that leaves no room for T', 'rhythm: { type: regular, rate: 250 bpm }', '', 'ECG407'],
    ['a ramp to nowhere', 'rhythm: { type: sinus, rate: 60 bpm, ramp: -60 bpm }', '', 'ECG436'],
    ['normal sinus rhythm without P', 'title: Normal sinus rhythm, beat: no-p', '', 'ECG406'],
    [
      'supraventricular is not ventricular',
      'title: Supraventricular tachycardia, beat: no-p, rhythm: { type: regular, rate: 160 bpm }',
      '',
      null,
    ],
  ];
  it.each(cases)('%s', (_, lines, waves, code) => {
    // A later word for the same key replaces the one that the text begins with.
    const text = ['beat', 'rhythm'].reduce(
      (t, key) =>
        new RegExp(`(^|, )${key}: `).test(lines)
          ? t.replace(key === 'beat' ? 'beat: used, ' : 'rhythm: { type: sinus }, ', '')
          : t,
      oneClass(lines, waves),
    );
    const found = codes(text).filter((one) => one !== 'ECG408');
    if (code === null) expect(found).toEqual([]);
    else expect(found).toContain(code);
  });
});

describe('invariants', () => {
  it.each<[invariant: string, holds: boolean]>([
    ['PR 120..200 ms', true],
    ['PR < 120 ms', false],
    ['PR > 120 ms', true],
    ['no PR', false],
    ['QRS < 120 ms', true],
    ['QRS >= 120 ms', false],
    ['QT < 300 ms', false],
    ['QTc 350..450 ms', true],
    ['rate < 60 bpm', false],
    ['rate 60..100 bpm', true],
    ['RR variation < 10 %', true],
    ['RR variation > 10 %', false],
    ['P amplitude > 0.2 mV', false],
    ['R amplitude > 1 mV', true],
    ['T amplitude < 0 mV', false],
    ['ST level -0.05..0.05 mV', true],
    ['P share > 50 %', true],
    ['dropped beats > 0', false],
    ['no ectopic beats', true],
  ])('%s', (invariant, holds) => {
    expect(codes(oneClass(`invariants: [${invariant}]`))).toEqual(holds ? [] : ['ECG410']);
  });

  it('are judged for every beat type, and not where episodes mix two classes', () => {
    const text = change(WHOLE_LANGUAGE, 'invariants: [PR < 120 ms]', 'invariants: [PR > 150 ms]');
    expect(codes(text)).toEqual(['ECG410']);
    const mixed = change(
      WHOLE_LANGUAGE,
      'duration: 3..6 s }, invariants: []',
      'duration: 3..6 s }, invariants: [no PR]',
    );
    expect(codes(mixed)).toEqual([]);
  });
});

describe('parts of a class that do not go together', () => {
  it.each<[name: string, from: string, to: string, code: string]>([
    [
      'conduction of a regular clock',
      'paced: { title: Paced rhythm,',
      'paced: { conduction: { type: mobitz-2 }, title: Paced rhythm,',
      'ECG318',
    ],
    [
      'ventricular activity beside beats',
      'paced: { title: Paced rhythm,',
      'paced: { ventricular: { type: pulses }, title: Paced rhythm,',
      'ECG318',
    ],
    ['ectopy of nothing', 'asystole: {', 'asystole: { ectopy: { beat: pvc },', 'ECG318'],
    [
      'block without flutter waves',
      'asystole: { rhythm: { type: none }',
      'asystole: { beat: no-p, rhythm: { type: av-block }',
      'ECG311',
    ],
    ['a muscle noise above half the rate', 'band: 20..100 Hz', 'band: 130..150 Hz', 'ECG323'],
    ['no strips at all', 'strips: 100,', 'strips: {},', 'ECG409'],
  ])('%s', (_, from, to, code) => {
    const text = change(WHOLE_LANGUAGE, from, to);
    expect(codes(text)).toContain(code);
    expect(parseSpec(text).spec).toBeUndefined();
  });
});
