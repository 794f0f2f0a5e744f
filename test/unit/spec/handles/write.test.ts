import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec, type Spec } from '../../../../src/spec';
import { applyFix } from '../../../../src/spec/fixes';
import {
  changedSpec,
  clampChange,
  inheritedFrom,
  middlesOf,
  spreadsOf,
  type WaveChange,
  waveOf as findWave,
  writeWave,
} from '../../../../src/spec/handles';
import type { Beat, Wave } from '../../../../src/spec/types';

const ROOT = path.join(import.meta.dirname, '../../../..');
const FILES = ['examples', 'examples/library'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.ecgspec'))
    .map((name) => path.join(folder, name)),
);

const HEAD = 'ecgspec: 1\nseed: 1\nrecording: { rate: 250 Hz, duration: 5 s, lead: II }\n';
const TAIL = 'classes:\n  NSR: { title: Sinus, beat: normal, rhythm: { type: sinus, rate: 60 bpm } }\n';

function read(text: string): { text: string; parsed: ReturnType<typeof parseSpec>; spec: Spec } {
  const parsed = parseSpec(text);
  if (parsed.spec === undefined) throw new Error(parsed.problems[0]?.message);
  return { text, parsed, spec: parsed.spec };
}

function waveOf(spec: Spec, beat: string, wave: string): Wave {
  return findWave(spec, beat, wave)!;
}

/** The text after a change of one wave. */
function changed(
  text: string,
  [beat, wave]: readonly [string, string],
  change: Partial<WaveChange>,
  where: 'source' | 'here' = 'source',
): string {
  const result = writeWave(read(text), beat, wave, { middle: {}, spread: {}, ...change }, where);
  if (!result.ok) throw new Error(result.message);
  return applyFix(text, { edits: result.edits });
}

describe('a wave that is changed in the text', () => {
  const beats = `beats:
  # The beat.
  normal:
    P:   { amplitude: 0.12 mV ± 0.04 mV,  at: QRS onset - 105..125 ms, width: 19 ms } # seen best in II
    R:   { amplitude: { value: 1.1 mV ± 0.3 mV, min: 0.4 mV }, at: 0 ms, width: 10 ms }
    S:
      amplitude: -0.2 mV
      at: R + 29 ms ± 3 ms   # after R
      width: 8 ms
    T:   { amplitude: 280 µV, at: R + 270 ms, rise: 48 ms, fall: 31 ms ± 3 ms }
  heir:
    extends: normal # as it is
    T: { amplitude: 0.1 mV }
  one-line: { extends: normal, P: none }
`;
  const text = HEAD + beats + TAIL;
  const lines = (edited: string): string[] =>
    edited.split('\n').filter((line) => !text.split('\n').includes(line));

  it('has other numbers in the scalars concerned, and all else as it was', () => {
    expect(lines(changed(text, ['normal', 'P'], { middle: { amplitude: 0.2, at: -0.1 } }))).toEqual([
      '    P:   { amplitude: 0.2 mV ± 0.04 mV,  at: QRS onset - 90..110 ms, width: 19 ms } # seen best in II',
    ]);
    expect(lines(changed(text, ['normal', 'S'], { middle: { at: 0.035 } }))).toEqual([
      '      at: R + 35 ms ± 3 ms   # after R',
    ]);
    expect(lines(changed(text, ['normal', 'R'], { middle: { amplitude: 0.9 } }))).toEqual([
      '    R:   { amplitude: { value: 0.9 mV ± 0.3 mV, min: 0.4 mV }, at: 0 ms, width: 10 ms }',
    ]);
    expect(lines(changed(text, ['normal', 'T'], { middle: { amplitude: 0.3, fall: 0.04 } }))).toEqual([
      '    T:   { amplitude: 300 µV, at: R + 270 ms, rise: 48 ms, fall: 40 ms ± 3 ms }',
    ]);
  });

  it('has another spread behind its value, one of its own, or longer ranges', () => {
    expect(lines(changed(text, ['normal', 'P'], { spread: { amplitude: 0.06, at: 0.02 } }))).toEqual([
      '    P:   { amplitude: 0.12 mV ± 0.06 mV,  at: QRS onset - 95..135 ms, width: 19 ms } # seen best in II',
    ]);
    expect(lines(changed(text, ['normal', 'T'], { spread: { at: 0.012, rise: 0.004 } }))).toEqual([
      '    T:   { amplitude: 280 µV, at: R + 270 ms ± 12 ms, rise: 48 ms ± 4 ms, fall: 31 ms ± 3 ms }',
    ]);
  });

  it('is changed where it is inherited from, or said anew here', () => {
    const change: WaveChange = { middle: { at: 0.3, amplitude: 0.2 }, spread: {} };
    const { parsed, spec } = read(text);
    expect(inheritedFrom(parsed, spec, 'heir', 'T', change)).toEqual({
      owner: 'normal',
      beats: ['normal', 'heir', 'one-line'],
    });
    expect(inheritedFrom(parsed, spec, 'normal', 'T', change)).toBeUndefined();
    expect(lines(changed(text, ['heir', 'T'], change))).toEqual([
      '    T:   { amplitude: 280 µV, at: R + 300 ms, rise: 48 ms, fall: 31 ms ± 3 ms }',
      '    T: { amplitude: 0.2 mV }',
    ]);
    expect(lines(changed(text, ['heir', 'T'], change, 'here'))).toEqual([
      '    T: { amplitude: 0.2 mV, at: R + 300 ms }',
    ]);
    expect(lines(changed(text, ['heir', 'P'], change, 'here'))).toEqual([
      '    P: { amplitude: 0.2 mV ± 0.04 mV, at: QRS onset + 290..310 ms }',
    ]);
    expect(lines(changed(text, ['one-line', 'R'], { middle: { amplitude: 2 } }, 'here'))).toEqual([
      '  one-line: { extends: normal, P: none, R: { amplitude: { value: 2 mV ± 0.3 mV, min: 0.4 mV } } }',
    ]);
  });

  it('is refused, with the reason, where the text cannot say it', () => {
    const choice = HEAD + beats.replace('-0.2 mV', '{ one-of: [-0.1 mV, -0.3 mV] }') + TAIL;
    const refusal = writeWave(
      read(choice),
      'normal',
      'S',
      { middle: {}, spread: { amplitude: 1 } },
      'source',
    );
    expect(refusal).toEqual({
      ok: false,
      message: '`normal.S.amplitude` is a choice: change its entries in the text.',
    });
    expect(writeWave(read(text), 'normal', 'U', { middle: {}, spread: {} }, 'source').ok).toBe(false);
  });

  it('stops at the bounds that it has', () => {
    const wave = waveOf(read(text).spec, 'normal', 'R');
    const { middle } = clampChange(wave, { middle: { amplitude: -1, rise: 0 }, spread: {} });
    expect(middle.amplitude).toBeCloseTo(0.4, 9);
    expect(middle.rise).toBeCloseTo(0.001, 9);
  });
});

describe('any wave of any spec that ships', () => {
  const all = FILES.flatMap((file) => {
    const reading = read(readFileSync(path.join(ROOT, file), 'utf8'));
    return reading.spec.beats.flatMap((beat) => beat.waves.map((wave) => ({ reading, beat, wave })));
  });
  const factor = fc.double({ min: 0.7, max: 1.4, noNaN: true });
  const shift = fc.double({ min: -0.05, max: 0.05, noNaN: true });
  const any = fc.record({
    at: fc.constantFrom(...all),
    amplitude: fc.option(factor),
    time: fc.option(shift),
    width: fc.option(factor),
    spread: fc.option(fc.double({ min: 0, max: 0.05, noNaN: true })),
    where: fc.constantFrom('source' as const, 'here' as const),
  });

  it('means after a change what was asked for, and what follows the pointer is what is read back', () => {
    fc.assert(
      fc.property(any, ({ at: { reading, beat, wave }, amplitude, time, width, spread, where }) => {
        const now = middlesOf(wave);
        const change = clampChange(wave, {
          middle: {
            ...(amplitude === null ? {} : { amplitude: now.amplitude * amplitude }),
            ...(time === null ? {} : { at: now.at + time }),
            ...(width === null ? {} : { rise: now.rise * width }),
          },
          spread: spread === null || spreadsOf(wave).amplitude === null ? {} : { amplitude: spread },
        });
        const result = writeWave(reading, beat.name, wave.name, change, where);
        if (!result.ok) {
          expect(result.message).toMatch(/is a choice|no number can be replaced/);
          return;
        }
        const text = applyFix(reading.text, { edits: result.edits });
        const { spec } = read(text);
        const after = middlesOf(waveOf(spec, beat.name, wave.name));
        const shown = middlesOf(
          waveOf(changedSpec(reading.spec, beat.name, wave.name, change), beat.name, wave.name),
        );
        for (const quantity of ['amplitude', 'at', 'rise'] as const) {
          const wanted = change.middle[quantity] ?? now[quantity];
          expect(Math.abs(after[quantity] - wanted)).toBeLessThan(quantity === 'amplitude' ? 2e-3 : 2e-4);
          expect(Math.abs(shown[quantity] - wanted)).toBeLessThan(1e-9);
        }
        if (where === 'here') {
          const others = ({ beats }: Spec): Beat[] =>
            beats.filter(({ name, extends: parent }) => name !== beat.name && parent !== beat.name);
          const family = (name: string | null): boolean =>
            name !== null &&
            (name === beat.name ||
              family(reading.spec.beats.find((one) => one.name === name)?.extends ?? null));
          const apart = (s: Spec): Beat[] => others(s).filter(({ name }) => !family(name));
          expect(apart(spec)).toEqual(apart(reading.spec));
        }
      }),
      { numRuns: 400 },
    );
  });
});
