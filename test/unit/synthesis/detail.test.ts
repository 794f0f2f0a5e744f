import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec, type Spec, type WaveShape } from '../../../src/spec';
import { compile, Detail, QUANTITIES, SEGMENTS, type Truth } from '../../../src/synthesis';
import { paintSegments } from '../../../src/synthesis/segments';
import { anySpec } from '../anySpec';
import { madeUpRecords } from '../records/fixture';
import { WHOLE_LANGUAGE } from '../wholeLanguage';
import { BEAT, specOf } from './kit';

const LIBRARY = readdirSync('examples/library').map((file) => `examples/library/${file}`);
const load = (file: string): Spec => parseSpec(readFileSync(file, 'utf8')).spec!;
/** What is told of one strip beside it. */
function tell(
  spec: Spec,
  name: string,
  index: number,
): { detail: Detail; truth: Truth; samples: Int16Array } {
  const made = compile(spec, madeUpRecords(spec));
  const detail = new Detail(made.samples, { segments: true, parameters: true });
  return { detail, ...made.generate(name, index, 0, detail) };
}

describe('segments', () => {
  /** Labels from the truth alone, which knows nothing of beats whose R peak is outside; and where it has any. */
  function labels({ beats, loosePs }: Truth, length: number): { surely: number[]; covered: boolean[] } {
    const surely = new Array<number>(length).fill(0);
    const covered = new Array<boolean>(length).fill(false);
    const paint = (label: number, onset: number, peak: number, offset: number): void => {
      if (onset < 0 && peak < 0 && offset < 0) return;
      const [from, to] = [onset < 0 ? 0 : onset, offset < 0 ? length - 1 : offset];
      for (let i = from; i <= to; i++) {
        surely[i] = label;
        covered[i] = true;
      }
    };
    for (const { t } of beats) if (t) paint(3, t.onset, t.peak, t.offset);
    for (const p of [...loosePs, ...beats.flatMap(({ p: own }) => own ?? [])])
      paint(1, p.onset, p.peak, p.offset);
    for (const { qrs } of beats) paint(2, qrs.onset, qrs.peak, qrs.offset);
    return { surely, covered };
  }

  it('reach from onset to offset of every part that the truth knows, whatever the spec', () => {
    fc.assert(
      fc.property(anySpec, fc.nat(1000), (text, index) => {
        const { spec } = parseSpec(text);
        const { detail, truth, samples } = tell(spec!, 'c', index);
        const { surely, covered } = labels(truth, samples.length);
        const segments = detail.segments!;
        // Beats whose R peak is outside may paint over it, and beside it; nothing takes a label away.
        const lost = surely.findIndex((label, i) => covered[i] && rank(segments[i]!) < rank(label));
        expect(lost).toBe(-1);
      }),
      { numRuns: 100 },
    );
  });

  /** QRS before P before T before none. */
  const rank = (label: number): number => [0, 2, 3, 1][label]!;

  it('are the truth’s and no others in the middle of ordinary strips', () => {
    for (const file of LIBRARY) {
      const spec = load(file);
      for (const { name, ventricular } of spec.classes) {
        // Torsades has no beats, and ventricular fibrillation none that could be told.
        if (ventricular) continue;
        const { detail, truth, samples } = tell(spec, name, 3);
        const { surely } = labels(truth, samples.length);
        const edge = 1.5 * spec.recording.rate;
        expect([...detail.segments!.subarray(edge, -edge)], name).toEqual(surely.slice(edge, -edge));
      }
    }
  });

  it('show what reaches into the strip of beats whose R peak is outside', () => {
    const spec = specOf(
      `recording: { rate: 250 Hz, duration: 4 s }\nbeats:${BEAT}\nclasses: { c: { beat: n, rhythm: { type: regular, interval: 1 s } } }\n`,
    );
    let seen = 0;
    for (let index = 0; index < 60; index++) {
      const { detail, truth } = tell(spec, 'c', index);
      const first = truth.beats[0]!.r;
      // The T wave of the beat before lasts from 185 to 335 ms after an R peak that is a second before the first one.
      const end = first + Math.round((0.335 - 1) * 250);
      if (end < 3 || end > 30) continue;
      seen++;
      expect([...detail.segments!.subarray(0, end - 1)]).toEqual(new Array(end - 1).fill(3));
      expect(detail.segments![end + 2]).toBe(0);
    }
    expect(seen).toBeGreaterThan(3);
  });

  it('where parts overlap: QRS before P before T; the ends of the strip cut them', () => {
    const out = new Uint8Array(12).fill(9);
    paintSegments(out, [
      { part: 'QRS', onset: 6, offset: 7 },
      { part: 'P', onset: 4, offset: 6 },
      { part: 'T', onset: 1, offset: 9 },
      { part: 'P', onset: -5, offset: 0 },
      { part: 'T', onset: 11, offset: 40 },
      { part: 'T', onset: -9, offset: -1 },
      { part: 'P', onset: 12, offset: 13 },
    ]);
    expect([...out].map((label) => SEGMENTS[label])).toEqual([
      'P',
      'T',
      'T',
      'T',
      'P',
      'P',
      'QRS',
      'QRS',
      'T',
      'T',
      'none',
      'T',
    ]);
  });
});

describe('parameters', () => {
  /** Height of a wave `t` seconds after its peak, as docs/language.md has it; written for this test. */
  function height(shape: WaveShape, t: number, rise: number, fall: number): number {
    const width = t < 0 ? rise : fall;
    const x = Math.abs(t) / (2.5 * width);
    switch (shape) {
      case 'gaussian':
        return Math.exp(-(t ** 2) / (2 * width ** 2));
      case 'cosine':
        return x < 1 ? 0.5 + 0.5 * Math.cos(Math.PI * x) : 0;
      case 'ramp':
        return x < 1 ? 1 - x : 0;
      case 'plateau':
        return x < 0.6 ? 1 : x < 1 ? 0.5 + 0.5 * Math.cos((Math.PI * (x - 0.6)) / 0.4) : 0;
      case 'gumbel': {
        const z = (t / (2.5 * width)) * (t < 0 ? 1.7749426 : 4.1085687);
        return Math.exp(1 - z - Math.exp(-z));
      }
      case 'spike':
        throw new Error('a spike is shorter than a sample');
    }
  }

  /** The clean strip, steps: every wave summed at every sample, in double precision and without a thought of speed. */
  function rebuild(spec: Spec, { waves }: Detail): number[] {
    const shapes = new Map(
      spec.beats.flatMap((beat) => beat.waves.map((wave) => [`${beat.name} ${wave.name}`, wave.shape])),
    );
    const { rate, samples, resolution } = spec.recording;
    const out = new Array<number>(samples).fill(0);
    for (const { type, name, time, length, amplitude, at, rise, fall } of waves) {
      const shape = shapes.get(`${type} ${name}`)!;
      if (shape === 'spike') {
        for (let i = 0; i < samples; i++) {
          const [from, to] = [(time + at - rise / 2) * rate, (time + at + fall / 2) * rate];
          const covered = Math.min(to, i + 0.5) - Math.max(from, i - 0.5);
          if (covered > 0) out[i]! += (amplitude * covered) / resolution;
        }
        continue;
      }
      for (let i = 0; i < samples; i++) {
        const t = i / rate - time;
        if (length !== Infinity && (t < 0 || t >= length)) continue;
        out[i]! += (amplitude * height(shape, t - at, rise, fall)) / resolution;
      }
    }
    return out;
  }

  const quiet = (spec: Spec): Spec => ({
    ...spec,
    noise: [],
    augmentations: null,
    classes: spec.classes.map((one) => ({
      ...one,
      atrial: null,
      ventricular: null,
      respiration: one.respiration && { ...one.respiration, baseline: NONE },
    })),
    recording: { ...spec.recording, filters: [], leadOff: null, range: 32, resolution: 0.001 },
  });
  const NONE = specOf(
    `beats:${BEAT}\nclasses: { c: { beat: n, rhythm: { type: sinus }, respiration: { rate: 12 /min } } }\n`,
  ).classes[0]!.respiration!.baseline;

  it.each([...LIBRARY, 'examples/nonaka-seita-sound.ecgspec'])('rebuild the clean strips of %s', (file) => {
    const spec = quiet(load(file));
    for (const { name } of spec.classes) {
      const { detail, samples } = tell(spec, name, 1);
      const rebuilt = rebuild(spec, detail);
      let worst = 0;
      samples.forEach((x, i) => (worst = Math.max(worst, Math.abs(x - rebuilt[i]!))));
      // Half a step of rounding, and what a Gaussian has left five widths out.
      expect(worst, name).toBeLessThan(0.6);
    }
  });

  it('rebuild every shape, anchor and correction', () => {
    const spec = quiet(parseSpec(WHOLE_LANGUAGE).spec!);
    for (const { name } of spec.classes) {
      const { detail, samples } = tell(spec, name, 0);
      const rebuilt = rebuild(spec, detail);
      // A wave that is a step as it begins may begin a sample sooner or later: so much is left for rounding.
      const far = samples.filter((x, i) => Math.abs(x - rebuilt[i]!) > 0.6).length;
      expect(far / samples.length, name).toBeLessThan(0.001);
    }
  });

  it('say to which R peak they belong', () => {
    for (const file of LIBRARY) {
      const spec = load(file);
      for (const { name } of spec.classes) {
        const { detail, truth } = tell(spec, name, 2);
        const told = new Set(detail.waves.map(({ r }) => r).filter((r) => r >= 0));
        expect(
          [...told].sort((a, b) => a - b),
          name,
        ).toEqual([...new Set(truth.beats.map(({ r }) => r))]);
        for (const { r, type } of detail.waves)
          if (r >= 0)
            expect(truth.beats.filter((beat) => beat.r === r).map((beat) => beat.type)).toContain(type);
      }
    }
  });

  it('tell what was drawn once, where the spec says what that must be', () => {
    const { detail } = tell(
      specOf(`
recording: { rate: 250 Hz, duration: 20 s }
beats:${BEAT}
classes:
  c:
    beat: n
    rhythm: { type: sinus, rate: 71 bpm, variability: 2 bpm, lf-hf: 1.5 }
    respiration: { rate: 15 /min, modulation: 10 %, baseline: 0.1 mV }
    episodes: { class: f, burden: 50 %, duration: 3..4 s }
  f:
    beat: n
    rhythm: { type: av-block, block: "2:1 4:1" }
    atrial: { type: flutter-waves, rate: 290 bpm, amplitude: 0.2 mV }
noise:
  - { type: white, rms: 20 µV }
  - { type: sine, amplitude: 0.3 mV, frequency: 2 Hz }
`),
      'c',
      0,
    );
    const values = (quantity: keyof typeof QUANTITIES, number = 0): number[] =>
      detail.values.flatMap((one) => (one.quantity === quantity && one.number === number ? [one.value] : []));
    for (const [quantity, value] of [
      ['rate', 71],
      ['variability', 2],
      ['lf-hf', 1.5],
      ['respiration rate', 0.25],
      ['respiration modulation', 0.1],
      ['respiration baseline', 0.1],
    ] as const) {
      expect(values(quantity), quantity).toHaveLength(1);
      expect(values(quantity)[0], quantity).toBeCloseTo(value, 9);
    }
    const episodes = new Set(
      detail.values.flatMap(({ quantity, number }) => (quantity === 'block' ? [number] : [])),
    );
    expect([...episodes]).toEqual(Array.from(episodes, (_, i) => i + 1));
    expect(episodes.size).toBeGreaterThan(1);
    expect(values('block', 1)[0]).toBe(3);
    expect(values('flutter-waves rate', 1)[0]).toBeCloseTo(290, 9);
    expect(values('flutter-waves amplitude', 1)[0]).toBeCloseTo(0.2, 9);
    expect(values('noise rms', 0)[0]).toBeCloseTo(0.02, 9);
    expect(values('noise amplitude', 1)[0]).toBeCloseTo(0.3, 9);
    expect(values('noise frequency', 1)[0]).toBeCloseTo(2, 9);
  });

  it('name the waves of beats that show only some of theirs', () => {
    const spec = specOf(
      `beats:${BEAT}\nclasses: { c: { beat: n, rhythm: { type: sinus }, conduction: { type: dissociated, escape: { rate: 40 bpm }, beat: n } } }\n`,
    );
    const { detail, truth } = tell(spec, 'c', 0);
    // Escape beats have no P wave, and the P waves that the sinus node makes are alone.
    expect(truth.beats.every(({ p }) => p === null)).toBe(true);
    expect(truth.loosePs.length).toBeGreaterThan(5);
    for (const { r } of truth.beats)
      expect(detail.waves.filter((wave) => wave.r === r).map(({ name }) => name)).toEqual(['R', 'T']);
    const alone = detail.waves.filter(({ name }) => name === 'P');
    expect(alone.length).toBeGreaterThanOrEqual(truth.loosePs.length);
    for (const { r, amplitude, at } of alone) {
      expect(r).toBe(-1);
      expect(amplitude).toBeCloseTo(0.1, 9);
      expect(at).toBeCloseTo(-0.15, 9);
    }
  });

  it('tell each quantity of a rhythm once', () => {
    for (const file of [...LIBRARY, '']) {
      const spec = file === '' ? parseSpec(WHOLE_LANGUAGE).spec! : load(file);
      for (const { name } of spec.classes) {
        const told = tell(spec, name, 4).detail.values.map(({ quantity, number }) => `${quantity} ${number}`);
        expect(new Set(told).size, `${name}: ${told.join()}`).toBe(told.length);
      }
    }
  });

  it('of no quantity that is not listed, and every one that is can come', () => {
    const seen = new Set<string>();
    for (const file of [...LIBRARY, '']) {
      const spec = file === '' ? parseSpec(WHOLE_LANGUAGE).spec! : load(file);
      for (const { name } of spec.classes)
        for (const { quantity, value } of tell(spec, name, 0).detail.values) {
          seen.add(quantity);
          expect(Number.isFinite(value)).toBe(true);
        }
    }
    expect([...seen].sort()).toEqual(Object.keys(QUANTITIES).sort());
  });
});

it('the strip is the same, asked or not, and nothing is told that was not asked for', () => {
  const spec = parseSpec(WHOLE_LANGUAGE).spec!;
  const made = compile(spec, madeUpRecords(spec));
  const both = new Detail(made.samples, { segments: true, parameters: true });
  const neither = new Detail(made.samples, {});
  for (const name of made.classes) {
    const strip = made.generate(name, 5);
    expect(made.generate(name, 5, 0, both)).toEqual(strip);
    expect(made.generate(name, 5, 0, neither)).toEqual(strip);
    expect(neither.segments).toBeNull();
    expect(neither.waves).toEqual([]);
    expect(neither.values).toEqual([]);
    // One that was used for other strips tells the same as a new one.
    const { detail } = tell(spec, name, 5);
    expect(both.segments).toEqual(detail.segments);
    expect(both.waves).toEqual(detail.waves);
    expect(both.values).toEqual(detail.values);
  }
});
