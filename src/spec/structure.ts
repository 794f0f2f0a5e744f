import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import { type Code, CODES } from './codes';
import { insertKey, renameKey, replaceValue } from './fixes';
import { isRecord, valueAt, valueInWords } from './plain';
import type { Fix, Path, Problem } from './problem';
import { list } from './quantity';
import { schema, schemaAt, type SchemaNode, withoutQuantities } from './schema';
import type { Source } from './source';
import { nearest } from './suggest';
import { KNOWN_WAVES } from './types';

/** Of one mapping, no more unknown keys than this are named: whoever has that many has pasted something else. */
const MOST_STRANGERS = 100;

const validator = new Validator(withoutQuantities(schema) as Schema, '2019-09', false);

/** Checks the shape of a spec against the JSON Schema, and says what is wrong in plain words. */
export function checkStructure(value: unknown, source: Source): Problem[] {
  const { errors } = validator.validate(value);
  const problems: Problem[] = [];
  const said = new Set<string>();
  const places = new Set<string>();
  for (const unit of leaves(errors)) {
    // Each unknown key is an error of its own, and one look at the mapping finds them all.
    const place = `${unit.keywordLocation} ${unit.instanceLocation}`;
    if (places.has(place)) continue;
    places.add(place);
    for (const problem of describe(unit, value, source)) {
      const key = `${problem.path.join('/')} ${problem.message}`;
      // What an heir inherits has been judged where it is written.
      if (said.has(key) || !source.has(problem.path)) continue;
      said.add(key);
      problems.push(problem);
    }
  }
  return problems;
}

/** A failing branch reports itself and all its parents; only the innermost say what is wrong. */
function leaves(errors: readonly OutputUnit[]): OutputUnit[] {
  const speaking = errors.filter(({ keyword }) => keyword !== 'false' && keyword !== 'if');
  const parents = new Set<string>();
  for (const { keywordLocation } of speaking) {
    for (let at = parentOf(keywordLocation); at !== '' && !parents.has(at); at = parentOf(at))
      parents.add(at);
  }
  return speaking.filter(({ keywordLocation }) => !parents.has(keywordLocation));
}

function describe(unit: OutputUnit, root: unknown, source: Source): Problem[] {
  const path = pathOf(unit.instanceLocation);
  const node = schemaAt(parentOf(unit.keywordLocation)) ?? {};
  const value = valueAt(root, path);
  const place = path.length === 0 ? 'The spec' : `\`${path[path.length - 1]!}\``;
  const at = (message: string, code: Code = 'ECG101', fix?: Fix): Problem => ({
    code,
    severity: CODES[code].severity,
    message,
    range: source.rangeOf(path),
    path,
    ...(fix && { fixes: [fix] }),
  });
  switch (unit.keyword) {
    case 'additionalProperties': {
      // The error stands at the mapping; find the keys that do not belong.
      const allowed = Object.keys(node.properties ?? {});
      const strangers = Object.keys(isRecord(value) ? value : {})
        .filter((name) => !allowed.includes(name))
        .slice(0, MOST_STRANGERS);
      return strangers.map((name) => unknownKey(name, allowed, path, source));
    }
    case 'pattern':
      // Only the names of beats, classes and waves have a pattern.
      return [
        {
          code: 'ECG102',
          severity: 'error',
          message: `${place} cannot be a name. Names have ${String(node['description']).replace('Letters', 'letters')}`,
          range: source.keyRangeOf(path),
          path,
        },
      ];
    case 'required': {
      const missing = (node.required ?? []).filter((name) => !isRecord(value) || !(name in value));
      return missing.map((name) => {
        const property = propertyOf(unit.keywordLocation, path, name);
        const fix = insertKey(source, path, name, exampleFor(name, property));
        return {
          code: 'ECG103',
          severity: 'error',
          message: `${place} needs the key \`${name}\`. ${String(property['description'] ?? '')}`.trim(),
          range: source.keyRangeOf(path),
          path,
          ...(fix && { fixes: [fix] }),
        };
      });
    }
    case 'type':
      return [at(`${place} must be ${typeInWords(node.type)}, but is ${valueInWords(value)}.`, 'ECG104')];
    case 'const':
      if (node.const === 'none') return [notNone(path, value, source, at)];
      return [at(`${place} must be \`${String(node.const)}\`, but is ${valueInWords(value)}.`, 'ECG105')];
    case 'enum': {
      const options = (node.enum ?? []).map(String);
      const guess = typeof value === 'string' ? nearest(value, options) : undefined;
      return [
        at(
          `${place} is ${valueInWords(value)}, but must be ${list(options)}.${guess ? ` Did you mean \`${guess}\`?` : ''}`,
          'ECG105',
          guess ? replaceValue(source, path, guess) : undefined,
        ),
      ];
    }
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum':
    case 'exclusiveMaximum': {
      const bound = Number(node[unit.keyword]);
      const words = {
        minimum: 'at least',
        exclusiveMinimum: 'more than',
        maximum: 'at most',
        exclusiveMaximum: 'less than',
      }[unit.keyword];
      return [at(`${place} is ${valueInWords(value)}, but must be ${words} ${bound}.`, 'ECG106')];
    }
    case 'minProperties':
    case 'minItems':
      return [at(`${place} is empty. Give it at least one entry.`, 'ECG107')];
    case 'maxProperties':
    case 'maxItems':
      return [
        at(`${place} has too many entries; at most ${Number(node[unit.keyword])} are allowed.`, 'ECG107'),
      ];
    case 'maxLength':
      return [
        at(`${place} is too long; at most ${Number(node[unit.keyword])} characters are allowed.`, 'ECG107'),
      ];
    default:
      return [at(`${place} does not fit the language: ${unit.error}`)];
  }
}

function unknownKey(name: string, allowed: readonly string[], path: Path, source: Source): Problem {
  const guess = nearest(name, allowed);
  const where = path.length === 0 ? 'at the top of a spec' : `in \`${path[path.length - 1]!}\``;
  const can = allowed.length === 0 ? '' : ` It can have ${list(allowed)}.`;
  const at = [...path, name];
  const fix = guess ? renameKey(source, at, guess) : undefined;
  return {
    code: 'ECG102',
    severity: 'error',
    message: `\`${name}\` is not a key ${where}.${guess ? ` Did you mean \`${guess}\`?` : can}`,
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
    return unknownKey(key, Object.keys(schema.$defs!['beat']!.properties!), path.slice(0, -1), source);
  return at(
    `\`${String(key)}\` must be a mapping (\`key: value\` lines) or \`none\`, but is ${valueInWords(value)}.`,
    'ECG104',
  );
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

function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}
