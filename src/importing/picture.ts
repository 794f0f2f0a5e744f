import { rPeaks } from '../records/rPeaks';
import { stripScene, toSvg } from '../render';
import { measure, type Strip } from '../synthesis';
import type { ShownStrip } from './summary';

/**
 * An imported strip on ECG paper, 25 mm/s and 10 mm/mV, as SVG: an arrow at every R peak that is found, and the heart rate, so
 * that a wrong lead, unit or rate is seen at once.
 * @param rate Hz
 */
export function stripPicture(strip: ShownStrip, rate: number): string {
  const samples = Int16Array.from(strip.samples);
  const title = [
    strip.class,
    strip.record,
    ...(strip.patient === '' ? [] : [`patient ${strip.patient}`]),
    ...(strip.start === 0 ? [] : [`from ${Number(strip.start.toPrecision(6))} s`]),
  ].join(' · ');
  const truth = truthOf(strip.class, samples, rate);
  const { heartRate } = measure(truth, rate);
  const words = Number.isFinite(heartRate) ? `HR ${Math.round(heartRate)}/min` : 'no R peaks found';
  return toSvg(
    stripScene([{ strip: { samples, truth }, title, words }], {
      rate,
      resolution: 0.001,
      lead: strip.lead,
    }),
  );
}

/** What is found of a strip, in the form of what is known of synthetic ones. */
function truthOf(name: string, samples: Int16Array, rate: number): Strip['truth'] {
  const nowhere = { onset: -1, peak: -1, offset: -1 };
  const beats = rPeaks(samples, rate).map((r) => ({
    ...{ type: '', symbol: 'N' as const, ectopic: false },
    ...{ r, p: null, qrs: { ...nowhere, peak: r }, t: null },
  }));
  return { class: name, index: 0, beats, loosePs: [], rhythms: [] };
}
