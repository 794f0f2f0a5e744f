import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import { isRecord, valueAt, valueInWords } from './plain';
import type { Path, Problem } from './problem';
import { list } from './quantity';
import { schema, schemaAt, withoutQuantities } from './schema';
import type { Source } from './source';
import { nearest } from './suggest';

const validator = new Validator(withoutQuantities(schema) as Schema, '2019-09', false);

/** Checks the shape of a spec against the JSON Schema, and says what is wrong in plain words. */
export function checkStructure(value: unknown, source: Source): Problem[] {
  const { errors } = validator.validate(value);
  const problems: Problem[] = [];
  const said = new Set<string>();
  for (const unit of leaves(errors)) {
    for (const problem of describe(unit, value, source)) {
      const key = `${problem.path.join('/')} ${problem.message}`;
      if (said.has(key)) continue;
      said.add(key);
      problems.push(problem);
    }
  }
  return problems;
}

/** A failing branch reports itself and all its parents; only the innermost say what is wrong. */
function leaves(errors: readonly OutputUnit[]): OutputUnit[] {
  const speaking = errors.filter(({ keyword }) => keyword !== 'false' && keyword !== 'if');
  return speaking.filter(
    (unit) =>
      !speaking.some(
        (other) => other !== unit && other.keywordLocation.startsWith(`${unit.keywordLocation}/`),
      ),
  );
}

function describe(unit: OutputUnit, root: unknown, source: Source): Problem[] {
  const path = pathOf(unit.instanceLocation);
  const node = schemaAt(parentOf(unit.keywordLocation)) ?? {};
  const value = valueAt(root, path);
  const place = path.length === 0 ? 'The spec' : `\`${path[path.length - 1]!}\``;
  const at = (message: string, code = 'ECG101'): Problem => ({
    code,
    severity: 'error',
    message,
    range: source.rangeOf(path),
    path,
  });
  switch (unit.keyword) {
    case 'additionalProperties': {
      // The error stands at the mapping; find the keys that do not belong.
      const allowed = Object.keys(node.properties ?? {});
      const strangers = Object.keys(isRecord(value) ? value : {}).filter((name) => !allowed.includes(name));
      return strangers.map((name) => ({
        code: 'ECG102',
        severity: 'error',
        message: unknownKey(name, allowed, path),
        range: source.keyRangeOf([...path, name]),
        path: [...path, name],
      }));
    }
    case 'pattern':
      // Only the names of beats and classes have a pattern.
      return [
        {
          code: 'ECG102',
          severity: 'error',
          message: `${place} cannot be a name. Names have letters, digits, spaces, - and _, start with a letter, and are at most 40 long.`,
          range: source.keyRangeOf(path),
          path,
        },
      ];
    case 'required': {
      const missing = (node.required ?? []).filter((name) => !isRecord(value) || !(name in value));
      return missing.map((name) => ({
        code: 'ECG103',
        severity: 'error',
        message: `${place} needs the key \`${name}\`. ${describeKey(node, name)}`.trim(),
        range: source.keyRangeOf(path),
        path,
      }));
    }
    case 'type':
      return [at(`${place} must be ${typeInWords(node.type)}, but is ${valueInWords(value)}.`, 'ECG104')];
    case 'const':
      return [at(`${place} must be \`${String(node.const)}\`, but is ${valueInWords(value)}.`, 'ECG105')];
    case 'enum': {
      const options = (node.enum ?? []).map(String);
      const guess = typeof value === 'string' ? nearest(value, options) : undefined;
      return [
        at(
          `${place} is ${valueInWords(value)}, but must be ${list(options)}.${guess ? ` Did you mean \`${guess}\`?` : ''}`,
          'ECG105',
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

function unknownKey(name: string, allowed: readonly string[], path: Path): string {
  const guess = nearest(name, allowed);
  const where = path.length === 0 ? 'at the top of a spec' : `in \`${path[path.length - 1]!}\``;
  if (guess) return `\`${name}\` is not a key ${where}. Did you mean \`${guess}\`?`;
  return allowed.length === 0
    ? `\`${name}\` is not a key ${where}.`
    : `\`${name}\` is not a key ${where}. It can have ${list(allowed)}.`;
}

function describeKey(node: { properties?: unknown }, name: string): string {
  const properties = node.properties as Record<string, { description?: string; $ref?: string }> | undefined;
  const property = properties?.[name];
  const description =
    property?.description ??
    (property?.$ref ? (schemaAt(property.$ref)?.['description'] as string | undefined) : undefined);
  return description ?? '';
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
