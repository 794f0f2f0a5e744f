import { describe, expect, it } from 'vitest';
import { drawSubject, type Subject } from '../../../src/render';
import { parseSpec } from '../../../src/spec';
import { madeUpRecords } from '../records/fixture';
import { WHOLE_LANGUAGE } from '../wholeLanguage';

const spec = parseSpec(`ecgspec: 1
beats:
  b:
    P: { amplitude: 0.1 mV, at: -150 ms, width: 20 ms }
    R: { amplitude: 1 mV, at: 0 ms, width: 10 ms }
    S: { amplitude: -0.2 mV, at: QRS onset + 60 ms, width: 8 ms, follow: recording }
    T: { amplitude: 0.2..0.4 mV, at: QRS end + 200 ms, width: 40 ms }
classes:
  c: { beat: b, rhythm: { type: sinus, rate: 60 bpm } }
`).spec!;

const words = (subject: Subject): string | undefined => drawSubject(spec, subject, 'light')?.words;

describe('a subject of a spec', () => {
  it('of a beat type reads out the intervals from onset to end, 2.5 widths about each peak', () => {
    const [pr, qrs, qt] = /PR (\d+) ms · QRS (\d+) ms · QT (\d+) ms/
      .exec(words({ kind: 'beat', beat: 'b' })!)!
      .slice(1);
    // P begins at -200 ms, the QRS at -25 ms and ends where S does, at 35 + 20 ms. T counts from the end of R, as S
    // itself hangs on the QRS, and ends 300 ms after that.
    for (const [read, expected] of [
      [pr, 175],
      [qrs, 80],
      [qt, 350],
    ] as const) {
      expect(Math.abs(Number(read) - expected)).toBeLessThanOrEqual(4);
    }
  });

  it('of a wave marks it and says how high it is, where and how long', () => {
    const picture = drawSubject(spec, { kind: 'wave', beat: 'b', wave: 'T' }, 'light')!;
    const [height, at, length] = /^([\d.]+) mV at (\d+) ms .* (\d+) ms long$/
      .exec(picture.words)!
      .slice(1)
      .map(Number);
    expect(height).toBeCloseTo(0.3, 2);
    expect(Math.abs(at! - 225)).toBeLessThanOrEqual(4);
    expect(Math.abs(length! - 200)).toBeLessThanOrEqual(4);
    const plain = drawSubject(spec, { kind: 'beat', beat: 'b' }, 'light')!;
    expect(picture.svg).toContain('T of b');
    expect(picture.svg.length).toBeGreaterThan(plain.svg.length);
  });

  it('of a class is its strip', () => {
    expect(words({ kind: 'class', class: 'c' })).toMatch(/^HR 6\d\/min · PR 17\d ms/);
  });

  it('of a class has the noise of its recordings', () => {
    const noisy = parseSpec(
      `ecgspec: 1\nbeats: { b: { R: { amplitude: 1 mV, at: 0 ms, width: 10 ms } } }\nclasses: { c: { beat: b, rhythm: { type: sinus } } }\nnoise: [ { type: recording, file: a.hea, rms: 0.2 mV } ]\n`,
    ).spec!;
    const records = madeUpRecords(noisy);
    const none = new Map([...records.keys()].map((key) => [key, null]));
    const drawn = (given: typeof none | typeof records): string =>
      drawSubject(noisy, { kind: 'class', class: 'c' }, 'light', given)!.svg;
    expect(drawn(records) === drawn(none)).toBe(false);
    // A beat needs none.
    expect(drawSubject(noisy, { kind: 'beat', beat: 'b' }, 'light')).toBeDefined();
  });

  it('is nothing where the spec has none such', () => {
    expect(words({ kind: 'class', class: 'b' })).toBeUndefined();
    expect(words({ kind: 'beat', beat: 'c' })).toBeUndefined();
    expect(words({ kind: 'wave', beat: 'b', wave: 'U' })).toBeUndefined();
  });

  it('can be drawn for everything in the language, and small enough for a hover', () => {
    const whole = parseSpec(WHOLE_LANGUAGE).spec!;
    const records = madeUpRecords(whole);
    const subjects: Subject[] = [
      ...whole.classes.map(({ name }): Subject => ({ kind: 'class', class: name })),
      ...whole.beats.flatMap(({ name, waves }): Subject[] => [
        { kind: 'beat', beat: name },
        ...waves.map((wave): Subject => ({ kind: 'wave', beat: name, wave: wave.name })),
      ]),
    ];
    for (const subject of subjects) {
      const { svg, words: said } = drawSubject(whole, subject, 'dark', records)!;
      // VS Code cuts a hover's text off after 100,000 characters, and base64 adds a third.
      expect(svg.length, JSON.stringify(subject)).toBeLessThan(65_000);
      expect(said, JSON.stringify(subject)).not.toMatch(/NaN|undefined/);
    }
  });
});
