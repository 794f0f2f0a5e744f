/**
 * EDF and EDF+ recordings. Kemp et al. (1992), A simple format for exchange of digitized polygraphic recordings; Kemp and
 * Olivan (2003) for EDF+, whose annotation signals are passed over.
 */

export interface EdfSignal {
  readonly name: string;
  /** As the file writes it, such as `uV`. */
  readonly unit: string;
  /** Hz. */
  readonly rate: number;
  /** In `unit`. */
  values(): Float32Array;
}

const HEAD = 256;
const MOST_SIGNALS = 512;

/**
 * Reads the signals of an EDF file.
 * @throws Error with a phrase that completes "FILE ..."
 */
export function readEdf(bytes: Uint8Array): EdfSignal[] {
  const ascii = (from: number, length: number): string =>
    String.fromCharCode(...bytes.subarray(from, from + length)).trim();
  const number = (from: number, length: number, what: string): number => {
    const text = ascii(from, length);
    const value = Number(text);
    if (text === '' || !Number.isFinite(value)) throw new Error(`has no ${what} in its EDF header`);
    return value;
  };
  if (bytes.length < HEAD || ascii(0, 8) !== '0') throw new Error('is not an EDF file');
  const headBytes = number(184, 8, 'length');
  const seconds = number(244, 8, 'length of a data record');
  const count = number(252, 4, 'number of signals');
  if (!Number.isInteger(count) || count < 1 || count > MOST_SIGNALS)
    throw new Error(`has ${count} signals; 1 to ${MOST_SIGNALS} are read`);
  if (headBytes !== HEAD * (count + 1) || bytes.length < headBytes)
    throw new Error('has a damaged EDF header');
  if (seconds <= 0) throw new Error('is an EDF file without a time axis');
  if (ascii(192, 44).startsWith('EDF+D'))
    throw new Error('is an interrupted EDF+ recording; cut one stretch out of it');
  // The fields of all signals stand together: all labels, then all transducers ...
  const field = (before: number, length: number, i: number): number => HEAD + before * count + length * i;
  const perRecord = Array.from({ length: count }, (_, i) =>
    number(field(216, 8, i), 8, 'samples in a data record'),
  );
  const recordSize = perRecord.reduce((sum, n) => sum + n, 0);
  if (!perRecord.every((n) => Number.isInteger(n) && n > 0)) throw new Error('has a damaged EDF header');
  const records = Math.floor((bytes.length - headBytes) / (2 * recordSize));
  if (records === 0) throw new Error('has no samples; it is cut off');
  const view = new DataView(bytes.buffer, bytes.byteOffset + headBytes);
  return perRecord.flatMap((samples, i) => {
    const name = ascii(field(0, 16, i), 16);
    if (name === 'EDF Annotations') return [];
    const [low, high] = [
      number(field(104, 8, i), 8, 'physical minimum'),
      number(field(112, 8, i), 8, 'physical maximum'),
    ];
    const [least, most] = [
      number(field(120, 8, i), 8, 'digital minimum'),
      number(field(128, 8, i), 8, 'digital maximum'),
    ];
    if (least === most || low === high) throw new Error(`has no scale for its signal "${name}"`);
    const gain = (high - low) / (most - least);
    const before = perRecord.slice(0, i).reduce((sum, n) => sum + n, 0);
    return [
      {
        name,
        unit: ascii(field(96, 8, i), 8),
        rate: samples / seconds,
        values: (): Float32Array => {
          const out = new Float32Array(records * samples);
          for (let r = 0; r < records; r++) {
            for (let k = 0; k < samples; k++) {
              const step = view.getInt16(2 * (r * recordSize + before + k), true);
              out[r * samples + k] = low + (step - least) * gain;
            }
          }
          return out;
        },
      },
    ];
  });
}
