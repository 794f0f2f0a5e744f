import type { RateCorrection } from '../spec/types';
import { cubeRoot, exp } from './math';

/** No wave shrinks further than to this, however short the interval. */
const SMALLEST = 0.2;

/**
 * The factor on a wave's time and width at interval `rr`, s; 1 at RR = 1 s. `bazett`: Heart 7, 1920; `fridericia`: Acta Med
 * Scand 53, 1920; Framingham for `linear` (Sagie et al., Am J Cardiol 70, 1992: QT + 0.154 (1 - RR), at QT 0.4 s); Bachi et
 * al., IEEE TBME 2023 for `hyperbolic` (QT = 0.49 - 0.09 / RR).
 */
export function rateFactor(correction: RateCorrection, rr: number): number {
  switch (correction) {
    case 'none':
      return 1;
    case 'bazett':
      return Math.sqrt(rr);
    case 'fridericia':
      return cubeRoot(rr);
    case 'proportional':
      return rr;
    case 'linear':
      return Math.max(SMALLEST, 1 + 0.385 * (rr - 1));
    case 'hyperbolic':
      return Math.max(SMALLEST, (0.49 - 0.09 / rr) / 0.4);
  }
}

/**
 * The interval that rate-corrected waves follow at each beat: RR seen through an exponential memory of time constant
 * `memory`, s (QT adapts over about 25 s: Bachi et al., IEEE TBME 2023), as if the strip's mean interval had reigned before it. 0: the interval before
 * the beat.
 *
 * @param times beat times, s, ascending
 */
export function rememberedIntervals(times: readonly number[], mean: number, memory: number): number[] {
  const out: number[] = [];
  let held = mean;
  for (let k = 0; k < times.length; k++) {
    const rr = k === 0 ? mean : times[k]! - times[k - 1]!;
    held = memory > 0 ? held + (1 - exp(-rr / memory)) * (rr - held) : rr;
    // Two beats at one instant have no rate; below this no correction means anything.
    out.push(held > 0.05 ? held : 0.05);
  }
  return out;
}
