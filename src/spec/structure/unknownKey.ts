import { mendKey, placeInWords, unknownKeyMessage } from '../decode';
import { isRecord } from '../plain';
import { MOST_PROBLEMS, type Path, type Problem } from '../problem';
import { list } from '../quantity';
import { schema, schemaAt } from '../schema';
import type { Source } from '../source';
import { nearest, slipOf } from '../suggest';
import { branches, keysOf } from './definitions';

/** Of one mapping, no more unknown keys than this are named: whoever has that many has pasted something else. */
export const MOST_STRANGERS = MOST_PROBLEMS + 1;

export function unknownKey(
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
