import type { Path } from './problem';
import type { SchemaNode } from './schema';

/** The keywords that a value may not meet. */
export type Keyword =
  | 'type'
  | 'const'
  | 'enum'
  | 'required'
  | 'additionalProperties'
  | 'minProperties'
  | 'maxProperties'
  | 'minItems'
  | 'maxItems'
  | 'minimum'
  | 'exclusiveMinimum'
  | 'maximum'
  | 'maxLength'
  | 'pattern';

/** A keyword of the schema that a value does not meet. */
export interface Misfit {
  readonly keyword: Keyword;
  /** Pointer to the keyword, through the references on the way. */
  readonly keywordLocation: string;
  /** Where the value stands. */
  readonly path: Path;
}

/**
 * Holds plain data against the JSON Schema, as far as the schema of specs uses it, and tells the innermost
 * keywords that are not met. A quantity may be anything: its reader says more clearly what is wrong. What several
 * definitions inherit is one object, and is looked at once.
 */
export function misfits(value: unknown, schema: SchemaNode): Misfit[] {
  const checker = new Checker(schema);
  checker.check(value, schema, '#', []);
  return checker.found;
}

class Checker {
  readonly found: Misfit[] = [];
  private readonly fitting = new Map<SchemaNode, WeakSet<object>>();

  constructor(private readonly root: SchemaNode) {}

  check(value: unknown, node: SchemaNode, at: string, path: Path): void {
    if (node['x-quantity']) return;
    if (typeof value !== 'object' || value === null) {
      this.keywords(value, node, at, path);
      return;
    }
    let known = this.fitting.get(node);
    if (known?.has(value)) return;
    const before = this.found.length;
    this.keywords(value, node, at, path);
    if (this.found.length > before) return;
    if (!known) this.fitting.set(node, (known = new WeakSet()));
    known.add(value);
  }

  private keywords(value: unknown, node: SchemaNode, at: string, path: Path): void {
    const miss = (keyword: Keyword): void => {
      this.found.push({ keyword, keywordLocation: `${at}/${keyword}`, path });
    };
    if (node.$ref !== undefined) this.check(value, this.target(node.$ref), `${at}/$ref`, path);
    if (node.type !== undefined && ![node.type].flat().some((type) => isOf(type, value))) miss('type');
    if (node.const !== undefined && value !== node.const) miss('const');
    if (node.enum && !node.enum.includes(value)) miss('enum');
    for (const [i, one] of (node.allOf ?? []).entries()) this.check(value, one, `${at}/allOf/${i}`, path);
    if (node.if) {
      if (this.fits(value, node.if)) {
        if (node.then) this.check(value, node.then, `${at}/then`, path);
      } else if (node.else) this.check(value, node.else, `${at}/else`, path);
    }
    if (Array.isArray(value)) {
      if (value.length > (node.maxItems ?? Infinity)) miss('maxItems');
      if (value.length < (node.minItems ?? 0)) miss('minItems');
      if (node.items)
        for (const [i, item] of value.entries()) this.check(item, node.items, `${at}/items`, [...path, i]);
    } else if (typeof value === 'object' && value !== null)
      this.mapping(value as Record<string, unknown>, node, at, path, miss);
    else if (typeof value === 'number') {
      if (value < (node.minimum ?? -Infinity)) miss('minimum');
      if (value <= (node.exclusiveMinimum ?? -Infinity)) miss('exclusiveMinimum');
      if (value > (node.maximum ?? Infinity)) miss('maximum');
    } else if (typeof value === 'string') {
      if (value.length > (node.maxLength ?? Infinity) && [...value].length > node.maxLength!)
        miss('maxLength');
      if (node.pattern !== undefined && !pattern(node.pattern).test(value)) miss('pattern');
    }
  }

  private mapping(
    value: Record<string, unknown>,
    node: SchemaNode,
    at: string,
    path: Path,
    miss: (keyword: Keyword) => void,
  ): void {
    const { properties, propertyNames, additionalProperties } = node;
    if (node.required?.some((key) => !(key in value))) miss('required');
    const keys = Object.keys(value);
    if (keys.length < (node.minProperties ?? 0)) miss('minProperties');
    if (keys.length > (node.maxProperties ?? Infinity)) miss('maxProperties');
    if (propertyNames)
      for (const key of keys) this.check(key, propertyNames, `${at}/propertyNames`, [...path, key]);
    if (properties) {
      for (const key in properties) {
        if (Object.hasOwn(value, key))
          this.check(value[key], properties[key]!, `${at}/properties/${pointer(key)}`, [...path, key]);
      }
    }
    if (additionalProperties === undefined) return;
    for (const key of keys) {
      if (properties && Object.hasOwn(properties, key)) continue;
      if (additionalProperties === false) return miss('additionalProperties');
      this.check(value[key], additionalProperties as SchemaNode, `${at}/additionalProperties`, [
        ...path,
        key,
      ]);
    }
  }

  /** Whether a condition of the schema holds: one of a type, or of the words of keys. */
  private fits(value: unknown, condition: SchemaNode): boolean {
    const before = this.found.length;
    this.check(value, condition, '', []);
    const fits = this.found.length === before;
    this.found.length = before;
    return fits;
  }

  private target(reference: string): SchemaNode {
    return this.root.$defs![reference.slice('#/$defs/'.length)]!;
  }
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

const patterns = new Map<string, RegExp>();

function pattern(source: string): RegExp {
  let found = patterns.get(source);
  if (!found) patterns.set(source, (found = new RegExp(source, 'u')));
  return found;
}

const pointers = new Map<string, string>();

/** A key as a step of a JSON pointer in a fragment. */
function pointer(key: string): string {
  let found = pointers.get(key);
  if (found === undefined)
    pointers.set(key, (found = encodeURI(key.replaceAll('~', '~0').replaceAll('/', '~1'))));
  return found;
}
