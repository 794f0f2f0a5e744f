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
  checker.check(value, schema);
  return checker.found;
}

class Checker {
  readonly found: Misfit[] = [];
  private readonly fitting = new Map<SchemaNode, WeakSet<object>>();
  /** Where in the value looking stands, and where in the schema: written out only where something does not fit. */
  private readonly path: (string | number)[] = [];
  private readonly at: string[] = ['#'];

  constructor(private readonly root: SchemaNode) {}

  check(value: unknown, node: SchemaNode): void {
    if (node['x-quantity']) return;
    if (typeof value !== 'object' || value === null) {
      this.keywords(value, node);
      return;
    }
    let known = this.fitting.get(node);
    if (known?.has(value)) return;
    const before = this.found.length;
    this.keywords(value, node);
    if (this.found.length > before) return;
    if (!known) this.fitting.set(node, (known = new WeakSet()));
    known.add(value);
  }

  /** As `check`, with another part of the schema. */
  private also(value: unknown, node: SchemaNode, at: string): void {
    this.at.push(at);
    this.check(value, node);
    this.at.pop();
  }

  /** As `also`, a part of the value. */
  private within(value: unknown, step: string | number, node: SchemaNode, at: string): void {
    if (node['x-quantity']) return;
    this.path.push(step);
    this.also(value, node, at);
    this.path.pop();
  }

  private miss(keyword: Keyword): void {
    this.found.push({
      keyword,
      keywordLocation: `${this.at.join('/')}/${keyword}`,
      path: [...this.path],
    });
  }

  private keywords(value: unknown, node: SchemaNode): void {
    const { $ref, type, allOf } = node;
    if ($ref !== undefined) this.also(value, this.target($ref), '$ref');
    if (type !== undefined && !(typeof type === 'string' ? isOf(type, value) : isOfOne(type, value)))
      this.miss('type');
    if (node.const !== undefined && value !== node.const) this.miss('const');
    if (node.enum && !node.enum.includes(value)) this.miss('enum');
    if (allOf) for (let i = 0; i < allOf.length; i++) this.also(value, allOf[i]!, `allOf/${i}`);
    if (node.if) {
      if (this.fits(value, node.if)) {
        if (node.then) this.also(value, node.then, 'then');
      } else if (node.else) this.also(value, node.else, 'else');
    }
    if (Array.isArray(value)) this.list(value, node);
    else if (typeof value === 'object' && value !== null)
      this.mapping(value as Record<string, unknown>, node);
    else if (typeof value === 'number') {
      if (value < (node.minimum ?? -Infinity)) this.miss('minimum');
      if (value <= (node.exclusiveMinimum ?? -Infinity)) this.miss('exclusiveMinimum');
      if (value > (node.maximum ?? Infinity)) this.miss('maximum');
    } else if (typeof value === 'string') {
      if (value.length > (node.maxLength ?? Infinity) && [...value].length > node.maxLength!)
        this.miss('maxLength');
      if (node.pattern !== undefined && !pattern(node.pattern).test(value)) this.miss('pattern');
    }
  }

  private list(value: readonly unknown[], { items, minItems, maxItems }: SchemaNode): void {
    if (value.length > (maxItems ?? Infinity)) this.miss('maxItems');
    if (value.length < (minItems ?? 0)) this.miss('minItems');
    if (items) for (let i = 0; i < value.length; i++) this.within(value[i], i, items, 'items');
  }

  private mapping(value: Record<string, unknown>, node: SchemaNode): void {
    const { required, properties, propertyNames, additionalProperties } = node;
    if (required?.some((key) => !(key in value))) this.miss('required');
    const keys = Object.keys(value);
    if (keys.length < (node.minProperties ?? 0)) this.miss('minProperties');
    if (keys.length > (node.maxProperties ?? Infinity)) this.miss('maxProperties');
    if (propertyNames) for (const key of keys) this.within(key, key, propertyNames, 'propertyNames');
    if (properties) {
      for (const key in properties) {
        if (Object.hasOwn(value, key)) this.within(value[key], key, properties[key]!, propertyAt(key));
      }
    }
    if (additionalProperties === undefined) return;
    for (const key of keys) {
      if (properties && Object.hasOwn(properties, key)) continue;
      if (additionalProperties === false) return this.miss('additionalProperties');
      this.within(value[key], key, additionalProperties as SchemaNode, 'additionalProperties');
    }
  }

  /** Whether a condition of the schema holds: one of a type, or of the words of keys. */
  private fits(value: unknown, condition: SchemaNode): boolean {
    const before = this.found.length;
    this.check(value, condition);
    const fits = this.found.length === before;
    this.found.length = before;
    return fits;
  }

  private target(reference: string): SchemaNode {
    return this.root.$defs![reference.slice('#/$defs/'.length)]!;
  }
}

function isOfOne(types: readonly string[], value: unknown): boolean {
  return types.some((type) => isOf(type, value));
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

/** The way to a property: its key as a step of a JSON pointer in a fragment. */
function propertyAt(key: string): string {
  let found = pointers.get(key);
  if (found === undefined)
    pointers.set(key, (found = `properties/${encodeURI(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`));
  return found;
}
