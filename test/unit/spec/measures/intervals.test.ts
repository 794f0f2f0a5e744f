import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../../src/spec';
import {
  beatsOf,
  type Interval,
  type IntervalChange,
  middleIntervals,
  writeInterval,
} from '../../../../src/spec/measures';
import { change, EXAMPLE, SMALL } from '../texts';

const applied = (text: string, { edits }: IntervalChange): string =>
  [...edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((done, { range, text: put }) => done.slice(0, range.start) + put + done.slice(range.end), text);

const write = (
  text: string,
  className: string,
  interval: Interval,
  value: number,
): ReturnType<typeof writeInterval> =>
  writeInterval(text, {
    class: className,
    beat: beatsOf(parseSpec(text).spec!, className)[0] ?? '',
    interval,
    value,
  });

function done(text: string, className: string, interval: Interval, value: number): IntervalChange {
  const result = write(text, className, interval, value);
  if (!result.ok) throw new Error(result.message);
  return result;
}

describe('an interval written into the spec', () => {
  it('changes the number concerned and nothing else', () => {
    const pr = middleIntervals(parseSpec(SMALL).spec!, 'NSR', 'normal').PR!;
    const result = done(SMALL, 'NSR', 'PR', pr + 0.02);
    expect(result.lines).toEqual(['normal.P.at: -160 ms → -180 ms']);
    expect(applied(SMALL, result)).toBe(change(SMALL, 'at: -160 ms', 'at: -180 ms'));
    expect(result.before.PR).toBeCloseTo(pr, 6);
    expect(result.after.PR).toBeCloseTo(pr + 0.02, 6);
    expect(result.after.QRS).toBe(result.before.QRS);
  });

  it('keeps anchors, ranges and spreads as they are written', () => {
    const pr = middleIntervals(parseSpec(EXAMPLE).spec!, 'NSR', 'normal').PR!;
    expect(done(EXAMPLE, 'NSR', 'PR', pr + 0.02).lines).toEqual([
      'normal.P.at: QRS onset - 105..125 ms → QRS onset - 125..145 ms',
    ]);
    const [qt] = done(EXAMPLE, 'NSR', 'QT', 0.4).lines;
    expect(qt).toMatch(/^normal\.T\.at: R \+ 270 ms ± 15 ms → R \+ [\d.]+ ms ± 15 ms$/);
    expect(done(EXAMPLE, 'NSR', 'rate', 62).lines).toEqual(['NSR.rhythm.rate: 55..100 bpm → 44..80 bpm']);
  });

  it('follows the curve by which the rate of an AV node grows with its arrivals', () => {
    const fast = change(EXAMPLE, 'arrivals: 4..9 /s', 'arrivals: 17..20 /s');
    expect(done(fast, 'AF', 'rate', 106).after.rate).toBeCloseTo(106, 0);
  });

  it('says which other beat types and classes have what is changed', () => {
    const { alsoChanged } = done(EXAMPLE, 'NSR', 'QT', 0.4);
    expect(alsoChanged).toContain('beat no-p');
    expect(alsoChanged).toContain('class AF');
    expect(done(EXAMPLE, 'NSR', 'rate', 62).alsoChanged).not.toContain('class AF');
  });

  it('writes a key that the text leaves to its default, in braces and in lines', () => {
    const flow = done(SMALL, 'NSR', 'rate', 72);
    expect(flow.lines).toEqual(['NSR.rhythm.rate: (default) → 72 bpm']);
    expect(applied(SMALL, flow)).toBe(change(SMALL, '{ type: sinus }', '{ type: sinus, rate: 72 bpm }'));
    const block = change(SMALL, 'rhythm: { type: sinus }', 'rhythm:\n      type: sinus # its own');
    const edited = applied(block, done(block, 'NSR', 'rate', 72));
    expect(edited).toContain('# its own');
    expect(parseSpec(edited).spec!.classes[0]!.rhythm).toMatchObject({
      rate: { recording: { mean: 72 } },
    });
  });

  it('keeps quotes, a mapping of levels and its anchor', () => {
    const quoted = change(SMALL, 'at: 280 ms', 'at: "R + 280 ms"');
    expect(applied(quoted, done(quoted, 'NSR', 'QT', 0.4))).toMatch(/at: "R \+ [\d.]+ ms"/);
    const mapping = change(SMALL, 'at: 280 ms', 'at: { from: R, value: 280 ms, beat: 2 ms }');
    expect(applied(mapping, done(mapping, 'NSR', 'QT', 0.4))).toMatch(
      /\{ from: R, value: [\d.]+ ms, beat: 2 ms \}/,
    );
  });

  it('refuses in words what the language or the anchors do not allow', () => {
    const said = (text: string, className: string, interval: Interval, value: number): string => {
      const result = write(text, className, interval, value);
      return result.ok ? 'done' : result.message;
    };
    expect(said(EXAMPLE, 'AF', 'PR', 0.16)).toBe(
      '`no-p` has no P wave before its QRS, so there is no PR interval to set.',
    );
    expect(said(SMALL, 'NSR', 'PR', -0.1)).toContain('longer than zero');
    expect(said(SMALL, 'NSR', 'rate', 5000)).toContain('The spec cannot say rate 5000 bpm');
    const hangs = change(SMALL, 'at: 0 ms', 'at: P + 160 ms');
    expect(said(hangs, 'NSR', 'PR', 0.2)).toMatch(/cannot be reached by changing the P wave/);
    const result = writeInterval('beats: [', { class: 'a', beat: 'b', interval: 'PR', value: 0.1 });
    expect(result).toMatchObject({ ok: false, message: expect.stringContaining('has errors') as string });
  });

  const library = readdirSync('examples/library', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ecgspec'))
    .map((name) => readFileSync(`examples/library/${name}`, 'utf8'));

  it('is what the middle of the new text measures, whichever class of the library it is', () => {
    let written = 0;
    const texts = [SMALL, EXAMPLE, ...library];
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.constantFrom<Interval>('PR', 'QRS', 'QT', 'rate'),
        fc.double({ min: 0.8, max: 1.25, noNaN: true }),
        (text, pick, interval, factor) => {
          const spec = parseSpec(text).spec!;
          const { name } = spec.classes[pick % spec.classes.length]!;
          const beat = beatsOf(spec, name)[0];
          if (beat === undefined) return;
          const have = middleIntervals(spec, name, beat)[interval];
          if (have === null) return;
          const value = have * factor;
          const result = writeInterval(text, { class: name, beat, interval, value });
          if (!result.ok) return;
          written++;
          const got = middleIntervals(parseSpec(applied(text, result)).spec!, name, beat)[interval]!;
          expect(Math.abs(got - value)).toBeLessThanOrEqual(interval === 'rate' ? 0.1 : 5e-4);
        },
      ),
      { numRuns: 60 },
    );
    // Most can be said; a test that only meets refusals would show nothing.
    expect(written).toBeGreaterThan(25);
  });
});
