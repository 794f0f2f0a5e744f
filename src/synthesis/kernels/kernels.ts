import bytes from './kernels.wasm';
import { Trace } from './trace';

/** As much of WebAssembly as is used here: pure rooms have neither the types of a browser nor those of Node. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Engine };

/** What ./assembly exports; see there. */
export interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  base(): number;
  quantiles(): number;
  drawBounded(
    streams: number,
    waves: number,
    rows: number,
    uniforms: number,
    values: number,
    beats: number,
  ): number;
  addNormals(at: number, length: number, scale: number, a: number, b: number, c: number, d: number): void;
  addGaussian(at: number, length: number, amplitude: number, peak: number, rise: number, fall: number): void;
  addSine(at: number, length: number, s: number, c: number, ds: number, dc: number): void;
  addSpline(at: number, length: number, knots: number, spacing: number): void;
  addFWaves(
    at: number,
    length: number,
    table: number,
    block: number,
    harmonics: number,
    s: number,
    c: number,
  ): void;
  addFlutterCycle(
    at: number,
    length: number,
    amplitude: number,
    phase: number,
    step: number,
    skew: number,
  ): void;
  largest(at: number, length: number): number;
  moveInto(at: number, length: number, to: number): void;
  quantise(at: number, length: number, out: number, scale: number, limit: number): void;
}

const PAGE = 65_536;
/** Traces begin at multiples of this many bytes. */
const ALIGNMENT = 16;

let compiled: object | undefined;

/** An instance of the kernels with a memory of its own. */
export function instantiate(): Exports {
  compiled ??= new WebAssembly.Module(bytes);
  return new WebAssembly.Instance(compiled).exports as Exports;
}

/** The sample loops with the memory that they work on, whose size never changes. */
export class Kernels {
  private readonly exports: Exports;
  private top: number;

  /** @param samples that all traces which are ever alive at once hold together, and how many traces these are */
  constructor(samples: number, traces: number) {
    this.exports = instantiate();
    const { memory } = this.exports;
    this.top = roundUp(this.exports.base(), ALIGNMENT);
    const wanted = this.top + 4 * samples + ALIGNMENT * traces;
    const missing = wanted - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  }

  /**
   * A new trace of zeros.
   *
   * @throws RangeError when the memory does not hold it
   */
  trace(length: number): Trace {
    const at = this.take(length);
    return new Trace(this, this.exports, at, length).clear();
  }

  /** Lends a trace of zeros to `use`, and takes it back afterwards. */
  lend<T>(length: number, use: (trace: Trace) => T): T {
    const before = this.top;
    try {
      return use(this.trace(length));
    } finally {
      this.top = before;
    }
  }

  private take(length: number): number {
    const at = this.top;
    const end = roundUp(at + 4 * length, ALIGNMENT);
    if (end > this.exports.memory.buffer.byteLength)
      throw new RangeError(`There is no room for a trace of ${length} samples.`);
    this.top = end;
    return at;
  }
}

function roundUp(bytes: number, to: number): number {
  return Math.ceil(bytes / to) * to;
}
