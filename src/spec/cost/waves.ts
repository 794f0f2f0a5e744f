import { rateFactor } from '../rules/middle';
import type { Beat, Variable, WaveShape } from '../types';
import type { Reading } from './reading';
import { sum, type Work } from './work';

/** How many widths of each form are drawn before and after its peak; the same as in src/synthesis. */
const DRAWN: Record<WaveShape, readonly [before: number, after: number]> = {
  gaussian: [5, 5],
  gumbel: [3.94, 8.22],
  cosine: [2.5, 2.5],
  ramp: [2.5, 2.5],
  plateau: [2.5, 2.5],
  spike: [0.5, 0.5],
};
/** A sample of these takes an exponential or a cosine, as many samples of a Gaussian. */
const DEAR: Record<WaveShape, number> = {
  gaussian: 1,
  gumbel: 15,
  cosine: 11,
  ramp: 4,
  plateau: 8,
  spike: 4,
};
const FIDUCIAL_SIGMAS = 2.5;
/** A QRS is not looked through further, s. */
const LONGEST_QRS = 4;

/** Of a strip's recording, what waves need. */
export interface Sampling {
  readonly rate: number;
  readonly samples: number;
}

/** What drawing one beat takes, and reading the truth about it. @param longest interval around it, s */
export function beatWork(
  beat: Beat,
  longest: number,
  { rate, samples }: Sampling,
  reading: Pick<Reading, 'of'>,
): Work {
  const works = beat.waves.map((wave): Work => {
    const factor = beat.stretch ? longest : rateFactor(wave.correction, Math.max(1, longest));
    const rise = reading.of(wave.rise).high * factor;
    const fall = wave.fall ? reading.of(wave.fall).high * factor : rise;
    const [before, after] = DRAWN[wave.shape];
    const drawn = Math.min(samples, (before * rise + after * fall) * rate) + 4;
    const draws = wave.fall ? 4 : 3;
    // The QRS is drawn once more, by itself, to find its peak.
    const often = wave.part === 'QRS' ? 2 : 1;
    return { draw: draws, wave: often, point: often * drawn * DEAR[wave.shape] };
  });
  const window = Math.min(LONGEST_QRS, qrsSpan(beat, longest, reading)) * rate;
  return sum({ beat: 1, point: 2 * window }, ...works);
}

/** No less than `beatWork` at the extremes of a beat type, and much quicker told: as if its waves filled the strip. */
export function roughBeatWork({ waves }: Beat, { rate, samples }: Sampling): Work {
  let drawn = 2 * LONGEST_QRS * rate;
  for (const { part, shape } of waves) drawn += (part === 'QRS' ? 2 : 1) * (samples + 4) * DEAR[shape];
  return { beat: 1, draw: 4 * waves.length, wave: 2 * waves.length, point: drawn };
}

/** What drawing a beat type's recording-level values takes. */
export function recordWork({ waves, correlations }: Beat): Work {
  let variables = 0;
  let parts = 0;
  for (const { amplitude, at, rise, fall } of waves) {
    variables += fall ? 4 : 3;
    parts += partsOf(amplitude) + partsOf(at) + partsOf(rise) + (fall ? partsOf(fall) : 0);
  }
  const size = correlations.length > 0 ? 4 * waves.length : 0;
  return { draw: 3 * variables, pass: 2 * parts + size * size };
}

const partsOf = ({ recording }: Variable): number =>
  recording.kind === 'mixture' ? recording.parts.length : 1;

/** No less than the time from a QRS complex's onset to its end, s. */
function qrsSpan({ waves, stretch }: Beat, longest: number, reading: Pick<Reading, 'of'>): number {
  const complex = waves.filter(({ part }) => part === 'QRS');
  const inside = complex.every(
    ({ anchor }) =>
      anchor.kind === 'beat' ||
      (anchor.kind === 'part' && anchor.part === 'QRS') ||
      (anchor.kind === 'wave' && complex.some(({ name }) => name === anchor.wave)),
  );
  const chain = inside ? complex : waves;
  if (chain.some(({ anchor }) => anchor.kind === 'previous')) return LONGEST_QRS;
  let extent = 0;
  for (const wave of chain) {
    const at = reading.of(wave.at);
    const rise = reading.of(wave.rise).high;
    const fall = wave.fall ? reading.of(wave.fall).high : rise;
    const shift = Math.abs(wave.rateShift) * 60;
    const far = Math.max(Math.abs(at.low), Math.abs(at.high));
    const factor = stretch ? longest : rateFactor(wave.correction, Math.max(1, longest));
    extent += factor * (far + FIDUCIAL_SIGMAS * (rise + fall)) + shift;
  }
  return 2 * extent;
}
