import { describe, expect, it } from 'vitest';
import { npyDataBytes, npyHeader, parseNpyHeader } from '../../../src/records/npy';

describe('npy headers', () => {
  it.each([
    ['<i2', [900, 1, 5000]],
    ['<i4', [3]],
    ['<f4', [0, 12]],
    ['|u1', [900, 5000]],
    ['<f8', [650000, 2]],
    ['<i2', [1234567890, 1, 1800000]],
  ] as const)('reads back %s %j, with the data on a multiple of 64 bytes', (type, shape) => {
    const header = npyHeader(type, shape);
    expect(header.length % 64).toBe(0);
    expect(parseNpyHeader(header)).toEqual({ type, shape, fortran: false, offset: header.length });
  });

  it('is the text that NumPy writes', () => {
    const text = new TextDecoder('latin1').decode(npyHeader('<i2', [4, 1, 10]));
    expect(text.slice(0, 10)).toBe('\x93NUMPY\x01\x00v\x00');
    expect(text.slice(10).trimEnd()).toBe("{'descr': '<i2', 'fortran_order': False, 'shape': (4, 1, 10), }");
    expect(text.endsWith('\n')).toBe(true);
    expect(new TextDecoder('latin1').decode(npyHeader('<f4', [7]))).toContain("'shape': (7,), }");
  });

  it('says in which order the elements stand', () => {
    const text = new TextDecoder('latin1').decode(npyHeader('<i2', [4, 10])).replace('False', 'True ');
    expect(parseNpyHeader(Uint8Array.from(text, (c) => c.charCodeAt(0)))).toMatchObject({ fortran: true });
  });

  it('counts the bytes of the array', () => {
    expect(npyDataBytes('<i2', [3, 1, 10])).toBe(60);
    expect(npyDataBytes('<i4', [0, 12])).toBe(0);
    expect(npyDataBytes('|u1', [3, 10])).toBe(30);
    expect(npyDataBytes('<f8', [3, 9])).toBe(216);
  });

  const damaged = (change: (bytes: Uint8Array) => Uint8Array) => () =>
    parseNpyHeader(change(npyHeader('<i2', [4, 1, 10])));
  const withText = (from: string, to: string) =>
    damaged((bytes) => {
      const text = new TextDecoder('latin1').decode(bytes).replace(from, to);
      return Uint8Array.from(text, (c) => c.charCodeAt(0));
    });

  it('says what is wrong with anything else', () => {
    expect(damaged(() => new Uint8Array(200))).toThrow('is not a .npy file');
    expect(damaged(() => new Uint8Array(0))).toThrow('is not a .npy file');
    expect(damaged((bytes) => bytes.subarray(0, 40))).toThrow('ends inside');
    expect(damaged((bytes) => bytes.with(6, 9))).toThrow('version 9');
    expect(withText('<i2', '<c8')).toThrow('<c8');
    expect(withText('<i2', '>i2')).toThrow('>i2');
    expect(withText('False', 'Maybe')).toThrow('damaged');
    expect(withText('(4, 1, 10)', '(4 1 10)  ')).toThrow('damaged');
    expect(damaged((bytes) => bytes.with(6, 2).with(11, 9))).toThrow('damaged');
    expect(withText('shape', 'shapf')).toThrow('damaged');
  });
});
