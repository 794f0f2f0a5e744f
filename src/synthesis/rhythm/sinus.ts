import type { SinusRhythm } from '../../spec/types';
import { sinTurns } from '../math';
import { drawEpisode } from '../variable';
import { boundInterval, elapsed, type Stretch } from './stretch';

/** Breathing as the rhythm hears it: cycles and phase in turns at time 0. */
export interface Breathing {
  /** Hz. */
  readonly rate: number;
  readonly phase: number;
}

/**
 * Sinus rhythm: the instantaneous rate swings with the 0.1 Hz (Mayer) and the respiratory wave, whose powers stand in the
 * ratio q = LF/HF and add up to the variability's SD squared (the two peaks of McSharry et al., IEEE TBME 50, 2003, as one
 * tone each: amplitudes SD √(2q / (1 + q)) and SD √(2 / (1 + q))), around a rate that the ramp moves; each interval is
 * 60 / rate at its start.
 *
 * @returns R times, s, ascending
 */
export function sinusBeats(rhythm: SinusRhythm, stretch: Stretch, breathing: Breathing): number[] {
  const { recording, episode, note } = stretch.streams;
  const rate = drawEpisode(rhythm.rate, recording, episode);
  const sd = drawEpisode(rhythm.variability, recording, episode);
  const ratio = drawEpisode(rhythm.lfHf, recording, episode);
  const ramp = drawEpisode(rhythm.ramp, recording, episode);
  note?.('rate', rate);
  note?.('variability', sd);
  note?.('lf-hf', ratio);
  note?.('ramp', ramp);
  const lowPhase = episode.uniform();
  const start = episode.uniform();
  const lowAmplitude = sd * Math.sqrt((2 * ratio) / (1 + ratio));
  const highAmplitude = sd * Math.sqrt(2 / (1 + ratio));
  const interval = (t: number): number => {
    const middle = rate + ramp * elapsed(t, stretch);
    const now =
      middle +
      lowAmplitude * sinTurns(0.1 * t + lowPhase) +
      highAmplitude * sinTurns(breathing.rate * t + breathing.phase);
    return boundInterval(60 / (now < middle / 2 ? middle / 2 : now > middle * 1.5 ? middle * 1.5 : now));
  };
  const times: number[] = [];
  let t = stretch.after === null ? stretch.from - (start * 60) / rate : stretch.after;
  if (stretch.after !== null) t += interval(t);
  while (t < stretch.to) {
    times.push(t);
    t += interval(t);
  }
  return times;
}
