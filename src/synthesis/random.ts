import { normalQuantile } from './math';

/**
 * Randomness by name. A stream is keyed by what it is for, (seed, class, index, draw, purpose), so
 * any strip can be made alone, and changing one wave of a spec leaves the draws of all the
 * others as they were: the preview moves only where the author moved something.
 */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;

  /** Starts the stream of `key`; equal keys give equal streams. */
  reset(key: StreamKey, purpose: number): this {
    // Every word of the state depends on every word of the key and on the purpose.
    const h = mix(key.a ^ purpose, key.b);
    const g = mix(key.c ^ h, key.d);
    this.a = mix(g, 0x9e3779b9);
    this.b = mix(h + this.a, g ^ 0x85ebca6b);
    this.c = mix(g + this.b, h ^ 0xc2b2ae35);
    this.d = mix(h ^ this.c, this.a) | 1;
    return this;
  }

  /** 32 uniform bits: xoshiro128** (Blackman & Vigna, ACM TOMS 47, 2021). */
  bits(): number {
    const { b } = this;
    const r = Math.imul(b, 5);
    const result = Math.imul((r << 7) | (r >>> 25), 9) >>> 0;
    this.c ^= this.a;
    this.d ^= b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= b << 9;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** Uniform in (0, 1), never an end: a multiple of 2^-32 plus half a step. */
  uniform(): number {
    return (this.bits() + 0.5) * 2.3283064365386963e-10;
  }

  /** Writes its state, four words, to `out` from place `at` on. */
  save(out: Int32Array, at: number): void {
    out[at] = this.a;
    out[at + 1] = this.b;
    out[at + 2] = this.c;
    out[at + 3] = this.d;
  }

  /** Standard normal by inversion. */
  normal(): number {
    return normalQuantile(this.uniform());
  }
}

/** 128 bits that name a strip. */
export interface StreamKey {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

export function stripKey(seed: number, classHash: number, index: number, draw: number): StreamKey {
  let a = mix(seed, 0x243f6a88);
  let b = mix(classHash ^ a, 0x85a308d3);
  let c = mix(index + b, 0x13198a2e);
  let d = mix(draw ^ c, 0x03707344);
  // A second round, so that the first words hear of the last arguments too.
  a = mix(a ^ d, c);
  b = mix(b + a, d);
  c = mix(c ^ b, a);
  d = mix(d + c, b);
  return { a, b, c, d };
}

/** Murmur3's finaliser over two words. */
function mix(x: number, y: number): number {
  let h = Math.imul(x ^ (x >>> 16), 0x85ebca6b) ^ y;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h ^= h >>> 16;
  h = Math.imul(h, 0x9e3779b1);
  return h ^ (h >>> 15);
}

/** 32-bit FNV-1a over UTF-16 code units: a name's number. */
export function hashName(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  }
  return h >>> 0;
}
