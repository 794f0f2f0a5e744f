import { schema, schemaAt, type SchemaNode } from '../schema';

/** The keys of a definition, whatever its type. */
export function keysOf(definition: string): string[] {
  const node = schema.$defs![definition]!;
  return [...Object.keys(node.properties ?? {}), ...branches(node).flatMap(([, keys]) => keys)];
}

/** The types of a definition, with the keys of each. */
export function branches(node: SchemaNode | undefined): [type: string, keys: string[]][] {
  const all = (node?.['allOf'] ?? []) as readonly { if?: SchemaNode; then?: SchemaNode }[];
  return all.flatMap(({ if: test, then }): [string, string[]][] => {
    const type = (test?.properties?.['type'] as SchemaNode | undefined)?.const;
    return typeof type === 'string' && then ? [[type, Object.keys(then.properties ?? {})]] : [];
  });
}

/** The keys that the mapping whose keyword this is can have; empty where they are not all known. */
export function keysAt(keywordLocation: string): string[] {
  const node = schemaAt(parentOf(keywordLocation));
  return node?.additionalProperties === false ? Object.keys(node.properties ?? {}) : [];
}

export function parentOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}
