import type { Conduction } from '../../spec/types';
import type { Random } from '../random';
import { drawEpisode, drawWhole } from '../variable';
import type { Stretch } from './stretch';

/** A sinus impulse and what the AV node made of it. */
export interface Impulse {
  /** R time of the beat, or where it would have been, s. */
  readonly time: number;
  /** False for a P wave that no beat follows. */
  readonly conducted: boolean;
  /** How much longer PR is than the beat type says, s: P stays where the sinus clock put it. */
  readonly delay: number;
}

/**
 * What the AV node lets through: all (no conduction), all but the last of each cycle (Mobitz II; Wenckebach, where PR has
 * grown by increment · (1 + 1/2 + 1/4 + ...) until then), or nothing (dissociated).
 *
 * @param sinus R times with the node's shortest delay, s, ascending
 * @param random draws the cycles
 */
export function conduct(
  conduction: Conduction | null,
  sinus: readonly number[],
  stretch: Stretch,
  random: Random,
): Impulse[] {
  switch (conduction?.type) {
    case undefined:
      return sinus.map((time) => ({ time, conducted: true, delay: 0 }));
    case 'wenckebach': {
      const { recording, episode } = stretch.streams;
      const increment = drawEpisode(conduction.increment, recording, episode);
      return inCycles(
        sinus,
        () => drawWhole(conduction.cycle, random),
        random,
        (time, position, cycle) => {
          if (position === cycle - 1) return { time, conducted: false, delay: 0 };
          // increment · (1 + 1/2 + 1/4 + ...) with one term for each beat before.
          const delay = increment * 2 * (1 - 1 / (1 << Math.min(position, 30)));
          return { time: time + delay, conducted: true, delay };
        },
      );
    }
    case 'mobitz-2':
      return inCycles(
        sinus,
        () => drawWhole(conduction.cycle, random),
        random,
        (time, position, cycle) => ({
          time,
          conducted: position !== cycle - 1,
          delay: 0,
        }),
      );
    case 'dissociated':
      return sinus.map((time) => ({ time, conducted: false, delay: 0 }));
  }
}

/** Numbers the impulses in cycles of at least two, of which the first begins anywhere. */
function inCycles(
  times: readonly number[],
  draw: () => number,
  random: Random,
  make: (time: number, position: number, cycle: number) => Impulse,
): Impulse[] {
  const length = (): number => Math.max(2, draw());
  let cycle = length();
  let position = Math.floor(random.uniform() * cycle);
  return times.map((time) => {
    if (position >= cycle) {
      position = 0;
      cycle = length();
    }
    return make(time, position++, cycle);
  });
}
