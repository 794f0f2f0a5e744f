import { describe, expect, it } from 'vitest';
import { stripsOf } from './kit';

const RATE = 500;
/** Strips whose beats have P and T waves of two humps each, far enough from all else to be seen alone. */
const made = (p: string, t: string): ReturnType<typeof stripsOf> =>
  stripsOf(
    `recording: { rate: ${RATE} Hz, duration: 20 s, resolution: 0.1 µV, range: 3 mV }
beats:
  b:
    P: { amplitude: 0.1 mV, at: -260 ms, width: 16 ms }
    P late: { part: P, ${p} }
    R: { amplitude: 1 mV, at: 0 ms, width: 8 ms }
    T: { amplitude: 0.2 mV, at: 300 ms, width: 30 ms, rate-correction: none }
    T late: { part: T, ${t}, rate-correction: none }
classes: { c: { beat: b, rhythm: { type: regular, interval: 1.2..1.4 s } } }
`,
    10,
  );

it('a part’s points are its own, whatever other parts lie over it', () => {
  const points = (st: string): unknown =>
    stripsOf(
      `recording: { rate: ${RATE} Hz, duration: 20 s }
beats:
  b:
    P: { amplitude: 0.1 mV, at: -160 ms, width: 16 ms }
    P late: { part: P, amplitude: 0.12 mV, at: -120 ms, width: 16 ms }
    R: { amplitude: 1 mV, at: 0 ms, width: 20 ms }
    ST: { shape: plateau, amplitude: ${st}, at: 150 ms, width: 50 ms }
    T: { amplitude: 0.2 mV, at: 260 ms, width: 40 ms, rate-correction: none }
    T late: { part: T, amplitude: 0.19 mV, at: 330 ms, width: 30 ms, rate-correction: none }
classes: { c: { beat: b, rhythm: { type: sinus, rate: 60..130 bpm } } }
`,
      10,
    ).map(({ truth }) => truth.beats.map(({ p, t }) => [p, t]));
  expect(points('0.5 mV')).toEqual(points('0 mV'));
});

describe('a part of several waves', () => {
  it.each([
    ['one summit of two', 'amplitude: 0.09 mV, at: -230 ms, width: 16 ms'],
    ['two summits', 'amplitude: 0.12 mV, at: -200 ms, width: 14 ms'],
    ['the second against the first', 'amplitude: -0.12 mV, at: -215 ms, width: 14 ms'],
  ])('peaks where its waves deflect most as they add up: %s', (_, p) => {
    for (const { samples, truth } of made(p, 'amplitude: 0.19 mV, at: 350 ms, width: 30 ms')) {
      let seen = 0;
      for (const { p: found, t, r } of truth.beats) {
        for (const [points, from, to] of [
          [found!, r - 0.4 * RATE, r - 0.1 * RATE],
          [t!, r + 0.1 * RATE, r + 0.6 * RATE],
        ] as const) {
          if (from < 0 || to > samples.length) continue;
          let best = from;
          for (let i = from; i < to; i++) if (Math.abs(samples[i]!) > Math.abs(samples[best]!)) best = i;
          // Of two samples of one height, either will do.
          expect(Math.abs(samples[points.peak]!)).toBe(Math.abs(samples[best]!));
          expect(points.onset).toBeLessThan(points.peak);
          expect(points.offset).toBeGreaterThan(points.peak);
          seen++;
        }
      }
      expect(seen).toBeGreaterThan(20);
    }
  });

  it('begins with its first wave and ends with its last', () => {
    for (const { samples, truth } of made(
      'amplitude: 0.12 mV, at: -200 ms, width: 14 ms',
      'amplitude: 0.1 mV, at: 400 ms, width: 20 ms',
    )) {
      for (const { p, t, r } of truth.beats) {
        // s from R: 2.5 widths before the first peak, and after the last.
        for (const [found, expected] of [
          [p!.onset, -0.3],
          [p!.offset, -0.165],
          [t!.onset, 0.225],
          [t!.offset, 0.45],
        ] as const) {
          const at = r + expected * RATE;
          if (at < 1 || at > samples.length - 2) continue;
          expect(Math.abs(found - at)).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});
