import { breath, type DrawnBreathing } from './breathing';
import type { Canvas } from './canvas';
import type { Cast } from './cast';
import type { Beat, WavePart } from '../spec/types';
import { addParts } from './addParts';
import { Spans, toFiducials } from './fiducials';
import type { Detail } from './detail';
import type { DrawnWave } from './morphology';
import { rememberedIntervals } from './rateFactor';
import type { ScheduledBeat } from './rhythm';
import { meanInterval } from './rhythm/meanInterval';
import type { BeatTruth, Fiducials } from './types';

/** The beats of a strip as they were drawn. */
export interface DrawnBeats {
  readonly beats: readonly BeatTruth[];
  readonly loosePs: readonly Fiducials[];
  /** Times of all ventricular beats in the strip and around it, s, ascending. */
  readonly times: readonly number[];
}

/**
 * Adds all beats to the strip and reads the truth about them.
 *
 * @param base plays the strip's own rhythm
 * @param guest plays its episodes
 */
export function drawBeats(
  beats: readonly ScheduledBeat[],
  base: Cast,
  guest: Cast | undefined,
  rate: number,
  samples: number,
  canvas: Canvas,
  breathing: DrawnBreathing,
  detail: Detail | null,
): DrawnBeats {
  const times: number[] = [];
  for (const { kind, time } of beats) if (kind !== 'loose') times.push(time);
  const mean = meanInterval(times);
  const intervals = new Map<number, readonly number[]>();
  const truth: BeatTruth[] = [];
  const loosePs: Fiducials[] = [];
  const spans = new Spans();
  const context = { rr: 1, previous: -1, mean, length: mean, gain: 1, left: beats.length + 1 };
  let number = -1;
  for (const beat of beats) {
    const { time, kind, delay } = beat;
    context.left--;
    if (kind !== 'loose') number++;
    const recorded = (guest && beat.episode > 0 ? guest : base).play(beat);
    const { beat: type, followsRate } = recorded.plan;
    if (followsRate) {
      let remembered = intervals.get(type.rateMemory);
      if (!remembered) {
        remembered = rememberedIntervals(times, mean, type.rateMemory);
        intervals.set(type.rateMemory, remembered);
      }
      context.rr = remembered[Math.max(0, number)] ?? mean;
    }
    // A loose P wave looks back on the last beat, as the next one will.
    const before = kind === 'loose' ? number : number - 1;
    context.previous = before >= 0 ? times[before]! - time : -mean;
    context.length = (times[number + 1] ?? time + mean) - time;
    context.gain = breathing.modulation === 0 ? 1 : 1 + breathing.modulation * breath(time, breathing);
    const waves = partsOf(recorded.next(context), kind, delay);
    const length = type.stretch ? context.length : Infinity;
    spans.measure(waves, length);
    addParts(canvas, rate, time, length, waves, spans);
    detail?.beat(recorded.plan, shownNames(type, kind), waves, time, length, rate, spans);
    const p = toFiducials(spans.P, time, rate, samples);
    if (kind === 'loose') {
      if (p && p.peak >= 0) loosePs.push(p);
      continue;
    }
    const qrs = toFiducials(spans.QRS, time, rate, samples);
    if (!qrs || qrs.peak < 0) continue;
    detail?.rPeak(qrs.peak);
    truth.push({
      type: type.name,
      symbol: type.symbol,
      ectopic: kind === 'ectopic',
      r: qrs.peak,
      p,
      qrs,
      t: toFiducials(spans.T, time, rate, samples),
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
