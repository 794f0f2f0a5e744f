import type { Atrial, RhythmClass } from '../spec/types';
import { addFlutterWaves, addFWaves, drawFlutter, type Flutter } from './atrial';
import type { Canvas } from './canvas';
import type { Trace } from './kernels/trace';
import type { Interval } from './rhythm';
import type { Period } from './rhythm/episodes';
import type { Streams } from './rhythm/stretch';
import type { StreamBook } from './streams';
import { addVentricular } from './ventricular';

/** Atrial and ventricular activity of an episode swells and fades over this, s. */
const FADE = 0.15;

/**
 * Adds a class's continuous activity, and gives the start times of its flutter cycles.
 *
 * @param periods all episodes: the strip's own class is silent there
 * @param period the episode in which alone this class is heard; `null` for the strip's own
 */
export function drawActivity(
  source: RhythmClass,
  streams: StreamBook,
  { from, to, episode }: Interval,
  { signal, activity }: Canvas,
  rate: number,
  periods: readonly Period[],
  period: Period | null,
): readonly number[] {
  const { atrial, ventricular } = source;
  if (!atrial && !ventricular) return [];
  // Most strips have no episodes, and are drawn upon directly.
  const out = periods.length === 0 ? signal : activity;
  const cycles = atrial ? addAtrial(out, rate, atrial, from - 1, to, streams.open('atrial', episode)) : [];
  if (ventricular) addVentricular(out, rate, ventricular, streams.open('ventricular', episode));
  if (out === activity) {
    const { samples } = signal;
    for (let i = 0; i < samples.length; i++) {
      const t = i / rate;
      const share = period ? heard(t, period) : 1 - periods.reduce((sum, p) => Math.max(sum, heard(t, p)), 0);
      samples[i] = samples[i]! + share * activity.samples[i]!;
    }
    activity.clear();
  }
  return cycles;
}

function addAtrial(
  out: Trace,
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
