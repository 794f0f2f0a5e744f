import type { RhythmClass } from '../types';
import {
  type BeatRule,
  type ClassBeatRule,
  type ClassRule,
  beatPath,
  bpm,
  claims,
  clockPath,
  ms,
  ratesOf,
} from './rule';

/** ECG405: a ventricular beat is wide and has no P wave before it. */
export const ventricularBeat: BeatRule = (middle, { report }) => {
  const { symbol, name } = middle.beat;
  if (symbol !== 'V') return;
  if (middle.qrsDuration < 0.12) {
    report(
      'ECG405',
      ['beats', name],
      `The ventricular beat \`${name}\` has a QRS of ${ms(middle.qrsDuration)}; ventricular beats last 120 ms or more. Widen R or S.`,
    );
  }
  if (middle.pr !== null)
    report(
      'ECG405',
      ['beats', name],
      `The ventricular beat \`${name}\` has a P wave before it. Write \`P: none\`.`,
    );
};

/** ECG423: ventricular tachycardia is wide and fast. */
export const ventricularTachycardia: ClassBeatRule = ({ class: c, beat, report }) => {
  if (!claims(c, 'VT', 'ventricular tachycardia') || c.ectopy || c.episodes) return;
  const called = `\`${c.name}\` is called ventricular tachycardia, but`;
  if (beat.qrsDuration < 0.12) {
    report(
      'ECG423',
      beatPath(c),
      `${called} the QRS of \`${beat.beat.name}\` lasts ${ms(beat.qrsDuration)}; there it lasts 120 ms or more.`,
    );
  }
  const rates = ratesOf(c);
  if (rates && rates.middle < 100)
    report('ECG423', clockPath(c), `${called} its rate is ${bpm(rates.middle)}; it is 100 bpm or more.`);
};

/** ECG427: ventricular fibrillation, torsades and asystole are what they are called. */
export const withoutBeats: ClassRule = (c, { report }) => {
  const say = (called: string, wanted: string): void =>
    report(
      'ECG427',
      ['classes', c.name, 'ventricular'],
      `\`${c.name}\` is called ${called}, but ${is(c)}. Use ${wanted}.`,
    );
  const type = c.ventricular?.type;
  if (c.episodes) return;
  if (claims(c, 'VF', 'VFib', 'ventricular fibrillation') && type !== 'fibrillation' && type !== 'pulses')
    say('ventricular fibrillation', '`rhythm: { type: none }` and `ventricular: { type: fibrillation }`');
  else if (claims(c, 'torsades', 'TdP') && type !== 'torsades')
    say('torsades', '`rhythm: { type: none }` and `ventricular: { type: torsades }`');
  else if (claims(c, 'asystole') && (type || c.rhythm.type !== 'none'))
    say('asystole', '`rhythm: { type: none }` alone');
};

function is(c: RhythmClass): string {
  if (c.ventricular) return `its ventricles show \`${c.ventricular.type}\``;
  return c.rhythm.type === 'none' ? 'it has no ventricular activity' : 'its ventricles beat';
}

/** ECG424: bundle branch block is wide. */
export const bundleBranchBlock: ClassBeatRule = ({ class: c, beat, report }) => {
  if (!claims(c, 'LBBB', 'RBBB', 'bundle branch block') || claims(c, 'incomplete')) return;
  if (beat.qrsDuration >= 0.12) return;
  report(
    'ECG424',
    beatPath(c),
    `\`${c.name}\` is called bundle branch block, but the QRS of \`${beat.beat.name}\` lasts ${ms(beat.qrsDuration)}; there it lasts 120 ms or more.`,
  );
};

const spiked = (waves: readonly { readonly part: string; readonly shape: string }[]): boolean =>
  waves.some(({ part, shape }) => part === 'spike' || shape === 'spike');

/** ECG426: a beat of the paced symbol has a spike. */
export const pacedBeat: BeatRule = ({ beat }, { report }) => {
  if (beat.symbol !== '/' || spiked(beat.waves)) return;
  report(
    'ECG426',
    ['beats', beat.name],
    `\`${beat.name}\` has the symbol of a paced beat, but no spike. Add \`spike: { shape: spike, amplitude: 3 mV, at: QRS onset - 4 ms, width: 2 ms }\`.`,
  );
};

/** ECG426: a class that is called paced has a beat with a spike. */
export const pacedClass: ClassRule = (c, { beats, report }) => {
  if (!claims(c, 'paced', 'pacemaker', 'pacing')) return;
  const all = [...c.beats, ...(c.ectopy?.beats ?? [])];
  if (all.some(({ beat }) => spiked(beats.get(beat)!.beat.waves))) return;
  report('ECG426', beatPath(c), `\`${c.name}\` is called paced, but none of its beats has a spike.`);
};

/** ECG431: a class that is called after ectopic beats has some. */
export const ectopicBeats: ClassRule = (c, { report }) => {
  const words = [
    'PVC',
    'PVCs',
    'VPB',
    'PAC',
    'PACs',
    'premature',
    'bigeminy',
    'trigeminy',
    'quadrigeminy',
    'couplets',
  ];
  const word = words.find((one) => claims(c, one));
  if (!word || c.ectopy) return;
  report(
    'ECG431',
    ['classes', c.name],
    `\`${c.name}\` is called after ectopic beats (${word}), but has no \`ectopy\`.`,
  );
};
