import type { Beat, Ectopy } from '../types';
import { MiddleBeat, ends } from './middle';
import { type ClassBeatRule, type ClassRule, bpm, clockPath, ratesOf } from './rule';

/** ECG407: at the fastest rate asked for, T ends before the next beat begins. */
export const beatFitsInterval: ClassBeatRule = ({ class: c, beat: { beat, qt }, report }) => {
  const fastest = ratesOf(c)?.high;
  // A stretched beat is as long as its interval, whatever that is; of a QT interval of no human that is said alone.
  if (!fastest || beat.stretch || (qt !== null && qt > 0.75)) return;
  if (!overlapsNext(beat, 60 / fastest)) return;
  report(
    'ECG407',
    clockPath(c),
    `At ${bpm(fastest)} the T wave of \`${beat.name}\` runs into the next beat. Lower the rate or shorten the QT interval.`,
  );
};

/** Whether a beat's T wave runs into the next beat of its type, drawn at an interval. */
function overlapsNext(beat: Beat, rr: number): boolean {
  const middle = new MiddleBeat(beat, rr);
  const t = middle.span('T');
  const first = Math.min(middle.pr === null ? 0 : middle.span('P')!.onset, middle.qrs.onset);
  return t !== null && t.offset > rr + first;
}

/** ECG407: the same within a run of ectopic beats. */
export const runFitsInterval: ClassRule = (c, { beats, report }) => {
  const { ectopy } = c;
  if (!ectopy || !hasRuns(ectopy)) return;
  const fastest = ends(ectopy.runRate).high;
  for (const { beat: name } of ectopy.beats) {
    const middle = beats.get(name)!;
    if (middle.beat.stretch || (middle.qt !== null && middle.qt > 0.75)) continue;
    if (!overlapsNext(middle.beat, 60 / fastest)) continue;
    report(
      'ECG407',
      ['classes', c.name, 'ectopy', 'run-rate'],
      `At ${bpm(fastest)} the T wave of \`${name}\` runs into the next beat of its run. Lower \`run-rate\` or shorten the QT interval.`,
    );
  }
};

/** Whether ectopic beats follow each other. */
function hasRuns({ run, patterns }: Ectopy): boolean {
  return patterns.some(({ order, weight }) => {
    if (weight === 0) return false;
    if (order === 'isolated') return ends(run).high >= 2;
    // A pattern begins anew at its end.
    return order.some((ectopic, i) => ectopic && order[(i + 1) % order.length]!);
  });
}

/** ECG417: heart rates of humans. A sinus node stays below 230; other clocks do not. */
export const humanRate: ClassRule = (c, { report }) => {
  const rates = ratesOf(c);
  if (!rates) return;
  const sinus = c.rhythm.type === 'sinus' && c.conduction?.type !== 'dissociated';
  const [slowest, fastest] = sinus ? [25, 230] : [15, 320];
  if (rates.low >= slowest && rates.high <= fastest) return;
  const wrong = rates.low < slowest ? rates.low : rates.high;
  report(
    'ECG417',
    [...clockPath(c), 'rate'],
    `\`${c.name}\` has a heart rate of ${bpm(wrong)}; ${sinus ? 'a sinus node makes' : 'ventricles make'} ${slowest} to ${fastest} bpm.`,
  );
};

/** ECG436: a ramp that ends where no heart beats. */
export const humanRamp: ClassRule = (c, { report }) => {
  const clock = c.conduction?.type === 'dissociated' ? c.conduction.escape : c.rhythm;
  const rates = ratesOf(c);
  if (!rates || !('ramp' in clock)) return;
  const ramp = ends(clock.ramp);
  const low = rates.low + Math.min(0, ramp.low);
  const high = rates.high + Math.max(0, ramp.high);
  if (low >= 15 && high <= 320) return;
  report(
    'ECG436',
    [...clockPath(c), 'ramp'],
    `The ramp takes the rate of \`${c.name}\` to ${bpm(low < 15 ? low : high)}. Make it smaller.`,
  );
};
