import schemaJson from '../../schemas/ecgspec.schema.json';
import type { Dimension } from './quantity';

/** The parts of a JSON Schema that this program looks at itself. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly propertyNames?: SchemaNode;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: SchemaNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly allOf?: readonly SchemaNode[];
  readonly if?: SchemaNode;
  readonly then?: SchemaNode;
  readonly else?: SchemaNode;
  readonly 'x-quantity'?: QuantityLimits;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
  readonly [keyword: string]: unknown;
}

/** What the schema says of one quantity: limits in base units. */
export interface QuantityLimits {
  readonly dimension: Dimension;
  readonly min: number;
  readonly max: number;
  /** The same for every strip: one number without a spread. */
  readonly fixed?: boolean;
  /** A band: `20..150 Hz`, the same for every strip. */
  readonly band?: boolean;
  /** A whole number. */
  readonly whole?: boolean;
  /** May be freed of its sign: nothing counts time by it, so that values near zero do no harm. */
  readonly folds?: boolean;
  /** May count from an anchor. */
  readonly anchored?: boolean;
  /** Not from the schema: what stands in the same scalar before the quantity, an anchor. */
  readonly prefix?: string;
}

export const schema = schemaJson as unknown as SchemaNode;

const found = new Map<string, Map<string, QuantityLimits>>();

/**
 * The limits of a quantity by its place in the schema's $defs, such as `wave`, `amplitude`, or
 * `rhythm`, `rate`, `sinus` for a key of the branch that `type: sinus` opens.
 */
export function limitsOf(definition: string, key: string, branch?: string): QuantityLimits {
  const home = branch === undefined ? definition : `${definition} ${branch}`;
  let known = found.get(home);
  if (!known) found.set(home, (known = new Map<string, QuantityLimits>()));
  let limits = known.get(key);
  if (!limits) {
    let node = schema.$defs![definition]!;
    if (branch !== undefined) {
      const branches = node['allOf'] as readonly { if: SchemaNode; then: SchemaNode }[];
      node = branches.find((b) => (b.if.properties!['type'] as SchemaNode).const === branch)!.then;
    }
    const property = node.properties![key] as SchemaNode;
    limits = property['x-quantity'] ?? schemaAt(property.$ref!)!['x-quantity']!;
    known.set(key, limits);
  }
  return limits;
}

/** Follows a JSON pointer such as `#/properties/beats/$ref/properties/P`, through references. */
export function schemaAt(pointer: string): SchemaNode | undefined {
  let node: unknown = schema;
  for (const raw of pointer.split('/').slice(1)) {
    const step = decodeURIComponent(raw).replaceAll('~1', '/').replaceAll('~0', '~');
    if (step === '$ref') {
      const target = (node as SchemaNode).$ref!;
      node = schemaAt(target);
    } else node = (node as Record<string, unknown> | undefined)?.[step];
    if (node === undefined) return undefined;
  }
  return node as SchemaNode;
}
