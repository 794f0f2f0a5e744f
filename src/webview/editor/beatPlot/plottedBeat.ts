import type { WaveQuantity } from '../../../spec/handles';
import { formatQuantity } from '../../../spec/quantity';
import type { WavePart } from '../../../spec/types';
import type { BeatPlot } from '../../../synthesis';

/** One wave as its handles need it. Times are s, relative to the beat's time where nothing else is said. */
export interface PlotWave {
  readonly name: string;
  readonly part: WavePart;
  /** Where it begins, peaks and ends. */
  readonly onset: number;
  readonly peak: number;
  readonly offset: number;
  /** Its σ, where the form has one, else what lies between the peak and its ends; before and after the peak. */
  readonly flanks: readonly [number, number];
  /** How many widths the flanks are, of which the text says the width. */
  readonly perWidth: number;
  /** Whether one width stands for both flanks. */
  readonly symmetric: boolean;
  /** The middle of its numbers as the text says them; `at` counts from the anchor. */
  readonly middle: Readonly<Record<WaveQuantity, number>>;
  /** How far they spread; null where that is no single number. */
  readonly spread: Readonly<Record<WaveQuantity, number | null>>;
  /** What its time counts from, in words: `R`, `QRS onset`. */
  readonly anchor: string;
}

/** A beat type as the plot shows it. */
export interface PlottedBeat {
  readonly name: string;
  readonly drawing: BeatPlot;
  /** What is compared with it, mV at the drawing's points; null: nothing. */
  readonly under: Float32Array | null;
  /** In the order of the drawing's waves. */
  readonly waves: readonly PlotWave[];
}

/** A wave's numbers in a line: `0.28 mV ± 0.1 mV · R + 270 ms ± 15 ms · rise 48 ms, fall 31 ms`. */
export function waveInWords(wave: PlotWave): string {
  return [amplitudeInWords(wave, true), timeInWords(wave, true), widthsInWords(wave)].join(' · ');
}

export function amplitudeInWords({ middle, spread }: PlotWave, withSpread: boolean): string {
  return quantity(middle.amplitude, withSpread ? spread.amplitude : null, 'amplitude');
}

/** When a wave peaks: `R + 270 ms`. */
export function timeInWords({ middle, spread, anchor }: PlotWave, withSpread: boolean): string {
  const time = quantity(Math.abs(middle.at), withSpread ? spread.at : null, 'time');
  return `${anchor} ${middle.at < 0 ? '−' : '+'} ${time}`;
}

export function widthsInWords({ middle, spread, symmetric }: PlotWave): string {
  if (symmetric) return `width ${quantity(middle.rise, spread.rise, 'time')}`;
  return `rise ${quantity(middle.rise, spread.rise, 'time')}, fall ${quantity(middle.fall, spread.fall, 'time')}`;
}

function quantity(value: number, spread: number | null, dimension: 'amplitude' | 'time'): string {
  const text = rounded(value, dimension);
  return spread === null || spread === 0 ? text : `${text} ± ${rounded(spread, dimension)}`;
}

function rounded(value: number, dimension: 'amplitude' | 'time'): string {
  const step = dimension === 'amplitude' ? 1e-3 : 1e-4;
  return formatQuantity(Math.round(value / step) * step, dimension);
}
