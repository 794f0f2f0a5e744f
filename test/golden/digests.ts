import { parseSpec } from '../../src/spec';
import { compile } from '../../src/synthesis';
import { madeUpRecords } from '../unit/records/fixture';

/** Which strips of a class are looked at: the first, one from the end of what there is, and a new draw. */
const STRIPS: readonly (readonly [index: number, draw: number])[] = [
  [0, 0],
  [1, 0],
  [2, 0],
  [3, 0],
  [2 ** 32 - 1, 0],
  [0, 1],
];

/** A digest of each class, by the name of the spec and the name of the class. */
export type Digests = Record<string, Record<string, string>>;

/**
 * What a spec's strips are, in a few bytes: of each class SHA-256, in hexadecimal, over the samples (int16, little-endian)
 * and the ground truth (JSON) of a few strips, one after the other. It runs wherever strips are made.
 *
 * @param texts specs, by name
 */
export async function digestsOf(texts: Readonly<Record<string, string>>): Promise<Digests> {
  const digests: Digests = {};
  for (const [name, text] of Object.entries(texts)) {
    const { spec, problems } = parseSpec(text);
    if (spec === undefined) throw new Error(`${name}: ${problems[0]?.message ?? 'no spec'}`);
    const synthesizer = compile(spec, madeUpRecords(spec));
    const ofSpec: Record<string, string> = {};
    for (const rhythm of synthesizer.classes) {
      const parts = STRIPS.flatMap(([index, draw]) => {
        const { samples, truth } = synthesizer.generate(rhythm, index, draw);
        return [littleEndian(samples), new TextEncoder().encode(JSON.stringify(truth))];
      });
      ofSpec[rhythm] = await sha256(join(parts));
    }
    digests[name] = ofSpec;
  }
  return digests;
}

function littleEndian(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(2 * samples.length);
  const view = new DataView(bytes.buffer);
  samples.forEach((sample, i) => view.setInt16(2 * i, sample, true));
  return bytes;
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
