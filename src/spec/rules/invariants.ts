import { MEASURE_DIMENSIONS } from '../invariants';
import { formatQuantity } from '../quantity';
import type { Deviation, Measure, RhythmClass } from '../types';
import { center, type MiddleBeat } from './middle';
import { type ClassBeatRule, atRateOf, ratesOf } from './rule';

/** ECG410: what a class says of itself holds in the middle of its parameters. */
export const invariantsHold: ClassBeatRule = ({ class: c, beat, report }) => {
  // Of a strip with episodes the medians are of both classes.
  if (c.episodes) return;
  const middle = atRateOf(c, beat);
  c.invariants.forEach(({ text, measure, bounds }, i) => {
    const value = measured(measure, c, middle);
    if (value === undefined) return;
    const path = ['classes', c.name, 'invariants', i];
    const dimension = MEASURE_DIMENSIONS[measure];
    if (value === null) {
      if (bounds)
        report(
          'ECG410',
          path,
          `\`${text}\` cannot hold: \`${c.name}\` has no ${measure} with the beat \`${beat.beat.name}\`.`,
        );
      return;
    }
    if (bounds && value >= bounds.min - 1e-9 && value <= bounds.max + 1e-9) return;
    if (!bounds && (dimension === 'count' || dimension === 'ratio') && value === 0) return;
    report(
      'ECG410',
      path,
      `\`${text}\` does not hold in the middle of the parameters: \`${c.name}\` has a ${measure} of ${formatQuantity(round(value), dimension)} with the beat \`${beat.beat.name}\`. Change one of them.`,
    );
  });
};

/** A measure in the middle of the parameters; null = there is none, undefined = chance decides. */
function measured(measure: Measure, c: RhythmClass, beat: MiddleBeat): number | null | undefined {
  const conduction = c.conduction?.type;
  switch (measure) {
    case 'rate':
      // Dropped and ectopic beats change the mean rate.
      return (conduction && conduction !== 'dissociated') || c.ectopy ? undefined : ratesOf(c)?.middle;
    case 'RR variation':
      return rrVariation(c);
    case 'PR':
      if (conduction === 'dissociated') return null;
      return conduction === 'wenckebach' ? undefined : beat.pr;
    case 'PR variation':
      return undefined;
    case 'QRS':
      return beat.qrsDuration;
    case 'QT':
      return beat.qt;
    case 'QTc':
      return beat.qt === null ? null : beat.qt / Math.sqrt(beat.rr);
    case 'P amplitude':
      return conduction === 'dissociated' ? undefined : beat.amplitude('P');
    case 'R amplitude':
      return beat.amplitude('QRS');
    case 'T amplitude':
      return beat.amplitude('T');
    case 'ST level':
      return beat.amplitude('ST') ?? 0;
    case 'P share':
      return conduction || c.ectopy ? undefined : beat.span('P') ? 1 : 0;
    case 'dropped beats':
      return conduction && conduction !== 'dissociated' ? undefined : 0;
    case 'ectopic beats':
      return c.ectopy ? undefined : 0;
  }
}

/** SD of the RR intervals over their mean, where the rhythm says it. */
function rrVariation(c: RhythmClass): number | undefined {
  if (c.ectopy || (c.conduction && c.conduction.type !== 'dissociated')) return undefined;
  const clock = c.conduction?.type === 'dissociated' ? c.conduction.escape : c.rhythm;
  switch (clock.type) {
    case 'sinus':
      return center(clock.ramp) === 0 ? center(clock.variability) / center(clock.rate) : undefined;
    case 'regular':
      return center(clock.ramp) === 0 ? spreadOf(clock.value.beat) / center(clock.value) : undefined;
    case 'av-node':
      // Of the simulated model at 4 to 9 arrivals a second: .35 to .27.
      return 0.3;
    default:
      return undefined;
  }
}

/** The standard deviation of a level. */
function spreadOf(deviation: Deviation): number {
  return typeof deviation === 'number' ? deviation : (deviation.high - deviation.low) / Math.sqrt(12);
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
