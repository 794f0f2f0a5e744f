/**
 * The simulator of Nonaka & Seita (arXiv:2606.10802) once more, as plainly and slowly as it can be said: the oracle
 * that `examples/nonaka-seita.ecgspec` is measured against. It shares no line with src/synthesis, not even the random
 * numbers. Amplitudes in mV, times in s, 500 Hz, 10 s.
 */

const RATE = 500;
const LENGTH = 5000;

/** Base value, SD between recordings, SD between beats, and the parameter whose drawn value is added. */
type Row = readonly [value: number, recording: number, beat: number, anchor?: string];

/** In the order in which they are drawn. */
const PARAMETERS: Readonly<Record<string, Row>> = {
  pPeak: [0.3, 0.2, 0.1],
  pAt: [0.2, 0.15, 0.02],
  pWidth: [0.03, 0.02, 0.005],
  qPeak: [0.1, 0.15, 0.016],
  qAt: [0.1, 0.1, 0.01, 'pAt'],
  qWidth: [0.05, 0.05, 0.0125],
  rPeak: [1.5, 0.75, 0.25],
  rAt: [0.045, 0.02, 0.0045, 'qAt'],
  rWidth: [0.0075, 0.01, 0.00187],
  sPeak: [0.5, 0.7, 0.05],
  sAt: [0.14, 0.05, 0.015, 'qAt'],
  sWidth: [0.04, 0.04, 0.01],
  tPeak: [0.45, 0.5, 0.07],
  tAt: [0.15, 0.06, 0.015, 'sAt'],
  tWidth: [0.03, 0.03, 0.0075],
  length: [0.8, 0.25, 0.1],
  baseline: [0.5, 0.25, 0.05],
  hold1: [10, 1, 0.5],
  precision1: [100, 10, 5],
  hold2: [3, 0.3, 0.15],
  precision2: [200, 20, 2],
};

export type Drawn = Record<string, number>;
export interface SourceStrip {
  readonly clean: Float64Array;
  /** With Poisson(2) augmentations. */
  readonly augmented: Float64Array;
  /** The recording-level draws. */
  readonly drawn: Drawn;
  /** How many beats begin in the strip. */
  readonly beats: number;
}

/** Uniform in [0, 1): mulberry32. */
export function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One draw of the recording's parameters, good or bad. */
export function drawRecording(random: () => number): Drawn {
  const drawn: Drawn = {};
  for (const [name, [value, recording, , anchor]] of Object.entries(PARAMETERS)) {
    drawn[name] = value + (anchor === undefined ? 0 : drawn[anchor]!) + recording * normal(random);
  }
  return drawn;
}

/**
 * One strip, and how it was drawn; `null` where the published code hangs: a beat length that is not positive adds no
 * sample, and where that is the recording's, its timeout drops the strip.
 */
export function sourceStrip(random: () => number): SourceStrip | null {
  const drawn = drawRecording(random);
  if (drawn['length']! <= 0) return null;
  const samples: number[] = [0];
  const starts: number[] = [];
  while (samples.length <= LENGTH * 1.5) {
    const beat: Drawn = {};
    for (const [name, [, , sd]] of Object.entries(PARAMETERS))
      beat[name] = drawn[name]! + sd * normal(random);
    if (beat['length']! <= 0) continue;
    starts.push(samples.length);
    addBeat(samples, beat, random);
  }
  const start = Math.floor(random() * (samples.length - LENGTH));
  const clean = Float64Array.from(samples.slice(start, start + LENGTH));
  const augmented = clean.slice();
  for (let i = poisson(2, random); i > 0; i--) augment(augmented, random);
  const beats = starts.filter((at) => at >= start && at < start + LENGTH).length;
  return { clean, augmented, drawn, beats };
}

function addBeat(samples: number[], beat: Drawn, random: () => number): void {
  const second = new Float64Array(RATE);
  for (const [name, sign] of [
    ['p', 1],
    ['q', -1],
    ['r', 1],
    ['s', -1],
    ['t', 1],
  ] as const) {
    const [peak, at, width] = ['Peak', 'At', 'Width'].map((what) => beat[name + what]!) as [
      number,
      number,
      number,
    ];
    for (let i = 0; i < RATE; i++) {
      const z = (i / RATE - at) / width;
      second[i]! += sign * peak * Math.exp(-0.5 * z * z);
    }
  }
  // One second becomes `length` seconds, by linear interpolation.
  const count = Math.ceil(RATE * beat['length']!);
  const stretched = Array.from({ length: count }, (_, i) => {
    const at = Math.min(i / beat['length']!, RATE - 1);
    const low = Math.floor(at);
    return second[low]! + (at - low) * ((second[low + 1] ?? second[low]!) - second[low]!);
  });
  for (const n of ['1', '2']) {
    const hold = Math.trunc(beat[`hold${n}`]!);
    for (let k = 0; k + hold <= count; k += hold) {
      const value = normal(random) / beat[`precision${n}`]!;
      for (let i = k; i < k + hold; i++) stretched[i]! += value;
    }
  }
  // A straight line from where the last beat ended.
  const from = samples[samples.length - 1]!;
  const rise = normal(random) * beat['baseline']!;
  stretched.forEach((value, i) => samples.push(value + from + (count > 1 ? (rise * i) / (count - 1) : 0)));
}

/** One of the seven, in place. The published text says no phase for the waves; any is as likely. */
function augment(strip: Float64Array, random: () => number): void {
  const kind = Math.floor(random() * 7);
  const part = (largest: number): [number, number] => {
    const length = Math.floor(random() * largest * LENGTH);
    const start = Math.floor(random() * (LENGTH - length + 1));
    return [start, start + length];
  };
  const add = (value: (i: number) => number, [from, to]: [number, number] = [0, LENGTH]): void => {
    for (let i = from; i < to; i++) strip[i]! += value(i);
  };
  const sine = (amplitude: number): ((i: number) => number) => {
    const frequency = 0.001 + 0.019 * random();
    const phase = random();
    return (i) => amplitude * Math.sin(2 * Math.PI * ((frequency * i) / RATE + phase));
  };
  const square = (amplitude: number): ((i: number) => number) => {
    const frequency = 0.001 + 0.099 * random();
    const phase = random();
    return (i) => amplitude * (((frequency * i) / RATE + phase) % 1 < 0.5 ? 1 : -1);
  };
  if (kind === 0) {
    const factor = 0.25 + 3.75 * random();
    strip.forEach((value, i) => (strip[i] = value * factor));
  } else if (kind === 1) add(sine(random()));
  else if (kind === 2) add(square(random()));
  else if (kind === 3) {
    const sd = 0.05 * random();
    add(() => sd * normal(random));
  } else if (kind === 4) add(sine(1), part(1));
  else if (kind === 5) add(square(1), part(1));
  else add(() => normal(random), part(0.2));
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function poisson(mean: number, random: () => number): number {
  let count = -1;
  for (let product = 1; product > Math.exp(-mean); count++) product *= random();
  return count;
}

/**
 * Ventricular fibrillation as the same code draws it, 10 s: pulses of alternating sign, each of its own height, width and
 * distance.
 */
export function sourcePulses(random: () => number): Float64Array {
  const out = new Float64Array(LENGTH);
  const height = 1 + 0.2 * normal(random);
  const step = 0.105 + 0.045 * random();
  let sign = random() < 0.5 ? -1 : 1;
  for (let at = -1; at < LENGTH / RATE + 1; at += random() * step) {
    const amplitude = sign * (height + normal(random) / 2);
    const sigma = 0.025 * (0.5 + random());
    for (let i = Math.max(0, Math.ceil((at - 0.25) * RATE)); i < Math.min(LENGTH, (at + 0.25) * RATE); i++)
      out[i]! += amplitude * Math.exp(-0.5 * ((i / RATE - at) / sigma) ** 2);
    sign = -sign;
  }
  return out;
}
