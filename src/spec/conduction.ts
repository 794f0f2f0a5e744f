import { decodeBeatChoices } from './choices';
import type { Decoder } from './decode';
import { asRecord } from './plain';
import type { Path } from './problem';
import { decodeClock } from './rhythm';
import { Section } from './section';
import type { Conduction } from './types';

/** `null` where every impulse is conducted. */
export function decodeConduction(
  value: unknown,
  path: Path,
  beats: readonly string[],
  decoder: Decoder,
): Conduction | null {
  const type = asRecord(value)['type'];
  const section = new Section(
    value,
    path,
    'conduction',
    typeof type === 'string' ? type : undefined,
    decoder,
  );
  switch (type) {
    case 'wenckebach':
      return {
        type,
        cycle: section.variable('cycle', [3, 6]),
        increment: section.variable('increment', [0.06, 0.12]),
      };
    case 'mobitz-2':
      return { type, cycle: section.variable('cycle', [3, 4]) };
    case 'dissociated': {
      if (!section.has('beat'))
        decoder.missing(path, 'beat', ', the beat type of the second clock.', beats[0] ?? 'escape');
      return {
        type,
        escape: decodeClock(
          new Section(section.raw['escape'], section.at('escape'), 'escape', undefined, decoder),
          [35, 55],
        ),
        beats: decodeBeatChoices(section.raw['beat'], section.at('beat'), beats, decoder) ?? [],
      };
    }
    default:
      return null;
  }
}
