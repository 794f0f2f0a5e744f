import type { Code } from '../codes';
import { placeInWords } from '../decode';
import { removeEntry, rewriteValue } from '../fixes';
import { isRecord, valueInWords } from '../plain';
import type { Fix, Path, Problem } from '../problem';
import { schema, type SchemaNode } from '../schema';
import type { Source } from '../source';
import { nearest } from '../suggest';
import { KNOWN_WAVES } from '../types';
import { unknownKey } from './unknownKey';

/** A wave or a section of a class that is neither a mapping nor `none`; or a mistyped key of a beat type. */
export function notNone(
  path: Path,
  value: unknown,
  source: Source,
  at: (message: string, code: Code, fix?: Fix) => Problem,
): Problem {
  const [home, , key] = path;
  if (home === 'beats' && typeof key === 'string' && !Object.hasOwn(KNOWN_WAVES, key))
    return unknownKey(
      key,
      Object.keys(schema.$defs!['beat']!.properties!),
      path.slice(0, -1),
      '#/$defs/beat/additionalProperties',
      {},
      source,
    );
  const wanted =
    home === 'beats'
      ? 'a wave, such as `{ amplitude: 1 mV, at: 0 ms, width: 10 ms }`,'
      : 'a mapping (`key: value` lines)';
  return at(
    `\`${String(key)}\` must be ${wanted} or \`none\`, but is ${valueInWords(value)}.`,
    'ECG104',
    LEFT_OUT.includes(typeof value === 'string' ? value.toLowerCase() : value)
      ? rewriteValue(source, path, 'none')
      : undefined,
  );
}

/** What authors write for `none`. */
const LEFT_OUT: readonly unknown[] = [null, false, 'no', 'off', 'null', 'none', 'nothing', '-'];

/** Mappings that are short for one of their keys, in what people write first. */
const SHORT_FOR: Readonly<Record<string, string>> = {
  rhythm: 'type',
  conduction: 'type',
  atrial: 'type',
  ventricular: 'type',
  noise: 'type',
  filters: 'type',
  of: 'type',
  respiration: 'rate',
  'lead-off': 'chance',
  episodes: 'class',
  ectopy: 'beat',
  R: 'amplitude',
};

/** Text for a mapping, a mapping for a list, a list for a word: with what the author must have meant. */
export function wrongType(
  node: SchemaNode,
  path: Path,
  value: unknown,
  source: Source,
  at: (message: string, code: Code, fix?: Fix) => Problem,
): Problem {
  const key = String(path.findLast((step) => typeof step === 'string') ?? '');
  const types = [node.type ?? []].flat();
  const say = (text?: string, advice?: string): Problem =>
    at(
      `${placeInWords(path)} must be ${typeInWords(node.type)}, but is ${valueInWords(value)}.${advice ? ` ${advice}` : text && text.length <= 60 ? ` Write \`${text}\`.` : ''}`,
      'ECG104',
      text === undefined ? undefined : rewriteValue(source, path, text),
    );
  if (value === null) {
    if (key === 'rhythm' && types.includes('object')) return say('{ type: sinus }');
    const optional =
      path.length === 1 ? !['beats', 'classes'].includes(key) : path[0] === 'classes' && path.length === 3;
    if (optional && key !== 'beat')
      return withFix(
        say(undefined, 'Fill it, or leave the key out.'),
        removeEntry(source, path, `Remove \`${key}\``),
      );
    return say();
  }
  const word = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  const written = source.textOf(path);
  if (types.includes('object')) {
    if (key === 'classes' && path.length === 1 && Array.isArray(value))
      return say(undefined, 'Write each name with a colon and without a dash.');
    const short = word !== undefined && Object.hasOwn(SHORT_FOR, key) ? SHORT_FOR[key] : undefined;
    if (short === undefined) return say();
    const known = short === 'type' ? wordsOfType(key) : undefined;
    const meant = known ? (known.includes(word!) ? word : nearest(word!, known)) : source.quoted(word!);
    return meant === undefined ? say() : say(`{ ${short}: ${meant} }`);
  }
  if (types.includes('array')) {
    if (word?.toLowerCase() === 'none')
      return withFix(say(undefined, 'Leave the key out.'), removeEntry(source, path, `Remove \`${key}\``));
    if (isRecord(value) && written?.startsWith('{')) return say(`[${written}]`);
    if (word !== undefined && key === 'noise') {
      const type = nearest(word, wordsOfType('noise'));
      return say(type && `[{ type: ${type} }]`);
    }
    return word !== undefined && (key === 'invariants' || key === 'sources')
      ? say(`[${source.quoted(word)}]`)
      : say();
  }
  if (types.includes('boolean') && word !== undefined) {
    const yes = ['yes', 'y', 'on', 'true', '1'].includes(word.toLowerCase());
    const no = ['no', 'n', 'off', 'false', '0', 'none'].includes(word.toLowerCase());
    return say(yes ? 'true' : no ? 'false' : undefined);
  }
  if (types.includes('string')) {
    if (key === 'block' && typeof value === 'number' && value >= 2 && value <= 8) return say(`${value}:1`);
    if (Array.isArray(value) && value.length === 1 && typeof value[0] === 'string')
      return say(source.quoted(value[0]));
    if (isRecord(value) && path[path.length - 2] === 'invariants' && written)
      return say(undefined, 'Write it without a colon, such as `PR < 200 ms`.');
    if (word !== undefined && key !== 'block' && key !== 'beat') return say(JSON.stringify(word));
    return say();
  }
  if (
    (types.includes('integer') || types.includes('number')) &&
    typeof value === 'string' &&
    value.length <= 100
  ) {
    const number = value.trim();
    const digits = /^(\d[\d_,' ]*(?:\.\d+)?(?:e-?\d+)?)\s*(%|[A-Za-z]*)$/.exec(number);
    if (!digits) return say();
    const plain = digits[1]!.replace(/[^\d.e-]/g, '');
    if (plain === number)
      return at(
        `${placeInWords(path)} must be ${typeInWords(node.type)}, but stands in quotes. Write \`${plain}\`.`,
        'ECG104',
        rewriteValue(source, path, plain),
      );
    return say(digits[2] === '%' ? String(Number((Number(plain) / 100).toPrecision(6))) : plain);
  }
  return say();
}

function withFix(problem: Problem, fix: Fix | undefined): Problem {
  return fix ? { ...problem, fixes: [fix] } : problem;
}

/** The words that the `type` of a section can be. */
function wordsOfType(key: string): string[] {
  const name = key === 'filters' ? 'filter' : key === 'of' ? 'noise' : key;
  const type = schema.$defs![name]?.properties?.['type'];
  return typeof type === 'object' ? (type.enum ?? []).map(String) : [];
}

function typeInWords(type: string | readonly string[] | undefined): string {
  const words: Record<string, string> = {
    object: 'a mapping (`key: value` lines)',
    array: 'a list (lines that start with `-`)',
    string: 'text',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
  };
  return (typeof type === 'string' ? [type] : (type ?? [])).map((t) => words[t] ?? t).join(' or ');
}
