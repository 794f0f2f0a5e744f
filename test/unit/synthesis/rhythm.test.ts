import { describe, expect, it } from 'vitest';
import type { Strip } from '../../../src/synthesis';
import {
  BEAT,
  chiSquared,
  correlation,
  intervals,
  ksBetween,
  ksLimit,
  mean,
  sd,
  stream,
  stripsOf,
} from './kit';

const RATE = 250;
const text = (klass: string, duration = 60, more = ''): string =>
  `recording: { rate: ${RATE} Hz, duration: ${duration} s }\nbeats:${BEAT}\nclasses:\n  c: ${klass}\n${more}`;
const strips = (klass: string, count: number, duration = 60, more = ''): Strip[] =>
  stripsOf(text(klass, duration, more), count);

/** Time from a P wave's onset to the QRS, s. */
const pr = ({ truth }: Strip): number[] =>
  truth.beats.map(({ p, qrs }) => (p && p.onset >= 0 && qrs.onset >= 0 ? (qrs.onset - p.onset) / RATE : NaN));
const order = ({ truth }: Strip): string => truth.beats.map(({ ectopic }) => (ectopic ? 'V' : 'N')).join('');

describe('sinus rhythm', () => {
  it('keeps its rate, varies by its SD, and ramps', () => {
    const made = strips('{ beat: n, rhythm: { type: sinus, rate: 75 bpm, variability: 2 bpm } }', 40);
    const rates = made.flatMap((strip) => intervals(strip, RATE).map((rr) => 60 / rr));
    expect(mean(rates)).toBeCloseTo(75, 0);
    expect(Math.abs(sd(rates) - 2)).toBeLessThan(0.25);
    const [ramp] = strips(
      '{ beat: n, rhythm: { type: sinus, rate: 60 bpm, variability: 0 bpm, ramp: 40 bpm } }',
      1,
    );
    const rr = intervals(ramp!, RATE);
    expect(60 / rr[0]!).toBeCloseTo(60, -0.5);
    expect(60 / rr[rr.length - 1]!).toBeCloseTo(100, -0.5);
  });
});

describe('the spectrum of a sinus rhythm', () => {
  /** Power of the instantaneous rate, bpm², in lines at these frequencies, Hz: sinusoids fitted by least squares. */
  const lines = (strip: Strip, frequencies: readonly number[]): number[] => {
    const beats = strip.truth.beats.map(({ r }) => r / RATE);
    const rates = intervals(strip, RATE).map((rr) => 60 / rr);
    const middle = mean(rates);
    return frequencies.map((f) => {
      let re = 0;
      let im = 0;
      // A rate holds from one beat to the next; it was set by the phase at its start.
      rates.forEach((x, i) => {
        re += (x - middle) * Math.cos(2 * Math.PI * f * beats[i]!);
        im += (x - middle) * Math.sin(2 * Math.PI * f * beats[i]!);
      });
      return (2 * (re * re + im * im)) / rates.length ** 2;
    });
  };

  it.each([
    [0.5, 12],
    [1, 15],
    [2, 15],
    [4, 20],
  ])('LF/HF of %d: the Mayer wave at 0.1 Hz and breathing at %d a minute share it so', (ratio, breaths) => {
    const made = strips(
      `{ beat: n, rhythm: { type: sinus, rate: 90 bpm, variability: 2 bpm, lf-hf: ${ratio} }, respiration: { rate: ${breaths} /min } }`,
      6,
      300,
    );
    const [low, high, ...rest] = [0.1, breaths / 60, 0.05, 0.15, 0.29, 0.4].map((_, k, frequencies) =>
      mean(made.map((strip) => lines(strip, frequencies)[k]!)),
    );
    expect(Math.abs(low! / high! / ratio - 1)).toBeLessThan(0.08);
    // Both together are the variance, and there is nothing else.
    expect(Math.abs((low! + high!) / 4 - 1)).toBeLessThan(0.08);
    for (const x of rest) expect(x).toBeLessThan(0.05);
  });
});

describe('regular rhythm', () => {
  it('varies its interval from beat to beat as an AR(1)', () => {
    const made = strips(
      '{ beat: n, rhythm: { type: regular, interval: { value: 0.8 s, beat: 0.05 s, memory: 0.6 } } }',
      20,
    );
    const rr = made.map((strip) => intervals(strip, RATE));
    expect(sd(rr.flat())).toBeCloseTo(0.05, 2);
    const lagged = correlation(
      rr.flatMap((x) => x.slice(1)),
      rr.flatMap((x) => x.slice(0, -1)),
    );
    expect(Math.abs(lagged - 0.6)).toBeLessThan(0.08);
  });

  it('of a rate is 60 over it', () => {
    const [strip] = strips('{ beat: n, rhythm: { type: regular, rate: 150 bpm } }', 1);
    for (const rr of intervals(strip!, RATE)) expect(rr).toBeCloseTo(0.4, 2);
    expect(strip!.truth.beats.length).toBe(150);
  });

  it('may begin anywhere in its cycle', () => {
    const first = strips('{ beat: n, rhythm: { type: regular, interval: 1 s } }', 300, 2).map(
      ({ truth }) => truth.beats[0]!.r / RATE,
    );
    expect(mean(first)).toBeCloseTo(0.5, 1);
    expect(sd(first)).toBeCloseTo(1 / Math.sqrt(12), 1);
  });
});

describe('conduction', () => {
  it('Wenckebach: PR grows by halving increments, a beat is dropped, PR is short again; P keeps its clock', () => {
    const made = strips(
      '{ beat: n, rhythm: { type: sinus, rate: 80 bpm, variability: 0 bpm }, conduction: { type: wenckebach, cycle: 5, increment: 80 ms } }',
      5,
    );
    for (const strip of made) {
      const { beats, loosePs } = strip.truth;
      const ps = [...beats.flatMap(({ p }) => (p ? [p.peak] : [])), ...loosePs.map(({ peak }) => peak)]
        .filter((peak) => peak >= 0)
        .sort((a, b) => a - b);
      for (let i = 1; i < ps.length; i++)
        expect(Math.abs((ps[i]! - ps[i - 1]!) / RATE - 0.75)).toBeLessThan(0.009);
      expect(loosePs.length).toBeGreaterThanOrEqual(15);
      // Four beats for five P waves.
      expect(Math.abs(beats.length / loosePs.length - 4)).toBeLessThan(0.5);
      const delays = pr(strip);
      let seen = 0;
      for (let i = 1; i + 4 < beats.length; i++) {
        const pause = (beats[i]!.r - beats[i - 1]!.r) / RATE;
        if (pause < 1.2) continue;
        seen++;
        const [a, b, c, d] = delays.slice(i, i + 4) as [number, number, number, number];
        expect(Math.abs(b - a - 0.08)).toBeLessThan(0.009);
        expect(Math.abs(c - b - 0.04)).toBeLessThan(0.009);
        expect(Math.abs(d - c - 0.02)).toBeLessThan(0.009);
      }
      expect(seen).toBeGreaterThan(8);
    }
  });

  it('Mobitz II: constant PR, every n-th dropped, n anew for each cycle', () => {
    const made = strips(
      '{ beat: n, rhythm: { type: sinus, rate: 80 bpm, variability: 0 bpm }, conduction: { type: mobitz-2, cycle: 3..4 } }',
      10,
    );
    const runs: number[] = [];
    for (const strip of made) {
      expect(sd(pr(strip).filter((x) => !Number.isNaN(x)))).toBeLessThan(0.003);
      let run = 0;
      intervals(strip, RATE).forEach((rr) => {
        expect(Math.min(Math.abs(rr - 0.75), Math.abs(rr - 1.5))).toBeLessThan(0.009);
        if (rr < 1) run++;
        else {
          runs.push(run + 1);
          run = 0;
        }
      });
    }
    // Two or three beats between drops, about as often (the first run of a strip may be cut short).
    const share = runs.filter((n) => n === 3).length / runs.length;
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
    expect(Math.max(...runs)).toBe(3);
  });

  it('dissociated: two clocks that know nothing of each other', () => {
    const made = strips(
      '{ beat: n, rhythm: { type: sinus, rate: 80 bpm, variability: 0 bpm }, conduction: { type: dissociated, escape: { rate: 37 bpm }, beat: v } }',
      10,
    );
    for (const strip of made) {
      const { beats, loosePs } = strip.truth;
      expect(beats.every(({ p, type, ectopic }) => p === null && type === 'v' && !ectopic)).toBe(true);
      for (const rr of intervals(strip, RATE)) expect(Math.abs(rr - 60 / 37)).toBeLessThan(0.009);
      expect(Math.abs(loosePs.length - 80)).toBeLessThanOrEqual(1);
    }
    // P waves fall anywhere between two beats.
    const phases = made.flatMap(({ truth: { beats, loosePs } }) =>
      loosePs.flatMap(({ peak }) => {
        const next = beats.findIndex(({ r }) => r > peak);
        return next > 0 ? [(peak - beats[next - 1]!.r) / (beats[next]!.r - beats[next - 1]!.r)] : [];
      }),
    );
    for (let bin = 0; bin < 5; bin++) {
      const share = phases.filter((x) => Math.floor(x * 5) === bin).length / phases.length;
      expect(Math.abs(share - 0.2)).toBeLessThan(0.05);
    }
  });
});

describe('the AV node in fibrillation', () => {
  /**
   * The same model written down once more, without thought of speed: RR intervals of a node that is refractory for
   * 0.25 s + 0.15 RR, in 40 % of beats 0.2 s longer, then lets an impulse pass with probability min(1, 10 t).
   */
  const node = (arrivals: number, count: number): number[] => {
    const random = stream(8);
    const found: number[] = [];
    let rr = 0.7;
    while (found.length < count) {
      const refractory = 0.25 + 0.15 * rr + (random.uniform() < 0.4 ? 0.2 : 0);
      let t = 0;
      // Impulses come all the time; those in the refractory period are lost.
      do t += -Math.log(random.uniform()) / arrivals;
      while (t < refractory || random.uniform() > 10 * (t - refractory));
      if (t >= 1.8) continue;
      found.push(t);
      rr = t;
    }
    return found;
  };

  it.each([4, 6, 9])('at %d impulses a second: RR intervals as of the model itself', (arrivals) => {
    const rr = strips(`{ beat: n, rhythm: { type: av-node, arrivals: ${arrivals} /s } }`, 20, 300).map(
      (strip) => intervals(strip, RATE),
    );
    const expected = node(arrivals, 100_000);
    const all = rr.flat();
    // Intervals are whole samples; half of one is spread over.
    const random = stream(9);
    const spread = all.map((x) => x + (random.uniform() - 0.5) / RATE);
    // Neighbours are not quite independent, so there is a little more room than for independent draws.
    expect(ksBetween(spread, expected)).toBeLessThan(1.3 * ksLimit(all.length));
    expect(Math.abs(sd(all) / mean(all) - sd(expected) / mean(expected))).toBeLessThan(0.01);
    // No beat comes while the node is refractory.
    for (const list of rr)
      for (let i = 1; i < list.length; i++)
        expect(list[i]! - 0.25 - 0.15 * list[i - 1]!).toBeGreaterThan(-2 / RATE);
  });
});

describe('beat types', () => {
  it('come in their shares of the recordings', () => {
    const made = strips('{ beat: { n: 70 %, v: 30 % }, rhythm: { type: sinus } }', 2000, 3);
    const wide = made.filter(({ truth }) => truth.beats.every(({ type }) => type === 'v')).length;
    const narrow = made.filter(({ truth }) => truth.beats.every(({ type }) => type === 'n')).length;
    expect(wide + narrow).toBe(2000);
    // One degree of freedom: 15.1 is the 1 in 10,000 point.
    expect(chiSquared([narrow, wide], [0.7, 0.3])).toBeLessThan(15.1);
  });
});

describe('flutter conduction', () => {
  const ratios = (block: string, count = 10, more = '', duration = 60): number[][] =>
    strips(
      `{ beat: n, rhythm: { type: av-block, block: ${block}${more} }, atrial: { type: flutter-waves, rate: 300 bpm, jitter: 0 % } }`,
      count,
      duration,
    ).map((strip) => intervals(strip, RATE).map((rr) => rr / 0.2));

  it.each([
    ['"2:1"', '2'],
    ['"3:1"', '3'],
    ['"8:1"', '8'],
  ])('%s', (block, n) => {
    for (const list of ratios(block)) expect(list.every((x) => Math.abs(x - Number(n)) < 0.15)).toBe(true);
  });

  it('a sequence goes on in turn from anywhere', () => {
    const all = ratios('"2:1 4:1 3:1"');
    for (const list of all) expect('243'.repeat(60)).toContain(list.map(Math.round).join(''));
    expect(new Set(all.map((list) => Math.round(list[0]!))).size).toBe(3);
  });

  it('weights: each block in its share of the recordings', () => {
    const all = ratios('{ "2:1": 60 %, "3:1": 10 %, "4:1": 30 % }', 1000, '', 4).map((list) =>
      Math.round(mean(list)),
    );
    const counts = [2, 3, 4].map((n) => all.filter((x) => x === n).length);
    expect(counts[0]! + counts[1]! + counts[2]!).toBe(1000);
    // Two degrees of freedom: 18.4 is the 1 in 10,000 point.
    expect(chiSquared(counts, [0.6, 0.1, 0.3])).toBeLessThan(18.4);
  });

  it.each([0, 0.5, 0.8])('variable, persistence %d: a Markov chain with these transitions', (persistence) => {
    const chains = ratios('variable', 30, `, persistence: ${persistence}`).map((list) =>
      list.map(Math.round),
    );
    for (const from of [2, 3, 4]) {
      const next = chains.flatMap((list) => list.slice(1).filter((_, i) => list[i] === from));
      const shares = [2, 3, 4].map((to) => (to === from ? persistence : 0) + (1 - persistence) / 3);
      expect(next.length).toBeGreaterThan(500);
      expect(
        chiSquared(
          [2, 3, 4].map((to) => next.filter((x) => x === to).length),
          shares,
        ),
      ).toBeLessThan(18.4);
    }
    // Without more memory than that: how long it has been so says nothing.
    const stays = (long: boolean): number => {
      const seen = chains.flatMap((list) =>
        list.flatMap((x, i): number[] =>
          i >= 2 && (list[i - 1] === list[i - 2]) === long ? [x === list[i - 1] ? 1 : 0] : [],
        ),
      );
      return mean(seen);
    };
    expect(Math.abs(stays(true) - stays(false))).toBeLessThan(0.06);
  });

  it('variable: 2, 3 and 4 alike; with persistence the last one stays', () => {
    const fresh = ratios('variable', 20).flat().map(Math.round);
    for (const n of [2, 3, 4])
      expect(Math.abs(fresh.filter((x) => x === n).length / fresh.length - 1 / 3)).toBeLessThan(0.04);
    const stays = ratios('variable', 20, ', persistence: 80 %').map((list) => list.map(Math.round));
    const same = stays.flatMap((list) => list.slice(1).map((x, i): number => (x === list[i] ? 1 : 0)));
    expect(Math.abs(mean(same) - (0.8 + 0.2 / 3))).toBeLessThan(0.03);
  });
});

describe('ectopy', () => {
  const sinus = 'beat: n, rhythm: { type: sinus, rate: 60 bpm, variability: 0 bpm }';
  const ectopic = (keys: string, count = 10, duration = 60): Strip[] =>
    strips(`{ ${sinus}, ectopy: { beat: v, ${keys} } }`, count, duration);

  it('isolated: about as often as its burden says', () => {
    const made = ectopic('burden: 20 %, pause: none, coupling: 50 %', 60);
    const chances = made.map((strip) => {
      const text = order(strip);
      return (text.match(/V/g) ?? []).length / (text.match(/N/g) ?? []).length;
    });
    expect(Math.abs(mean(chances) - 0.2)).toBeLessThan(0.015);
  });

  it.each([
    ['bigeminy', 'NV'],
    ['trigeminy', 'NNV'],
    ['quadrigeminy', 'NNNV'],
    ['couplets', undefined],
    ['"N N V V"', 'NNVV'],
    ['"N V N N V V V"', 'NVNNVVV'],
  ])('%s repeats', (pattern, expected) => {
    for (const strip of ectopic(`pattern: ${pattern}, coupling: 60 %, run-rate: 150 bpm`)) {
      if (expected) expect(expected.repeat(60)).toContain(order(strip));
      else expect(order(strip)).toMatch(/NVVN/);
    }
  });

  /** The intervals before, of and after the first whole run in the middle of a strip, over the sinus interval. */
  const around = (strip: Strip): { coupling: number; inside: number[]; pause: number } => {
    const { beats } = strip.truth;
    const first = beats.findIndex(({ ectopic: is }, i) => is && i >= 2);
    let last = first;
    while (beats[last + 1]?.ectopic) last++;
    const gap = (i: number): number => (beats[i]!.r - beats[i - 1]!.r) / RATE;
    return {
      coupling: gap(first),
      inside: Array.from({ length: last - first }, (_, i) => gap(first + 1 + i)),
      pause: beats[last + 1] ? gap(last + 1) : NaN,
    };
  };

  it.each([
    ['full', 1.4],
    ['reset', 1],
    ['delayed', 1.25],
    ['none', 0.4],
  ])('a %s pause lasts %d intervals after a coupling of 0.6', (pause, expected) => {
    for (const strip of ectopic(`burden: 10 %, coupling: 60 %, pause: ${pause}, delay: 125 %`)) {
      const found = around(strip);
      expect(Math.abs(found.coupling - 0.6)).toBeLessThan(0.01);
      if (!Number.isNaN(found.pause)) expect(Math.abs(found.pause - expected)).toBeLessThan(0.01);
    }
  });

  it('runs last their number of beats at their rate, and a whole one is in every strip', () => {
    const made = ectopic('burden: 5 %, run: 3..5, run-rate: 150 bpm, coupling: 60 %', 60, 12);
    const lengths: number[] = [];
    for (const strip of made) {
      const whole = order(strip).match(/NV{3,5}N/g) ?? [];
      const atEnds = order(strip).match(/^V{3,5}N|NV{3,5}$/g) ?? [];
      expect(whole.length + atEnds.length).toBeGreaterThan(0);
      lengths.push(...whole.map((run) => run.length - 2));
      for (const rr of around(strip).inside) expect(Math.abs(rr - 0.4)).toBeLessThan(0.009);
    }
    for (const n of [3, 4, 5])
      expect(lengths.filter((x) => x === n).length / lengths.length).toBeGreaterThan(0.15);
    expect(new Set(lengths)).toEqual(new Set([3, 4, 5]));
  });

  it('one focus looks alike in a recording, many do not', () => {
    const look = (focus: string): number => {
      const [strip] = stripsOf(
        `recording: { rate: ${RATE} Hz, duration: 60 s }
beats:
  n: { R: { amplitude: 1 mV, at: 0 ms, width: 8 ms } }
  v: { symbol: V, R: { amplitude: { value: 1.5 mV, recording: 0.4 mV }, at: 0 ms, width: 28 ms } }
classes: { c: { ${sinus}, ectopy: { beat: v, focus: ${focus}, pattern: trigeminy } } }
`,
        1,
      );
      return sd(strip!.truth.beats.filter((b) => b.ectopic).map(({ r }) => strip!.samples[r]! / 1000));
    };
    expect(look('recording')).toBeLessThan(0.02);
    expect(look('beat')).toBeGreaterThan(0.15);
  });
});

describe('episodes', () => {
  const made = strips(
    '{ beat: n, code: (N, rhythm: { type: sinus, rate: 60 bpm, variability: 1 bpm }, episodes: { class: fast, burden: 20..60 %, duration: 3..6 s } }',
    100,
    30,
    '  fast: { beat: v, code: (SVTA, rhythm: { type: regular, rate: { value: 180 bpm, episode: 10 bpm } } }\n',
  );

  it('cover the strip without gaps, and their burden is that asked for', () => {
    const burdens = made.map(({ truth, samples }) => {
      let at = 0;
      for (const { start, end } of truth.rhythms) {
        expect(start).toBe(at);
        expect(end).toBeGreaterThan(start);
        at = end;
      }
      expect(at).toBe(samples.length);
      const inside = truth.rhythms.filter(({ code }) => code === '(SVTA');
      return inside.reduce((sum, { start, end }) => sum + end - start, 0) / samples.length;
    });
    expect(Math.min(...burdens)).toBeGreaterThan(0.19);
    expect(Math.max(...burdens)).toBeLessThan(0.61);
    expect(mean(burdens)).toBeCloseTo(0.4, 1);
    const lengths = made.flatMap(({ truth }) =>
      truth.rhythms
        .filter(({ class: name }) => name === 'fast')
        .map(({ start, end }) => (end - start) / RATE),
    );
    expect(mean(lengths)).toBeGreaterThan(3.5);
    expect(mean(lengths)).toBeLessThan(6);
  });

  it('have the other class’s beats, and only there', () => {
    for (const { truth } of made) {
      for (const { r, type } of truth.beats) {
        const span = truth.rhythms.find(({ start, end }) => r >= start - 10 && r < end + 10)!;
        const neighbours = truth.rhythms.filter(({ start, end }) => r >= start - 10 && r < end + 10);
        expect(
          neighbours.map(({ class: name }) => (name === 'fast' ? 'v' : 'n')),
          `${span.class} ${r}`,
        ).toContain(type);
      }
      truth.beats.forEach((beat, i) => {
        if (i > 0) expect((beat.r - truth.beats[i - 1]!.r) / RATE).toBeGreaterThan(0.25);
      });
    }
  });

  it('vary around the recording from one to the next', () => {
    const differences = made.flatMap(({ truth }) => {
      const rates = truth.rhythms
        .filter(({ class: name }) => name === 'fast')
        .flatMap(({ start, end }) => {
          const inside = truth.beats.filter(({ r }) => r >= start && r < end);
          return inside.length > 4
            ? [(60 * RATE * (inside.length - 1)) / (inside[inside.length - 1]!.r - inside[0]!.r)]
            : [];
        });
      return rates.length > 1 ? [rates[1]! - rates[0]!] : [];
    });
    expect(Math.abs(sd(differences) - 10 * Math.SQRT2)).toBeLessThan(4);
  });

  it('swell and fade: the atrium of each is silent in the other', () => {
    const [strip] = stripsOf(
      `recording: { rate: ${RATE} Hz, duration: 30 s }
beats: { n: { R: { amplitude: 0 mV, at: 0 ms, width: 8 ms } } }
classes:
  c: { beat: n, rhythm: { type: sinus }, episodes: { class: f, burden: 30 %, duration: 9 s } }
  f: { beat: n, rhythm: { type: av-node }, atrial: { type: f-waves, rms: 100 µV } }
`,
      1,
    );
    for (const { class: name, start, end } of strip!.truth.rhythms) {
      const part = [...strip!.samples.subarray(start + 60, end - 60)];
      if (name === 'f') expect(sd(part)).toBeGreaterThan(70);
      else expect(part.every((x) => x === 0)).toBe(true);
    }
  });
});
