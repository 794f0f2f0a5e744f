import type { Decoder } from './decode';
import { asRecord, isRecord } from './plain';
import { limitsOf } from './schema';
import { nearest } from './suggest';
import {
  type Beat,
  type BeatSymbol,
  type RateCorrection,
  type Variable,
  type Wave,
  type WaveGroup,
  WAVE_NAMES,
  type WaveName,
} from './types';

const GROUPS: Record<WaveName, WaveGroup> = {
  P: 'P',
  delta: 'QRS',
  Q: 'QRS',
  R: 'QRS',
  "R'": 'QRS',
  S: 'QRS',
  T: 'T',
  U: 'U',
};

/** What one beat type says of one wave; the rest is inherited. */
interface WavePart {
  amplitude?: Variable;
  at?: Variable;
  width?: Variable;
  rise?: Variable;
  fall?: Variable;
  correction?: RateCorrection;
  /** A key was there but wrong, and has been reported: do not also say that it is missing. */
  faulty: boolean;
}

/** Reads all beat types and resolves `extends`. */
export function decodeBeats(raw: unknown, decoder: Decoder): Beat[] {
  const source = asRecord(raw);
  const names = Object.keys(source);
  const own = new Map(names.map((name) => [name, ownWaves(name, asRecord(source[name]), decoder)]));
  const beats: Beat[] = [];
  for (const name of names) {
    if (!isRecord(source[name])) continue;
    const chain = ancestry(name, source, decoder);
    if (!chain) continue;
    const merged = new Map<WaveName, WavePart>();
    let symbol: BeatSymbol = 'N';
    // From the eldest ancestor to the beat itself: the later word overrides.
    for (const ancestor of chain.reverse()) {
      const given = asRecord(source[ancestor])['symbol'];
      if (typeof given === 'string') symbol = given as BeatSymbol;
      for (const [wave, part] of own.get(ancestor)!) {
        if (part === 'none') merged.delete(wave);
        else merged.set(wave, merge(merged.get(wave), part));
      }
    }
    const waves = WAVE_NAMES.flatMap((wave) => {
      const part = merged.get(wave);
      const finished = part && finish(name, wave, part, source, decoder);
      return finished ? [finished] : [];
    });
    if (![...merged.keys()].some((wave) => GROUPS[wave] === 'QRS')) {
      decoder.reportKey(
        'ECG301',
        ['beats', name],
        `Beat type \`${name}\` has no QRS: give it at least an R wave.`,
      );
    }
    beats.push({ name, extends: chain[chain.length - 2] ?? null, symbol, waves });
  }
  return beats;
}

/** The beat and everything it extends, itself first; undefined (and reported) when that is broken. */
function ancestry(name: string, source: Record<string, unknown>, decoder: Decoder): string[] | undefined {
  const chain = [name];
  for (let at = name; ;) {
    const parent = asRecord(source[at])['extends'];
    if (typeof parent !== 'string') return chain;
    if (!isRecord(source[parent])) {
      // Each broken link is reported once, where it stands.
      if (at === name && !(parent in source)) {
        const guess = nearest(parent, Object.keys(source));
        decoder.report(
          'ECG302',
          ['beats', name, 'extends'],
          `There is no beat type \`${parent}\`.${guess ? ` Did you mean \`${guess}\`?` : ''}`,
        );
      }
      return undefined;
    }
    if (chain.includes(parent)) {
      decoder.report(
        'ECG303',
        ['beats', at, 'extends'],
        `Beat types extend each other in a circle: ${[...chain, parent].join(' → ')}. One of them must stand on its own.`,
      );
      return undefined;
    }
    chain.push(parent);
    at = parent;
  }
}

function ownWaves(
  beat: string,
  raw: Record<string, unknown>,
  decoder: Decoder,
): Map<WaveName, WavePart | 'none'> {
  const waves = new Map<WaveName, WavePart | 'none'>();
  for (const name of WAVE_NAMES) {
    const given = raw[name];
    if (given === 'none') waves.set(name, 'none');
    if (!isRecord(given)) continue;
    const part: WavePart = { faulty: false };
    const path = ['beats', beat, name];
    for (const key of ['amplitude', 'at', 'width', 'rise', 'fall'] as const) {
      if (!(key in given)) continue;
      const variable = decoder.variable(given[key], [...path, key], limitsOf('wave', key));
      if (variable) part[key] = variable;
      else part.faulty = true;
    }
    if ('width' in given && ('rise' in given || 'fall' in given)) {
      decoder.reportKey(
        'ECG304',
        [...path, 'width'],
        `\`${name}\` has both \`width\` and \`rise\`/\`fall\`. Give \`width\` for a symmetric wave, or \`rise\` and \`fall\`.`,
      );
      part.faulty = true;
    }
    const correction = given['rate-correction'];
    if (typeof correction === 'string') part.correction = correction as RateCorrection;
    waves.set(name, part);
  }
  return waves;
}

function merge(parent: WavePart | undefined, child: WavePart): WavePart {
  const inherited: WavePart = { ...parent, faulty: false };
  // A new width replaces an inherited pair of flanks, and a new flank an inherited width.
  if (child.width) {
    delete inherited.rise;
    delete inherited.fall;
  }
  if ((child.rise ?? child.fall) && inherited.width) {
    inherited.rise = inherited.width;
    inherited.fall = inherited.width;
    delete inherited.width;
  }
  return { ...inherited, ...child, faulty: child.faulty || (parent?.faulty ?? false) };
}

function finish(
  beat: string,
  name: WaveName,
  part: WavePart,
  source: Record<string, unknown>,
  decoder: Decoder,
): Wave | undefined {
  const { amplitude, at } = part;
  const rise = part.rise ?? part.width;
  const fall = part.rise ? part.fall : null;
  if (amplitude && at && rise && fall !== undefined) {
    return {
      name,
      group: GROUPS[name],
      amplitude,
      at,
      rise,
      fall,
      correction: part.correction ?? (name === 'T' || name === 'U' ? 'bazett' : 'none'),
    };
  }
  // An heir of an unfinished wave is not told again what its ancestor was told.
  if (!part.faulty && isRecord(asRecord(source[beat])[name])) {
    const missing = [
      !amplitude && 'amplitude',
      !at && 'at',
      !rise && (part.fall ? 'rise' : 'width'),
      rise && fall === undefined && 'fall',
    ].filter((key) => typeof key === 'string');
    decoder.reportKey(
      'ECG305',
      ['beats', beat, name],
      `Wave \`${name}\` of \`${beat}\` lacks ${missing.map((key) => `\`${key}\``).join(' and ')}. A wave has an amplitude, a time \`at\` and a width.`,
    );
  }
  return undefined;
}
