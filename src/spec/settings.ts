import type { Decoder } from './decode';
import { replaceValue } from './fixes';
import { MODELS } from './models';
import { asRecord, isRecord } from './plain';
import type { Path } from './problem';
import { formatQuantity } from './quantity';
import { limitsOf } from './schema';
import { Section } from './section';
import type { DatasetSettings, Filter, Recording, TrainingSettings } from './types';

/** Longer strips than this are refused: a million samples are half an hour at 500 Hz. */
const LARGEST_STRIP = 1_000_000;
/** The largest 16-bit sample; its negative is the smallest, as WFDB takes -32768 for "no sample". */
const LARGEST_SAMPLE = 32767;

export function decodeRecording(value: unknown, decoder: Decoder): Recording {
  const path = ['recording'];
  const section = new Section(value, path, 'recording', undefined, decoder);
  const rate = section.fixed('rate', 500);
  const duration = section.fixed('duration', 10);
  const samples = Math.round(rate * duration);
  if (Math.abs(samples - rate * duration) > 1e-6) {
    decoder.reportKey(
      'ECG307',
      path,
      `${duration} s at ${rate} Hz are ${rate * duration} samples, which is not a whole number. Change the rate or the duration a little.`,
    );
  }
  if (samples > LARGEST_STRIP) {
    decoder.reportKey(
      'ECG308',
      path,
      `A strip would have ${samples} samples; at most ${LARGEST_STRIP} are allowed. Lower the rate or the duration.`,
    );
  }
  const resolution = section.fixed('resolution', 0.001);
  return {
    rate,
    duration,
    samples,
    lead: 'II',
    resolution,
    range: decodeRange(section, resolution),
    filters: decodeFilters(section.raw['filters'], section.at('filters'), rate, decoder),
    leadOff: decodeLeadOff(section.raw['lead-off'], section.at('lead-off'), decoder),
  };
}

/** ECG324: 16 bits hold the range at the resolution. */
function decodeRange(section: Section, resolution: number): number {
  const most = LARGEST_SAMPLE * resolution;
  const range = section.fixed('range', most);
  if (range > most * (1 + 1e-9)) {
    const { decoder } = section;
    decoder.report(
      'ECG324',
      section.at('range'),
      `16 bits at ${formatQuantity(resolution, 'amplitude')} a step hold ${formatQuantity(most, 'amplitude')}, not ${formatQuantity(range, 'amplitude')}. Lower the range, or make the resolution coarser.`,
      [
        replaceValue(
          decoder.source,
          section.at('range'),
          formatQuantity(Math.floor(most * 1000) / 1000, 'amplitude'),
        ),
      ],
    );
    return most;
  }
  return range;
}

function decodeFilters(raw: unknown, path: Path, rate: number, decoder: Decoder): Filter[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((item: unknown, i): Filter[] => {
    const type = asRecord(item)['type'];
    if (type !== 'high-pass' && type !== 'low-pass' && type !== 'notch') return [];
    const section = new Section(item, [...path, i], 'filter', type, decoder);
    const key = type === 'notch' ? 'frequency' : 'cutoff';
    const at = section.fixed(key, type === 'notch' ? 50 : type === 'low-pass' ? 40 : 0.5);
    if (at >= rate / 2) {
      decoder.report(
        'ECG323',
        section.has(key) ? section.at(key) : section.path,
        `A sampling rate of ${rate} Hz shows frequencies below ${rate / 2} Hz only, so a filter at ${at} Hz has nothing to do. Lower the frequency or raise the rate.`,
      );
    }
    return [type === 'notch' ? { type, frequency: at } : { type, cutoff: at }];
  });
}

function decodeLeadOff(raw: unknown, path: Path, decoder: Decoder): Recording['leadOff'] {
  if (!isRecord(raw)) return null;
  const section = new Section(raw, path, 'lead-off', undefined, decoder);
  return { chance: section.fixed('chance', 0), duration: section.variable('duration', [0.5, 2]) };
}

export function decodeDataset(value: unknown, classes: readonly string[], decoder: Decoder): DatasetSettings {
  const raw = asRecord(value);
  const strips = raw['strips'];
  const countFor = (name: string): number => {
    if (isRecord(strips)) return typeof strips[name] === 'number' ? strips[name] : 0;
    return typeof strips === 'number' ? strips : 1000;
  };
  for (const name of Object.keys(asRecord(strips))) {
    if (!classes.includes(name))
      decoder.unknownName('ECG309', ['dataset', 'strips', name], true, 'class', name, classes, 'classes');
  }
  const validation =
    'validation' in raw
      ? decoder.fixed(raw['validation'], ['dataset', 'validation'], limitsOf('dataset', 'validation'))
      : undefined;
  return {
    strips: classes.map((name) => ({ class: name, count: countFor(name) })),
    validation: validation ?? 0.1,
    segments: raw['segments'] === true,
    parameters: raw['parameters'] === true,
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
      [replaceValue(decoder.source, ['training', 'rate'], `${recordingRate} Hz`)],
    );
  }
  return {
    model: MODELS.find((name) => name === raw['model']) ?? MODELS[0],
    width: number('width', 0.25),
    rate: given ?? Math.min(100, recordingRate),
    epochs: number('epochs', 8),
    batch: number('batch', 64),
    learningRate: number('learning-rate', 0.001),
  };
}
