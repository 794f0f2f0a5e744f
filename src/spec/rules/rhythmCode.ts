import type { RhythmClass } from '../types';
import { type ClassRule, ratesOf } from './rule';

/** What the WFDB rhythm annotations ask of a class. */
const ASKS: Readonly<Record<string, readonly [what: string, holds: (c: RhythmClass) => boolean]>> = {
  '(AFIB': ['an `av-node` rhythm', (c) => c.rhythm.type === 'av-node'],
  '(AFL': ['flutter waves', (c) => c.atrial?.type === 'flutter-waves'],
  '(N': ['a sinus rhythm', sinus],
  '(SBR': ['a sinus rhythm below 60 bpm', (c) => sinus(c) && ratesOf(c)!.middle < 60],
  '(PREX': ['a sinus rhythm', sinus],
  '(BII': [
    '`conduction` that drops beats',
    (c) => c.conduction !== null && c.conduction.type !== 'dissociated',
  ],
  '(VT': ['a rate of 100 bpm or more', (c) => (ratesOf(c)?.middle ?? 100) >= 100],
  '(SVTA': ['a rate of 100 bpm or more', (c) => (ratesOf(c)?.middle ?? 100) >= 100],
  '(IVR': ['a rate below 120 bpm', (c) => (ratesOf(c)?.middle ?? 200) < 120],
  '(VFL': ['`ventricular` activity', (c) => c.ventricular !== null],
  '(B': ['`ectopy`', (c) => c.ectopy !== null],
  '(T': ['`ectopy`', (c) => c.ectopy !== null],
  '(AB': ['`ectopy`', (c) => c.ectopy !== null],
};

function sinus(c: RhythmClass): boolean {
  return c.rhythm.type === 'sinus';
}

/** ECG435: the rhythm annotation of a class belongs to its rhythm. */
export const rhythmCode: ClassRule = (c, { report }) => {
  const asks = c.code !== null && Object.hasOwn(ASKS, c.code) ? ASKS[c.code]! : undefined;
  if (!asks || asks[1](c)) return;
  report(
    'ECG435',
    ['classes', c.name, 'code'],
    `The annotation \`${c.code!}\` stands for ${asks[0]}, which \`${c.name}\` does not have. Change the code or the rhythm.`,
  );
};
