import { describe, expect, it } from 'vitest';
import schema from '../../../schemas/ecgspec.schema.json';
import { editorSchema } from '../../../src/language';

interface Node {
  readonly description?: string;
  readonly anyOf?: readonly Node[];
  readonly $ref?: string;
  readonly [key: string]: unknown;
}

/** Every object in a schema with where it stands. */
function* nodes(node: unknown, path = ''): Generator<[string, Node]> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield [path, node as Node];
  for (const [key, value] of Object.entries(node)) yield* nodes(value, `${path}/${key}`);
}

describe('the schema as editors show it', () => {
  const before = new Map(nodes(schema));
  const after = new Map(nodes(editorSchema(schema)));

  it('says first what a quantity is, in every form that it may take', () => {
    const quantities = [...before].filter(([, node]) => 'x-quantity' in node && node.description);
    expect(quantities.length).toBeGreaterThan(20);
    for (const [path, { description }] of quantities) {
      const node = after.get(path)!;
      expect(node.description, path).toBe(description);
      expect(node.$ref, path).toBeUndefined();
      for (const branch of node.anyOf ?? []) {
        if (branch['type'] !== 'object' && branch['type'] !== undefined) {
          expect(branch.description, path).toContain(description);
        }
      }
    }
  });

  it('leaves what is large a reference', () => {
    const large = ['beat', 'class', 'recording'].map((name) => `#/$defs/${name}`);
    const referred = new Set([...after.values()].map(({ $ref }) => $ref));
    for (const ref of large) expect(referred).toContain(ref);
  });
});
