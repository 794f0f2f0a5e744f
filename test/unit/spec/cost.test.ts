import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf, parseSpec, type Spec, type Variable } from '../../../src/spec';
import { mayExceed } from '../../../src/spec/cost';
import { EXTREMES } from '../../../src/spec/cost/reading';
import { limitsOf } from '../../../src/spec/schema';
import { compile } from '../../../src/synthesis';
import { canvasFor } from '../../../src/synthesis/canvas';
import { Random } from '../../../src/synthesis/random';
import { levelled } from '../../../src/synthesis/variable';
import { anySpec, quantity } from '../anySpec';
import { madeUpRecords } from '../records/fixture';
import { WHOLE_LANGUAGE } from '../wholeLanguage';
import { codes, SMALL } from './texts';

const examples = readdirSync('examples', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ecgspec'))
  .map((file) => ({ file, spec: parseSpec(readFileSync(`examples/${file}`, 'utf8')).spec! }));

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Beats of a strip, and P waves that none follows. */
function beatsOf(spec: Spec, name: string, index: number): number {
  const { truth } = compile(spec, madeUpRecords(spec)).generate(name, index);
  return truth.beats.length + truth.loosePs.length;
}

describe('the cost of a strip', () => {
  it('is bounded: whatever the language admits has no more beats than were foreseen', () => {
    fc.assert(
      fc.property(anySpec, fc.nat(0xffffffff), (text, index) => {
        const { spec } = parseSpec(text);
        const { usual, most } = costOf(spec!).get('c')!;
        expect(beatsOf(spec!, 'c', index)).toBeLessThanOrEqual(most.beats);
        expect(most.microseconds).toBeGreaterThanOrEqual(usual.microseconds);
        expect(most.microseconds).toBeLessThanOrEqual(500_000);
        // What is cheap for certain is not looked at closely.
        expect(mayExceed(spec!, most.microseconds - 1)).toBe(true);
        for (const value of [...Object.values(most.parts), most.bytes])
          expect(value).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 100 },
    );
  });

  it('is bounded: no draw of a variable leaves what it was said to be', () => {
    const variable = quantity(limitsOf('wave', 'amplitude')).map((text) => {
      const { spec } = parseSpec(SMALL.replace('amplitude: 1 mV', `amplitude: ${text}`));
      return spec!.beats[0]!.waves.find(({ name }) => name === 'R')!.amplitude;
    });
    fc.assert(
      fc.property(variable, fc.nat(0xffffffff), (one: Variable, seed) => {
        const { low, high } = EXTREMES.of(one);
        const random = new Random().reset({ a: seed, b: 1, c: 2, d: 3 }, 0);
        for (let i = 0; i < 50; i++) {
          const drawn = levelled(one, random, random);
          for (let beat = 0; beat < 5; beat++) {
            const value = drawn.next(random);
            expect(value).toBeGreaterThanOrEqual(low - 1e-9);
            expect(value).toBeLessThanOrEqual(high + 1e-9);
          }
        }
      }),
    );
  });

  it.each([
    [100, 1],
    [500, 10],
    [500, 300],
    [2000, 10],
  ])('is bounded in memory: at %d Hz for %d s, what strips are drawn upon fits', (rate, duration) => {
    const text = `${SMALL}recording: { rate: ${rate} Hz, duration: ${duration} s }\n`;
    const spec = parseSpec(text).spec!;
    const drawnUpon = canvasFor(spec.recording).signal.samples.buffer.byteLength;
    const { most } = costOf(spec).get('NSR')!;
    expect(most.bytes).toBeGreaterThan(drawnUpon + 2 * spec.recording.samples);
  });

  it('is foreseen for what ships: about as many beats, and little beyond the usual', () => {
    for (const { file, spec } of examples) {
      const { duration } = spec.recording;
      for (const [name, { usual, most }] of costOf(spec)) {
        const beats = average(Array.from({ length: 40 }, (_, index) => beatsOf(spec, name, index)));
        // One and a half seconds on either side are drawn too.
        const foreseen = (usual.beats * duration) / (duration + 3);
        expect(Math.abs(foreseen - beats), `${file} ${name}`).toBeLessThan(0.35 * beats + 1.5);
        expect(most.microseconds, `${file} ${name}`).toBeLessThan(20_000);
      }
    }
  });

  it('grows with all that a spec can ask for', () => {
    const of = (text: string): number => {
      const { spec, problems } = parseSpec(text);
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      return costOf(spec!).get('NSR')!.most.microseconds;
    };
    const least = of(SMALL);
    for (const [from, to] of [
      ['ecgspec: 1\n', 'ecgspec: 1\nrecording: { duration: 60 s }\n'],
      ['ecgspec: 1\n', 'ecgspec: 1\nrecording: { rate: 2000 Hz }\n'],
      ['ecgspec: 1\n', 'ecgspec: 1\nrecording: { filters: [{ type: low-pass, cutoff: 40 Hz }] }\n'],
      ['ecgspec: 1\n', 'ecgspec: 1\nnoise: [{ type: pink, rms: 5 µV }]\n'],
      ['ecgspec: 1\n', 'ecgspec: 1\naugmentations: { count: 2, of: [{ type: white, rms: 5 µV }] }\n'],
      ['width: 40 ms }', 'width: 400 ms }'],
      ['width: 40 ms }', 'width: 40 ms ± 20 ms }'],
      ['width: 40 ms }', 'width: 40 ms, shape: gumbel }'],
      ['width: 40 ms }', 'width: 40 ms, rate-correction: proportional }'],
      ['width: 40 ms }', 'width: 40 ms }\n    U: { amplitude: 0.1 mV, at: 400 ms, width: 20 ms }'],
      ['type: sinus }', 'type: sinus, rate: 200 bpm }'],
      ['type: sinus }', 'type: sinus }\n    ectopy: { beat: normal, burden: 50 % }'],
      ['type: sinus }', 'type: sinus }\n    atrial: { type: f-waves }'],
      [
        'type: sinus }\n',
        'type: sinus }\n    episodes: { class: AF, burden: 50 %, duration: 2 s }\n  AF: { beat: normal, rhythm: { type: av-node } }\n',
      ],
    ] as const) {
      expect(SMALL, from).toContain(from);
      expect(of(SMALL.replace(from, to)), to).toBeGreaterThan(least * 1.01);
    }
  });

  it('counts every part of the language', () => {
    for (const [name, { usual, most }] of costOf(parseSpec(WHOLE_LANGUAGE).spec!)) {
      expect(Number.isFinite(most.microseconds), name).toBe(true);
      for (const part of ['beats', 'noise', 'augmentations', 'recorder'] as const) {
        expect(usual.parts[part], `${name} ${part}`).toBeGreaterThan(0);
      }
    }
  });
});

describe('absurd specs', () => {
  const many = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i)).join('');

  // Single ones lie in test/fixtures/bad: absurd-*, and cost-* for those of which only the whole is too much.
  it.each<[string, string, string[]]>([
    [
      'a million waves',
      `ecgspec: 1\nbeats:\n  n:\n${many(1_000_000, (i) => `    w${i}: {}\n`)}classes: { c: { beat: n, rhythm: { type: sinus } } }\n`,
      ['ECG001'],
    ],
    [
      'a thousand waves',
      SMALL.replace(
        '    T:',
        `${many(1000, (i) => `    w${i}: { part: T, amplitude: 1 mV, at: 0 ms, width: 9 ms }\n`)}    T:`,
      ),
      ['ECG107'],
    ],
    ['a million noises', `${SMALL}noise:\n${many(1_000_000, () => '  - { type: white }\n')}`, ['ECG001']],
    ['ten thousand noises', `${SMALL}noise:\n${many(10_000, () => '  - { type: white }\n')}`, ['ECG107']],
    [
      'a million strips of a million samples',
      `${SMALL}recording: { rate: 4 kHz, duration: 600 s }\n`,
      ['ECG308'],
    ],
  ])('%s are refused, and not tried', (_, text, expected) => {
    const errors = parseSpec(text).problems.filter(({ severity }) => severity === 'error');
    expect([...new Set(errors.map(({ code }) => code))]).toEqual(expected);
  });

  it('a spec of which only the whole is too much is refused with a strip that is short enough', () => {
    const file = (part: string): string => readFileSync(`test/fixtures/bad/cost-${part}.ecgspec`, 'utf8');
    for (const part of ['beats', 'activity', 'episodes', 'noise', 'augmentations']) {
      expect(codes(file(part)), part).toContain('ECG327');
      const { problems } = parseSpec(file(part));
      const fix = problems.find(({ code }) => code === 'ECG327')!.fixes![0]!;
      expect(fix.title).toMatch(/^Write `\d+ s`$/);
      expect(
        codes(file(part).replace('duration: 600 s', `duration: ${/\d+/.exec(fix.title)![0]} s`)),
      ).not.toContain('ECG327');
    }
  });
});
