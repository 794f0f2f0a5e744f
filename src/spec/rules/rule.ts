import type { Code } from '../codes';
import { formatQuantity } from '../quantity';
import type { Fix, Path } from '../problem';
import type { Source } from '../source';
import type { RhythmClass, Spec } from '../types';
import { MiddleBeat, rates } from './middle';

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

/** True when the class's name or title says it is this, in words of their own: "supraventricular" is not "ventricular". */
export function claims(c: RhythmClass, ...words: string[]): boolean {
  const said = saidOf(c);
  return words.some((word) => {
    const { plain, alone } = claimOf(word);
    return said.includes(plain) && alone.test(said);
  });
}

const names = new WeakMap<RhythmClass, string>();

/** What a class is called, in small letters with plain spaces. */
function saidOf(c: RhythmClass): string {
  let said = names.get(c);
  if (said === undefined) {
    said = [c.title, c.name].map((text) => text.toLowerCase().replace(/[ _-]+/g, ' ')).join('\n');
    names.set(c, said);
  }
  return said;
}

interface Claim {
  readonly plain: string;
  /** The words with nothing that would make others of them. */
  readonly alone: RegExp;
}

const claimed = new Map<string, Claim>();

function claimOf(word: string): Claim {
  let claim = claimed.get(word);
  if (claim === undefined) {
    const plain = word.toLowerCase().replace(/-/g, ' ');
    claim = { plain, alone: new RegExp(`(^|[^a-z0-9])${plain}($|[^a-z0-9])`) };
    claimed.set(word, claim);
  }
  return claim;
}

/** A time as an author writes it, to the millisecond. */
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

/** A beat type in its middle at the middle rate of a class. */
export function atRateOf(c: RhythmClass, { beat }: MiddleBeat): MiddleBeat {
  const middle = ratesOf(c)?.middle;
  return new MiddleBeat(beat, middle ? 60 / middle : 1);
}

/** Where a class says when its beats come. */
export function clockPath(c: RhythmClass): Path {
  return ['classes', c.name, c.conduction?.type === 'dissociated' ? 'conduction' : 'rhythm'];
}

/** Where a class says which beats it has. */
export function beatPath(c: RhythmClass): Path {
  return c.conduction?.type === 'dissociated'
    ? ['classes', c.name, 'conduction', 'beat']
    : ['classes', c.name, 'beat'];
}
