import type { Shape } from './scene';
import type { Theme } from './theme';

/** How fast ECG paper runs, mm/s, and how high a millivolt is, mm/mV. */
export interface PaperScale {
  readonly speed: number;
  readonly gain: number;
}
export const SPEEDS = [12.5, 25, 50] as const;
export const GAINS = [5, 10, 20] as const;
export const USUAL_SCALE: PaperScale = { speed: 25, gain: 10 };

/** ECG paper with lines every 1 and 5 mm; the coarse ones start at the left and top edges. */
export function gridShapes(x: number, y: number, width: number, height: number, theme: Theme): Shape[] {
  const fine: number[][] = [];
  const coarse: number[][] = [];
  for (let mm = 0; mm <= width + 1e-6; mm++) {
    (mm % 5 === 0 ? coarse : fine).push([x + mm, y, x + mm, y + height]);
  }
  for (let mm = 0; mm <= height + 1e-6; mm++) {
    (mm % 5 === 0 ? coarse : fine).push([x, y + mm, x + width, y + mm]);
  }
  return [
    { kind: 'rect', x, y, width, height, color: theme.paper },
    { kind: 'lines', lines: fine, color: theme.fine, width: 0.12 },
    { kind: 'lines', lines: coarse, color: theme.coarse, width: 0.2 },
  ];
}

/** Points closer together than this cannot be told apart on paper, mm. */
const FINEST = 0.04;

/**
 * The polyline of a piece of a signal. Where samples lie denser than the eye can see, each 0.04 mm keeps
 * its lowest and highest sample, so no peak is lost.
 * @param toY millimetres on paper of a sample
 * @param mmPerSample millimetres from one sample to the next
 */
export function traceLine(
  samples: ArrayLike<number>,
  from: number,
  to: number,
  x: number,
  mmPerSample: number,
  toY: (sample: number) => number,
): number[] {
  const line: number[] = [];
  const push = (i: number): void => {
    line.push(x + (i - from) * mmPerSample, toY(samples[i] ?? 0));
  };
  const step = Math.max(1, Math.floor(FINEST / mmPerSample));
  if (step < 3) {
    for (let i = from; i < to; i++) push(i);
    return line;
  }
  for (let start = from; start < to; start += step) {
    let low = start;
    let high = start;
    for (let i = start; i < Math.min(to, start + step); i++) {
      if ((samples[i] ?? 0) < (samples[low] ?? 0)) low = i;
      if ((samples[i] ?? 0) > (samples[high] ?? 0)) high = i;
    }
    push(Math.min(low, high));
    if (low !== high) push(Math.max(low, high));
  }
  return line;
}
