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
  const checker = new Checker();
  checker.check(value, formOf(schema, schema));
  return checker.found;
}

class Checker {
  readonly found: Misfit[] = [];
  private misses = 0;
  /** Whether it is only asked if something fits. */
  private trying = false;
  private readonly fitting = new Map<Form, Set<object>>();
  /** Where in the value looking stands, and where in the schema: written out only where something does not fit. */
  private readonly path: (string | number)[] = [];
  private readonly at: string[] = ['#'];

  check(value: unknown, form: Form): void {
    if (form.says === 'anything') return;
    // What only refers to another has nothing of its own that could be remembered.
    if (typeof value !== 'object' || value === null || form.says === 'as another') {
      this.keywords(value, form);
      return;
    }
    let known = this.fitting.get(form);
    if (known?.has(value)) return;
    const before = this.misses;
    this.keywords(value, form);
    if (this.misses > before) return;
    if (!known) this.fitting.set(form, (known = new Set()));
    known.add(value);
  }

  /** As `check`, with another part of the schema. */
  private also(value: unknown, form: Form, at: string): void {
    this.at.push(at);
    this.check(value, form);
    this.at.pop();
  }

  /** As `also`, a part of the value. */
  private within(value: unknown, step: string | number, form: Form, at: string): void {
    if (form.says === 'anything') return;
    this.path.push(step);
    this.also(value, form, at);
    this.path.pop();
  }

  private miss(keyword: Keyword): void {
    this.misses++;
    if (this.trying) return;
    this.found.push({
      keyword,
      keywordLocation: `${this.at.join('/')}/${keyword}`,
      path: [...this.path],
    });
  }

  private keywords(value: unknown, form: Form): void {
    const { node } = form;
    if (form.reference) this.also(value, form.reference, '$ref');
    if (form.type !== undefined ? !isOf(form.type, value) : form.types && !isOfOne(form.types, value))
      this.miss('type');
    if (form.isOneOf) {
      if (node.const !== undefined && value !== node.const) this.miss('const');
      if (node.enum && !node.enum.includes(value)) this.miss('enum');
    }
    for (let i = 0; i < form.all.length; i++) this.also(value, form.all[i]!, `allOf/${i}`);
    if (form.condition) {
      if (this.fits(value, form.condition)) {
        if (form.then) this.also(value, form.then, 'then');
      } else if (form.otherwise) this.also(value, form.otherwise, 'else');
    }
    if (!form.hasParts) return;
    if (Array.isArray(value)) this.list(value, form);
    else if (typeof value === 'object' && value !== null)
      this.mapping(value as Record<string, unknown>, form);
    else if (typeof value === 'number') {
      if (value < (node.minimum ?? -Infinity)) this.miss('minimum');
      if (value <= (node.exclusiveMinimum ?? -Infinity)) this.miss('exclusiveMinimum');
      if (value > (node.maximum ?? Infinity)) this.miss('maximum');
    } else if (typeof value === 'string') {
      if (value.length > (node.maxLength ?? Infinity) && [...value].length > node.maxLength!)
        this.miss('maxLength');
      if (form.pattern && !form.pattern.test(value)) this.miss('pattern');
    }
  }

  private list(value: readonly unknown[], { node: { maxItems, minItems }, items }: Form): void {
    if (value.length > (maxItems ?? Infinity)) this.miss('maxItems');
    if (value.length < (minItems ?? 0)) this.miss('minItems');
    if (items) for (let i = 0; i < value.length; i++) this.within(value[i], i, items, 'items');
  }

  private mapping(value: Record<string, unknown>, form: Form): void {
    const { node, names, properties, additional } = form;
    if (node.required?.some((key) => !(key in value))) this.miss('required');
    const keys = Object.keys(value);
    if (keys.length < (node.minProperties ?? 0)) this.miss('minProperties');
    if (keys.length > (node.maxProperties ?? Infinity)) this.miss('maxProperties');
    if (names) for (let i = 0; i < keys.length; i++) this.within(keys[i], keys[i]!, names, 'propertyNames');
    // By numbers: the iterators of loops over lists are objects of their own until such a loop is compiled.
    for (let i = 0; i < properties.length; i++) {
      const { key, form: property, at } = properties[i]!;
      if (Object.hasOwn(value, key)) this.within(value[key], key, property, at);
    }
    if (additional === undefined) return;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      if (node.properties && Object.hasOwn(node.properties, key)) continue;
      if (additional === false) return this.miss('additionalProperties');
      this.within(value[key], key, additional, 'additionalProperties');
    }
  }

  /** Whether a condition of the schema holds: one of a type, or of the words of keys. */
  private fits(value: unknown, condition: Form): boolean {
    const { misses, trying } = this;
    this.trying = true;
    this.keywords(value, condition);
    this.trying = trying;
    const fits = this.misses === misses;
    this.misses = misses;
    return fits;
  }
}

/**
 * A part of the schema as it is checked. A schema's objects have each their own keys, and asking such objects for keys
 * that they lack took a seventh of the time of a first reading; all forms have the same.
 */
class Form {
  readonly says: 'anything' | 'as another' | 'something';
  readonly type: string | undefined;
  readonly types: readonly string[] | undefined;
  readonly isOneOf: boolean;
  readonly hasParts: boolean;
  readonly pattern: RegExp | undefined;
  reference: Form | undefined = undefined;
  all: readonly Form[] = [];
  condition: Form | undefined = undefined;
  then: Form | undefined = undefined;
  otherwise: Form | undefined = undefined;
  names: Form | undefined = undefined;
  items: Form | undefined = undefined;
  /** The properties whose values have to be looked at. */
  properties: readonly Property[] = [];
  additional: Form | false | undefined = undefined;

  constructor(readonly node: SchemaNode) {
    const { type } = node;
    this.type = typeof type === 'string' ? type : undefined;
    this.types = typeof type === 'string' ? undefined : type;
    this.isOneOf = node.const !== undefined || node.enum !== undefined;
    this.hasParts = PARTS.some((keyword) => keyword in node);
    this.pattern = node.pattern === undefined ? undefined : new RegExp(node.pattern, 'u');
    const own = type !== undefined || this.isOneOf || this.hasParts || node.allOf || node.if;
    this.says = node['x-quantity'] || !(own || node.$ref) ? 'anything' : own ? 'something' : 'as another';
  }
}

interface Property {
  readonly key: string;
  readonly form: Form;
  /** The way to it: its key as a step of a JSON pointer in a fragment. */
  readonly at: string;
}

/** The keywords that speak of values of one type. */
const PARTS = [
  ...['required', 'properties', 'additionalProperties', 'propertyNames', 'minProperties', 'maxProperties'],
  ...['items', 'minItems', 'maxItems', 'minimum', 'exclusiveMinimum', 'maximum', 'maxLength', 'pattern'],
];

const forms = new WeakMap<SchemaNode, Form>();

function formOf(node: SchemaNode, root: SchemaNode): Form {
  const known = forms.get(node);
  if (known) return known;
  const form = new Form(node);
  // Before what it is made of: a schema may come back to itself.
  forms.set(node, form);
  if (form.says === 'anything') return form;
  const of = (part: SchemaNode | undefined): Form | undefined => part && formOf(part, root);
  form.reference = of(node.$ref === undefined ? undefined : target(node.$ref, root));
  form.all = (node.allOf ?? []).map((part) => formOf(part, root));
  form.condition = of(node.if);
  form.then = of(node.then);
  form.otherwise = of(node.else);
  form.names = of(node.propertyNames);
  form.items = of(node.items);
  form.properties = Object.entries(node.properties ?? {})
    // `true` lets anything stand there.
    .filter(([, part]) => typeof part === 'object')
    .map(([key, part]) => ({ key, form: formOf(part, root), at: propertyAt(key) }))
    .filter((property) => property.form.says !== 'anything');
  const { additionalProperties } = node;
  form.additional =
    additionalProperties === false ? false : of(additionalProperties as SchemaNode | undefined);
  return form;
}

function target(reference: string, root: SchemaNode): SchemaNode {
  return root.$defs![reference.slice('#/$defs/'.length)]!;
}

function propertyAt(key: string): string {
  return `properties/${encodeURI(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
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
