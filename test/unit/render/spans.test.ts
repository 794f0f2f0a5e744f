import { expect, it } from 'vitest';
import { rhythmShapes } from '../../../src/render/spans';
import { stripScene } from '../../../src/render/index';
import type { Shape } from '../../../src/render/scene';
import { THEMES, type Theme } from '../../../src/render/theme';
import type { Strip } from '../../../src/synthesis';

const RATE = 100;
const { parts, ectopic, faint, trace } = THEMES.paper;

/** Two seconds: a beat whose P began before the strip, a T that ends after it, and a P wave that no beat follows. */
const strip: Strip = {
  samples: new Int16Array(200),
  truth: {
    class: 'AVB',
    index: 0,
    beats: [
      {
        ...{ type: 'normal', symbol: 'N', ectopic: false, r: 20 },
        p: { onset: -1, peak: 2, offset: 8 },
        qrs: { onset: 16, peak: 20, offset: 25 },
        t: { onset: 180, peak: -1, offset: -1 },
      },
    ],
    loosePs: [{ onset: 100, peak: 105, offset: 110 }],
    rhythms: [
      { start: 0, end: 150, code: '(BII', class: 'AVB' },
      { start: 150, end: 200, code: null, class: 'OTHER' },
    ],
  },
};

const draw = (more: object = {}) =>
  stripScene([{ strip, title: 'AVB' }], { rate: RATE, resolution: 0.001, spans: true, ...more });
const bars = (shapes: readonly Shape[], color: string): number[][] =>
  shapes.flatMap((shape) => (shape.kind === 'rect' && shape.color === color ? [[shape.x, shape.width]] : []));
const texts = (shapes: readonly Shape[], color: string): [string, number][] =>
  shapes.flatMap((shape) => (shape.kind === 'text' && shape.color === color ? [[shape.text, shape.x]] : []));
/** Where the trace begins, mm. */
const zero = (shapes: readonly Shape[]): number =>
  shapes.flatMap((shape) => (shape.kind === 'lines' && shape.color === trace ? [shape] : []))[1]!
    .lines[0]![0]!;

it('draws a bar under each part of a beat, as long as it is; what leaves the strip goes to its edge', () => {
  const { shapes } = draw();
  const x = zero(shapes);
  const mm = (sample: number): unknown => expect.closeTo(x + sample * 0.25, 9);
  const long = (samples: number): unknown => expect.closeTo(samples * 0.25, 9);
  expect(bars(shapes, parts.P)).toEqual([[mm(0), long(8)]]);
  expect(bars(shapes, parts.QRS)).toEqual([[mm(16), long(9)]]);
  expect(bars(shapes, parts.T)).toEqual([[mm(180), long(19)]]);
  expect(bars(shapes, ectopic)).toEqual([[mm(100), long(10)]]);
  expect(texts(shapes, ectopic)).toEqual([['P', mm(105)]]);
});

it('names each rhythm where it begins', () => {
  const { shapes } = draw();
  const x = zero(shapes);
  const names = texts(shapes, faint).slice(0, 2);
  expect(names).toEqual([
    ['(BII AVB', expect.closeTo(x + 0.6, 9)],
    ['OTHER', expect.closeTo(x + 150 * 0.25 + 0.6, 9)],
  ]);
});

it('says a rhythm once where its class is called as its annotation', () => {
  const rhythms = [{ start: 0, end: 200, code: '(AFIB', class: 'AFIB' }];
  const place = { from: 0, to: 200, x: 0, mmPerSample: 0.25 };
  const strip = {
    samples: new Int16Array(200),
    truth: { class: '', index: 0, beats: [], loosePs: [], rhythms },
  };
  const words = rhythmShapes(strip, place, 0, THEMES.paper).map(
    (shape) => shape.kind === 'text' && shape.text,
  );
  expect(words).toEqual(['(AFIB']);
});

it('takes room of its own, and none where nobody asks', () => {
  expect(draw().height - draw({ spans: false }).height).toBe(5);
  expect(bars(draw({ spans: false }).shapes, parts.QRS)).toEqual([]);
});

it('draws only what lies in the part that is drawn', () => {
  const { shapes } = draw({ from: 1, seconds: 0.5 });
  expect(bars(shapes, parts.QRS)).toEqual([]);
  expect(bars(shapes, ectopic)).toHaveLength(1);
  expect(texts(shapes, faint)[0]![0]).toBe('(BII AVB');
});

it('takes colours of one’s own', () => {
  const theme: Theme = {
    ...THEMES.dark,
    page: '#000000',
    parts: { P: '#111111', QRS: '#222222', T: '#333333' },
  };
  const { background, shapes } = draw({ theme });
  expect(background).toBe('#000000');
  expect(bars(shapes, '#222222')).toHaveLength(1);
});
