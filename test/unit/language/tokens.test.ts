import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText, tokensOf } from '../../../src/language';
import { SPEC } from './fixture';

/** `type:text` of every token on the lines that hold `needle`. */
function on(needle: string, text = SPEC): string[] {
  const at = text.indexOf(needle);
  const start = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  return tokensOf(readText(text))
    .filter((token) => token.start >= start && token.end <= end)
    .map(
      ({ type, start: from, end: to, definition }) =>
        `${type}${definition ? '!' : ''}:${text.slice(from, to)}`,
    );
}

describe('semantic tokens', () => {
  it('tell numbers from units, and names given from names used', () => {
    expect(on('    P: {')).toEqual([
      'wave!:P',
      ...[
        'number:0.12',
        'unit:mV',
        'number:0.01',
        'unit:mV',
        'number:-150',
        'unit:ms',
        'number:19',
        'unit:ms',
      ],
    ]);
    expect(on('no-p: {')).toEqual([
      'beat!:no-p',
      'beat:normal',
      'wave!:P',
      'choice:none',
      'wave!:P late',
      'choice:none',
    ]);
  });

  it('know anchors and the waves in them', () => {
    expect(on('QRS onset').slice(3, 6)).toEqual(['anchor:QRS onset', 'number:320', 'unit:ms']);
    expect(on('R offset').slice(3, 7)).toEqual(['wave:R', 'anchor:offset', 'number:100', 'number:140']);
    expect(on('previous').slice(3, 4)).toEqual(['anchor:previous']);
  });

  it('know a wave with a dash in its name from a sign', () => {
    const text = 'beats: { a: { P-2: { at: R-10 ms }, T: { at: P-2 offset - 5..8 ms }, U: { at: J } } }\n';
    expect(on('P-2', text).filter((token) => !token.includes('!'))).toEqual([
      ...['wave:R', 'number:-10', 'unit:ms', 'wave:P-2', 'anchor:offset', 'number:5', 'number:8', 'unit:ms'],
      'anchor:J',
    ]);
  });

  it('know choices, ranges and weights', () => {
    expect(on('rhythm:')).toEqual(['choice:sinus', 'number:55', 'number:100', 'unit:bpm']);
    expect(on('beat: { normal')).toEqual([
      'beat:normal',
      'number:70',
      'unit:%',
      'beat:no-p',
      'number:30',
      'unit:%',
    ]);
    expect(on('block', 'a: { block: { 2:1: 60 %, variable: 40 % }, x: 3 /mV, y: 10..20 dB }\n')).toEqual([
      ...['number:2', 'number:1', 'number:60', 'unit:%', 'number:40', 'unit:%'],
      ...['number:3', 'unit:/mV', 'number:10', 'number:20', 'unit:dB'],
    ]);
    expect(on('title: Normal')).toEqual([]);
  });

  it('never overlap, whatever the text', () => {
    const line = fc.constantFrom(...SPEC.split('\n'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n');
        let at = 0;
        for (const { start, end } of tokensOf(readText(text))) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end)).not.toContain('\n');
          at = end;
        }
      }),
    );
  });
});
