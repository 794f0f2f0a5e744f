import type { Atrial, Beat, BeatChoice, Respiration, RhythmClass, Spec, WavePart } from '../spec/types';
import { addFlutterWaves, addFWaves, drawFlutter, type Flutter } from './atrial';
import { type BeatPlan, planBeat } from './beatPlan';
import type { Detail, Note } from './detail';
import { cutSpan, largestDeflection, partFiducials, partSpan, toFiducials } from './fiducials';
import { addBeat, addCutBeat, type DrawnWave, RecordedBeat } from './morphology';
import { addBreathing, breath } from './noise/tones';
import { pick } from './pick';
import { hashName, Random, type StreamKey } from './random';
import { rememberedIntervals } from './rateFactor';
import { type Interval, schedule, type ScheduledBeat } from './rhythm';
import { drawEpisodes, type Period } from './rhythm/episodes';
import { MARGIN, type Streams } from './rhythm/stretch';
import type { BeatTruth, Fiducials, RhythmSpan } from './types';
import { drawRecording } from './variable';
import { addVentricular } from './ventricular';

/** What a strip without noise is, beside its samples. */
export interface CleanStrip {
  readonly beats: readonly BeatTruth[];
  readonly loosePs: readonly Fiducials[];
  readonly rhythms: readonly RhythmSpan[];
  /** Times of all ventricular beats in the strip and around it, s, ascending. */
  readonly times: readonly number[];
}

/** A part of a beat longer than this is not looked through for its peak, s. */
const LONGEST_PART = 4;

/** Atrial and ventricular activity of an episode swells and fades over this, s. */
const FADE = 0.15;

/** After an episode the rhythm before it comes back no sooner than this share of its own interval. */
const RETURN = 0.6;

interface PlannedBeat {
  readonly plan: BeatPlan;
  readonly weight: number;
}

/** A class with its beat types looked up. */
export interface ClassPlan {
  readonly source: RhythmClass;
  readonly hash: number;
  readonly conducted: readonly PlannedBeat[];
  readonly escape: readonly PlannedBeat[];
  readonly ectopic: readonly PlannedBeat[];
}

/**
 * Plans every class of a spec.
 *
 * @throws RangeError when it names a beat type that it does not define (`parseSpec` never lets that through)
 */
export function planClasses(spec: Spec): ReadonlyMap<string, ClassPlan> {
  const beats = new Map(spec.beats.map((beat) => [beat.name, beat]));
  const plans = new Map(spec.beats.map((beat) => [beat.name, planBeat(beat, beats)]));
  return new Map(
    spec.classes.map((source) => {
      const find = (choices: readonly BeatChoice[]): PlannedBeat[] =>
        choices.map(({ beat, weight }) => {
          const plan = plans.get(beat);
          if (!plan) {
            throw new RangeError(
              `Class "${source.name}" names the beat type "${beat}", which the spec does not define.`,
            );
          }
          return { plan, weight };
        });
      const { conduction, ectopy } = source;
      return [
        source.name,
        {
          source,
          hash: hashName(source.name),
          conducted: find(source.beats),
          escape: find(conduction?.type === 'dissociated' ? conduction.beats : []),
          ectopic: find(ectopy?.beats ?? []),
        },
      ];
    }),
  );
}

/** Where a strip is drawn: its samples, and room for working. */
export interface Canvas {
  /** mV; zeros before. */
  readonly signal: Float64Array;
  /** Zeros before and after. */
  readonly activity: Float64Array;
  /** For looking through a part of a beat; zeros before and after. */
  readonly window: Float64Array;
}

export function canvasFor({ samples, rate }: Spec['recording']): Canvas {
  return {
    signal: new Float64Array(samples),
    activity: new Float64Array(samples),
    window: new Float64Array(Math.ceil(LONGEST_PART * rate)),
  };
}

/** One stretch of one class's rhythm within a strip. */
interface Section {
  readonly cast: Cast;
  readonly period: Period;
}

/** Draws one strip without noise. */
export function drawClean(
  spec: Spec,
  plan: ClassPlan,
  episodic: ClassPlan | undefined,
  key: StreamKey,
  canvas: Canvas,
  detail: Detail | null,
): CleanStrip {
  const { rate, duration, samples } = spec.recording;
  const { source } = plan;
  const breathing = drawBreathing(source.respiration, key);
  noteBreathing(breathing, detail?.noteFor(0));
  const streams = streamsAt(key, '', 0, detail);
  const periods =
    source.episodes && episodic ? withStreams(streams('episodes'), source.episodes, duration) : [];

  const base = new Cast(plan, key, '');
  const whole: Interval = { from: -MARGIN, to: duration + MARGIN, duration, after: null };
  const flutter = drawActivity(source, streams, whole, canvas, rate, periods, null);
  let beats = placed(schedule(source, whole, streams, breathing, flutter), base, 0);
  const sections: Section[] = [];
  if (episodic && periods.length > 0) {
    const cast = new Cast(episodic, key, ` ${episodic.source.name}`);
    const inserted = periods.map((period, n) => {
      const own = streamsAt(key, ` ${episodic.source.name}`, n + 1, detail);
      const cycles = drawActivity(episodic.source, own, whole, canvas, rate, periods, period);
      return (after: number | null): PlacedBeat[] => {
        const interval = { from: period.start, to: period.end, duration, after };
        const found = schedule(episodic.source, interval, own, breathing, cycles);
        return placed(
          found.filter(({ time }) => time >= period.start && time < period.end),
          cast,
          n + 1,
        );
      };
    });
    beats = insert(beats, periods, inserted);
    for (const period of periods) sections.push({ cast, period });
  }

  const truth = drawBeats(beats, rate, samples, canvas, breathing, detail);
  addBreathing(canvas.signal, rate, breathing.baseline, breathing);
  return { ...truth, rhythms: rhythmSpans(base, sections, rate, samples) };
}

function withStreams(
  { recording, episode }: Streams,
  episodes: NonNullable<RhythmClass['episodes']>,
  duration: number,
): Period[] {
  return drawEpisodes(episodes, duration, recording, episode);
}

/**
 * The streams of each purpose within one strip.
 *
 * @param name set apart the class of an episode
 * @param number of the episode; 0 for the strip's own class
 */
function streamsAt(
  key: StreamKey,
  name: string,
  number: number,
  detail: Detail | null,
): (purpose: string) => Streams {
  const count = number === 0 ? '' : ` ${number}`;
  const note = detail?.noteFor(number) ?? null;
  return (purpose) => ({
    recording: new Random().reset(key, hashName(purpose + name)),
    episode: new Random().reset(key, hashName(`${purpose}${name} episode${count}`)),
    note,
  });
}

interface DrawnBreathing {
  /** Hz, and turns at the strip's first sample. */
  readonly rate: number;
  readonly phase: number;
  /** Peak swing of amplitudes, as a share, and of the baseline, mV. */
  readonly modulation: number;
  readonly baseline: number;
}

function noteBreathing({ rate, modulation, baseline }: DrawnBreathing, note: Note | null | undefined): void {
  note?.('respiration rate', rate);
  note?.('respiration modulation', modulation);
  note?.('respiration baseline', baseline);
}

function drawBreathing(respiration: Respiration | null, key: StreamKey): DrawnBreathing {
  const random = new Random().reset(key, hashName('respiration'));
  const phase = random.uniform();
  // Someone of whom nothing is said breathes too: 12 to 24 times a minute.
  if (!respiration) return { rate: 0.2 + 0.2 * random.uniform(), phase, modulation: 0, baseline: 0 };
  return {
    phase,
    rate: drawRecording(respiration.rate, random),
    modulation: drawRecording(respiration.modulation, random),
    baseline: drawRecording(respiration.baseline, random),
  };
}

/**
 * Adds a class's continuous activity, and gives the start times of its flutter cycles.
 *
 * @param periods all episodes: the strip's own class is silent there
 * @param period the episode in which alone this class is heard; `null` for the strip's own
 */
function drawActivity(
  source: RhythmClass,
  streamsOf: (purpose: string) => Streams,
  { from, to }: Interval,
  { signal, activity }: Canvas,
  rate: number,
  periods: readonly Period[],
  period: Period | null,
): readonly number[] {
  const { atrial, ventricular } = source;
  if (!atrial && !ventricular) return [];
  // Most strips have no episodes, and are drawn upon directly.
  const out = periods.length === 0 ? signal : activity;
  const cycles = atrial ? addAtrial(out, rate, atrial, from - 1, to, streamsOf('atrial')) : [];
  if (ventricular) addVentricular(out, rate, ventricular, streamsOf('ventricular'));
  if (out === activity) {
    for (let i = 0; i < signal.length; i++) {
      const t = i / rate;
      const share = period ? heard(t, period) : 1 - periods.reduce((sum, p) => Math.max(sum, heard(t, p)), 0);
      signal[i] = signal[i]! + share * activity[i]!;
    }
    activity.fill(0);
  }
  return cycles;
}

function addAtrial(
  out: Float64Array,
  rate: number,
  atrial: Atrial,
  from: number,
  to: number,
  streams: Streams,
): readonly number[] {
  if (atrial.type === 'f-waves') {
    addFWaves(out, rate, atrial, streams);
    return [];
  }
  const flutter: Flutter = drawFlutter(atrial, from, to, streams);
  addFlutterWaves(out, rate, flutter);
  return flutter.cycles;
}

/** How much of an episode is heard at time `t`, in [0, 1]: it swells and fades around its ends. */
function heard(t: number, { start, end }: Period): number {
  const x = Math.min(t - start, end - t) / FADE + 0.5;
  return x <= 0 ? 0 : x >= 1 ? 1 : x * x * (3 - 2 * x);
}

/** A scheduled beat with the class that plays it, and the number of its episode. */
interface PlacedBeat extends ScheduledBeat {
  readonly cast: Cast;
  readonly episode: number;
}

function placed(beats: readonly ScheduledBeat[], cast: Cast, episode: number): PlacedBeat[] {
  return beats.map(({ time, kind, delay, focus }) => ({ time, kind, delay, focus, cast, episode }));
}

/** Puts the beats of episodes in the place of the strip's own. */
function insert(
  base: readonly PlacedBeat[],
  periods: readonly Period[],
  episodes: readonly ((after: number | null) => PlacedBeat[])[],
): PlacedBeat[] {
  const interval = meanInterval(base.filter(({ kind }) => kind !== 'loose').map(({ time }) => time));
  const beats: PlacedBeat[] = [];
  let k = 0;
  const lastTime = (): number | null => beats.findLast(({ kind }) => kind !== 'loose')?.time ?? null;
  periods.forEach(({ start, end }, n) => {
    while (k < base.length && base[k]!.time < start) beats.push(base[k++]!);
    beats.push(...episodes[n]!(lastTime()));
    const earliest = Math.max(end, (lastTime() ?? -Infinity) + RETURN * interval);
    while (k < base.length && base[k]!.time < earliest) k++;
  });
  return [...beats, ...base.slice(k)];
}

/** The mean interval between beat times, s; 1 where there are none. */
function meanInterval(times: readonly number[]): number {
  const first = times[0];
  const last = times[times.length - 1];
  if (first === undefined || last === undefined || times.length < 2) return 1;
  return (last - first) / (times.length - 1);
}

/** The beat types that play one class in one strip. */
class Cast {
  private readonly conducted: RecordedBeat | null;
  private readonly escape: RecordedBeat | null;
  private readonly ectopic: RecordedBeat | null;
  private readonly foci: RecordedBeat[] = [];
  private readonly choice: Random;
  private readonly salt: number;
  private episode = 0;

  constructor(
    readonly plan: ClassPlan,
    private readonly key: StreamKey,
    name: string,
  ) {
    this.choice = new Random().reset(key, hashName(`beat type${name}`));
    this.salt = name === '' ? 0 : hashName(name);
    this.conducted = this.record(plan.conducted);
    this.ectopic = this.record(plan.ectopic);
    this.escape = this.record(plan.escape);
    this.choice.reset(key, hashName(`foci${name}`));
  }

  private record(choices: readonly PlannedBeat[]): RecordedBeat | null {
    return choices.length > 0 ? new RecordedBeat(pick(choices, this.choice).plan, this.key, this.salt) : null;
  }

  /** What plays a beat. Beats are asked for in time order. */
  play({ kind, focus }: ScheduledBeat, episode: number): RecordedBeat {
    if (episode !== this.episode) {
      this.episode = episode;
      this.foci.length = 0;
      // The constructor has begun the first.
      if (episode > 1) for (const beat of [this.conducted, this.escape, this.ectopic]) beat?.begin();
    }
    const beat = kind === 'ectopic' ? this.focus(focus) : kind === 'escape' ? this.escape : this.conducted;
    if (!beat) throw new RangeError(`Class "${this.plan.source.name}" has a rhythm but no beat type.`);
    return beat;
  }

  private focus(number: number): RecordedBeat | null {
    const { ectopic } = this.plan;
    if (this.plan.source.ectopy?.focus !== 'beat' || ectopic.length === 0) return this.ectopic;
    while (this.foci.length <= number) {
      // Every focus has a look of its own, so it draws as if in another strip.
      const mark = hashName(`focus ${this.foci.length} ${this.episode}`);
      const own = { ...this.key, c: this.key.c ^ mark, d: this.key.d + mark };
      this.foci.push(new RecordedBeat(pick(ectopic, this.choice).plan, own, this.salt));
    }
    return this.foci[number]!;
  }
}

/** Adds all beats to the strip and reads the truth about them. */
function drawBeats(
  beats: readonly PlacedBeat[],
  rate: number,
  samples: number,
  { signal, window }: Canvas,
  breathing: DrawnBreathing,
  detail: Detail | null,
): Omit<CleanStrip, 'rhythms'> {
  const times: number[] = [];
  for (const { kind, time } of beats) if (kind !== 'loose') times.push(time);
  const mean = meanInterval(times);
  const intervals = new Map<number, readonly number[]>();
  const truth: BeatTruth[] = [];
  const loosePs: Fiducials[] = [];
  const context = { rr: 1, previous: -1, mean, length: mean, gain: 1 };
  let number = -1;
  for (const beat of beats) {
    const { time, kind, delay } = beat;
    if (kind !== 'loose') number++;
    const recorded = beat.cast.play(beat, beat.episode);
    const { beat: type } = recorded.plan;
    let remembered = intervals.get(type.rateMemory);
    if (!remembered) {
      remembered = rememberedIntervals(times, mean, type.rateMemory);
      intervals.set(type.rateMemory, remembered);
    }
    // A loose P wave looks back on the last beat, as the next one will.
    const before = kind === 'loose' ? number : number - 1;
    context.rr = remembered[Math.max(0, number)] ?? mean;
    context.previous = before >= 0 ? times[before]! - time : -mean;
    context.length = (times[number + 1] ?? time + mean) - time;
    context.gain = breathing.modulation === 0 ? 1 : 1 + breathing.modulation * breath(time, breathing);
    const waves = partsOf(recorded.next(context), kind, delay);
    const length = type.stretch ? context.length : Infinity;
    if (type.stretch) addCutBeat(signal, rate, time, length, waves);
    else addBeat(signal, rate, time, waves);
    detail?.beat(recorded.plan, shownNames(type, kind), waves, time, length, rate);
    if (kind === 'loose') {
      const p = partFiducials(waves, 'P', time, length, rate, samples, window);
      if (p && p.peak >= 0) loosePs.push(p);
      continue;
    }
    const qrs = cutSpan(partSpan(waves, 'QRS'), length);
    if (!qrs || time + qrs.offset < 0 || (time + qrs.onset) * rate > samples) continue;
    const r = largestDeflection(waves, 'QRS', time, rate, qrs, window);
    if (r < 0 || r >= samples) continue;
    detail?.rPeak(r);
    const { onset, offset } = toFiducials(qrs, time, rate, samples);
    truth.push({
      type: type.name,
      symbol: type.symbol,
      ectopic: kind === 'ectopic',
      r,
      p: partFiducials(waves, 'P', time, length, rate, samples, window),
      qrs: { onset, peak: r, offset },
      t: partFiducials(waves, 'T', time, length, rate, samples, window),
    });
  }
  return { beats: inOrder(truth), loosePs, times };
}

function shows(kind: ScheduledBeat['kind'], part: WavePart): boolean {
  return kind === 'loose' ? part === 'P' : kind === 'escape' ? part !== 'P' : true;
}

/** The names of the waves that `partsOf` leaves. */
function shownNames({ waves }: Beat, kind: ScheduledBeat['kind']): string[] {
  return waves.flatMap(({ name, part }) => (shows(kind, part) ? [name] : []));
}

/** The waves that this kind of beat shows, P where the sinus clock has it. */
function partsOf(
  waves: readonly DrawnWave[],
  kind: ScheduledBeat['kind'],
  delay: number,
): readonly DrawnWave[] {
  if (kind === 'loose' || kind === 'escape') return waves.filter(({ part }) => shows(kind, part));
  return delay === 0
    ? waves
    : waves.map((wave) => (wave.part === 'P' ? { ...wave, at: wave.at - delay } : wave));
}

/** By R peak: where QRS complexes are wider than intervals, the taller end of one may lie behind the next one's. */
function inOrder(beats: BeatTruth[]): BeatTruth[] {
  return beats.every(({ r }, i) => i === 0 || r >= beats[i - 1]!.r) ? beats : beats.sort((a, b) => a.r - b.r);
}

/** The rhythms of a strip, without gaps, from its first sample to its last. */
function rhythmSpans(base: Cast, sections: readonly Section[], rate: number, samples: number): RhythmSpan[] {
  const spans: RhythmSpan[] = [];
  const push = (start: number, end: number, { source }: ClassPlan): void => {
    if (end > start) spans.push({ start, end, code: source.code, class: source.name });
  };
  const place = (t: number): number => Math.min(samples, Math.max(0, Math.floor(t * rate + 0.5)));
  let at = 0;
  for (const { cast, period } of sections) {
    const start = place(period.start);
    const end = place(period.end);
    push(at, start, base.plan);
    push(start, end, cast.plan);
    at = end;
  }
  push(at, samples, base.plan);
  return spans;
}
