import type { Measurements } from '../synthesis';

const whole = (value: number): string => (Number.isFinite(value) ? String(Math.round(value)) : '–');
const inMs = (...values: number[]): string =>
  `${values.map(whole).join('/')}${values.some(Number.isFinite) ? ' ms' : ''}`;

/** The line that a cardiograph prints: heart rate per minute and intervals in ms; – where there is none. */
export function readout(measurements: Measurements): string {
  const { heartRate, pr, qrs, qt, qtc } = measurements;
  return `HR ${whole(heartRate)}/min · PR ${inMs(pr)} · QRS ${inMs(qrs)} · QT/QTc ${inMs(qt, qtc)}`;
}
