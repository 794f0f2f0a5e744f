import type { Decoder } from './decode';
import { asRecord, isRecord } from './plain';
import { limitsOf } from './schema';
import { nearest } from './suggest';
import type { DatasetSettings, Recording, TrainingSettings } from './types';

/** Longer strips than this are refused: a million samples are half an hour at 500 Hz. */
const LARGEST_STRIP = 1_000_000;

export function decodeRecording(value: unknown, decoder: Decoder): Recording {
  const raw = asRecord(value);
  const read = (key: string, fallback: number): number =>
    key in raw
      ? (decoder.fixed(raw[key], ['recording', key], limitsOf('recording', key)) ?? fallback)
      : fallback;
  const rate = read('rate', 500);
  const duration = read('duration', 10);
  const samples = Math.round(rate * duration);
  if (Math.abs(samples - rate * duration) > 1e-6) {
    decoder.reportKey(
      'ECG307',
      ['recording'],
      `${duration} s at ${rate} Hz are ${rate * duration} samples, which is not a whole number. Change the rate or the duration a little.`,
    );
  }
  if (samples > LARGEST_STRIP) {
    decoder.reportKey(
      'ECG308',
      ['recording'],
      `A strip would have ${samples} samples; at most ${LARGEST_STRIP} are allowed. Lower the rate or the duration.`,
    );
  }
  return { rate, duration, samples, lead: 'II', resolution: read('resolution', 0.001) };
}

export function decodeDataset(value: unknown, classes: readonly string[], decoder: Decoder): DatasetSettings {
  const raw = asRecord(value);
  const strips = raw['strips'];
  const countFor = (name: string): number => {
    if (isRecord(strips)) return typeof strips[name] === 'number' ? strips[name] : 0;
    return typeof strips === 'number' ? strips : 1000;
  };
  for (const name of Object.keys(asRecord(strips))) {
    if (classes.includes(name)) continue;
    const guess = nearest(name, classes);
    decoder.reportKey(
      'ECG309',
      ['dataset', 'strips', name],
      `There is no class \`${name}\`.${guess ? ` Did you mean \`${guess}\`?` : ' Define it under `classes`.'}`,
    );
  }
  const validation =
    'validation' in raw
      ? decoder.fixed(raw['validation'], ['dataset', 'validation'], limitsOf('dataset', 'validation'))
      : undefined;
  return {
    strips: classes.map((name) => ({ class: name, count: countFor(name) })),
    validation: validation ?? 0.1,
  };
}

export function decodeTraining(value: unknown, recordingRate: number, decoder: Decoder): TrainingSettings {
  const raw = asRecord(value);
  const number = (key: string, fallback: number): number =>
    typeof raw[key] === 'number' ? raw[key] : fallback;
  const given =
    'rate' in raw
      ? decoder.fixed(raw['rate'], ['training', 'rate'], limitsOf('training', 'rate'))
      : undefined;
  if (given !== undefined && given > recordingRate) {
    decoder.report(
      'ECG310',
      ['training', 'rate'],
      `Training at ${given} Hz is above the sampling rate of the strips (${recordingRate} Hz), which adds nothing. Use ${recordingRate} Hz or less.`,
      'warning',
    );
  }
  return {
    model: 'resnet18',
    width: number('width', 0.25),
    rate: given ?? Math.min(100, recordingRate),
    epochs: number('epochs', 8),
    batch: number('batch', 64),
    learningRate: number('learning-rate', 0.001),
  };
}
