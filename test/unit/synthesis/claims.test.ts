import { describe, expect, it } from 'vitest';
import { parseSpec, type Problem } from '../../../src/spec';
import { compile, measureClaims } from '../../../src/synthesis';

const STRIPS = 40;
const spec = (invariants: string, remark = ''): string => `ecgspec: 1
beats:
  b:
    R: { amplitude: 1 mV, at: 0 ms, width: 12 ms }
classes:
  c:
    beat: b
    rhythm: { type: regular, rate: 60..100 bpm }
    invariants:${remark}
      - ${invariants}
`;

function measured(text: string): Problem[] {
  const parsed = parseSpec(text);
  expect(parsed.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return [...measureClaims(text, parsed, STRIPS)].flat();
}

describe('claims of a class', () => {
  it('are met by silence where every strip holds them', () => {
    expect(measured(spec('rate 59..101 bpm'))).toEqual([]);
  });

  it('are named with the number of strips that do not hold them, the worst of these and its value', () => {
    const text = spec('rate < 90 bpm');
    const [problem, ...others] = measured(text);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'ECG437', severity: 'warning' });
    expect(text.slice(problem!.range.start, problem!.range.end)).toBe('rate < 90 bpm');

    // Counted again, from the beats themselves.
    const { spec: read } = parseSpec(text);
    const rates = Array.from({ length: STRIPS }, (_, index) => {
      const { beats } = compile(read!).generate('c', index).truth;
      return (60 * read!.recording.rate * (beats.length - 1)) / (beats.at(-1)!.r - beats[0]!.r);
    });
    const broken = rates.filter((rate) => rate > 90).length;
    const worst = rates.indexOf(Math.max(...rates));
    expect(problem!.message).toContain(`does not hold in ${broken} of ${STRIPS} strips of \`c\``);
    expect(problem!.message).toContain(
      `in strip ${worst}, rate is ${Number(rates[worst]!.toPrecision(3))} bpm`,
    );
  });

  it('say so where what they measure is not there', () => {
    expect(measured(spec('PR < 200 ms'))[0]!.message).toContain('there is no PR');
  });

  it('are silenced like any warning, by a remark that is not called idle when the text is read', () => {
    const text = spec('rate < 90 bpm', '\n      # ignore ECG437: fast strips are wanted');
    expect(parseSpec(text).problems.map(({ code }) => code)).not.toContain('ECG412');
    expect(measured(text)).toEqual([]);
  });

  it('come with a mend that silences them', () => {
    const text = spec('rate < 90 bpm');
    const [fix] = measured(text)[0]!.fixes!;
    const [edit] = fix!.edits;
    const mended = text.slice(0, edit!.range.start) + edit!.text + text.slice(edit!.range.end);
    expect(measured(mended)).toEqual([]);
  });

  it('prepare nothing where no class makes any', () => {
    // To prepare it would fail: the recording is not there.
    const text = `${spec('').split('    invariants:')[0]}noise: [{ type: recording, file: a.hea, rms: 0.1 mV }]\n`;
    expect(measured(text)).toEqual([]);
    expect(() => compile(parseSpec(text).spec!)).toThrow(/a\.hea/);
  });
});
