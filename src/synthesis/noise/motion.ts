import type { Noise } from '../../spec/types';
import type { Trace } from '../kernels/trace';
import { exp, log } from '../math';
import type { Random } from '../random';
import { drawRecording, levelled } from '../variable';

/** A step decays with a time constant between these, s: the amplifier's high-pass and the skin's settling. */
const FASTEST = 0.15;
const SLOWEST = 0.6;
/** After this many time constants nothing of a step is left that a recorder shows. */
const LASTING = 12;

/** Steps within one strip are no more than this many a second. */
const MOST_PER_SECOND = 20;

/**
 * Adds electrode motion, mV: Poisson events, each a sudden step, up or down, that decays as e^(-t / τ).
 *
 * @param rate sampling rate, Hz
 */
export function addMotion(
  out: Trace,
  rate: number,
  noise: Extract<Noise, { type: 'electrode-motion' }>,
  random: Random,
): void {
  const { samples } = out;
  const amplitude = levelled(noise.amplitude, random, random);
  const perSecond = drawRecording(noise.rate, random) / 60;
  const duration = samples.length / rate;
  const most = Math.ceil(MOST_PER_SECOND * duration);
  let t = 0;
  for (let event = 0; event < most; event++) {
    t -= log(random.uniform()) / perSecond;
    const sign = random.uniform() < 0.5 ? -1 : 1;
    const height = sign * amplitude.next(random);
    const constant = (FASTEST + (SLOWEST - FASTEST) * random.uniform()) * rate;
    if (!(t < duration)) return;
    const first = Math.ceil(t * rate);
    const end = Math.min(samples.length, first + Math.ceil(LASTING * constant));
    const decay = exp(-1 / constant);
    let level = height * exp(-(first - t * rate) / constant);
    for (let i = first; i < end; i++) {
      samples[i] = samples[i]! + level;
      level *= decay;
    }
  }
}
