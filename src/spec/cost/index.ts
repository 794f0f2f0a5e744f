import type { Beat, BeatChoice, Recording, RhythmClass, Spec } from '../types';
import { activityWork } from './activity';
import { type BeatCount, countBeats } from './beats';
import { augmentationWork, LONGEST_SETTLING, noiseWork } from './noise';
import { EXTREMES, MIDDLE, type Reading, ROUGH } from './reading';
import { recordWork } from './waves';
import { microseconds, sum, times, type Work } from './work';

/** What makes a strip take its time. */
export type CostPart = 'beats' | 'activity' | 'episodes' | 'noise' | 'augmentations' | 'recorder';

/** What one strip of a class takes. */
export interface StripCost {
  /** On one core of the machines that src/spec/cost/work.ts speaks of. */
  readonly microseconds: number;
  /** The same by what it is for. */
  readonly parts: Readonly<Record<CostPart, number>>;
  /** Heartbeats, and P waves that none follows, in the strip and in its margins. */
  readonly beats: number;
  /** Memory while it is made, its truth included. */
  readonly bytes: number;
}

/**
 * What is usual, with every variable in its middle, and what no strip exceeds: a bound on the beats, samples and draws that it
 * is made of, in microseconds as far as `NANOSECONDS` holds.
 */
export interface Cost {
  readonly usual: StripCost;
  readonly most: StripCost;
}

/** Beats this far outside a strip reach into it, s; the same as in src/synthesis. */
const MARGIN = 1.5;
/** No strip has more episodes; the same as in src/synthesis/rhythm/episodes.ts. */
const MOST_EPISODES = 200;
/** Room around the strip for a QRS complex, s; the same as in src/synthesis/canvas.ts. */
const OUTSIDE = 4;
/** What the kernels need for themselves, and what their memory is rounded up by: pages of 64 KiB. */
const KERNELS = 2 * 65_536;
/** A beat in the truth, and an episode's span. */
const BYTES_PER_BEAT = 600;

/** The cost of a strip of each class, by the class's name. Nothing is drawn for it. */
export function costOf(spec: Spec): ReadonlyMap<string, Cost> {
  return new Map(
    spec.classes.map((c) => [c.name, { usual: costBy(spec, c, MIDDLE), most: boundOf(spec, c) }]),
  );
}

/** What no strip of a class exceeds: the half of its cost that the reader of specs asks for. */
export function boundOf(spec: Spec, c: RhythmClass): StripCost {
  return costBy(spec, c, EXTREMES);
}

/** Whether a strip of some class may take longer: looks at all waves in no time, and sees only what is cheap for certain. */
export function mayExceed(spec: Spec, microseconds: number): boolean {
  return spec.classes.some((c) => costBy(spec, c, ROUGH).microseconds > microseconds);
}

function costBy(spec: Spec, c: RhythmClass, reading: Reading): StripCost {
  const { recording } = spec;
  const { samples, duration } = recording;
  const seconds = duration + 2 * MARGIN;
  const own = countBeats(c, seconds, reading);
  const paroxysm = episodesOf(spec, c, reading);
  const drawn = own.beats * reading.chance(1 - (paroxysm?.share ?? 0), 1);
  const beats = { ...own, beats: drawn + (paroxysm?.counts.beats ?? 0) };
  const activity = activityWork(c, recording, own, reading);
  const silenced = paroxysm ? { pass: samples * (3 + 3 * paroxysm.count) } : {};
  const works: Record<CostPart, Work> = {
    beats: sum({ strip: 1 }, castWork(spec, c, own, drawn, reading)),
    activity: sum(activity, microseconds(activity) > 0 ? silenced : {}),
    episodes: paroxysm
      ? sum(castWork(spec, paroxysm.of, paroxysm.counts, paroxysm.counts.beats, reading), paroxysm.activity)
      : {},
    noise: sum(...spec.noise.map((noise) => noiseWork(noise, recording, beats, reading))),
    augmentations: spec.augmentations ? augmentationWork(spec.augmentations, recording, beats, reading) : {},
    recorder: {
      pass: (1.5 + 1.5 * recording.filters.length) * samples,
      filter: 2 * samples * recording.filters.length,
    },
  };
  const parts = Object.fromEntries(
    Object.entries(works).map(([part, work]) => [part, microseconds(work)]),
  ) as Record<CostPart, number>;
  return {
    microseconds: Object.values(parts).reduce((a, b) => a + b, 0),
    parts,
    beats: Math.ceil(beats.beats),
    bytes: bytesOf(recording, beats.beats),
  };
}

/**
 * Six traces in single precision (what is drawn upon, in src/synthesis/canvas.ts, and what a filter mirrors), a recording's
 * stretch in double precision, and the samples themselves.
 */
function bytesOf({ samples, rate }: Recording, beats: number): number {
  const traces = 6 * samples + 2 * Math.ceil(OUTSIDE * rate) + 2 * LONGEST_SETTLING;
  return 4 * traces + (8 + 2) * samples + KERNELS + BYTES_PER_BEAT * Math.ceil(beats);
}

interface Paroxysm {
  readonly of: RhythmClass;
  readonly count: number;
  readonly share: number;
  readonly counts: BeatCount;
  /** Every episode's activity is drawn over the whole strip, and heard in its own time. */
  readonly activity: Work;
}

function episodesOf({ classes, recording }: Spec, c: RhythmClass, reading: Reading): Paroxysm | null {
  const of = classes.find(({ name }) => name === c.episodes?.class);
  if (!c.episodes || !of) return null;
  const share = Math.min(1, reading.of(c.episodes.burden).high);
  const total = share * recording.duration;
  const shortest = reading.of(c.episodes.duration).low;
  const count = Math.min(MOST_EPISODES, Math.max(1, Math.floor(total / shortest + 0.5)));
  const whole = countBeats(of, recording.duration + 2 * MARGIN, reading);
  const each = countBeats(of, total / count, reading);
  const activity = activityWork(of, recording, whole, reading);
  return {
    of,
    count,
    share,
    counts: {
      ...each,
      beats: count * (each.beats + 1),
      runs: count * each.runs,
      draws: count * each.draws,
    },
    activity: times(
      count,
      microseconds(activity) > 0 ? sum(activity, { pass: 4 * recording.samples, draw: whole.cycles }) : {},
    ),
  };
}

const names = new WeakMap<readonly Beat[], ReadonlyMap<string, Beat>>();

function byName(types: readonly Beat[]): ReadonlyMap<string, Beat> {
  let named = names.get(types);
  if (!named) names.set(types, (named = new Map(types.map((beat) => [beat.name, beat]))));
  return named;
}

/** What plays a class takes: its beat types' own values, drawn once, and each of its beats. */
function castWork(
  { beats: types, recording }: Spec,
  c: RhythmClass,
  { runs, longest, draws }: BeatCount,
  beats: number,
  reading: Reading,
): Work {
  const named = byName(types);
  const choose = (choices: readonly BeatChoice[], work: (beat: Beat) => Work): Work =>
    reading.choose(
      choices.flatMap(({ beat, weight }) => {
        const type = named.get(beat);
        return type ? [{ weight, work: work(type) }] : [];
      }),
    );
  const casts = [
    c.beats,
    c.conduction?.type === 'dissociated' ? c.conduction.beats : [],
    c.ectopy?.beats ?? [],
  ];
  const recorded = casts.map((choices) => choose(choices, recordWork));
  const foci = c.ectopy?.focus === 'beat' ? times(runs, recorded[2]!) : {};
  // Of which type each beat is, chance decides: all are of the dearest, or of the conducted one.
  const each = casts.map((choices) => choose(choices, (beat) => reading.beat(beat, longest, recording)));
  const most = reading.choose(
    each.filter((work) => microseconds(work) > 0).map((work) => ({ weight: 1, work })),
  );
  return sum(...recorded, foci, times(beats, most), { draw: draws / 4 });
}
