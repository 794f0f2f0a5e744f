import type { Recording, RhythmClass, Ventricular } from '../types';
import type { BeatCount } from './beats';
import { bandWork } from './noise';
import type { Reading } from './reading';
import { sum, times, type Work } from './work';

/** Pulses follow each other no faster, s; the same as in src/synthesis/ventricular.ts. */
const SHORTEST_STEP = 0.005;

/** What a class's continuous atrial and ventricular activity takes over a whole strip. */
export function activityWork(
  { atrial, ventricular }: RhythmClass,
  recording: Recording,
  { cycles }: BeatCount,
  reading: Reading,
): Work {
  const { samples } = recording;
  const works: Work[] = [];
  if (atrial?.type === 'flutter-waves') works.push({ pass: 4 * samples, draw: cycles });
  else if (atrial?.form === 'sawtooth') works.push({ pass: (4 + 2 * atrial.harmonics) * samples });
  else if (atrial) {
    const { low, high } = reading.of(atrial.frequency);
    const half = Math.max(0.1, reading.of(atrial.bandwidth).low / 2);
    works.push(bandWork(recording, low - half, high + half), { pass: 10 * samples });
  }
  if (ventricular) works.push(ventricularWork(ventricular, recording, reading));
  return sum(...works);
}

function ventricularWork(
  activity: Ventricular,
  { samples, rate, duration }: Recording,
  reading: Reading,
): Work {
  switch (activity.type) {
    case 'fibrillation':
      // Three wavelets.
      return { pass: 12 * samples };
    case 'torsades':
      return { pass: 6 * samples };
    case 'pulses': {
      const width = reading.of(activity.width).high;
      const step = reading.of(activity.step);
      const seconds = duration + 4 * (5 * width + step.high);
      const pulses = seconds / Math.max(SHORTEST_STEP, step.low) + 1;
      return times(pulses, { draw: 3, wave: 1, point: Math.min(samples, 10 * width * rate) + 4 });
    }
  }
}
