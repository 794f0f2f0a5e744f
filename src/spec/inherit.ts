import type { Code } from './codes';
import type { Decoder } from './decode';
import { isRecord } from './plain';

type Mapping = Record<string, unknown>;

/** A definition with what it inherits: plain data, as if it had been written out. */
export interface Resolved {
  readonly name: string;
  readonly extends: string | null;
  readonly value: Mapping;
}

const MOST_DEFINITIONS = 200;

const NOTHING: Mapping = {};

interface Family {
  /** The key of the document that holds the definitions. */
  readonly home: 'beats' | 'classes';
  readonly what: string;
  readonly plural: string;
  readonly unknown: Code;
  merge(parent: Mapping, child: Mapping): Mapping;
}

export const BEATS: Family = {
  home: 'beats',
  what: 'beat type',
  plural: 'Beat types',
  unknown: 'ECG302',
  merge: mergeBeat,
};
export const CLASSES: Family = {
  home: 'classes',
  what: 'class',
  plural: 'Classes',
  unknown: 'ECG309',
  merge: mergeClass,
};

/** Writes out what each definition inherits, in the order of the text; broken ones are reported and left out. */
export function inherit(raw: unknown, family: Family, decoder: Decoder): Resolved[] {
  // More are refused by the structural check, and are not worth the time.
  if (!isRecord(raw) || Object.keys(raw).length > MOST_DEFINITIONS) return [];
  const done = new Map<string, Mapping | undefined>();
  return Object.keys(raw).flatMap((name) => {
    const value = resolve(name, raw, family, decoder, done);
    const parent = (raw[name] as Mapping | null)?.['extends'];
    return value ? [{ name, extends: typeof parent === 'string' ? parent : null, value }] : [];
  });
}

/** Walks up to the first ancestor that is known already, then merges down: no recursion, however long the line. */
function resolve(
  name: string,
  raw: Mapping,
  family: Family,
  decoder: Decoder,
  done: Map<string, Mapping | undefined>,
): Mapping | undefined {
  const line = [name];
  let base: Mapping | undefined = NOTHING;
  for (let at = name; ;) {
    if (done.has(at)) {
      base = done.get(at);
      line.pop();
      break;
    }
    const own = Object.hasOwn(raw, at) ? raw[at] : undefined;
    if (!isRecord(own)) {
      base = undefined;
      break;
    }
    const parent = own['extends'];
    if (typeof parent !== 'string') break;
    const path = [family.home, at, 'extends'];
    if (!Object.hasOwn(raw, parent)) {
      decoder.unknownName(family.unknown, path, false, family.what, parent, Object.keys(raw), family.home);
      base = undefined;
      break;
    }
    if (line.includes(parent)) {
      const circle = [...line.slice(line.indexOf(parent)), parent].join(' → ');
      decoder.report(
        'ECG303',
        path,
        `${family.plural} extend each other in a circle: ${circle}. One of them must stand on its own.`,
      );
      base = undefined;
      break;
    }
    line.push(parent);
    at = parent;
  }
  for (const ancestor of line.reverse()) {
    const own = raw[ancestor];
    if (!isRecord(own)) base = undefined;
    // Most inherit nothing, and stay what they are.
    else if (base === NOTHING && typeof own['extends'] !== 'string') base = own;
    else base = base && family.merge(base, own);
    done.set(ancestor, base);
  }
  return base;
}

function mergeBeat(parent: Mapping, child: Mapping): Mapping {
  const merged: Mapping = { ...parent, ...child };
  for (const [name, own] of Object.entries(child)) {
    const inherited = parent[name];
    if (isRecord(own) && isRecord(inherited)) merged[name] = mergeWave(inherited, own);
  }
  return withoutExtends(merged);
}

function mergeWave(parent: Mapping, child: Mapping): Mapping {
  const inherited: Mapping = { ...parent };
  // A new width replaces an inherited pair of flanks, and a new flank an inherited width.
  if ('width' in child) {
    delete inherited['rise'];
    delete inherited['fall'];
  } else if (('rise' in child || 'fall' in child) && 'width' in inherited) {
    inherited['rise'] = inherited['width'];
    inherited['fall'] = inherited['width'];
    delete inherited['width'];
  }
  return { ...inherited, ...child };
}

/** The mappings of a class that are merged key by key; quantities, weights and lists are replaced as a whole. */
const SECTIONS = [
  'rhythm',
  'respiration',
  'conduction',
  'escape',
  'ectopy',
  'atrial',
  'ventricular',
  'episodes',
];

function mergeClass(parent: Mapping, child: Mapping): Mapping {
  return withoutExtends(mergeSections(parent, child));
}

function mergeSections(parent: Mapping, child: Mapping): Mapping {
  const inherited: Mapping = { ...parent };
  // Two ways to say one thing: the new one replaces the inherited one.
  if ('rate' in child) delete inherited['interval'];
  if ('interval' in child) delete inherited['rate'];
  const merged: Mapping = { ...inherited, ...child };
  for (const [key, own] of Object.entries(child)) {
    const before = inherited[key];
    if (!SECTIONS.includes(key) || !isRecord(own) || !isRecord(before)) continue;
    const replaces = 'type' in own && own['type'] !== before['type'];
    merged[key] = replaces ? own : mergeSections(before, own);
  }
  return merged;
}

/** What is inherited is written out; only a word that is not even a name is left for the structural check. */
function withoutExtends(merged: Mapping): Mapping {
  if (typeof merged['extends'] === 'string') delete merged['extends'];
  return merged;
}
