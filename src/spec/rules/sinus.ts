import {
  type ClassBeatRule,
  type ClassRule,
  atRateOf,
  beatPath,
  bpm,
  claims,
  clockPath,
  ms,
  ratesOf,
} from './rule';

const normal = ['NSR', 'NORM', 'normal sinus', 'normal sinus rhythm'];

/** ECG406: normal sinus rhythm is a sinus rhythm of 50 to 100 bpm (2nd to 98th percentile: 49 to 88, PMC3825808). */
export const normalRhythm: ClassRule = (c, { report }) => {
  if (!claims(c, ...normal)) return;
  const called = `\`${c.name}\` is called normal sinus rhythm, but`;
  if (c.rhythm.type !== 'sinus')
    return report('ECG406', clockPath(c), `${called} its rhythm is \`${c.rhythm.type}\`. Use \`sinus\`.`);
  if (c.conduction)
    report(
      'ECG406',
      ['classes', c.name, 'conduction'],
      `${called} not every impulse is conducted. Leave \`conduction\` out.`,
    );
  const middle = ratesOf(c)!.middle;
  if (middle < 50 || middle > 100)
    report('ECG406', clockPath(c), `${called} its rate is ${bpm(middle)}; normal is 60 to 100 bpm.`);
};

/** ECG406: a normal sinus beat is narrow and has a PR of 120 to 200 ms. */
export const normalBeat: ClassBeatRule = ({ class: c, beat, report }) => {
  if (!claims(c, ...normal)) return;
  const { pr, qrsDuration } = beat;
  const { name } = beat.beat;
  const called = `\`${c.name}\` is called normal sinus rhythm, but`;
  if (pr === null) report('ECG406', beatPath(c), `${called} its beat \`${name}\` has no P wave.`);
  else if (pr < 0.12 || pr > 0.2)
    report(
      'ECG406',
      beatPath(c),
      `${called} the PR interval of \`${name}\` is ${ms(pr)}; normal is 120 to 200 ms.`,
    );
  if (qrsDuration > 0.12)
    report(
      'ECG406',
      beatPath(c),
      `${called} the QRS of \`${name}\` lasts ${ms(qrsDuration)}; normal is up to 110 ms.`,
    );
};

/** ECG421: bradycardia is below 60 bpm. */
export const bradycardia: ClassRule = (c, { report }) => {
  const rates = ratesOf(c);
  if (!rates || rates.middle < 60 || !claims(c, 'bradycardia', 'brady', 'SB')) return;
  report(
    'ECG421',
    clockPath(c),
    `\`${c.name}\` is called bradycardia, but its rate is ${bpm(rates.middle)}; bradycardia is below 60 bpm.`,
  );
};

/** ECG422: tachycardia is 100 bpm or more. */
export const tachycardia: ClassRule = (c, { report }) => {
  const rates = ratesOf(c);
  // A run of ectopic beats among slower ones is a tachycardia too.
  if (!rates || rates.middle >= 100 || c.ectopy || c.episodes || !claims(c, 'tachycardia', 'tachy')) return;
  report(
    'ECG422',
    clockPath(c),
    `\`${c.name}\` is called tachycardia, but its rate is ${bpm(rates.middle)}; tachycardia is 100 bpm or more.`,
  );
};

/** ECG425: first-degree block has a PR above 200 ms. */
export const firstDegreeBlock: ClassBeatRule = ({ class: c, beat, report }) => {
  if (!claims(c, 'AV block 1', 'first-degree', 'first degree', '1st degree', '1AVB', 'AVB1', 'IAVB')) return;
  const { pr } = atRateOf(c, beat);
  if (pr !== null && pr > 0.2) return;
  report(
    'ECG425',
    beatPath(c),
    `\`${c.name}\` is called first-degree AV block, but ${pr === null ? `its beat \`${beat.beat.name}\` has no P wave` : `the PR interval of \`${beat.beat.name}\` is ${ms(pr)}`}; it is above 200 ms there.`,
  );
};

/** ECG404: pre-excitation has a short PR and a delta wave. */
export const preExcitation: ClassBeatRule = ({ class: c, beat, report }) => {
  if (!claims(c, 'WPW', 'pre-excitation', 'preexcitation', 'Wolff')) return;
  const { name, waves } = beat.beat;
  // Without a delta wave the PR interval is not what is wrong: the delta wave shortens it.
  if (!waves.some((w) => w.name === 'delta'))
    return report(
      'ECG404',
      beatPath(c),
      `\`${c.name}\` is called WPW, but its beat \`${name}\` has no \`delta\` wave. Add one that begins before the QRS.`,
    );
  const { pr } = beat;
  if (pr !== null && pr >= 0.12) {
    report(
      'ECG404',
      beatPath(c),
      `\`${c.name}\` is called WPW, but the PR interval of \`${name}\` is ${ms(pr)}; in WPW it is below 120 ms. Move P later or the delta wave earlier.`,
    );
  }
};
