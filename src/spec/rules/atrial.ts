import { type ClassBeatRule, type ClassRule, beatPath, claims, clockPath } from './rule';

/** ECG402: no P waves in atrial fibrillation or flutter. */
export const noPInFibrillation: ClassBeatRule = ({ class: c, beat, report }) => {
  if (!beat.span('P') || c.conduction?.type === 'dissociated') return;
  const other = c.rhythm.type === 'av-node' || c.rhythm.type === 'av-block';
  if (!other && !c.atrial) return;
  report(
    'ECG402',
    beatPath(c),
    `\`${c.name}\` has ${other ? 'no sinus rhythm' : `\`${c.atrial!.type}\``}, but its beat \`${beat.beat.name}\` has a P wave. Use a beat type with \`P: none\`.`,
  );
};

/** ECG403: a class that calls itself AF is one. */
export const atrialFibrillation: ClassRule = (c, { spec, report }) => {
  if (!claims(c, 'AF', 'AFIB', 'atrial fibrillation') || c.rhythm.type === 'av-node') return;
  const episode = spec.classes.find(({ name }) => name === c.episodes?.class);
  if (episode?.rhythm.type === 'av-node') return;
  report(
    'ECG403',
    clockPath(c),
    `\`${c.name}\` is called atrial fibrillation, but its rhythm is \`${c.rhythm.type}\`, which is not irregularly irregular. Use \`av-node\`.`,
  );
};

/** ECG420: a class that calls itself flutter has flutter waves. */
export const atrialFlutter: ClassRule = (c, { report }) => {
  if (!claims(c, 'AFLT', 'AFL', 'atrial flutter') || c.atrial?.type === 'flutter-waves') return;
  if (c.episodes) return;
  report(
    'ECG420',
    ['classes', c.name, 'atrial'],
    `\`${c.name}\` is called atrial flutter, but has no flutter waves. Add \`atrial: { type: flutter-waves }\` and the rhythm \`av-block\`.`,
  );
};

/** ECG434: a junctional beat has no upright P wave a normal PR before it. */
export const junctional: ClassBeatRule = ({ class: c, beat, report }) => {
  if (!claims(c, 'junctional', 'nodal', 'JR')) return;
  const { pr } = beat;
  if (pr === null || pr < 0.12 || (beat.amplitude('P') ?? 0) < 0) return;
  report(
    'ECG434',
    beatPath(c),
    `\`${c.name}\` is called junctional, but its beat \`${beat.beat.name}\` has a P wave as in sinus rhythm. Leave P out, or turn it over and move it close to the QRS.`,
  );
};

/** ECG429: supraventricular tachycardia is fast, narrow and regular. */
export const supraventricular: ClassBeatRule = ({ class: c, beat, report }) => {
  if (!claims(c, 'SVT', 'PSVT', 'supraventricular tachycardia', 'AVNRT', 'AVRT') || c.episodes || c.ectopy)
    return;
  const wrong =
    c.rhythm.type === 'av-node'
      ? 'is irregular'
      : beat.qrsDuration > 0.13
        ? `has wide beats (\`${beat.beat.name}\`)`
        : undefined;
  if (!wrong) return;
  report(
    'ECG429',
    c.rhythm.type === 'av-node' ? clockPath(c) : beatPath(c),
    `\`${c.name}\` is called supraventricular tachycardia, but ${wrong}; it is regular and narrow.`,
  );
};
