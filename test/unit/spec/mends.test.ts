import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fix, parseSpec } from '../../../src/spec';
import { WHOLE_LANGUAGE } from '../wholeLanguage';
import { change, EXAMPLE, SMALL } from './texts';

function apply(text: string, { edits }: Fix): string {
  return [...edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((t, { range, text: insert }) => t.slice(0, range.start) + insert + t.slice(range.end), text);
}

/** The text after the first mend of the first problem of this code. */
function mended(text: string, code: string): { title: string; text: string } {
  const problem = parseSpec(text).problems.find((p) => p.code === code);
  const [fix] = problem?.fixes ?? [];
  if (!fix) throw new Error(`no mend for ${code}: ${JSON.stringify(problem)}`);
  return { title: fix.title, text: apply(text, fix) };
}

describe('the likeliest mend', () => {
  it.each<[name: string, from: string, to: string, code: string, title: string]>([
    ['a mistyped key', 'width: 15 ms', 'wdith: 15 ms', 'ECG102', 'Change to `width`'],
    ['a missing unit', 'width: 15 ms', 'width: 15', 'ECG201', 'Write `15 ms`'],
    ['a unit in the wrong case', 'amplitude: 1 mV', 'amplitude: 1 MV', 'ECG201', 'Write `1 mV`'],
    ['a slip of the unit', 'width: 15 ms', 'width: 15 s', 'ECG206', 'Write `15 ms`'],
    ['microvolts as millivolts', 'amplitude: 0.1 mV', 'amplitude: 100 mV', 'ECG206', 'Write `100 µV`'],
    ['a spread in the wrong unit', 'width: 15 ms', 'width: 15 s ± 1 s', 'ECG206', 'Write `15 ms ± 1 ms`'],
    ['a mistyped word', 'type: sinus', 'type: sinsu', 'ECG105', 'Write `sinus`'],
    ['a mistyped name', 'beat: normal', 'beat: norml', 'ECG302', 'Write `normal`'],
    ['a backward range', 'amplitude: 1 mV', 'amplitude: 2..1 mV', 'ECG201', 'Write `1..2 mV`'],
    ['a missing rhythm', '    rhythm: { type: sinus }\n', '', 'ECG103', 'Add `rhythm: { type: sinus }`'],
    ['a missing type', '{ type: sinus }', '{ rate: 60 bpm }', 'ECG103', 'Add `type: sinus`'],
    ['a missing beat', '    beat: normal\n', '', 'ECG103', 'Add `beat: normal`'],
    ['a missing width', ', width: 15 ms', '', 'ECG305', 'Add `width: 20 ms`'],
    ['a width twice', 'width: 15 ms', 'width: 15 ms, rise: 10 ms', 'ECG304', 'Remove `width`'],
    [
      'a spread twice',
      'width: 15 ms',
      'width: { value: 15 ms ± 1 ms, recording: 1 ms }',
      'ECG204',
      'Remove `recording`',
    ],
    ['a mistyped anchor', 'at: 280 ms', 'at: QRS onste + 280 ms', 'ECG314', 'Write `QRS onset + 280 ms`'],
    ['a unit slip behind an anchor', 'at: 280 ms', 'at: R + 280 s', 'ECG206', 'Write `R + 280 ms`'],
    [
      'flutter without waves',
      'type: sinus }',
      'type: av-block }',
      'ECG311',
      'Add `atrial: { type: flutter-waves }`',
    ],
    ['a code without its bracket', 'beat: normal', 'beat: normal\n    code: N', 'ECG326', 'Write `(N`'],
    [
      'a measure',
      'beat: normal',
      'beat: normal\n    invariants: [PQ < 200 ms]',
      'ECG321',
      'Write `PR < 200 ms`',
    ],
  ])('%s', (_, from, to, code, title) => {
    const broken = change(SMALL, from, to);
    const result = mended(broken, code);
    expect(result.title).toBe(title);
    const left = parseSpec(result.text).problems;
    const before = parseSpec(broken).problems;
    expect(left.filter((p) => p.code === code).length, result.text).toBeLessThan(
      before.filter((p) => p.code === code).length,
    );
  });

  it('takes an unused beat type out, comment and all that is its own', () => {
    const text = change(
      EXAMPLE,
      'classes:\n',
      '  spare:\n    extends: pvc   # nobody asks for it\n    P: none\n\nclasses:\n',
    );
    const { title, text: without } = mended(text, 'ECG408');
    expect(title).toBe('Remove `spare`');
    expect(without).not.toContain('spare');
    expect(parseSpec(without).problems).toEqual([]);
  });

  it('makes correlations that contradict each other smaller until they fit', () => {
    const text = change(
      SMALL,
      '    P: {',
      '    correlations: [{ between: [P amplitude, R amplitude], coefficient: 0.9 }, { between: [R amplitude, T amplitude], coefficient: 0.9 }, { between: [P amplitude, T amplitude], coefficient: -0.9 }]\n    P: {',
    );
    expect(parseSpec(text).problems.map((p) => p.code)).toEqual(['ECG316']);
    expect(parseSpec(mended(text, 'ECG316').text).problems).toEqual([]);
  });
});

it('mends keep the line ends of the text', () => {
  const crlf = change(EXAMPLE, '\nclasses:', '  spare: { extends: pvc }\n\nclasses:').replaceAll(
    '\n',
    '\r\n',
  );
  const [problem] = parseSpec(crlf).problems;
  expect(problem!.code).toBe('ECG408');
  for (const fix of problem!.fixes!) {
    const result = apply(crlf, fix);
    expect(result.replaceAll('\r\n', '')).not.toContain('\n');
    expect(parseSpec(result).problems).toEqual([]);
  }
});

it('every mend of every problem edits places of the text that do not overlap', () => {
  const texts = [EXAMPLE, WHOLE_LANGUAGE];
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(12),
      fc.constantFrom('', ':', 'x', '0', ' s', '{', '}', ',', '# ignore ECG407', 'V', '-'),
      (text, place, cut, insert) => {
        const at = Math.floor(place * text.length);
        const edited = text.slice(0, at) + insert + text.slice(at + cut);
        for (const { fixes, message } of parseSpec(edited).problems) {
          for (const { edits, title } of fixes ?? []) {
            expect(title, message).toMatch(/\S/);
            expect(edits.length).toBeGreaterThan(0);
            const sorted = [...edits].sort((a, b) => a.range.start - b.range.start);
            sorted.forEach(({ range }, i) => {
              expect(range.start).toBeGreaterThanOrEqual(i === 0 ? 0 : sorted[i - 1]!.range.end);
              expect(range.end).toBeGreaterThanOrEqual(range.start);
              expect(range.end).toBeLessThanOrEqual(edited.length);
            });
            parseSpec(apply(edited, { title, edits }));
          }
        }
      },
    ),
    { numRuns: 100 },
  );
});
