import { insertKey, removeEntry } from '../fixes';
import type { Noise, RhythmClass } from '../types';
import type { ClassRule, SpecRule } from './rule';

/** ECG311: flutter's beats hang on flutter waves. */
export const flutterWaves: ClassRule = (c, { source, report }) => {
  if (c.rhythm.type !== 'av-block' || c.atrial?.type === 'flutter-waves') return;
  const waves = '{ type: flutter-waves }';
  report(
    'ECG311',
    ['classes', c.name, 'rhythm'],
    `The rhythm \`av-block\` conducts flutter waves, but \`${c.name}\` has none. Add \`atrial: ${waves}\`.`,
    [c.atrial ? undefined : insertKey(source, ['classes', c.name], 'atrial', waves)],
  );
};

/** ECG318: the parts of a class have a place in its rhythm. */
export const goesWithRhythm: ClassRule = (c, { source, report }) => {
  for (const [key, reason] of misfits(c)) {
    const path = ['classes', c.name, key];
    report('ECG318', path, `\`${c.name}\` has the rhythm \`${c.rhythm.type}\`, ${reason}`, [
      removeEntry(source, path, `Remove \`${key}\``),
    ]);
  }
};

function misfits(c: RhythmClass): [key: string, reason: string][] {
  const found: [string, string][] = [];
  const { type } = c.rhythm;
  if (c.conduction && type !== 'sinus')
    found.push([
      'conduction',
      'and `conduction` says what becomes of sinus impulses. Use `type: sinus`, or leave it out.',
    ]);
  if (c.ventricular && type !== 'none')
    found.push([
      'ventricular',
      'whose ventricles beat; `ventricular` stands in place of beats. Use `type: none`, or leave it out.',
    ]);
  if (c.ectopy && type === 'none')
    found.push(['ectopy', 'so there is no beat that an ectopic one could follow. Leave `ectopy` out.']);
  if (c.ectopy && c.conduction?.type === 'dissociated')
    found.push([
      'ectopy',
      'with two clocks, among which ectopic beats have no place. Leave `ectopy` or `conduction` out.',
    ]);
  return found;
}

/** ECG323: a band of noise that the sampling rate cannot show. */
export const bandsBelowNyquist: SpecRule = ({ spec, source, report }) => {
  const half = spec.recording.rate / 2;
  const check = (noise: { readonly type: string }, path: (string | number)[]): void => {
    if (noise.type !== 'muscle') return;
    const { low } = noise as Extract<Noise, { type: 'muscle' }>;
    if (low < half) return;
    report(
      'ECG323',
      source.has([...path, 'band']) ? [...path, 'band'] : path,
      `A sampling rate of ${spec.recording.rate} Hz shows frequencies below ${half} Hz only, and this noise begins at ${low} Hz. Lower its band or raise the rate.`,
    );
  };
  spec.noise.forEach((noise, i) => check(noise, ['noise', i]));
  spec.augmentations?.of.forEach(({ apply }, i) => check(apply, ['augmentations', 'of', i]));
};
