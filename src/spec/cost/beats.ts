import type { Ectopy, RegularRhythm, Rhythm, RhythmClass } from '../types';
import type { Reading } from './reading';

/** How many beats a class has in some time. */
export interface BeatCount {
  /** Heartbeats, and P waves that none follows. */
  readonly beats: number;
  /** Of them ectopic runs. */
  readonly runs: number;
  /** Flutter cycles. */
  readonly cycles: number;
  /** Draws that the rhythm takes for them. */
  readonly draws: number;
  /** The longest interval, s. */
  readonly longest: number;
}

/** The same as in src/synthesis/rhythm: no interval is shorter or longer, s. */
const SHORTEST = 0.1;
const LONGEST = 20;
/** The AV node's refractory period is no shorter, s, and no interval that it lets through longer. */
const REFRACTORY = 0.28;
const LONGEST_AV_NODE = 1.8;
const AV_NODE_ATTEMPTS = 20;
/** A rhythm may have begun this long before what it is counted in, s. */
const RUN_UP = 5;
/** A beat that no rhythm expects: with pauses and dropped beats an interval is this many times as long as its rhythm's. */
const PAUSES = 6;

/** @param seconds that the beats cover */
export function countBeats(c: RhythmClass, seconds: number, reading: Reading): BeatCount {
  const cycles = countCycles(c, seconds, reading);
  const clock = clockOf(c.rhythm, cycles, seconds, reading);
  const own = countClock(clock, seconds);
  const escape =
    c.conduction?.type === 'dissociated' ? countClock(regular(c.conduction.escape, reading), seconds) : 0;
  const ectopic = c.ectopy ? countEctopy(c.ectopy, own, seconds, reading) : { beats: 0, runs: 0 };
  return {
    beats: own + escape + ectopic.beats,
    runs: ectopic.runs,
    cycles,
    draws: (own + RUN_UP / clock.shortest) * clock.draws + escape + 4 * ectopic.beats + cycles,
    longest: Math.min(LONGEST, clock.longest * reading.chance(1, PAUSES)),
  };
}

interface Clock {
  readonly shortest: number;
  readonly longest: number;
  /** For each beat. */
  readonly draws: number;
}

function countClock({ shortest }: Clock, seconds: number): number {
  return shortest === Infinity ? 0 : Math.ceil(seconds / shortest) + 1;
}

function clockOf(rhythm: Rhythm, cycles: number, seconds: number, reading: Reading): Clock {
  switch (rhythm.type) {
    case 'sinus': {
      const rate = reading.of(rhythm.rate);
      const ramp = reading.of(rhythm.ramp);
      const low = rate.low + Math.min(0, ramp.low);
      const high = rate.high + Math.max(0, ramp.high);
      // The two waves in the rate have amplitudes of at most 2 SDs together.
      const swing = reading.chance(0, 2 * reading.of(rhythm.variability).high);
      return clock(Math.max(low / 2, low - swing), Math.min(1.5 * high, high + swing), 1);
    }
    case 'regular':
      return regular(rhythm, reading);
    case 'av-node': {
      const { low, high } = reading.of(rhythm.arrivals);
      const mean = (0.43 + 1 / ((low + high) / 2)) / 0.85;
      const arrivals = high * (LONGEST_AV_NODE - REFRACTORY);
      return {
        shortest: reading.chance(mean, REFRACTORY),
        longest: LONGEST_AV_NODE,
        draws: reading.chance(
          2 + 2 * mean * high * 0.5,
          2 + 2 * AV_NODE_ATTEMPTS * (1 + arrivals + 8 * Math.sqrt(arrivals)),
        ),
      };
    }
    case 'av-block': {
      const ratios = rhythm.block.map((choice) => choice.ratios);
      const mean = ratios.map((list) => (list === 'variable' ? 3 : average(list)));
      const least = ratios.map((list) => (list === 'variable' ? 2 : Math.min(...list)));
      const beats = cycles / reading.chance(average(mean), Math.min(...least));
      return { shortest: seconds / Math.max(1, beats), longest: reading.chance(1, LONGEST), draws: 4 };
    }
    case 'none':
      return { shortest: Infinity, longest: 1, draws: 0 };
  }
}

function regular(rhythm: RegularRhythm, reading: Reading): Clock {
  const value = reading.of(rhythm.value);
  const ramp = reading.of(rhythm.ramp);
  const rate = rhythm.of === 'rate' ? value : { low: 60 / value.high, high: 60 / value.low };
  return clock(rate.low + Math.min(0, ramp.low), rate.high + Math.max(0, ramp.high), 1);
}

/** @param slow,fast beats per minute */
function clock(slow: number, fast: number, draws: number): Clock {
  // A rate that a ramp takes below zero comes out as the shortest interval.
  const shortest = slow <= 0 ? SHORTEST : Math.max(SHORTEST, 60 / fast);
  return { shortest, longest: slow <= 0 ? LONGEST : Math.min(LONGEST, 60 / slow), draws };
}

/** The shortest flutter cycle as a share of the mean one. */
const SHORTEST_CYCLE = 0.2;

function countCycles({ atrial }: RhythmClass, seconds: number, reading: Reading): number {
  if (atrial?.type !== 'flutter-waves') return 0;
  const shortest = reading.chance(1, Math.max(SHORTEST_CYCLE, 1 - 8 * reading.of(atrial.jitter).high));
  return Math.ceil(((seconds + 2) * reading.of(atrial.rate).high) / 60 / shortest) + 2;
}

/** Ectopic beats beside the beats of the rhythm, in whose intervals they come, or over which runs run. */
function countEctopy(
  { burden, run, runRate, patterns, pause }: Ectopy,
  own: number,
  seconds: number,
  reading: Reading,
): { beats: number; runs: number } {
  const share = patterns.some(({ order }) => order !== 'isolated') ? 0.5 : reading.of(burden).high;
  const runs = reading.chance(share * own, own);
  const inRuns = Math.ceil(seconds / Math.max(SHORTEST, 60 / reading.of(runRate).high));
  const most = runs + inRuns;
  // Most take the place of a beat of the rhythm.
  const added = (pause === 'none' ? 1 : 0.2) * runs * reading.of(run).high;
  return { runs, beats: reading.chance(Math.min(most, added), most) };
}

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
