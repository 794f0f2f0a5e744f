import type { Augmentations } from '../spec/types';
import type { Trace } from './kernels/trace';
import { exp } from './math';
import { addNoise, type NoisyStrip } from './noise';
import { pick } from './pick';
import { Random, type StreamKey } from './random';
import { drawRecording } from './variable';

/** No strip gets more disturbances than this. */
const MOST = 200;

/**
 * Applies a random choice of disturbances, drawn with replacement, to a strip.
 *
 * @param out mV
 * @param streamOf the stream of the n-th one; the choice itself has number 0
 */
export function augment(
  out: Trace,
  strip: NoisyStrip,
  augmentations: Augmentations,
  key: StreamKey,
  streamOf: (n: number) => number,
): void {
  const choice = new Random().reset(key, streamOf(0));
  const { count, of } = augmentations;
  const u = choice.uniform();
  const wanted = count.kind === 'fixed' ? Math.min(count.count, MOST) : poisson(count.mean, u);
  const random = new Random();
  for (let n = 1; n <= wanted; n++) {
    const { apply } = pick(of, choice);
    random.reset(key, streamOf(n));
    if (apply.type === 'scale') {
      const factor = drawRecording(apply.factor, random);
      const { samples } = out;
      for (let i = 0; i < samples.length; i++) samples[i] = samples[i]! * factor;
    } else addNoise(out, strip, apply, random);
  }
}

/** The Poisson count below which a share `u` of the distribution lies, at most `MOST`. */
export function poisson(mean: number, u: number): number {
  let p = exp(-mean);
  let sum = p;
  let n = 0;
  while (u >= sum && n < MOST) {
    n++;
    p *= mean / n;
    sum += p;
  }
  return n;
}
