import type { Interval } from '../../../spec/measures';
import type { Measurements } from '../../../synthesis';

export interface Reading {
  readonly label: string;
  /** What the label stands for, for tooltips and screen readers. */
  readonly meaning: string;
  /** `–` where nothing can be measured. */
  readonly value: string;
  readonly unit: string;
  /** The interval that the spec can be told to have, where it can. */
  readonly writes?: Interval;
}

/** The numbers under a strip's title, in the order a cardiologist reads them. */
export function readings(m: Measurements): readonly Reading[] {
  const spread = Number.isFinite(m.rrSd) ? ` ± ${Math.round(m.rrSd)}` : '';
  const rr = whole(m.rr);
  return [
    { label: 'HR', meaning: 'heart rate', value: whole(m.heartRate), unit: 'bpm', writes: 'rate' },
    {
      label: 'RR',
      meaning: 'RR interval, mean ± standard deviation',
      value: rr === '–' ? rr : rr + spread,
      unit: 'ms',
    },
    { label: 'PR', meaning: 'PR interval', value: whole(m.pr), unit: 'ms', writes: 'PR' },
    { label: 'QRS', meaning: 'QRS duration', value: whole(m.qrs), unit: 'ms', writes: 'QRS' },
    { label: 'QT', meaning: 'QT interval', value: whole(m.qt), unit: 'ms', writes: 'QT' },
    { label: 'QTc', meaning: 'QT interval corrected by Bazett', value: whole(m.qtc), unit: 'ms' },
  ];
}

/** A strip in words, for those who cannot see it. */
export function describeStrip(title: string, m: Measurements): string {
  const measured = readings(m).filter((reading) => reading.value !== '–');
  const words = measured.map(({ meaning, value, unit }) => `${meaning} ${value} ${unit}`);
  return `${title}: ${words.length > 0 ? words.join(', ') : 'no beats to measure'}`;
}

function whole(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value)) : '–';
}
