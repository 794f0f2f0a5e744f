import { type Code, CODES } from './codes';
import { mendKey, placeInWords, unknownKeyMessage } from './decode';
import { insertKey, removeEntry, replaceValue, rewriteValue } from './fixes';
import { isRecord, valueAt, valueInWords } from './plain';
import { type Fix, MOST_PROBLEMS, type Path, type Problem } from './problem';
import { list } from './quantity';
import { schema, schemaAt, type SchemaNode } from './schema';
import { type Misfit, misfits } from './shape';
import type { Source } from './source';
import { nearest, slipOf, slippedKeys } from './suggest';
import { KNOWN_WAVES } from './types';

/** Of one mapping, no more unknown keys than this are named: whoever has that many has pasted something else. */
const MOST_STRANGERS = MOST_PROBLEMS + 1;

/** More than are shown, as they are not found in the order of the text. */
const ENOUGH = 3 * MOST_PROBLEMS;

/** Checks the shape of a spec against the JSON Schema, and says what is wrong in plain words. */
export function checkStructure(value: unknown, source: Source): Problem[] {
  const problems: Problem[] = [];
  const said = new Set<string>();
  for (const misfit of misfits(value, schema)) {
    if (problems.length > ENOUGH) break;
    // What an heir inherits has been judged where it is written.
    if (!source.has(misfit.path)) continue;
    for (const problem of describe(misfit, value, source)) {
      const key = `${problem.path.join('/')} ${problem.message}`;
      if (said.has(key) || !source.has(problem.path)) continue;
      said.add(key);
      problems.push(problem);
    }
  }
  return problems;
}

function describe({ keyword, keywordLocation, path }: Misfit, root: unknown, source: Source): Problem[] {
  const node = schemaAt(parentOf(keywordLocation)) ?? {};
  const value = valueAt(root, path);
  const place = placeInWords(path);
  const at = (message: string, code: Code = 'ECG101', fix?: Fix): Problem => ({
    code,
    severity: CODES[code].severity,
    message,
    // A whole block is not what is wrong: then the key says where.
    range: value === null || typeof value === 'object' ? source.keyRangeOf(path) : source.lineRangeOf(path),
    path,
    ...(fix && { fixes: [fix] }),
  });
  switch (keyword) {
    case 'additionalProperties': {
      // The error stands at the mapping; find the keys that do not belong.
      const allowed = Object.keys(node.properties ?? {});
      const strangers = Object.keys(isRecord(value) ? value : {})
        .filter((name) => !allowed.includes(name))
        .slice(0, MOST_STRANGERS);
      return strangers.map((name) => unknownKey(name, allowed, path, keywordLocation, value, source));
    }
    case 'pattern':
      // Only the names of beats, classes and waves have a pattern.
      return [
        {
          code: 'ECG102',
          severity: 'error',
          message: `\`${String(path[path.length - 1]).slice(0, 60)}\` cannot be a name. Names have ${String(node['description']).replace('Letters', 'letters')}`,
          range: source.keyRangeOf(path),
          path,
        },
      ];
    case 'required': {
      // A key that is there with a slip in it is not missing.
      const known = path[0] === 'classes' && path.length === 2 ? keysOf('class') : keysAt(keywordLocation);
      const slipped = isRecord(value) && known.length > 0 ? slippedKeys(value, known) : new Set<string>();
      const missing = (node.required ?? []).filter(
        (name) => !slipped.has(name) && (!isRecord(value) || !(name in value)),
      );
      return missing.map((name) => {
        const property = propertyOf(keywordLocation, path, name);
        const example = exampleFor(name, property);
        const fix = insertKey(source, path, name, example);
        return {
          code: 'ECG103',
          severity: 'error',
          message: `${place} needs the key \`${name}\`. ${needed(property, name, example)}`,
          range: source.keyRangeOf(path),
          path,
          ...(fix && { fixes: [fix] }),
        };
      });
    }
    case 'type':
      return [wrongType(node, path, value, source, at)];
    case 'const':
      if (node.const === 'none') return [notNone(path, value, source, at)];
      return [
        at(
          `${place} must be \`${String(node.const)}\`, but is ${typeof value === 'string' && value === String(node.const) ? 'text, in quotes' : valueInWords(value)}.`,
          'ECG105',
          rewriteValue(source, path, String(node.const)),
        ),
      ];
    case 'enum': {
      // Whatever is a noise can be an augmentation, and so can `scale`.
      const scale = path[0] === 'augmentations' && path[path.length - 1] === 'type' ? ['scale'] : [];
      const options = [...(node.enum ?? []).map(String), ...scale];
      const only = options.length === 1 ? options[0] : undefined;
      const guess = only ?? (typeof value === 'string' ? nearest(value, options) : undefined);
      return [
        at(
          `${place} is ${valueInWords(value)}, but must be ${list(options)}.${guess && !only ? ` Did you mean \`${guess}\`?` : ''}`,
          'ECG105',
          guess ? replaceValue(source, path, guess) : undefined,
        ),
      ];
    }
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum': {
      const bound = Number(node[keyword]);
      const words = {
        minimum: 'at least',
        exclusiveMinimum: 'more than',
        maximum: 'at most',
      }[keyword];
      return [at(`${place} is ${valueInWords(value)}, but must be ${words} ${bound}.`, 'ECG106')];
    }
    case 'minProperties':
    case 'minItems':
      return [at(`${place} is empty. Give it at least one entry.`, 'ECG107')];
    case 'maxProperties':
    case 'maxItems':
      return [at(`${place} has too many entries; at most ${Number(node[keyword])} are allowed.`, 'ECG107')];
    case 'maxLength':
      return [at(`${place} is too long; at most ${Number(node[keyword])} characters are allowed.`, 'ECG107')];
  }
}

function unknownKey(
  name: string,
  allowed: readonly string[],
  path: Path,
  keywordLocation: string,
  value: unknown,
  source: Source,
): Problem {
  const place = placeInWords(path);
  const where = path.length === 0 ? 'at the top of a spec' : `in ${place.replace('Entry', 'entry')}`;
  const at = [...path, name];
  const elsewhere = otherPlace(name, allowed, path, keywordLocation, value);
  const slip = elsewhere === undefined ? slipOf(name, allowed) : undefined;
  const fix = slip && mendKey(source, at, slip);
  return {
    code: 'ECG102',
    severity: 'error',
    message:
      elsewhere === undefined
        ? unknownKeyMessage(name, slip, allowed, where)
        : `\`${name}\` is not a key ${where}. ${elsewhere}`,
    range: source.keyRangeOf(at),
    path: at,
    ...(fix && { fixes: [fix] }),
  };
}

/** A wave or a section of a class that is neither a mapping nor `none`; or a mistyped key of a beat type. */
function notNone(
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

/** A key that is known at another place, or with another `type`. */
function otherPlace(
  name: string,
  allowed: readonly string[],
  path: Path,
  keywordLocation: string,
  value: unknown,
): string | undefined {
  const own = /\/\$ref\/allOf\/\d+\/then\/|\/allOf\/\d+\/then\//.exec(keywordLocation);
  const type = isRecord(value) ? value['type'] : undefined;
  if (own && typeof type === 'string') {
    const definition = schemaAt(keywordLocation.slice(0, keywordLocation.indexOf('/allOf/', own.index)));
    const types = branches(definition).flatMap(([word, keys]) => (keys.includes(name) ? [word] : []));
    if (types.length > 0)
      return `It goes with ${types.length > 3 ? 'another type' : list(types)}, not with \`${type}\`.`;
  }
  const [home] = path;
  if (
    path.length > 0 &&
    nearest(name, allowed) === undefined &&
    Object.hasOwn(schema.properties!, name) &&
    !Object.hasOwn(schema.$defs!['class']!.properties!, name)
  )
    return `Write it at the top of the spec, in the first column.`;
  if (home === 'classes' && path.length === 2) {
    const section = SECTIONS_OF_CLASS.find((one) => keysOf(one).includes(name));
    if (section) return `It belongs into \`${section}\`.`;
  }
  if (home === 'classes' && path.length === 3 && Object.hasOwn(schema.$defs!['class']!.properties!, name))
    return `It stands one level higher, beside \`${String(path[2])}\`.`;
  if (path.length === 0 && slipOf(name, Object.keys(schema.properties!)) === undefined) {
    const section = ['recording', 'dataset', 'training'].find((one) => keysOf(one).includes(name));
    if (section) return `It belongs into \`${section}\`.`;
    if (keysOf('class').includes(name)) return 'It belongs into a class, indented below its name.';
  }
  return undefined;
}

const SECTIONS_OF_CLASS = [
  'rhythm',
  'conduction',
  'ectopy',
  'atrial',
  'ventricular',
  'episodes',
  'respiration',
];

/** The keys of a definition, whatever its type. */
export function keysOf(definition: string): string[] {
  const node = schema.$defs![definition]!;
  return [...Object.keys(node.properties ?? {}), ...branches(node).flatMap(([, keys]) => keys)];
}

/** The types of a definition, with the keys of each. */
function branches(node: SchemaNode | undefined): [type: string, keys: string[]][] {
  const all = (node?.['allOf'] ?? []) as readonly { if?: SchemaNode; then?: SchemaNode }[];
  return all.flatMap(({ if: test, then }): [string, string[]][] => {
    const type = (test?.properties?.['type'] as SchemaNode | undefined)?.const;
    return typeof type === 'string' && then ? [[type, Object.keys(then.properties ?? {})]] : [];
  });
}

/** The keys that the mapping whose keyword this is can have; empty where they are not all known. */
function keysAt(keywordLocation: string): string[] {
  const node = schemaAt(parentOf(keywordLocation));
  return node?.additionalProperties === false ? Object.keys(node.properties ?? {}) : [];
}

/** What a missing key is for, in a sentence that says what to write. */
function needed(property: SchemaNode, name: string, example: string): string {
  if (property.enum) return `It is ${list(property.enum.map(String))}.`;
  if (example !== '' && example.length <= 40) return `Write \`${name}: ${example}\`.`;
  return String(property['description'] ?? '').replace(/(?<=\.)\s.*$/s, '');
}

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
function wrongType(
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

/** What the schema says of a key, wherever on the way to the keyword it says it. */
function propertyOf(keywordLocation: string, path: Path, name: string): SchemaNode {
  const found = (node: SchemaNode | undefined): SchemaNode | undefined => {
    const property = node?.properties?.[name];
    if (typeof property !== 'object') return undefined;
    const target = property.$ref ? schemaAt(property.$ref) : undefined;
    return target ? { ...target, ...property } : property;
  };
  for (let at = parentOf(keywordLocation); at !== ''; at = parentOf(at)) {
    const property = found(schemaAt(at));
    if (property?.['description']) return property;
  }
  return found(schema.$defs![String(path[path.length - 1])]) ?? {};
}

/** What a missing key could hold. */
function exampleFor(name: string, property: SchemaNode): string {
  const whole: Record<string, string> = {
    beats: '{ normal: { R: { amplitude: 1 mV, at: 0 ms, width: 10 ms } } }',
    classes: '{ NSR: { beat: normal, rhythm: { type: sinus } } }',
    rhythm: '{ type: sinus }',
    of: '[{ type: white, rms: 10 µV }]',
  };
  const example = (property['examples'] as readonly unknown[] | undefined)?.[0];
  const one = example ?? property.enum?.[0] ?? property.const;
  return whole[name] ?? (Array.isArray(one) ? `[${one.join(', ')}]` : String(one ?? ''));
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

function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}
