import type { Spec } from '../spec/types';
import { drawActivity } from './activity';
import { addBreathing, drawBreathing } from './breathing';
import type { Canvas } from './canvas';
import type { Cast } from './cast';
import type { Detail } from './detail';
import { drawBeats, type DrawnBeats } from './drawBeats';
import type { StreamKey } from './random';
import { type Interval, schedule, type ScheduledBeat } from './rhythm';
import { drawEpisodes, type Period } from './rhythm/episodes';
import { meanInterval } from './rhythm/meanInterval';
import { MARGIN } from './rhythm/stretch';
import type { RhythmSpan } from './types';

/** What a strip without noise is, beside its samples. */
export interface CleanStrip extends DrawnBeats {
  readonly rhythms: readonly RhythmSpan[];
}

/** After an episode the rhythm before it comes back no sooner than this share of its own interval. */
const RETURN = 0.6;

/**
 * Draws one strip without noise, upon a canvas whose signal is zeros.
 *
 * @param base the strip's class
 * @param guest the class of its episodes
 */
export function drawClean(
  { rate, duration, samples }: Spec['recording'],
  base: Cast,
  guest: Cast | undefined,
  key: StreamKey,
  canvas: Canvas,
  detail: Detail | null,
): CleanStrip {
  const { source } = base.plan;
  const { streams } = base.begin(key, detail);
  const breathing = drawBreathing(source.respiration, key, detail?.noteFor(0));
  const periods =
    source.episodes && guest ? drawEpisodes(source.episodes, duration, streams.open('episodes')) : [];

  const whole: Interval = { from: -MARGIN, to: duration + MARGIN, duration, after: null, episode: 0 };
  const flutter = drawActivity(source, streams, whole, canvas, rate, periods, null);
  let beats = schedule(source, whole, streams, breathing, flutter);
  if (guest && periods.length > 0) {
    guest.begin(key, detail);
    const { streams: own } = guest;
    const { source: other } = guest.plan;
    const inserted = periods.map((period, n) => {
      const episode = n + 1;
      const cycles = drawActivity(other, own, { ...whole, episode }, canvas, rate, periods, period);
      return (after: number | null): ScheduledBeat[] => {
        const interval = { from: period.start, to: period.end, duration, after, episode };
        const found = schedule(other, interval, own, breathing, cycles);
        return found.filter(({ time }) => time >= period.start && time < period.end);
      };
    });
    beats = insert(beats, periods, inserted);
  }

  const truth = drawBeats(beats, base, guest, rate, samples, canvas, breathing, detail);
  addBreathing(canvas.signal, rate, breathing);
  return { ...truth, rhythms: rhythmSpans(base, guest, periods, rate, samples) };
}

/** Puts the beats of episodes in the place of the strip's own. */
function insert(
  base: readonly ScheduledBeat[],
  periods: readonly Period[],
  episodes: readonly ((after: number | null) => ScheduledBeat[])[],
): ScheduledBeat[] {
  const interval = meanInterval(base.filter(({ kind }) => kind !== 'loose').map(({ time }) => time));
  const beats: ScheduledBeat[] = [];
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

/** The rhythms of a strip, without gaps, from its first sample to its last. */
function rhythmSpans(
  base: Cast,
  guest: Cast | undefined,
  periods: readonly Period[],
  rate: number,
  samples: number,
): RhythmSpan[] {
  const spans: RhythmSpan[] = [];
  const push = (start: number, end: number, { plan: { source } }: Cast): void => {
    if (end > start) spans.push({ start, end, code: source.code, class: source.name });
  };
  const place = (t: number): number => Math.min(samples, Math.max(0, Math.floor(t * rate + 0.5)));
  let at = 0;
  for (const period of guest ? periods : []) {
    const start = place(period.start);
    const end = place(period.end);
    push(at, start, base);
    push(start, end, guest!);
    at = end;
  }
  push(at, samples, base);
  return spans;
}
