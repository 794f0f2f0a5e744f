import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSpec } from '../../../src/spec';
import { changeBy, handleNear, handlesOf, stepOf } from '../../../src/webview/editor/beatPlot/handles';
import { plotOf } from '../../../src/webview/editor/beatPlot/plotData';
import { waveInWords } from '../../../src/webview/editor/beatPlot/plottedBeat';
import { fitScale, lengths, toSeconds, toX, waveAt } from '../../../src/webview/editor/beatPlot/scale';
import { signalOf, visit } from '../../../src/webview/editor/strips/signal';
import { stripGeometry, xOf, yOf } from '../../../src/webview/editor/strips/stripGeometry';

const file = path.join(import.meta.dirname, '../../../examples/four-arrhythmias.ecgspec');
const { spec } = parseSpec(readFileSync(file, 'utf8'));
const beat = plotOf(spec!, 'normal', 50, 0)!;
const scale = fitScale(beat, 700, 300);
const waveOf = (name: string) => beat.waves.find((wave) => wave.name === name)!;

describe('the handles of a beat', () => {
  it('are peaks of all waves, and widths and spreads of the chosen one, none upon another of the same wave', () => {
    for (const { name } of beat.waves) {
      const handles = handlesOf(beat, scale, name);
      expect(handles.filter(({ kind }) => kind === 'peak')).toHaveLength(beat.waves.length);
      const own = handles.filter(({ wave }) => wave === name);
      expect(own.map(({ kind }) => kind)).toContain('amplitude-spread');
      for (const a of own)
        for (const b of own) if (a !== b) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(8);
    }
  });

  it('are met by a pointer near them, the nearest first', () => {
    const handles = handlesOf(beat, scale, 'T');
    for (const handle of handles) expect(handleNear(handles, handle.x + 3, handle.y - 2)).toBe(handle);
    expect(handleNear(handles, -100, -100)).toBeUndefined();
  });

  it('snap to round values, and to fine ones when asked', () => {
    const t = waveOf('T');
    const peak = { kind: 'peak', side: 1 } as const;
    expect(changeBy(t, peak, null, 0.0432, false).middle).toEqual({
      amplitude: expect.closeTo(0.32, 9) as number,
    });
    expect(changeBy(t, peak, 0.0123, 0.0432, true).middle).toEqual({
      amplitude: expect.closeTo(0.323, 9) as number,
      at: expect.closeTo(0.282, 9) as number,
    });
    const fall = changeBy(t, { kind: 'fall', side: 1 }, 0.01, null, false);
    expect(fall.middle).toEqual({ fall: expect.closeTo(0.041, 9) as number });
    // Of a symmetric wave both flanks are one width.
    expect(Object.keys(changeBy(waveOf('P'), { kind: 'fall', side: 1 }, 0.01, null, false).middle)).toEqual([
      'rise',
    ]);
    expect(changeBy(t, { kind: 'amplitude-spread', side: -1 }, null, 5, false).spread).toEqual({
      amplitude: 0,
    });
    expect(stepOf('peak', true).seconds).toBeLessThan(stepOf('peak', false).seconds);
  });

  it('belong to a wave that is told in words, and found where it is seen', () => {
    expect(waveInWords(waveOf('T'))).toBe(
      '0.28 mV ± 0.1 mV · R + 270 ms ± 15 ms · rise 48 ms ± 5 ms, fall 31 ms ± 3 ms',
    );
    expect(waveAt(beat, 0)).toBe('R');
    expect(waveAt(beat, waveOf('T').peak)).toBe('T');
    expect(waveAt(beat, 0.6)).toBeUndefined();
  });
});

describe('places on the plot and on the paper', () => {
  it('are turned into seconds and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 700, noNaN: true }), (x) => {
        expect(toX(scale, toSeconds(scale, x))).toBeCloseTo(x, 6);
      }),
    );
    expect(lengths(scale, 0, -30).mV).toBeGreaterThan(0);
  });

  it('have millimetres of the same size both ways at every speed and gain', () => {
    for (const speed of [12.5, 25, 50]) {
      for (const gain of [5, 10, 20]) {
        const extent = { low: -0.4, high: 1.2, hasSymbols: false };
        const geometry = stripGeometry(800, 10, extent, { speed, gain });
        const second = xOf(geometry, 1) - xOf(geometry, 0);
        const millivolt = yOf(geometry, 0) - yOf(geometry, 1);
        expect(second / speed).toBeCloseTo(millivolt / gain, 9);
      }
    }
  });
});

describe('the points of a trace', () => {
  it('hold the first, the last and the extremes of every pixel, in order, however dense the samples', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 500 }),
        fc.double({ min: 0.2, max: 40, noNaN: true }),
        (steps, perPixel) => {
          const { values, range } = signalOf(Int16Array.from(steps), 0.001);
          const points: number[] = [];
          visit(values, 0, values.length, perPixel, (i) => points.push(i));
          expect(points).toEqual([...points].sort((a, b) => a - b));
          const drawn = points.map((i) => values[i]!);
          expect(Math.max(...drawn)).toBe(range.high);
          expect(Math.min(...drawn)).toBe(range.low);
          expect(points[0]).toBe(0);
          expect(points.at(-1)).toBe(values.length - 1);
        },
      ),
    );
  });
});
