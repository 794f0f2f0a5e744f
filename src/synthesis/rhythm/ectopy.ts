import type { Ectopy, EctopyPattern } from '../../spec/types';
import { pick } from '../pick';
import { drawEpisode, drawWhole, levelled } from '../variable';
import type { Impulse } from './conduction';
import { boundInterval, type Stretch } from './stretch';

/** An impulse among ectopic beats; `focus` counts the runs that ectopic beats come in, and is -1 for all others. */
export interface Event extends Impulse {
  readonly focus: number;
}

/** Ectopic beats this close to the ends of a stretch do not make a strip of its class, s. */
const EDGE = 0.4;

/** A beat that would come sooner after an ectopic one than this share of its interval finds the heart refractory. */
const REFRACTORY = 0.6;

/**
 * Puts ectopic beats among the impulses. A class with ectopy shows at least one whole run (of one
 * beat, most often) in every strip: where chance gave none, there is one at a random place and no other, because a strip
 * without one would be mislabelled.
 *
 * @param impulses in time order
 */
export function addEctopy(impulses: readonly Impulse[], ectopy: Ectopy, stretch: Stretch): Event[] {
  const { recording, episode } = stretch.streams;
  const { order } = pick(ectopy.patterns, recording);
  const burden = drawEpisode(ectopy.burden, recording, episode);
  const coupling = levelled(ectopy.coupling, recording, episode);
  const delay = levelled(ectopy.delay, recording, episode);
  const runRate = levelled(ectopy.runRate, recording, episode);
  const start = Math.floor(episode.uniform() * 12);
  // Drawn for every impulse whether it is followed or not, so that none of these moves the others.
  const plans = impulses.map(() => ({
    chance: episode.uniform(),
    coupling: coupling.next(episode),
    delay: delay.next(episode),
    run: Math.max(1, drawWhole(ectopy.run, episode)),
  }));
  const spare = episode.uniform();
  const runs = order === 'isolated' ? null : runsOf(order);
  const lengthAfter = (k: number, turn: number): number =>
    runs === null ? (plans[k]!.chance < burden ? plans[k]!.run : 0) : runs[(turn + start) % runs.length]!;

  // Drawn last and kept, because the beats may be built twice.
  const rates: number[] = [];
  const runInterval = (n: number): number => {
    while (rates.length <= n) rates.push(runRate.next(episode));
    return boundInterval(60 / rates[n]!);
  };
  const build = (length: (k: number, turn: number) => number): Event[] =>
    interleave(impulses, ectopy.pause, plans, runInterval, length, stretch.to);
  const isInside = (time: number): boolean =>
    time > Math.max(0, stretch.from) + EDGE && time < Math.min(stretch.to, stretch.duration) - EDGE;

  const events = build(lengthAfter);
  if (runTimes(events).some(([first, last]) => isInside(first) && isInside(last))) return events;
  // One run alone has nothing before it that could have shifted it.
  const alone = (k: number): number => (order === 'isolated' ? plans[k]!.run : Math.max(...runsOf(order)));
  const beginsInside = impulses.flatMap(({ time, conducted }, k) => {
    const next = impulses[k + 1];
    const first = next ? time + plans[k]!.coupling * (next.time - time) : NaN;
    return conducted && isInside(first) ? [{ k, first }] : [];
  });
  const lastOf = (k: number, first: number): number => {
    let t = first;
    for (let n = 0; n < alone(k) - 1 && t < stretch.to; n++) t += runInterval(n);
    return t;
  };
  const fits = beginsInside.filter(({ k, first }) => isInside(lastOf(k, first)));
  const candidates = fits.length > 0 ? fits : beginsInside;
  const chosen = candidates[Math.floor(spare * candidates.length)];
  if (!chosen) return events;
  return build((k) => (k === chosen.k ? alone(k) : 0));
}

/** When each run begins and ends, s. */
function runTimes(events: readonly Event[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const { time, focus } of events) {
    if (focus < 0) continue;
    const run = runs[focus];
    if (run) run[1] = time;
    else runs[focus] = [time, time];
  }
  return runs;
}

/** How many ectopic beats follow each conducted one of a pattern. */
function runsOf(order: Exclude<EctopyPattern['order'], 'isolated'>): number[] {
  const first = order.indexOf(false);
  if (first < 0) return [order.length];
  const runs: number[] = [];
  for (let i = 0; i < order.length; i++) {
    if (order[(first + i) % order.length]!) runs[runs.length - 1]!++;
    else runs.push(0);
  }
  return runs;
}

function interleave(
  impulses: readonly Impulse[],
  pause: Ectopy['pause'],
  plans: readonly { readonly coupling: number; readonly delay: number }[],
  runInterval: (n: number) => number,
  lengthAfter: (k: number, turn: number) => number,
  end: number,
): Event[] {
  const events: Event[] = [];
  let shift = 0;
  let turn = 0;
  let focus = 0;
  let inRuns = 0;
  for (let k = 0; k < impulses.length; k++) {
    const impulse = impulses[k]!;
    const time = impulse.time + shift;
    events.push({ time, conducted: impulse.conducted, delay: impulse.delay, focus: -1 });
    const next = impulses[k + 1];
    // Only a beat can be followed by an ectopic one.
    if (!impulse.conducted || !next) continue;
    const length = lengthAfter(k, turn++);
    if (length === 0) continue;
    const interval = next.time - impulse.time;
    const { coupling, delay } = plans[k]!;
    let last = time + coupling * interval;
    events.push({ time: last, conducted: true, delay: 0, focus });
    for (let i = 1; i < length && last < end; i++) {
      last += runInterval(inRuns++);
      events.push({ time: last, conducted: true, delay: 0, focus });
    }
    focus++;
    // How soon the next impulse comes through.
    const earliest = last + REFRACTORY * interval;
    switch (pause) {
      case 'full':
        // The clock runs on, but its next impulse finds the ventricle refractory.
        k++;
        while (k + 1 < impulses.length && impulses[k + 1]!.time + shift < earliest) k++;
        break;
      case 'none':
        // Beats that a run overtakes are lost in it; after a single ectopic beat the next one comes through.
        while (
          k + 1 < impulses.length &&
          impulses[k + 1]!.time + shift < (length > 1 ? earliest : last + 0.05)
        )
          k++;
        break;
      case 'reset':
      case 'delayed':
        shift = last + interval * (pause === 'delayed' ? delay : 1) - next.time;
    }
  }
  return events;
}
