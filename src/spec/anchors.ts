import type { Decoder } from './decode';
import { replaceValue } from './fixes';
import { isRecord, valueInWords } from './plain';
import type { Path } from './problem';
import type { QuantityLimits } from './schema';
import { nearest } from './suggest';
import { type Anchor, KNOWN_WAVES, type Variable, type WavePart } from './types';
import { decodeVariable, negated } from './variable';

/** The waves of a beat that others can hang on: their names and the parts they belong to. */
export type WaveParts = ReadonlyMap<string, WavePart>;

export interface Place {
  readonly anchor: Anchor;
  readonly at: Variable;
}

const BEAT: Anchor = { kind: 'beat' };

/** The points of the parts of a beat, by the words for them. `J` is the J point even where a wave is called J. */
const PART_POINTS: Readonly<Record<string, Anchor & { kind: 'part' }>> = {
  'QRS onset': { kind: 'part', part: 'QRS', point: 'onset' },
  'QRS end': { kind: 'part', part: 'QRS', point: 'offset' },
  'QRS offset': { kind: 'part', part: 'QRS', point: 'offset' },
  J: { kind: 'part', part: 'QRS', point: 'offset' },
  'P onset': { kind: 'part', part: 'P', point: 'onset' },
  'P end': { kind: 'part', part: 'P', point: 'offset' },
  'T end': { kind: 'part', part: 'T', point: 'offset' },
};

/** Reads `at`: `280 ms`, `Q + 45 ms`, `{ from: J, value: 60 ms, beat: 2 ms }`; undefined where it is wrong (and reported). */
export function decodePlace(
  raw: unknown,
  path: Path,
  limits: QuantityLimits,
  waves: WaveParts,
  decoder: Decoder,
): Place | undefined {
  if (isRecord(raw)) {
    const from = raw['from'];
    const at = decodeVariable(raw, path, limits, decoder);
    if (from === undefined) return at && { anchor: BEAT, at };
    if (typeof from !== 'string') {
      decoder.report(
        'ECG314',
        [...path, 'from'],
        `\`from\` names an anchor, such as \`QRS onset\`, but is ${valueInWords(from)}.`,
      );
      return undefined;
    }
    const anchor = findAnchor(from.trim(), waves);
    if (!anchor) reportAnchor(from.trim(), '', [...path, 'from'], waves, decoder);
    return anchor && at && { anchor, at };
  }
  const text = typeof raw === 'string' ? raw.trim() : '';
  const split = splitAnchor(text, waves);
  const short = text.slice(0, 120);
  const turned = short.includes('+') && /^([-+]?[\d.][^+]*?)\s*\+\s*([A-Za-z].*)$/.exec(short);
  if (turned && findAnchor(turned[2]!, waves)) {
    const mend = `${turned[2]!} + ${turned[1]!}`;
    decoder.report('ECG314', path, `What a time counts from stands before it. Write \`${mend}\`.`, [
      replaceValue(decoder.source, path, mend),
    ]);
    return undefined;
  }
  const cut = /[+-]$/.test(short) && /^([A-Za-z].*?)\s*[+-]$/.exec(short);
  if (cut && findAnchor(cut[1]!, waves)) {
    decoder.report(
      'ECG314',
      path,
      `The time behind \`${text}\` is missing. Write it like \`${text} 40 ms\`, or \`${cut[1]!}\` alone.`,
      [replaceValue(decoder.source, path, cut[1]!)],
    );
    return undefined;
  }
  if (!split) {
    const at = decodeVariable(raw, path, limits, decoder);
    return at && { anchor: BEAT, at };
  }
  const { name, sign, rest } = split;
  const anchor = findAnchor(name, waves);
  if (!anchor) {
    reportAnchor(name, text.slice(name.length), path, waves, decoder);
    return undefined;
  }
  const prefix = text.slice(0, text.length - rest.length);
  const at = decodeVariable(rest === '' ? 0 : rest, path, limitsBehind(prefix, sign, limits), decoder);
  return at && { anchor, at: sign === '+' ? at : negated(at) };
}

const behind = new WeakMap<QuantityLimits, Map<string, QuantityLimits>>();
/** Names are an author's own, and nobody has so many. */
const MOST_PREFIXES = 100;

/** The limits of what stands behind an anchor and a sign. The same object each time: what was read within them is remembered. */
function limitsBehind(prefix: string, sign: '+' | '-', limits: QuantityLimits): QuantityLimits {
  let known = behind.get(limits);
  if (!known) behind.set(limits, (known = new Map<string, QuantityLimits>()));
  const key = `${sign}${prefix}`;
  let found = known.get(key);
  if (!found) {
    found = sign === '+' ? { ...limits, prefix } : { ...limits, min: -limits.max, max: -limits.min, prefix };
    if (known.size >= MOST_PREFIXES) known.clear();
    known.set(key, found);
  }
  return found;
}

interface Split {
  readonly name: string;
  readonly sign: '+' | '-';
  /** The quantity after the sign; empty for a bare anchor. */
  readonly rest: string;
}

/** Parts an anchor from the quantity behind it; undefined where the text does not begin with a word. */
function splitAnchor(text: string, waves: WaveParts): Split | undefined {
  if (!/^[A-Za-z]/.test(text) || text.length > 120) return undefined;
  // Names may hold spaces and dashes: the longest anchor that fits is meant.
  for (let end = text.length; end > 0; end = lastSign(text, end)) {
    const name = text.slice(0, end).trimEnd();
    if (!isAnchor(name, waves)) continue;
    const rest = text.slice(end + 1).trimStart();
    if (end === text.length) return { name, sign: '+', rest: '' };
    if (rest !== '') return { name, sign: text[end] === '-' ? '-' : '+', rest };
  }
  const stranger = /^([A-Za-z][^+]*?)\s*(?:([+-])\s*([\d.].*))?$/s.exec(text);
  return stranger ? { name: stranger[1]!, sign: '+', rest: stranger[3] ?? '' } : undefined;
}

/** Where the last sign before an offset stands; -1 without one. */
function lastSign(text: string, before: number): number {
  return Math.max(text.lastIndexOf('+', before - 1), text.lastIndexOf('-', before - 1));
}

/** Whether a time can count from something of this name, if the beat has it. */
function isAnchor(name: string, waves: WaveParts): boolean {
  return (
    name === 'previous' ||
    Object.hasOwn(PART_POINTS, name) ||
    waves.has(name) ||
    waves.has(name.replace(/ (?:onset|peak|offset)$/, ''))
  );
}

function anchorNames(waves: WaveParts): string[] {
  const points = [...waves.keys()].flatMap((wave) => [
    wave,
    `${wave} onset`,
    `${wave} peak`,
    `${wave} offset`,
  ]);
  return [...new Set([...Object.keys(PART_POINTS), 'previous', ...points])];
}

function findAnchor(name: string, waves: WaveParts): Anchor | undefined {
  if (name === 'previous') return { kind: 'previous' };
  if (Object.hasOwn(PART_POINTS, name)) {
    const anchor = PART_POINTS[name]!;
    return [...waves.values()].includes(anchor.part) ? anchor : undefined;
  }
  const [, wave, point] = /^(.*?)(?: (onset|peak|offset))?$/s.exec(name)!;
  if (waves.has(name)) return { kind: 'wave', wave: name, point: 'peak' };
  if (!waves.has(wave!)) return undefined;
  return { kind: 'wave', wave: wave!, point: (point as 'onset' | 'peak' | 'offset' | undefined) ?? 'peak' };
}

/** ECG314: nothing of that name to count from. */
function reportAnchor(name: string, behind: string, path: Path, waves: WaveParts, decoder: Decoder): void {
  const offered = anchorNames(waves).filter((anchor) => findAnchor(anchor, waves));
  const known =
    Object.hasOwn(PART_POINTS, name) || Object.hasOwn(KNOWN_WAVES, name.replace(/ (onset|peak|offset)$/, ''));
  const guess = known ? undefined : nearest(name, offered);
  const instead = guess ?? (waves.has('R') ? 'R' : undefined);
  const message = known
    ? `The beat has no \`${name}\` to count from: that wave is left out or not written. Count from ${instead ? `\`${instead}\`` : 'another wave'}, or leave the anchor out to count from the R time.`
    : `\`${name}\` is neither a time nor something to count from.${guess ? ` Did you mean \`${guess}\`?` : ' Write a time such as `280 ms`, or an anchor and a time, such as `QRS onset + 320 ms`.'}`;
  decoder.report('ECG314', path, message, [
    instead && (known || guess) ? replaceValue(decoder.source, path, `${instead}${behind}`) : undefined,
  ]);
}

interface Hanging {
  readonly name: string;
  readonly part: WavePart;
  readonly anchor: Anchor;
}

/**
 * The waves whose extent makes a point of a part of the beat: those of the part that do not themselves hang on it,
 * directly or through other waves. In the order given; src/synthesis draws by the same rule.
 */
export function partMembers<W extends Hanging>(waves: readonly W[], part: WavePart): W[] {
  return waves.filter((wave) => wave.part === part && !hangsOn(wave, part, waves));
}

function hangsOn(wave: Hanging, part: WavePart, waves: readonly Hanging[]): boolean {
  let at: Hanging | undefined = wave;
  // As many steps as there are waves: a circle ends too.
  for (let i = 0; at && i <= waves.length; i++) {
    const { anchor }: Hanging = at;
    if (anchor.kind === 'part' && anchor.part === part) return true;
    at = anchor.kind === 'wave' ? waves.find(({ name }) => name === anchor.wave) : undefined;
  }
  return false;
}

/**
 * The waves in an order in which each comes after all that it hangs on, otherwise as given; or a circle, as the
 * names of the waves that it runs through.
 */
export function inOrder<W extends Hanging>(waves: readonly W[]): { order: W[] } | { circle: string[] } {
  const needs = new Map<W, readonly W[]>(waves.map((wave) => [wave, anchorsOf(wave, waves)]));
  const order: W[] = [];
  const placed = new Set<W>();
  while (order.length < waves.length) {
    const next = waves.find(
      (wave) => !placed.has(wave) && needs.get(wave)!.every((need) => placed.has(need)),
    );
    if (!next)
      return {
        circle: circleAmong(
          waves.filter((wave) => !placed.has(wave)),
          needs,
          placed,
        ),
      };
    placed.add(next);
    order.push(next);
  }
  return { order };
}

function anchorsOf<W extends Hanging>(wave: W, waves: readonly W[]): W[] {
  const { anchor } = wave;
  if (anchor.kind === 'wave') return waves.filter(({ name }) => name === anchor.wave);
  if (anchor.kind !== 'part') return [];
  const members = partMembers(waves, anchor.part);
  // Nothing makes the point but waves that hang on it: the wave waits for itself.
  return members.length > 0 ? members : [wave];
}

function circleAmong<W extends Hanging>(
  stuck: readonly W[],
  needs: ReadonlyMap<W, readonly W[]>,
  placed: ReadonlySet<W>,
): string[] {
  const line: W[] = [];
  let at = stuck[0]!;
  while (!line.includes(at)) {
    line.push(at);
    at = needs.get(at)!.find((need) => !placed.has(need))!;
  }
  return [...line.slice(line.indexOf(at)), at].map(({ name }) => name);
}
