import type { Decoder } from './decode';
import { asRecord } from './plain';
import type { Path } from './problem';
import { Section } from './section';
import type { Atrial, Respiration, Ventricular } from './types';
import { normal } from './variable';

function sectionOf(value: unknown, path: Path, definition: string, decoder: Decoder): [unknown, Section] {
  const type = asRecord(value)['type'];
  return [type, new Section(value, path, definition, typeof type === 'string' ? type : undefined, decoder)];
}

/** `null` where the atria show no continuous activity. */
export function decodeAtrial(value: unknown, path: Path, decoder: Decoder): Atrial | null {
  const [type, section] = sectionOf(value, path, 'atrial', decoder);
  switch (type) {
    // Stridh & Sörnmo 2001, constants of Bachi 2023.
    case 'f-waves':
      return {
        type,
        rms: section.variable('rms', [0.015, 0.07]),
        frequency: section.variable('frequency', [4, 9]),
        form: section.word('form', ['sawtooth', 'band']),
        harmonics: section.number('harmonics', 3),
        frequencySwing: section.variable('frequency-swing', 0.25),
        swingRate: section.variable('swing-rate', 0.2),
        amplitudeSwing: section.variable('amplitude-swing', 0.33),
        bandwidth: section.variable('bandwidth', 2),
      };
    case 'flutter-waves':
      return {
        type,
        amplitude: section.variable('amplitude', [0.1, 0.3]),
        rate: section.variable('rate', [240, 340]),
        skew: section.variable('skew', 0.68),
        polarity: section.word('polarity', ['negative', 'positive']),
        jitter: section.variable('jitter', 0.01),
      };
    default:
      return null;
  }
}

/** `null` where the ventricles beat. */
export function decodeVentricular(value: unknown, path: Path, decoder: Decoder): Ventricular | null {
  const [type, section] = sectionOf(value, path, 'ventricular', decoder);
  switch (type) {
    case 'fibrillation':
      return {
        type,
        rate: section.variable('rate', [150, 500]),
        amplitude: section.variable('amplitude', [0.2, 1]),
        irregularity: section.variable('irregularity', 0.2),
      };
    case 'torsades':
      return {
        type,
        rate: section.variable('rate', [160, 240]),
        amplitude: section.variable('amplitude', [0.8, 1.6]),
        twist: section.variable('twist', [1.5, 3]),
        irregularity: section.variable('irregularity', 0.05),
      };
    case 'pulses':
      return {
        type,
        amplitude: section.variable('amplitude', normal(1, 0.2, 0.5, section.limits('amplitude'))),
        width: section.variable('width', [0.012, 0.038]),
        step: section.variable('step', normal(0.064, 0, 0.037, section.limits('step'))),
      };
    default:
      return null;
  }
}

export function decodeRespiration(value: unknown, path: Path, decoder: Decoder): Respiration {
  const section = new Section(value, path, 'respiration', undefined, decoder);
  return {
    rate: section.variable('rate', [0.2, 0.4]),
    modulation: section.variable('modulation', 0),
    baseline: section.variable('baseline', 0),
  };
}
