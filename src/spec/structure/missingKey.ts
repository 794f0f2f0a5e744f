import type { Path } from '../problem';
import { list } from '../quantity';
import { schema, schemaAt, type SchemaNode } from '../schema';
import { parentOf } from './definitions';

/** What a missing key is for, in a sentence that says what to write. */
export function needed(property: SchemaNode, name: string, example: string): string {
  if (property.enum) return `It is ${list(property.enum.map(String))}.`;
  if (example !== '' && example.length <= 40) return `Write \`${name}: ${example}\`.`;
  return String(property['description'] ?? '').replace(/(?<=\.)\s.*$/s, '');
}

/** What the schema says of a key, wherever on the way to the keyword it says it. */
export function propertyOf(keywordLocation: string, path: Path, name: string): SchemaNode {
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
export function exampleFor(name: string, property: SchemaNode): string {
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
