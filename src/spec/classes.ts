import { decodeAtrial, decodeRespiration, decodeVentricular } from './activity';
import { decodeBeatChoices } from './choices';
import { decodeConduction } from './conduction';
import type { Decoder } from './decode';
import { decodeEctopy } from './ectopy';
import { replaceValue } from './fixes';
import type { Resolved } from './inherit';
import { decodeInvariants } from './invariants';
import { isRecord } from './plain';
import type { Path } from './problem';
import { decodeRhythm } from './rhythm';
import { schema } from './schema';
import { Section } from './section';
import { slippedKeys } from './suggest';
import type { Episodes, Respiration, RhythmClass } from './types';

export interface ClassContext {
  /** Names of the beat types and classes that the text has. */
  readonly beats: readonly string[];
  readonly classes: readonly string[];
  /** What the spec says for every class. */
  readonly respiration: Respiration | null;
  readonly decoder: Decoder;
}

/** Reads all classes, what they inherit written out; one without a rhythm is left out (and reported). */
export function decodeClasses(resolved: readonly Resolved[], context: ClassContext): RhythmClass[] {
  const classes = resolved.flatMap((definition) => decodeClass(definition, context));
  checkEpisodes(classes, context.decoder);
  return classes;
}

function decodeClass({ name, extends: parent, value: raw }: Resolved, context: ClassContext): RhythmClass[] {
  const { beats, decoder } = context;
  const path = ['classes', name];
  const at = (key: string): Path => [...path, key];
  const rhythm = decodeRhythm(raw['rhythm'], at('rhythm'), decoder);
  const choices = decodeBeatChoices(raw['beat'], at('beat'), beats, decoder) ?? [];
  const slipped = slippedKeys(raw, Object.keys(schema.$defs!['class']!.properties!));
  if (!('beat' in raw) && !slipped.has('beat') && rhythm && rhythm.type !== 'none') {
    decoder.missing(path, 'beat', ', the beat type that is conducted.', beats[0] ?? 'normal');
  }
  const made = {
    conduction: decodeConduction(raw['conduction'], at('conduction'), beats, decoder),
    ectopy: decodeEctopy(raw['ectopy'], at('ectopy'), beats, decoder),
    atrial: decodeAtrial(raw['atrial'], at('atrial'), decoder),
    ventricular: decodeVentricular(raw['ventricular'], at('ventricular'), decoder),
    episodes: decodeEpisodes(raw['episodes'], at('episodes'), context),
    invariants: decodeInvariants(raw['invariants'], at('invariants'), decoder),
    code: decodeCode(raw['code'], at('code'), decoder),
  };
  if (!rhythm) return [];
  const breathes = rhythm.type === 'sinus' ? decodeRespiration({}, path, decoder) : null;
  return [
    {
      name,
      title: typeof raw['title'] === 'string' ? raw['title'] : name,
      extends: parent,
      rhythm,
      beats: choices,
      ...made,
      respiration: isRecord(raw['respiration'])
        ? decodeRespiration(raw['respiration'], at('respiration'), decoder)
        : (context.respiration ?? breathes),
      sources: Array.isArray(raw['sources'])
        ? raw['sources'].filter((source) => typeof source === 'string')
        : [],
    },
  ];
}

/** ECG326: WFDB rhythm annotations start with a bracket. */
function decodeCode(raw: unknown, path: Path, decoder: Decoder): string | null {
  if (typeof raw !== 'string') return null;
  if (/^\([A-Za-z0-9]+$/.test(raw)) return raw;
  const mend = /^[A-Za-z0-9]+$/.test(raw) ? `(${raw}` : undefined;
  decoder.report(
    'ECG326',
    path,
    `A WFDB rhythm annotation is a bracket and letters, such as \`(AFIB\`, but this is \`${raw}\`.`,
    [mend ? replaceValue(decoder.source, path, mend) : undefined],
  );
  return null;
}

function decodeEpisodes(value: unknown, path: Path, { classes, decoder }: ClassContext): Episodes | null {
  if (!isRecord(value)) return null;
  const section = new Section(value, path, 'episodes', undefined, decoder);
  const target = section.raw['class'];
  if (typeof target !== 'string') return null;
  if (!classes.includes(target))
    decoder.unknownName('ECG309', section.at('class'), false, 'class', target, classes, 'classes');
  return {
    class: target,
    burden: section.variable('burden', [0.2, 0.6]),
    duration: section.variable('duration', [3, 6]),
  };
}

/** ECG319: episodes are of another class, which has none itself. */
function checkEpisodes(classes: readonly RhythmClass[], decoder: Decoder): void {
  for (const { name, episodes } of classes) {
    if (!episodes) continue;
    const path = ['classes', name, 'episodes', 'class'];
    const target = classes.find((other) => other.name === episodes.class);
    const message =
      episodes.class === name
        ? `The episodes of \`${name}\` are of \`${name}\` itself. Name another class.`
        : target?.episodes
          ? `\`${target.name}\` has episodes itself, so it cannot be one. Name a class without episodes.`
          : undefined;
    if (!message) continue;
    // An heir of the class that the episodes are of is at fault itself, though it only inherits them.
    if (decoder.source.has(path)) decoder.report('ECG319', path, message);
    else decoder.reportKey('ECG319', ['classes', name], message);
  }
}
