import type { Node } from 'yaml';
import { schema, schemaAt, type SchemaNode } from '../spec/schema';
import { entryOf, itemsOf, literal } from './nodes';

type Path = readonly (string | number)[];

/** A key that a mapping can have. */
export interface Key {
  readonly name: string;
  /** What it is, in a sentence. */
  readonly detail: string;
  /** What could stand behind it, as a snippet with one place to fill in. */
  readonly snippet: string;
}

/** The keys that the schema gives the mapping at a path of a spec, those of its `type` included. */
export function keysOfMapping(root: Node | null | undefined, path: Path, text: string): Key[] {
  let node: SchemaNode | undefined = schema;
  let value: Node | null | undefined = root;
  for (const step of path) {
    node = childOf(propertiesOf(node, value, text), step);
    value =
      typeof step === 'number' ? itemsOf(value)[step] : (entryOf(value, step, text)?.value ?? undefined);
    if (!node) return [];
  }
  const { properties } = propertiesOf(node, value, text);
  return Object.entries(properties)
    .filter(([name]) => !(path[0] === 'noise' && name === 'weight'))
    .map(([name, key]) => ({ name, detail: sentence(key), snippet: snippetOf(resolved(key)) }));
}

interface Shape {
  readonly properties: Readonly<Record<string, SchemaNode>>;
  readonly others: SchemaNode | undefined;
  readonly items: SchemaNode | undefined;
}

/** What a value of this definition can hold when it is a mapping or a list. */
function propertiesOf(node: SchemaNode | undefined, value: Node | null | undefined, text: string): Shape {
  if (!node) return { properties: {}, others: undefined, items: undefined };
  const parts = node['x-quantity'] ? quantityParts(node) : [node.$ref ? schemaAt(node.$ref) : undefined];
  for (const one of node.allOf ?? [])
    if (!one.if || opens(one.if, value, text)) parts.push(one.if ? one.then : one);
  // Whatever stands here is a mapping.
  if (node.if && !node.if.properties) parts.push(node.then);
  else if (node.if) parts.push(opens(node.if, value, text) ? node.then : node.else);
  const shapes = parts.map((part) => propertiesOf(part, value, text));
  const { additionalProperties } = node;
  return {
    properties: Object.assign(
      {},
      ...shapes.map(({ properties }) => properties),
      usable(node.properties),
    ) as Shape['properties'],
    others:
      typeof additionalProperties === 'object'
        ? additionalProperties
        : shapes.find(({ others }) => others)?.others,
    items: node.items ?? shapes.find(({ items }) => items)?.items,
  };
}

/** A quantity with one number has no keys; one that varies has those of its levels. */
function quantityParts({ 'x-quantity': limits }: SchemaNode): (SchemaNode | undefined)[] {
  if (!limits || limits.fixed || limits.band) return [];
  const spread = schema.$defs!['spread'];
  const place = limits.anchored ? (schema.$defs!['time-of-wave']!['anyOf'] as SchemaNode[])[1] : undefined;
  return [spread, place];
}

/** Without the names of properties that only say what may stand in them elsewhere. */
function usable(properties: SchemaNode['properties']): Record<string, SchemaNode> {
  return Object.fromEntries(
    Object.entries(properties ?? {}).filter(([, key]) => typeof key === 'object' && isWhole(key)),
  );
}

/** What a branch asks of a key that is described elsewhere is no description. */
function isWhole(key: SchemaNode): boolean {
  return key['description'] !== undefined || key.$ref !== undefined || key.type !== undefined;
}

function opens(condition: SchemaNode, value: Node | null | undefined, text: string): boolean {
  const wanted = condition.properties?.['type']?.const;
  return wanted !== undefined && literal(entryOf(value, 'type', text)?.value, text)?.text === wanted;
}

function childOf({ properties, others, items }: Shape, step: string | number): SchemaNode | undefined {
  if (typeof step === 'number') return items;
  return Object.hasOwn(properties, step) ? properties[step] : others;
}

function resolved(key: SchemaNode): SchemaNode {
  return key.$ref ? { ...schemaAt(key.$ref), ...key } : key;
}

function sentence(key: SchemaNode): string {
  const description = String(resolved(key)['description'] ?? '');
  return /^.*?[.:;](?=\s|$)/.exec(description)?.[0].slice(0, -1) ?? description;
}

/** A value that may stand within brackets. */
function snippetOf(key: SchemaNode): string {
  const words = key.enum ?? (key.const === undefined ? undefined : [key.const]);
  if (words) return words.length === 1 ? String(words[0]) : `\${1|${words.map(String).join(',')}|}`;
  if (key.type === 'boolean') return '${1|true,false|}';
  const example = (key['examples'] as readonly unknown[] | undefined)?.[0];
  if (typeof example === 'number' || (typeof example === 'string' && /^[^,[\]{}#:"'$]+$/.test(example)))
    return `\${1:${String(example)}}`;
  if (typeof example === 'string') return `"\${1:${example.replace(/["\\$}]/g, '')}}"`;
  if (key.type === 'array' || Array.isArray(example)) return '[$1]';
  return key.type === 'object' || key.if || key.properties ? '{ $1 }' : '$1';
}
