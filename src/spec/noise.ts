import type { Decoder } from './decode';
import { replaceValue } from './fixes';
import { isRecord } from './plain';
import type { Path } from './problem';
import { decodeRecord } from './recordFile';
import { Section } from './section';
import type { Augmentations, Level, Noise, Scaling, Window } from './types';

export function decodeNoise(raw: unknown, decoder: Decoder): Noise[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((item: unknown, i) => {
    const path = ['noise', i];
    if (isRecord(item) && 'weight' in item)
      decoder.reportKey(
        'ECG102',
        [...path, 'weight'],
        'Only what stands in `augmentations` has a `weight`: a noise is in every strip.',
      );
    return decodeOne(item, path, decoder);
  });
}

function decodeOne(item: unknown, path: Path, decoder: Decoder): Noise[] {
  if (!isRecord(item) || typeof item['type'] !== 'string') return [];
  const type = item['type'] as Noise['type'];
  const section = new Section(item, path, 'noise', type, decoder);
  const level = (low: number, high: number): Level => {
    const kind = section.either('rms', 'snr');
    return { kind, value: section.variable(kind, [low, high]) };
  };
  const during = (): Window => (section.has('during') ? section.variable('during', 1) : null);
  switch (type) {
    case 'baseline-wander':
      return [{ type, level: level(0.02, 0.1), during: during() }];
    case 'mains':
      return [
        {
          type,
          level: level(0, 0.01),
          frequency: section.variable('frequency', 50),
          harmonics: section.number('harmonics', 1),
          during: during(),
        },
      ];
    case 'white':
    case 'pink':
      return [{ type, level: level(0.005, 0.02), during: during() }];
    case 'muscle':
      return [{ type, level: level(0.005, 0.02), ...decodeBand(section), during: during() }];
    case 'electrode-motion':
      return [
        {
          type,
          amplitude: section.variable('amplitude', [0.1, 0.5]),
          rate: section.variable('rate', [2, 6]),
          during: during(),
        },
      ];
    case 'held':
      return [{ type, precision: section.variable('precision', 100), hold: section.variable('hold', 10) }];
    case 'drift':
      return [{ type, step: section.variable('step', 0.5) }];
    case 'sine':
    case 'square':
      return [
        {
          type,
          amplitude: section.variable('amplitude', [0, 1]),
          frequency: section.variable('frequency', [0.001, type === 'sine' ? 0.02 : 0.1]),
          during: during(),
        },
      ];
    case 'recording':
      return [{ type, ...decodeRecord(section), level: level(0.02, 0.1), during: during() }];
    default:
      return [];
  }
}

/** `20..150 Hz`, the same in every strip. */
function decodeBand(section: Section): { low: number; high: number } {
  const usual = { low: 20, high: 150 };
  if (!section.has('band')) return usual;
  const { decoder } = section;
  const path = section.at('band');
  const band = decoder.scalar(section.raw['band'], path, section.limits('band'));
  if (band?.kind === 'range' && band.low < band.high) return { low: band.low, high: band.high };
  if (band)
    decoder.report(
      'ECG202',
      path,
      '`band` is two frequencies, the same in every strip, such as `20..150 Hz`.',
      [replaceValue(decoder.source, path, '20..150 Hz')],
    );
  return usual;
}

const MOST_AUGMENTATIONS = 20;

export function decodeAugmentations(raw: unknown, decoder: Decoder): Augmentations | null {
  if (!isRecord(raw)) return null;
  const items: unknown[] = Array.isArray(raw['of']) ? raw['of'] : [];
  return {
    count: decodeCount(raw['count'], ['augmentations', 'count'], decoder),
    of: items.flatMap((item, i) => {
      const path = ['augmentations', 'of', i];
      const weight = isRecord(item) && typeof item['weight'] === 'number' ? item['weight'] : 1;
      return decodeAugmentation(item, path, decoder).map((apply) => ({ weight, apply }));
    }),
  };
}

function decodeAugmentation(item: unknown, path: Path, decoder: Decoder): (Noise | Scaling)[] {
  if (!isRecord(item) || item['type'] !== 'scale') return decodeOne(item, path, decoder);
  const section = new Section(item, path, 'scale', undefined, decoder);
  return [{ type: 'scale', factor: section.variable('factor', [0.25, 4]) }];
}

/** A whole number, or `poisson 2`. */
function decodeCount(raw: unknown, path: Path, decoder: Decoder): Augmentations['count'] {
  const usual = { kind: 'poisson', mean: 2 } as const;
  if (raw === undefined) return usual;
  const text = String(raw).trim();
  const number = /^(poisson\s+)?(\d{1,6}(?:\.\d{1,6})?)$/.exec(text);
  const value = Number(number?.[2] ?? NaN);
  if (value <= MOST_AUGMENTATIONS) {
    if (number![1]) return { kind: 'poisson', mean: value };
    if (Number.isInteger(value)) return { kind: 'fixed', count: value };
  }
  decoder.report(
    'ECG325',
    path,
    `\`count\` is a whole number from 0 to ${MOST_AUGMENTATIONS}, or \`poisson\` and a mean up to ${MOST_AUGMENTATIONS}, such as \`poisson 2\`.`,
    [replaceValue(decoder.source, path, 'poisson 2')],
  );
  return usual;
}
