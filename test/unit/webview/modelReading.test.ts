import { describe, expect, it } from 'vitest';
import { misfit, percent, readingOf } from '../../../src/webview/editor/model/reading';

describe('what a model says of a strip', () => {
  it('is said without a mark where it is the class of the strip', () => {
    expect(readingOf(['NSR', 'AF', 'PVC'], [0.93, 0.05, 0.02], 'NSR')).toEqual({
      bars: [
        { name: 'NSR', probability: 0.93, percent: '93 %', top: true },
        { name: 'AF', probability: 0.05, percent: '5 %', top: false },
        { name: 'PVC', probability: 0.02, percent: '2 %', top: false },
      ],
      verdict: 'own',
      words: '',
      spoken: "The model's reading: NSR 93 %, AF 5 %, PVC 2 %.",
    });
  });

  it('is marked where it is another, and where the model knows nothing of the class', () => {
    const other = readingOf(['NSR', 'AF'], [0.4, 0.6], 'NSR');
    expect(other).toMatchObject({ verdict: 'other', words: 'reads AF, not NSR' });
    expect(other.spoken).toBe("The model's reading: AF 60 %, NSR 40 %. Reads AF, not NSR.");
    expect(readingOf(['NSR', 'AF'], [0.4, 0.6], 'WPW')).toMatchObject({
      verdict: 'unknown',
      words: 'WPW is no class of the model',
    });
  });

  it('has the six most probable of many classes, in the order of the model', () => {
    const classes = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const { bars } = readingOf(classes, [0.01, 0.3, 0.1, 0.02, 0.2, 0.15, 0.12, 0.1], 'a');
    expect(bars.map(({ name }) => name)).toEqual(['b', 'c', 'e', 'f', 'g', 'h']);
  });

  it('never rounds to certainty', () => {
    expect([0, 0.001, 0.006, 0.5, 0.996, 1].map(percent)).toEqual([
      '0 %',
      '< 1 %',
      '1 %',
      '50 %',
      '> 99 %',
      '100 %',
    ]);
  });
});

it('a model reads strips of its own rate and length only', () => {
  const model = { name: 'm', rate: 500, samples: 5000 };
  expect(misfit(model, { rate: 500, duration: 10 })).toBeUndefined();
  // As many samples, and another heart rate.
  expect(misfit(model, { rate: 250, duration: 20 })).toMatch(
    /^m reads strips of 10 s at 500 Hz, and these are of 20 s at 250 Hz: .+\.$/,
  );
  expect(misfit(model, { rate: 500, duration: 10.002 })).toBeDefined();
});
