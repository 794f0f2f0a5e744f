import { describe, expect, it } from 'vitest';
import { beatSvg, readout, stripScene, stripSvg, toSvg } from '../../../src/render/index';
import type { Shape } from '../../../src/render/scene';
import { THEMES } from '../../../src/render/theme';
import { RATE, RESOLUTION, strip } from './fixture';

const options = { rate: RATE, resolution: RESOLUTION };
type Lines = Extract<Shape, { kind: 'lines' }>;
const scene = (s = strip(10), more = {}) => stripScene([{ strip: s, title: 'NSR' }], { ...options, ...more });
const linesOf = (shapes: readonly Shape[], color: string): Lines[] =>
  shapes.filter((shape): shape is Lines => shape.kind === 'lines' && shape.color === color);
const words = (shapes: readonly Shape[]) =>
  shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));

describe('a strip on ECG paper', () => {
  it('is 25 mm/s and 10 mm/mV in true millimetres', () => {
    const [calibration, trace] = linesOf(scene().shapes, THEMES.paper.trace);
    const x = (i: number) => trace?.lines[0]?.[i * 2] ?? NaN;
    const y = (i: number) => trace?.lines[0]?.[i * 2 + 1] ?? NaN;
    expect(x(RATE) - x(0)).toBeCloseTo(25, 9);
    expect(y(0) - y(RATE / 2)).toBeCloseTo(10, 9);
    // The pulse before it: 1 mV high, 5 mm wide, from the same baseline.
    expect(Array.from(calibration?.lines[0] ?? [])).toEqual(expect.arrayContaining([y(0), y(0) - 10]));
    const { width, height } = scene();
    expect(stripSvg(strip(10), options)).toContain(`width="${width}mm" height="${height}mm"`);
  });

  it('has a grid of 1 and 5 mm with the trace starting on a coarse line', () => {
    const { shapes } = scene();
    const fine = linesOf(shapes, THEMES.paper.fine)[0]?.lines ?? [];
    const coarse = linesOf(shapes, THEMES.paper.coarse)[0]?.lines ?? [];
    const trace = linesOf(shapes, THEMES.paper.trace)[1]?.lines[0];
    const upright = (line: ArrayLike<number>) => line[0] === line[2];
    const xs = coarse.filter(upright).map((line) => line[0] ?? 0);
    expect(xs.slice(1).every((x, i) => x - (xs[i] ?? 0) === 5)).toBe(true);
    expect(xs).toContain(trace?.[0]);
    expect(fine.filter(upright).length).toBe((xs.length - 1) * 4);
  });

  it('marks every R peak above its sample, ectopic beats in another colour with their symbol', () => {
    const { shapes } = scene(strip(10, { ectopic: 4 }));
    const trace = linesOf(shapes, THEMES.paper.trace)[1]?.lines[0] ?? [];
    const normal = linesOf(shapes, THEMES.paper.mark)[0]?.lines ?? [];
    const ectopic = linesOf(shapes, THEMES.paper.ectopic)[0]?.lines ?? [];
    expect(normal.length).toBe(9);
    expect(ectopic.length).toBe(1);
    const r = 4 * RATE + RATE / 2;
    expect(ectopic[0]?.[2]).toBeCloseTo(trace[r * 2] ?? NaN, 9);
    expect(ectopic[0]?.[3]).toBeLessThan(trace[r * 2 + 1] ?? NaN);
    expect(words(shapes)).toContain('V');
    expect(linesOf(scene(strip(3), { marks: false }).shapes, THEMES.paper.mark)).toEqual([]);
  });

  it('reads out heart rate and intervals, and a dash where there are none', () => {
    expect(words(scene().shapes)).toContain('HR 60/min · PR 160 ms · QRS 80 ms · QT/QTc 360/360 ms');
    expect(
      readout({ heartRate: NaN, rr: NaN, rrSd: NaN, pr: NaN, prSd: NaN, qrs: 90.4, qt: NaN, qtc: NaN }),
    ).toBe('HR –/min · PR – · QRS 90 ms · QT/QTc –/–');
  });

  it('breaks long strips into rows of ten seconds, and draws a minute at most', () => {
    const traces = (more = {}) => linesOf(scene(strip(130), more).shapes, THEMES.paper.trace).slice(1);
    expect(traces().length).toBe(6);
    expect(traces({ seconds: 25 }).map((t) => (t.lines[0]?.length ?? 0) / 2)).toEqual([1000, 1000, 500]);
    expect(traces({ from: 125 }).map((t) => (t.lines[0]?.length ?? 0) / 2)).toEqual([500]);
  });

  it('stays on paper whatever the samples', () => {
    const wild = scene(strip(2, { peak: 32767 }), { resolution: 1 });
    expect(wild.height).toBeLessThan(200);
    const ys = linesOf(wild.shapes, THEMES.paper.trace).flatMap((t) => t.lines.flatMap((l) => Array.from(l)));
    expect(Math.min(...ys)).toBeGreaterThan(0);
    const empty = scene({
      samples: new Int16Array(0),
      truth: { class: 'X', index: 0, beats: [], loosePs: [], rhythms: [] },
    });
    expect(empty.width).toBeGreaterThan(0);
    expect(toSvg(empty)).not.toContain('NaN');
  });

  it('keeps peaks of densely sampled signals', () => {
    const samples = new Int16Array(100_000);
    samples[54_321] = 1000;
    const dense = stripScene(
      [
        {
          strip: { samples, truth: { class: 'X', index: 0, beats: [], loosePs: [], rhythms: [] } },
          title: 'X',
        },
      ],
      {
        rate: 10_000,
        resolution: RESOLUTION,
      },
    );
    const line = linesOf(dense.shapes, THEMES.paper.trace)[1]?.lines[0] ?? [];
    expect(line.length / 2).toBeLessThan(20_000);
    const ys = Array.from(line).filter((_, i) => i % 2 === 1);
    expect(Math.max(...ys) - Math.min(...ys)).toBeCloseTo(10, 9);
  });
});

describe('SVG text', () => {
  const hostile = `<script>alert("1")</script>&'\u0000\u001b\ud800`;
  const svg = stripSvg(strip(3), {
    ...options,
    title: hostile,
    heading: hostile,
    note: hostile,
    lead: hostile,
  });

  it('escapes everything that comes from the spec', () => {
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;');
    expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\p{Surrogate}/u);
  });

  it('has no NaN, and elements that all close', () => {
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    const open: string[] = [];
    for (const [, slash, name, selfClosing] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
      if (slash === '/') expect(open.pop()).toBe(name);
      else if (selfClosing === '') open.push(name ?? '');
    }
    expect(open).toEqual([]);
  });

  it('draws the path that the points say, in hundredths of a millimetre', () => {
    const data = toSvg({
      width: 10,
      height: 10,
      background: '#ffffff',
      description: '',
      shapes: [
        {
          kind: 'lines',
          lines: [
            [1, 1, 2.005, 0.5, 1.5, 0.75],
            [3, 3, 3, 3],
          ],
          color: '#000000',
          width: 0.1,
        },
      ],
    });
    expect(data).toContain('d="M100 100l101-50 -51 25M300 300l0 0"');
  });

  it.each(['paper', 'light', 'dark'] as const)('has a %s theme', (theme) => {
    const themed = stripSvg(strip(3), { ...options, theme });
    expect(themed).toContain(THEMES[theme].trace);
    expect(themed).toContain(`fill="${THEMES[theme].page}"`);
  });

  it('describes the picture for those who cannot see it', () => {
    expect(stripSvg(strip(10), { ...options, title: 'NSR' })).toContain('<title>ECG lead II: NSR, HR 60/min');
  });

  it('cuts a title that is wider than the paper', () => {
    const long = stripSvg(strip(3), { ...options, title: 'A'.repeat(5000) });
    expect(long.match(/>A+\.\.\.</)?.[0].length).toBeLessThan(80);
  });
});

describe('a beat', () => {
  const drawing = {
    start: -0.4,
    step: 0.002,
    center: Float32Array.from({ length: 501 }, (_, i) => (i === 200 ? 1 : 0)),
    draws: [new Float32Array(501).fill(0.1), new Float32Array(501).fill(-0.1)],
  };

  it('is drawn with its draws behind it and R marked where time is 0', () => {
    const svg = beatSvg(drawing, { name: 'a <b>' });
    expect(svg).toContain('a &lt;b&gt;');
    expect(svg.match(/stroke-opacity="0.25"/g)?.length).toBe(1);
    // R: 0.4 s after the start, twice 25 mm/s, plus the margin of 2 mm.
    expect(svg).toMatch(new RegExp(`<path d="M2200 \\d+l0 \\d+" stroke="${THEMES.paper.mark}"`));
    expect(svg).not.toContain('NaN');
  });
});
