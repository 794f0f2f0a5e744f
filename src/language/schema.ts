interface Node {
  readonly $ref?: string;
  readonly description?: string;
  readonly anyOf?: readonly Node[];
  readonly [keyword: string]: unknown;
}

/**
 * The spec's JSON Schema as editors show it. A key that refers to a shared definition, as every quantity does, says
 * what it itself means first and what holds for all of them after that; plain references would show the latter alone.
 * @param schema the schema, which stays as it is
 */
export function editorSchema(schema: object): object {
  const root = schema as Node;
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const node = value as Node;
    const copy: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(node)) copy[key] = visit(inner);
    const target = node.description === undefined ? undefined : definition(root, node.$ref);
    if (target === undefined) return copy;
    const merged: Record<string, unknown> = { ...target, ...copy };
    delete merged['$ref'];
    const branches = target.anyOf?.map((branch) =>
      // A mapping has keys of its own to explain.
      branch['type'] === 'object'
        ? branch
        : { ...branch, description: join(node.description, branch.description) },
    );
    return branches === undefined ? merged : { ...merged, anyOf: branches };
  };
  return visit(schema) as object;
}

function definition(root: Node, ref: string | undefined): Node | undefined {
  const name = /^#\/\$defs\/([^/]+)$/.exec(ref ?? '')?.[1];
  if (name === undefined) return undefined;
  const found = (root['$defs'] as Record<string, Node> | undefined)?.[name];
  // Only what is small and ends: quantities, not beats.
  return found !== undefined && found['properties'] === undefined && found['allOf'] === undefined
    ? found
    : undefined;
}

function join(...texts: readonly (string | undefined)[]): string {
  return texts.filter(Boolean).join('\n\n');
}
