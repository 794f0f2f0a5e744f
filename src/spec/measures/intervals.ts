import { partMembers } from '../anchors';
import { applyFix } from '../fixes';
import { parseSpec, type ParsedSpec } from '../parse';
import { formatQuantity } from '../quantity';
import { MiddleBeat } from '../rules/middle';
import { ratesOf } from '../rules/rule';
import type { Beat, RhythmClass, Spec, Wave, WavePart } from '../types';
import {
  CannotWrite,
  changePlace,
  changeRhythm,
  changeWidths,
  line,
  type Reading,
  type Rewriting,
  type TextEdit,
} from '../rewriting/written';

/** What can be written into a spec as a number that was measured: intervals in s, the rate in bpm. */
export type Interval = 'PR' | 'QRS' | 'QT' | 'rate';
export const INTERVALS: readonly Interval[] = ['PR', 'QRS', 'QT', 'rate'];

/** Intervals of a class's middle beat at its middle rate, s, and that rate, bpm; null where there is none. */
export type MiddleIntervals = Readonly<Record<Interval, number | null>>;

export interface IntervalWish {
  readonly class: string;
  /** One of the beat types that the class conducts. */
  readonly beat: string;
  readonly interval: Interval;
  /** s, of a rate bpm. */
  readonly value: number;
}

export interface IntervalChange {
  readonly ok: true;
  /** Do not overlap; one undo step. */
  readonly edits: readonly TextEdit[];
  /** The scalars concerned: `normal.P.at: R - 160 ms → R - 180 ms`. */
  readonly lines: readonly string[];
  readonly before: MiddleIntervals;
  readonly after: MiddleIntervals;
  /** Beat types and classes that change along with it. */
  readonly alsoChanged: readonly string[];
  /** What the checks say of the new text and did not say of the old one. */
  readonly warnings: readonly string[];
}

/** An interval as the spec cannot say it; the message says why. */
export interface IntervalRefusal {
  readonly ok: false;
  readonly message: string;
}

/** How far the middle of the new text may be from what was asked, s and bpm: less than a reader sees. */
const CLOSE: Readonly<Record<Interval, number>> = { PR: 5e-4, QRS: 5e-4, QT: 5e-4, rate: 0.1 };
/** A rate that follows a curve, as that of an AV node, takes most. */
const ROUNDS = 12;

/** The beat types that a class conducts and whose intervals can be set, the likeliest first. */
export function beatsOf(spec: Spec, className: string): readonly string[] {
  const found = spec.classes.find(({ name }) => name === className);
  if (found === undefined) return [];
  const choices = found.conduction?.type === 'dissociated' ? found.conduction.beats : found.beats;
  return [...choices].sort((a, b) => b.weight - a.weight).map(({ beat }) => beat);
}

/** What a class's middle beat measures, with every number of the spec at its centre and at the middle rate. */
export function middleIntervals(spec: Spec, className: string, beatName: string): MiddleIntervals {
  const { beat, rhythm } = find(spec, className, beatName);
  const rate = ratesOf(rhythm)?.middle ?? null;
  const middle = new MiddleBeat(beat, rate === null ? 1 : 60 / rate);
  const qrs = middle.span('QRS');
  return { PR: middle.pr, QRS: qrs && qrs.offset - qrs.onset, QT: middle.qt, rate };
}

/**
 * The least edits of a text after which its middle beat has an interval as asked. PR moves the P wave and what hangs on
 * it, QT the T wave; QRS draws all waves of the QRS out or together around the R time; the rate scales what the rhythm
 * says of it. Spreads stay as they are written.
 */
export function writeInterval(text: string, wish: IntervalWish): IntervalChange | IntervalRefusal {
  const parsed = parseSpec(text);
  const { spec } = parsed;
  if (spec === undefined) return refused('The text has errors. Mend them first, then set the interval.');
  try {
    return solve({ text, parsed, spec }, wish);
  } catch (error) {
    if (error instanceof CannotWrite) return refused(error.message);
    throw error;
  }
}

function refused(message: string): IntervalRefusal {
  return { ok: false, message };
}

function find(spec: Spec, className: string, beatName: string): { beat: Beat; rhythm: RhythmClass } {
  const rhythm = spec.classes.find(({ name }) => name === className);
  const beat = spec.beats.find(({ name }) => name === beatName);
  if (rhythm === undefined) throw new CannotWrite(`The spec has no class \`${className}\`.`);
  if (beat === undefined) throw new CannotWrite(`The spec has no beat type \`${beatName}\`.`);
  return { beat, rhythm };
}

function solve(reading: Reading, wish: IntervalWish): IntervalChange | IntervalRefusal {
  const { spec, text } = reading;
  const { interval, value } = wish;
  if (!Number.isFinite(value) || value <= 0)
    return refused(`An interval is longer than zero, but ${shown(interval, value)} was asked for.`);
  const before = middleIntervals(spec, wish.class, wish.beat);
  const have = before[interval];
  if (have === null) return refused(whyNone(interval, wish, find(spec, wish.class, wish.beat).rhythm));
  const edit = interval === 'PR' || interval === 'QT' ? shiftOf(reading, wish) : scaleOf(reading, wish);
  // A shift begins at what is missing, a factor at what it has to be; then by the secant, as rates bend the way.
  const neutral = interval === 'PR' || interval === 'QT' ? 0 : 1;
  const first = interval === 'PR' ? value - have : interval === 'QT' ? value - have : value / have;
  let tried = { by: neutral, got: have };
  let best: { rewritings: Rewriting[]; after: MiddleIntervals; parsed: ParsedSpec; off: number } | undefined;
  let by = first;
  for (let round = 0; round < ROUNDS; round++) {
    const rewritings = edit(by);
    const parsed = parseSpec(applyFix(text, { edits: rewritings }));
    if (parsed.spec === undefined) {
      const error = parsed.problems.find(({ severity }) => severity === 'error');
      return refused(
        `The spec cannot say ${interval} ${shown(interval, value)}: ${error?.message ?? 'it would have errors.'}`,
      );
    }
    const after = middleIntervals(parsed.spec, wish.class, wish.beat);
    const got = after[interval];
    if (got === null)
      return refused(
        `With ${interval} ${shown(interval, value)} the interval could not be measured any more.`,
      );
    const off = Math.abs(got - value);
    if (best === undefined || off < best.off) best = { rewritings, after, parsed, off };
    if (off <= CLOSE[interval] / 5) break;
    const slope = (got - tried.got) / (by - tried.by);
    if (!Number.isFinite(slope) || Math.abs(slope) < 1e-3) break;
    tried = { by, got };
    by += (value - got) / slope;
  }
  if (best === undefined || best.off > CLOSE[interval])
    return refused(whyNot(wish, best?.after[interval] ?? have));
  return {
    ok: true,
    edits: best.rewritings.map(({ range, text: put }) => ({ range, text: put })),
    lines: best.rewritings.map(
      ({ name, before: old, text: put }) => `${name}: ${old} → ${put.replace(/^[\s,]+[\w-]+:\s*/, '')}`,
    ),
    before,
    after: best.after,
    alsoChanged: alsoChanged(spec, wish, best.rewritings),
    warnings: newWarnings(reading.parsed, best.parsed),
  };
}

/** Moves the waves of P or T that hang on no other of their part: the others follow. */
function shiftOf(
  reading: Reading,
  { class: className, beat: beatName, interval }: IntervalWish,
): (by: number) => Rewriting[] {
  const { beat } = find(reading.spec, className, beatName);
  const part: WavePart = interval === 'PR' ? 'P' : 'T';
  const roots = rootsOf(beat, part);
  return (by) => roots.flatMap((wave) => changePlace(reading, beatName, wave, (at) => at + by));
}

function scaleOf(reading: Reading, wish: IntervalWish): (by: number) => Rewriting[] {
  const { beat, rhythm } = find(reading.spec, wish.class, wish.beat);
  if (wish.interval === 'rate') return rateOf(reading, rhythm, wish.value);
  const waves = beat.waves.filter(({ part }) => part === 'QRS');
  return (by) =>
    waves.flatMap((wave) => [
      ...changePlace(reading, wish.beat, wave, (at) => at * by),
      ...changeWidths(reading, wish.beat, wave, by),
    ]);
}

function rateOf(
  reading: Reading,
  { name, rhythm, conduction, atrial }: RhythmClass,
  wanted: number,
): (by: number) => Rewriting[] {
  const usual = formatQuantity(wanted, 'rate');
  const clock = conduction?.type === 'dissociated' ? conduction.escape : rhythm;
  const section = conduction?.type === 'dissociated' ? 'conduction' : 'rhythm';
  return (by) => {
    switch (clock.type) {
      case 'sinus':
        return changeRhythm(reading, name, section, 'rate', 'rate', (x) => x * by, usual);
      case 'regular':
        return clock.of === 'rate'
          ? changeRhythm(reading, name, section, 'rate', 'rate', (x) => x * by, usual)
          : changeRhythm(
              reading,
              name,
              section,
              'interval',
              'time',
              (x) => x / by,
              formatQuantity(60 / wanted, 'time'),
            );
      case 'av-node':
        return changeRhythm(reading, name, section, 'arrivals', 'frequency', (x) => x * by, '6 /s');
      case 'av-block':
        if (atrial?.type === 'flutter-waves')
          return changeRhythm(reading, name, 'atrial', 'rate', 'rate', (x) => x * by, usual);
        throw new CannotWrite(`The rate of \`${name}\` is that of its atrium, which the text does not give.`);
      case 'none':
        throw new CannotWrite(`\`${name}\` has no beats, and so no rate.`);
    }
  };
}

function rootsOf(beat: Beat, part: WavePart): readonly Wave[] {
  const members = beat.waves.filter((wave) => wave.part === part);
  const makers = partMembers(beat.waves, part);
  return makers.filter(
    ({ anchor }) => anchor.kind !== 'wave' || !members.some(({ name }) => name === anchor.wave),
  );
}

function shown(interval: Interval, value: number): string {
  return interval === 'rate' ? `${Number(value.toFixed(1))} bpm` : `${Number((value * 1000).toFixed(1))} ms`;
}

function whyNone(
  interval: Interval,
  { class: className, beat }: IntervalWish,
  { rhythm }: RhythmClass,
): string {
  if (interval === 'rate' || rhythm.type === 'none')
    return `\`${className}\` has no beats of a rate of its own.`;
  if (interval === 'PR')
    return `\`${beat}\` has no P wave before its QRS, so there is no PR interval to set.`;
  if (interval === 'QT') return `\`${beat}\` has no T wave, so there is no QT interval to set.`;
  return `\`${beat}\` has no QRS that can be seen, so there is no QRS duration to set.`;
}

function whyNot({ interval, value, beat, class: className }: IntervalWish, got: number): string {
  if (interval === 'rate')
    return `\`${className}\` cannot have a rate of ${shown(interval, value)}: it would be ${shown(interval, got)}. Change its rhythm in the text.`;
  const what = { PR: 'the P wave', QT: 'the T wave', QRS: 'the QRS' }[interval];
  return (
    `${interval} ${shown(interval, value)} cannot be reached by changing ${what} of \`${beat}\` alone: it would be ${shown(interval, got)}. ` +
    'Another wave hangs on it, or a wave too small to see makes the edge. Change the anchors in the text.'
  );
}

/** Every other beat type and class that has what was changed. */
function alsoChanged(spec: Spec, wish: IntervalWish, rewritings: readonly Rewriting[]): string[] {
  const owners = new Set(rewritings.map(({ owner }) => owner));
  if (wish.interval === 'rate') {
    return spec.classes
      .filter(({ name }) => name !== wish.class && line(spec.classes, name).some((one) => owners.has(one)))
      .map(({ name }) => `class ${name}`);
  }
  const touched = spec.beats
    .filter(({ name }) => line(spec.beats, name).some((one) => owners.has(one)))
    .map(({ name }) => name);
  const classes = spec.classes.filter(
    ({ name, beats, ectopy, conduction }) =>
      name !== wish.class &&
      [
        ...beats,
        ...(ectopy?.beats ?? []),
        ...(conduction?.type === 'dissociated' ? conduction.beats : []),
      ].some(({ beat }) => touched.includes(beat)),
  );
  return [
    ...touched.filter((name) => name !== wish.beat).map((name) => `beat ${name}`),
    ...classes.map(({ name }) => `class ${name}`),
  ];
}

function newWarnings(before: ParsedSpec, after: ParsedSpec): string[] {
  const known = new Set(before.problems.map(({ code, path }) => `${code} ${path.join('.')}`));
  return after.problems
    .filter(({ severity, code, path }) => severity !== 'info' && !known.has(`${code} ${path.join('.')}`))
    .map(({ message }) => message);
}
