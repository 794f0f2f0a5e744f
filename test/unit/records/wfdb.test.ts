import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWfdbHeader, readWfdbSignal } from '../../../src/records/wfdb';
import { checksum, encode16, encode212 } from './fixture';

const read = (header: string, bytes: Uint8Array, signal = 0): number[] => {
  return [...readWfdbSignal({ header: parseWfdbHeader(header), signal }, bytes)];
};

describe('a WFDB header', () => {
  it('says rate, length and signals', () => {
    const header = parseWfdbHeader(
      `# a remark
118e06 2 360/360(12) 650000 12:00:00 01/02/1990
118e06.dat 212x2:3+16 200(1024)/mV 11 1024 825 2943 0 MLII and more
118e06.dat 212 -100 12 7 5 -26388 0 V1
# Records 118`,
    );
    expect(header.rate).toBe(360);
    expect(header.frames).toBe(650000);
    expect(header.signals).toEqual([
      {
        file: '118e06.dat',
        format: 212,
        perFrame: 2,
        offset: 16,
        gain: 200,
        baseline: 1024,
        unit: 'mV',
        checksum: 2943,
        name: 'MLII and more',
      },
      {
        file: '118e06.dat',
        format: 212,
        perFrame: 1,
        offset: 0,
        gain: -100,
        baseline: 7,
        unit: 'mV',
        checksum: -26388,
        name: 'V1',
      },
    ]);
  });

  it('may leave out whatever header(5) lets it leave out', () => {
    expect(parseWfdbHeader('x 1\nx.dat 16\n')).toEqual({
      rate: 250,
      frames: undefined,
      signals: [
        {
          file: 'x.dat',
          format: 16,
          perFrame: 1,
          offset: 0,
          gain: 200,
          baseline: 0,
          unit: 'mV',
          checksum: undefined,
          name: '',
        },
      ],
    });
    expect(parseWfdbHeader('x 1 128.5 0\r\nx.dat 16 0\r\n')).toMatchObject({
      rate: 128.5,
      frames: undefined,
      signals: [{ gain: 200 }],
    });
  });

  it.each([
    ['nothing', '', 'is not a WFDB header'],
    ['another text', 'title: noise\nbeats: {}\n', 'is not a WFDB header'],
    ['bytes', '\u0093NUMPY\u0001\u0000', 'is not a WFDB header'],
    ['several segments', 'x/3 2 360\na 100\nb 100\n', 'several segments'],
    ['no signals', 'x 0 360 100\n', 'has no signals'],
    ['too many signals', 'x 999999 360\n', 'has 999999 signals'],
    ['too few lines', 'x 3 360\nx.dat 16\n', 'describes 1 of its 3 signals'],
    ['a rate of nothing', 'x 1 0 10\nx.dat 16\n', 'sampling rate'],
    ['a rate beyond use', 'x 1 1e9 10\nx.dat 16\n', 'sampling rate'],
    ['a rate beyond use, by its frames', 'x 1 99999 10\nx.dat 16x9999\n', 'has a signal of 999890001 Hz'],
    ['a rate that is none', 'x 1 fast 10\nx.dat 16\n', 'sampling rate'],
    ['another format', 'x 1 360 10\nx.dat 80\n', 'format 80'],
    ['no format', 'x 1 360 10\nx.dat\n', 'no format'],
    ['a file elsewhere', 'x 1 360 10\n../../secret.dat 16\n', 'not the name of a file beside it'],
    ['a file from the root', 'x 1 360 10\n/etc/passwd 16\n', 'not the name of a file beside it'],
    ['a file on a disk', 'x 1 360 10\nC:\\x.dat 16\n', 'not the name of a file beside it'],
    ['a folder above', 'x 1 360 10\n.. 16\n', 'not the name of a file beside it'],
    ['standard input', 'x 1 360 10\n- 16\n', 'not the name of a file beside it'],
    ['no file', 'x 1 360 10\n~ 16\n', 'not the name of a file beside it'],
  ])('of %s is refused', (_, text, message) => {
    expect(() => parseWfdbHeader(text)).toThrow(message);
  });

  it('of any text is read or refused, and at once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const whole of [text, `x 1 360 10\n${text}`]) {
          try {
            parseWfdbHeader(whole);
          } catch (error) {
            expect((error as Error).message).toMatch(/^(is|has|says|gives|describes) /);
          }
        }
      }),
    );
  });
});

describe('signals', () => {
  const sample = (bits: number): fc.Arbitrary<number> =>
    // The lowest value stands for "no sample".
    fc.integer({ min: -(2 ** (bits - 1)) + 1, max: 2 ** (bits - 1) - 1 });
  const frames = (bits: number): fc.Arbitrary<number[][]> =>
    fc.integer({ min: 1, max: 4 }).chain((signals) =>
      fc.array(fc.array(sample(bits), { minLength: signals, maxLength: signals }), {
        minLength: 1,
        maxLength: 30,
      }),
    );

  it.each([
    [212, 12, encode212],
    [16, 16, encode16],
  ] as const)('of format %d come back as they were written, whichever of them', (format, bits, encode) => {
    fc.assert(
      fc.property(frames(bits), (written) => {
        const signals = written[0]!.map((_, s) => written.map((frame) => frame[s]!));
        const lines = signals.map(
          (samples) => `x.dat ${format} 200 ${bits} 0 ${samples[0]} ${checksum(samples)} 0`,
        );
        const header = `x ${signals.length} 360 ${written.length}\n${lines.join('\n')}\n`;
        signals.forEach((samples, s) => expect(read(header, encode(written), s)).toEqual(samples));
      }),
    );
  });

  it('of format 212 are those of the definition, byte by byte', () => {
    // 0x3E8 = 1000 and 0xC18 = -1000, then 1 and no second sample.
    expect(read('x 1 360\nx.dat 212\n', Uint8Array.of(0xe8, 0xc3, 0x18, 0x01, 0x00))).toEqual([
      1000, -1000, 1,
    ]);
  });

  it('begin behind what stands before them, several to a frame', () => {
    const header = 'x 2 100 2\nx.dat 16x2+3\nx.dat 16+3\n';
    const bytes = new Uint8Array([
      9,
      9,
      9,
      ...encode16([
        [1, 2, 70],
        [3, 4, 80],
      ]),
    ]);
    expect(read(header, bytes, 0)).toEqual([1, 2, 3, 4]);
    expect(read(header, bytes, 1)).toEqual([70, 80]);
  });

  it('in files of their own do not count each other', () => {
    const header = 'x 2 100 2\na.dat 16\nb.dat 212\n';
    expect(read(header, encode16([[5], [6]]), 0)).toEqual([5, 6]);
    expect(read(header, encode212([[7], [8]]), 1)).toEqual([7, 8]);
  });

  it('have no sample where WFDB says so, and stand upright by their gain', () => {
    expect(read('x 1 100\nx.dat 16 -200(7)/mV\n', encode16([[4], [-32768], [-3]]))).toEqual([-4, NaN, 3]);
    expect(read('x 1 100\nx.dat 212\n', encode212([[4], [-2048]]))).toEqual([4, NaN]);
  });

  it('that are cut off or changed are refused', () => {
    const header = 'x 1 100 4\nx.dat 16 200 16 0 1 10 0\n';
    expect(read(header, encode16([[1], [2], [3], [4]]))).toEqual([1, 2, 3, 4]);
    expect(() => read(header, encode16([[1], [2], [3]]))).toThrow('ends after 3 of 4 samples');
    expect(() => read(header, new Uint8Array())).toThrow('ends after 0 of 4 samples');
    expect(() => read(header, encode16([[1], [2], [3], [5]]))).toThrow('checksum 11, not 10');
    expect(() => read('x 1 9 4\nx.dat 16+999999\n', new Uint8Array(8))).toThrow('ends after 0 of 4');
    expect(() => read('x 2 100 4\nx.dat 16\nx.dat 212\n', new Uint8Array(40))).toThrow('several formats');
  });
});

// Records of PhysioNet lie beside the project on some machines. They are no part of it, so elsewhere these tests are not
// there, rather than skipped, which counts as a failure.
const RECORDS = '../shared/data/wfdb';
const names = ['119', '201', '230', '00001_hr', '00255_hr', '00307_hr'].filter((name) =>
  existsSync(join(RECORDS, `${name}.hea`)),
);
if (names.length > 0)
  describe('records of PhysioNet', () => {
    it.each(names)('%s has the first samples and the checksums that its header states', (name) => {
      const text = readFileSync(join(RECORDS, `${name}.hea`), 'latin1');
      const bytes = new Uint8Array(readFileSync(join(RECORDS, `${name}.dat`)));
      const header = parseWfdbHeader(text);
      header.signals.forEach((_, signal) => {
        const raw = readWfdbSignal({ header, signal }, bytes);
        expect(raw.length).toBe(header.frames);
        expect(raw[0]).toBe(Number(text.split('\n')[signal + 1]!.split(' ')[5]));
      });
    });
  });
