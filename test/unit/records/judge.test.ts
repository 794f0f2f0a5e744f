import { describe, expect, it } from 'vitest';
import { judgeRecords, type RecordReading } from '../../../src/records';
import { parseSpec, recordKey } from '../../../src/spec';
import { compile } from '../../../src/synthesis';
import { SMALL } from '../spec/texts';
import { madeUp } from './fixture';

const key = (file: string): string => recordKey({ file, signal: 0, rate: null });

function judge(noise: string, readings: Record<string, RecordReading>) {
  const text = `${SMALL}noise:\n${noise}`;
  const parsed = parseSpec(text);
  const { records, problems } = judgeRecords(
    parsed,
    new Map(Object.entries(readings).map(([file, reading]) => [key(file), reading])),
  );
  // Whatever is wrong, the rest can be drawn.
  compile(parsed.spec!, records).generate('NSR', 0);
  return {
    records,
    said: problems.map(({ code, message, range, severity }) => ({
      code,
      message,
      severity,
      at: text.slice(range.start, range.end),
    })),
  };
}

describe('what was read of recordings', () => {
  it('is used where it is long enough', () => {
    const signal = madeUp(10, 360);
    const { records, said } = judge('  - { type: recording, file: a.hea }\n', { 'a.hea': signal });
    expect(said).toEqual([]);
    expect(records.get(key('a.hea'))).toBe(signal);
  });

  it('is a problem at the name of its file where it cannot be used', () => {
    const { records, said } = judge(
      '  - { type: white }\n  - type: recording\n    file: a.hea\n  - { type: recording, file: b.hea }\n',
      { 'a.hea': { code: 'ECG501', message: 'There is no file.' }, 'b.hea': madeUp(30, 360) },
    );
    expect(said).toEqual([{ code: 'ECG501', message: 'There is no file.', severity: 'error', at: 'a.hea' }]);
    expect(records.get(key('a.hea'))).toBeNull();
    expect(records.get(key('b.hea'))).not.toBeNull();
  });

  it('is a problem where it is too short for one of its uses', () => {
    const { records, said } = judge(
      '  - { type: recording, file: a.hea }\n  - { type: recording, file: a.hea, during: 0..50 % }\n',
      { 'a.hea': madeUp(6.4, 360) },
    );
    expect(said).toEqual([
      {
        code: 'ECG503',
        severity: 'error',
        at: 'a.hea',
        message:
          '`a.hea` lasts 6.4 s, and a strip gets up to 10 s of it. Give a longer recording, or a smaller `during`.',
      },
    ]);
    expect(records.get(key('a.hea'))).toBeNull();
  });

  it('is not missed while it is on its way', () => {
    const { records, said } = judge('  - { type: recording, file: a.hea }\n', {});
    expect(said).toEqual([]);
    expect(records.get(key('a.hea'))).toBeNull();
  });

  it('is of no matter to a text that is no spec', () => {
    expect(judgeRecords(parseSpec('ecgspec: 1'), new Map())).toEqual({ records: new Map(), problems: [] });
  });
});
