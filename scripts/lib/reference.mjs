/**
 * The reference of the language, from its JSON Schema: every key with where it stands, what it means, its values,
 * default and example.
 */

/** What the sections are called, and in which order they come. Others come after these, under their own names. */
const TITLES = {
  spec: 'The spec',
  recording: 'Recording',
  filter: 'Filters',
  'lead-off': 'Lead-off',
  respiration: 'Respiration',
  beat: 'Beat types',
  wave: 'Waves',
  correlation: 'Correlations',
  class: 'Classes',
  rhythm: 'Rhythms',
  conduction: 'Conduction',
  escape: 'Escape rhythm',
  ectopy: 'Ectopy',
  atrial: 'Atrial activity',
  ventricular: 'Ventricular activity',
  episodes: 'Episodes',
  noise: 'Noise',
  augmentations: 'Augmentations',
  scale: 'Scaling',
  dataset: 'Data set',
  training: 'Training',
  spread: 'Quantities that vary',
};

const QUANTITIES = {
  amplitude: 'amplitude',
  time: 'time',
  frequency: 'frequency',
  rate: 'heart rate',
  ratio: 'share',
  count: 'count',
  level: 'level',
  'per-amplitude': 'one over an amplitude',
};

/**
 * @param {object} schema
 * @param {(value: number, dimension: string) => string} format a quantity in base units as an author writes it
 */
export function reference(schema, format) {
  return new Reference(schema, format).text();
}

class Reference {
  /** Sections by definition: where it stands, and its node. */
  sections = new Map();

  constructor(schema, format) {
    this.schema = schema;
    this.format = format;
    this.visit(schema, 'spec', '');
    this.section('spread', schema.$defs.spread, '(any quantity that varies)');
  }

  text() {
    const order = Object.keys(TITLES);
    const rank = ([id]) => (order.includes(id) ? order.indexOf(id) : order.length);
    const sections = [...this.sections].sort((a, b) => rank(a) - rank(b));
    const title = (id) => TITLES[id] ?? id;
    return [
      '<!-- Written by `npm run reference` from schemas/ecgspec.schema.json: change that, not this. -->',
      '',
      '# Reference of the spec language',
      '',
      'Every key of a `.ecgspec` file. [language.md](language.md) is the guide: how they work together, with pictures. Units are',
      'listed [there](language.md#units). A value that *varies* may have a spread, a range, levels or a choice:',
      'see [quantities that vary](#spread); of all others one number is wanted.',
      '',
      sections.map(([id]) => `[${title(id)}](#${id})`).join(' · '),
      '',
      ...sections.flatMap(([id, section]) => this.sectionText(id, title(id), section)),
    ].join('\n');
  }

  /** Finds the sections under a node. `path` is where it stands, as an author would write it. */
  visit(node, id, path) {
    const { $ref } = node;
    const target = $ref ? $ref.split('/').pop() : id;
    const whole = this.resolve(node);
    // A mapping or one word, a mapping or one number: the mapping is what has keys.
    const mapping = whole.if?.type === 'object' && !whole.properties ? whole.then : undefined;
    if (mapping?.$ref) return this.visit(mapping, mapping.$ref.split('/').pop(), path);
    if (whole.if?.properties?.type && whole.else?.$ref) {
      this.visit(whole.then, whole.then.$ref.split('/').pop(), path);
      return this.visit(whole.else, whole.else.$ref.split('/').pop(), path);
    }
    if ('x-quantity' in whole) return;
    if (whole.type === 'array' && whole.items.$ref) return this.visit(whole.items, target, `${path} -`);
    if (whole.properties) this.section(target, whole, path);
    else if (typeof whole.additionalProperties === 'object') this.visitNamed(whole, path);
  }

  visitNamed(node, path) {
    this.visit(node.additionalProperties, '', `${path} NAME:`);
  }

  section(id, node, path) {
    const known = this.sections.get(id);
    if (known) {
      if (!known.places.includes(path)) known.places.push(path);
      return;
    }
    this.sections.set(id, { node, places: [path] });
    const others = node.additionalProperties?.$ref;
    for (const [key, child] of keysOf(node)) {
      // A key that is known by name, and looks like those that are not.
      if (!others || child.$ref !== others) this.visit(child, key, `${path} ${key}:`.trim());
    }
    if (typeof node.additionalProperties === 'object') this.visitNamed(node, path);
  }

  resolve(node) {
    if (!node.$ref) return node;
    const { $ref, ...own } = node;
    return { ...this.resolve(this.schema.$defs[$ref.split('/').pop()]), ...own };
  }

  sectionText(id, title, { node, places }) {
    const lines = [`## <a id="${id}"></a>${title}`, '', this.meaning(node).meaning, ''];
    const shown = places.filter((place) => place !== '').map((place) => code(place));
    if (shown.length > 0) lines.push(`Stands in ${list(shown)}.`, '');
    const required = node.required ?? [];
    const own = Object.entries(node.properties ?? {}).filter(([, child]) => typeof child === 'object');
    if (own.length > 0) lines.push(...this.table(id, own, required), '');
    for (const { type, properties } of branchesOf(node)) {
      lines.push(`### <a id="${id}-${type}"></a>\`type: ${type}\``, '');
      if (properties.length > 0) lines.push(...this.table(`${id}-${type}`, properties, []), '');
      else lines.push('No other keys.', '');
    }
    return lines;
  }

  table(id, properties, required) {
    const rows = properties.map(([key, child]) => {
      const whole = this.resolve(child);
      const { meaning, usual } = this.meaning(whole);
      const needed = required.includes(key) ? ' **required**' : '';
      const since = whole['x-since'] ? ` (since ${whole['x-since']})` : '';
      return [
        `<a id="${id}-${slug(key)}"></a>\`${key}\`${needed}`,
        `${meaning}${since}`,
        this.values(child, whole),
        usual,
        (whole.examples ?? []).map((example) => code(yaml(example))).join(', '),
      ];
    });
    return [
      '| key | meaning | values | default | examples |',
      '|---|---|---|---|---|',
      ...rows.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`),
    ];
  }

  /** The description without its sentence on the default, which has a column of its own. */
  meaning(node) {
    const description = said(node);
    // "Default 10 s." is what could be written, "Default: none." says it in words.
    const found = /\s*\bDefault(:?) (.*?)\.(?=\s|$)/.exec(description);
    const usual = found
      ? found[1] || /[:,]/.test(found[2])
        ? found[2]
        : code(found[2])
      : written(node.default);
    return { meaning: found ? description.replace(found[0], '').trim() : description, usual };
  }

  /** What can stand there, in a few words. */
  values(child, node) {
    const limits = node['x-quantity'];
    if (limits) return this.quantity(limits);
    if (node.enum) return node.enum.map((word) => code(word)).join(', ');
    if ('const' in node) return code(node.const);
    const id = child.$ref?.split('/').pop();
    const then = node.if?.type === 'object' && !node.properties ? node.then : undefined;
    if (then?.$ref) {
      const target = then.$ref.split('/').pop();
      const other = node.else?.const ? `, or ${code(node.else.const)}` : ' or one name';
      return this.sections.has(target)
        ? `[${target}](#${target})${other}`
        : `one name, or names with weights`;
    }
    if (then) return `${this.values({}, node.else)}, or one for each name`;
    if (node.type === 'array') {
      const most = node.maxItems ? `, at most ${node.maxItems}` : '';
      const items = refsOf(node.items, this.schema).map((id) => `[${id}](#${id})`);
      return `list of ${items.join(' or ') || 'text'}${most}`;
    }
    if (node.properties) return `[mapping](#${this.sections.has(id) ? id : slug(id ?? '')})`;
    if (node.type === 'object') {
      const entry = this.target(node.additionalProperties);
      return entry ? `names with a [${entry}](#${entry}) each` : 'mapping';
    }
    if (node.anyOf && node.anyOf.some(({ type }) => type === 'array'))
      return 'list, or quantities with weights';
    if (node.type === 'boolean') return '`true`, `false`';
    if (node.type === 'integer' || node.type === 'number') return numberRange(node);
    if (node.maxLength) return `text, at most ${node.maxLength} characters`;
    if (Array.isArray(node.type) && node.type.includes('string'))
      return node.type.includes('integer') ? 'text or a whole number' : 'quantity';
    return 'text';
  }

  target(node) {
    const ref = node?.$ref?.split('/').pop();
    return ref && this.sections.has(ref) ? ref : undefined;
  }

  quantity({ dimension, min, max, fixed, band, whole }) {
    const range = `${this.format(min, dimension)} to ${this.format(max, dimension)}`;
    const kind = band
      ? 'a range, the same for all'
      : fixed
        ? 'one number'
        : whole
          ? 'whole, varies'
          : 'varies';
    return `${QUANTITIES[dimension]}, ${range}; ${kind}`;
  }
}

/** The definitions that a node stands for: one, or those of its branches. */
function refsOf({ $ref }, schema) {
  if (!$ref) return [];
  const id = $ref.split('/').pop();
  const { then, else: other } = schema.$defs[id];
  return then?.$ref && other?.$ref ? [then, other].flatMap((node) => refsOf(node, schema)) : [id];
}

/** The keys under a node, those of its branches too. */
function keysOf(node) {
  const own = Object.entries(node.properties ?? {}).filter(([, child]) => typeof child === 'object');
  return [...own, ...branchesOf(node).flatMap(({ properties }) => properties)];
}

/** The branches that `type` opens. */
function branchesOf(node) {
  return (node.allOf ?? []).flatMap((branch) => {
    const type = branch.if?.properties?.type?.const;
    if (type === undefined) return [];
    const properties = Object.entries(branch.then.properties).filter(
      ([, child]) => typeof child === 'object',
    );
    return [{ type, properties }];
  });
}

const said = (node) => node.description ?? '';
const slug = (key) =>
  key
    .toLowerCase()
    .replace(/'/g, '-prime')
    .replace(/[^a-z0-9-]+/g, '-');
const code = (text) => `\`${text}\``;

const written = (value) => (value === undefined ? '' : code(yaml(value)));

function list(words) {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function numberRange({ type, minimum, exclusiveMinimum, maximum }) {
  const from = exclusiveMinimum === undefined ? minimum : `above ${exclusiveMinimum}`;
  return `${type === 'integer' ? 'whole number' : 'number'}, ${from} to ${maximum}`;
}

/** As in a flow mapping. */
function yaml(value) {
  if (Array.isArray(value)) return `[${value.map(yaml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${key}: ${yaml(one)}`)
    .join(', ')} }`;
}
