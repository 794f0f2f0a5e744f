import type { Code } from '../codes';
import { formatQuantity } from '../quantity';
import type { Fix, Path } from '../problem';
import type { Source } from '../source';
import type { RhythmClass, Spec } from '../types';
import type { MiddleBeat } from './middle';
import { rates } from './middle';

/** Reports a problem at the key that `path` names, or at the nearest one above it that the text has. */
export type Report = (code: Code, path: Path, message: string, fixes?: readonly (Fix | undefined)[]) => void;

export interface RuleContext {
  readonly spec: Spec;
  readonly source: Source;
  readonly report: Report;
  /** Every beat type, by name, in its middle at 60 bpm. */
  readonly beats: ReadonlyMap<string, MiddleBeat>;
}

/** A class and one of the beat types that it conducts. */
export interface ClassBeat extends RuleContext {
  readonly class: RhythmClass;
  readonly beat: MiddleBeat;
}

export type SpecRule = (context: RuleContext) => void;
export type BeatRule = (beat: MiddleBeat, context: RuleContext) => void;
export type ClassRule = (c: RhythmClass, context: RuleContext) => void;
export type ClassBeatRule = (context: ClassBeat) => void;

/** True when the class's name or title says it is this. Short words must be the whole name, or stand alone in the title. */
export function claims(c: RhythmClass, ...words: string[]): boolean {
  const title = c.title.toLowerCase();
  const name = c.name.toLowerCase().replace(/[ _-]+/g, ' ');
  return words.some((word) => {
    const small = word.toLowerCase();
    if (name === small) return true;
    // "No WPW" and "after PVC" are not worth a grammar: a word of the title counts when it is one of its own.
    return word.length > 4 ? title.includes(small) : new RegExp(`(^|[^a-z])${small}($|[^a-z])`).test(title);
  });
}

/** Time of day of a wave: seconds as an author writes them. */
export function ms(seconds: number): string {
  return formatQuantity(Math.round(seconds * 1000) / 1000, 'time');
}

export function bpm(rate: number): string {
  return `${Math.round(rate)} bpm`;
}

/** The rates of a class's beats, bpm, the rate of its second clock where that makes them; null where there are none. */
export function ratesOf(c: RhythmClass): { low: number; middle: number; high: number } | null {
  if (c.conduction?.type === 'dissociated') return rates(c.conduction.escape, null);
  return rates(c.rhythm, c.atrial?.type === 'flutter-waves' ? c.atrial.rate : null);
}

/** The beat types that a class conducts: of a dissociated one, those of the second clock. */
export function conducted(c: RhythmClass, beats: RuleContext['beats']): MiddleBeat[] {
  const choices = c.conduction?.type === 'dissociated' ? c.conduction.beats : c.beats;
  return choices.flatMap(({ beat }) => beats.get(beat) ?? []);
}
