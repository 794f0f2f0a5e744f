import { type Code, CODES } from '../codes';
import { placeInWords } from '../decode';
import { insertKey, replaceValue, rewriteValue } from '../fixes';
import { isRecord, valueAt, valueInWords } from '../plain';
import type { Fix, Problem } from '../problem';
import { list } from '../quantity';
import { schemaAt } from '../schema';
import type { Misfit } from '../shape';
import type { Source } from '../source';
import { nearest, slippedKeys } from '../suggest';
import { keysAt, keysOf, parentOf } from './definitions';
import { exampleFor, needed, propertyOf } from './missingKey';
import { MOST_STRANGERS, unknownKey } from './unknownKey';
import { notNone, wrongType } from './wrongType';

/** What is wrong at a keyword that is not met, in plain words, with a mend where one is clear. */
export function describe(
  { keyword, keywordLocation, path }: Misfit,
  root: unknown,
  source: Source,
): Problem[] {
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
