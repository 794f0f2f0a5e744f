import type { Respiration } from '../spec/types';
import type { Note } from './detail';
import type { Trace } from './kernels/trace';
import { sinTurns } from './math';
import { hashName, Random, type StreamKey } from './random';
import { drawRecording } from './variable';

/** How somebody breathes in one strip. */
export interface DrawnBreathing {
  /** Hz, and turns at the strip's first sample. */
  readonly rate: number;
  readonly phase: number;
  /** Peak swing of amplitudes, as a share, and of the baseline, mV. */
  readonly modulation: number;
  readonly baseline: number;
}

const PURPOSE = hashName('respiration');

export function drawBreathing(
  respiration: Respiration | null,
  key: StreamKey,
  note: Note | null = null,
): DrawnBreathing {
  const drawn = draw(respiration, key);
  note?.('respiration rate', drawn.rate);
  note?.('respiration modulation', drawn.modulation);
  note?.('respiration baseline', drawn.baseline);
  return drawn;
}

function draw(respiration: Respiration | null, key: StreamKey): DrawnBreathing {
  const random = new Random().reset(key, PURPOSE);
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

/** The swing of breathing at time `t`, s. */
export function breath(t: number, { rate, phase }: DrawnBreathing): number {
  return sinTurns(rate * t + phase);
}

/** Adds the swing of the baseline to a strip. `rate`: sampling rate, Hz. */
export function addBreathing(out: Trace, rate: number, breathing: DrawnBreathing): void {
  if (breathing.baseline !== 0) out.addSine(breathing.baseline, breathing.rate / rate, breathing.phase);
}
