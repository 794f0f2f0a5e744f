import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Node,
  type Pair,
} from 'yaml';
import { type Fix, MOST_PROBLEMS, type Problem, type Range } from './problem';
import { plainValue, readQuickly, type Stop } from './quickYaml';
import { readOn, readWholly } from './reading';
import { explainSyntax } from './syntax';

/** Larger files are refused: nobody writes a megabyte of rhythm by hand. */
export const LARGEST_FILE = 1_000_000;
/** Deeper nesting than this has no meaning in the language and may exhaust the parser's stack. */
const DEEPEST = 40;
/** Nothing in the language has more entries: `one-of` ends at a thousand. */
const LARGEST_COLLECTION = 2000;

export interface LoadedYaml {
  /** Of a text that is broken, what the parser makes of it nevertheless; undefined where there is nothing to be read. */
  readonly document: Document | undefined;
  /** The document as plain data; undefined when it could not be read. */
  readonly value: unknown;
  readonly problems: Problem[];
  /** Where the comments of the text begin, in its order; undefined where that is not known yet. */
  readonly comments?: readonly number[];
  /** The text could not be read beyond this. */
  readonly stop?: Stop;
}

/** Reads YAML text; never throws. Aliases, anchors and tags are refused: they hide what a value is. */
export function loadYaml(text: string): LoadedYaml {
  const refusal = unreadable(text);
  if (refusal) return { document: undefined, value: undefined, problems: [refusal] };
  const quick = readQuickly(text);
  if (!quick.document) return loadSlowly(text, quick);
  const { document, value, comments } = quick;
  const isUsual = !quick.doubtful && quick.largest <= LARGEST_COLLECTION;
  const problems = isUsual ? explainEntries(quick.foreign, text) : explainNodes(document, text);
  return { document, value: problems.length > 0 ? undefined : value, comments, problems };
}

/** Reads a text that has something unusual in it, or something wrong. */
function loadSlowly(text: string, stop: Stop): LoadedYaml {
  try {
    const read = readOn(text, stop);
    return read.broken
      ? new BrokenYaml(text, explainSyntax(read.broken, text), stop)
      : judged(read.document, text);
  } catch {
    return {
      document: undefined,
      value: undefined,
      problems: [
        problem('ECG002', 'The text cannot be read. Start again from an example.', { start: 0, end: 1 }),
      ],
    };
  }
}

function judged(document: Document, text: string): LoadedYaml {
  const problems = explainNodes(document, text);
  return { document, value: problems.length > 0 ? undefined : plainValue(document.contents), problems };
}

/** What is wrong with a text is known from a few of its lines; the rest is read when it is asked for. */
class BrokenYaml implements LoadedYaml {
  readonly value = undefined;
  readonly problems: Problem[];
  private whole: Document | undefined;

  constructor(
    private readonly text: string,
    problem: Problem,
    readonly stop: Stop,
  ) {
    this.problems = [problem];
  }

  get document(): Document | undefined {
    try {
      return (this.whole ??= readWholly(this.text));
    } catch {
      return undefined;
    }
  }
}

/** Why a text is not even tried. */
function unreadable(text: string): Problem | undefined {
  const start = { start: 0, end: 1 };
  if (text.length > LARGEST_FILE) {
    return problem(
      'ECG001',
      `The file has ${Math.ceil(text.length / 1e6)} MB; a spec has at most 1 MB. Split it into several specs.`,
      start,
    );
  }
  if (text.includes('\u0000')) {
    // Every second character of plain text in UTF-16 is a NUL.
    const wide = text.split('\u0000', 1000).length > 20 && /^[^\n]{0,6}e\u0000?c\u0000?g/.test(text);
    return problem(
      'ECG001',
      wide
        ? 'The file is saved as UTF-16. Save it with the encoding UTF-8.'
        : 'The file is binary, not text. A spec is a YAML text file.',
      start,
    );
  }
  const lost = text.indexOf('\uFFFD');
  if (lost >= 0) {
    return problem(
      'ECG001',
      'The file is not saved as UTF-8, so signs such as `µ` and `±` are lost. Save it with the encoding UTF-8 and write them again.',
      { start: lost, end: lost + 1 },
    );
  }
  if (!text.includes('\n') && /\r./.test(text)) {
    const fix: Fix = {
      title: 'Use the usual line ends',
      edits: [...text.matchAll(/\r/g)].map(({ index }) => ({
        range: { start: index, end: index + 1 },
        text: '\n',
      })),
    };
    return {
      ...problem(
        'ECG001',
        'The lines of this file end in CR alone, so it reads as one long line. Save it with the line ends LF or CRLF.',
        start,
      ),
      fixes: [fix],
    };
  }
  const depth = deepestNesting(text);
  if (depth > DEEPEST) {
    return problem(
      'ECG003',
      `The text is nested ${depth > 1000 ? 'more than a thousand' : depth} levels deep; a spec needs no more than six.`,
      start,
    );
  }
  return undefined;
}

function problem(code: string, message: string, range: Range, fix?: Fix): Problem {
  return { code, severity: 'error', message, range, path: [], ...(fix && { fixes: [fix] }) };
}

/** What YAML allows and specs do not: doubled keys, directives, aliases, anchors, tags, keys that are no words. */
function explainNodes(document: Document, text: string): Problem[] {
  return [...directives(document, text), ...explain([{ value: document.contents }], text)];
}

/** The same of the only entries that may have any of these. */
function explainEntries(entries: readonly Partial<Pair>[], text: string): Problem[] {
  return entries.length === 0 ? [] : explain(entries, text);
}

/** @param entries the values to look through, with their keys where they have some */
function explain(entries: readonly Partial<Pair>[], text: string): Problem[] {
  const found: Problem[] = [];
  const anchors = new Map<string, { node: Node; name: string | undefined }>();
  // Anchors are half of the fault of the aliases that use them, and are passed over for these.
  const aliases = text.includes('*') && entries.some(({ value }) => hasAlias(value));
  let said = false;
  const look = (node: unknown, parent: Pair | undefined): void => {
    if (!isNode(node) || found.length > MOST_PROBLEMS) return;
    if (isAlias(node)) {
      if (!said) found.push(aliasProblem(node.source, node, parent, anchors.get(node.source), text));
      said = true;
      return;
    }
    const anchor = (node as { anchor?: string }).anchor;
    if (anchor) {
      const name = parent?.value === node && isScalar(parent.key) ? String(parent.key.value) : undefined;
      anchors.set(anchor, { node, name });
      if (!aliases) found.push(property(node, `&${anchor}`, 'anchor', text));
    }
    if (node.tag && node.range && before(node, text).includes('!'))
      found.push(property(node, /!\S*/.exec(before(node, text))![0], 'tag', text));
    if (!isCollection(node)) return;
    if (node.items.length > LARGEST_COLLECTION) {
      const name = parent && isScalar(parent.key) ? `\`${String(parent.key.value)}\`` : 'The spec';
      const at = parent && isNode(parent.key) ? parent.key : node;
      found.push(
        problem(
          'ECG107',
          `${name} has ${node.items.length} entries, more than anything in a spec. Was this file made by a program?`,
          rangeOf(at, text),
        ),
      );
      return;
    }
    if (isMap(node)) found.push(...keysOf(node.items, text), ...(node.flow ? commas(node.items, text) : []));
    for (const item of node.items) {
      if (isPair(item)) {
        look(item.key, item);
        look(item.value, item);
      } else look(item, undefined);
    }
  };
  for (const entry of entries) look(entry.value, entry.key === undefined ? undefined : (entry as Pair));
  return found;
}

function hasAlias(node: unknown): boolean {
  if (isCollection(node)) return node.items.some(hasAlias);
  return isPair(node) ? hasAlias(node.key) || hasAlias(node.value) : isAlias(node);
}

function keysOf(items: readonly { readonly key: unknown }[], text: string): Problem[] {
  const lines = new Map<string, number>();
  const found: Problem[] = [];
  for (const { key } of items) {
    if (isAlias(key)) continue;
    if (!isScalar(key)) {
      if (isNode(key))
        found.push(
          problem(
            'ECG002',
            'A list or mapping stands where a key is wanted. A key is one word, with a colon behind it.',
            { start: rangeOf(key, text).start, end: rangeOf(key, text).start + 1 },
          ),
        );
      continue;
    }
    if (key.value === null && key.range && key.range[0] === key.range[1]) {
      found.push(
        problem(
          'ECG002',
          'There is no key before this colon. Write one, or take the colon out.',
          rangeOf(key, text),
        ),
      );
      continue;
    }
    const name = String(key.value);
    const before = lines.get(name);
    if (before === undefined) {
      lines.set(name, key.range?.[0] ?? 0);
      continue;
    }
    const line = text.slice(0, before).split('\n').length;
    found.push(
      problem(
        'ECG002',
        `\`${name.slice(0, 60)}\` stands twice in the same place, first in line ${line}. Keep one of them.`,
        rangeOf(key, text),
      ),
    );
    if (found.length > MOST_PROBLEMS) break;
  }
  return found;
}

/** `{ amplitude: 0,3 mV }`: the comma parts keys, and what was meant for a decimal is one. */
function commas(
  items: readonly { readonly key: unknown; readonly value: unknown }[],
  text: string,
): Problem[] {
  return items.flatMap(({ key, value }, i) => {
    const before = items[i - 1];
    if (!isScalar(key) || value !== null || !isScalar(before?.value) || !key.range || !before.value.range)
      return [];
    const rest = String(key.value);
    const [start, end] = [before.value.range[0], key.range[0]];
    const number = text.slice(start, before.value.range[1]).trim();
    if (!/^\d+(?:\s|$|\.|[A-Za-z%])/.test(rest) || !/^[-+]?\d+$/.test(number) || text[end - 1] !== ',')
      return [];
    const thousands = /^\d{3}(?:\D|$)/.test(rest) && !/^[-+]?0$/.test(number);
    const whole = `${number}${thousands ? '' : '.'}${rest}`;
    const range = { start, end: key.range[1] };
    return [
      problem(
        'ECG002',
        `A comma parts keys here. Write \`${whole.slice(0, 60)}\`, ${thousands ? 'without a comma between thousands' : 'with a point for the decimals'}.`,
        range,
        { title: `Write \`${whole}\``, edits: [{ range, text: whole }] },
      ),
    ];
  });
}

function* directives(document: Document, text: string): Generator<Problem> {
  if (!document.directives?.docStart) return;
  const line = /^%.*\n?/m.exec(text);
  if (!line || line.index > (document.contents?.range?.[0] ?? text.length)) return;
  yield problem(
    'ECG003',
    'A line that starts with `%` says nothing in a spec. Take it out.',
    { start: line.index, end: line.index + line[0].trimEnd().length },
    {
      title: 'Remove the line',
      edits: [{ range: { start: line.index, end: line.index + line[0].length }, text: '' }],
    },
  );
}

function aliasProblem(
  source: string,
  node: Node,
  parent: Pair | undefined,
  anchor: { node: Node; name: string | undefined } | undefined,
  text: string,
): Problem {
  const range = rangeOf(node, text);
  const key = parent && isScalar(parent.key) ? parent.key : undefined;
  if (key?.value === '<<' && key.range) {
    const name = anchor?.name;
    return problem(
      'ECG003',
      `\`<<\` merges mappings in YAML, which specs do not use. Write \`extends: ${name ?? 'NAME'}\` to start from another beat type or class.`,
      { start: key.range[0], end: range.end },
      name === undefined
        ? undefined
        : {
            title: `Write \`extends: ${name}\``,
            edits: [{ range: { start: key.range[0], end: range.end }, text: `extends: ${name}` }],
          },
    );
  }
  const value =
    anchor && isScalar(anchor.node) && anchor.node.range
      ? text.slice(anchor.node.range[0], anchor.node.range[1])
      : undefined;
  const fix: Fix | undefined =
    value === undefined ? undefined : { title: `Write \`${value}\``, edits: [{ range, text: value }] };
  return problem(
    'ECG003',
    `\`*${source.slice(0, 60)}\` is an alias in YAML, which specs do not use. ${anchor ? 'Write the value out, or use `extends` for beat types and classes' : 'Put text that begins with `*` in quotes'}.`,
    range,
    fix,
  );
}

/** An anchor or a tag before a value. */
function property(node: Node, sign: string, what: 'anchor' | 'tag', text: string): Problem {
  const start = text.lastIndexOf(sign, node.range![0]);
  const range = { start: Math.max(0, start), end: Math.max(0, start) + sign.length };
  const end = range.end + (text[range.end] === ' ' ? 1 : 0);
  return problem(
    'ECG003',
    `\`${sign.slice(0, 60)}\` is ${what === 'anchor' ? 'an anchor' : 'a tag'} in YAML, which specs do not use. Take it out, or put text that begins with \`${sign[0]!}\` in quotes.`,
    range,
    start < 0
      ? undefined
      : { title: `Remove \`${sign}\``, edits: [{ range: { start: range.start, end }, text: '' }] },
  );
}

/** What stands on the line before a node: its anchor and tag, if it has them. */
function before(node: Node, text: string): string {
  const start = node.range![0];
  const line = text.slice(Math.max(0, text.lastIndexOf('\n', start - 1)), start);
  // A block mapping may have its tag on the line of its key.
  return line.trim() === ''
    ? text.slice(Math.max(0, text.lastIndexOf('\n', start - line.length - 1)), start)
    : line;
}

function rangeOf(node: Node, text: string): Range {
  const [start, end] = node.range ?? [0, 1];
  return nonEmpty(start, end, text);
}

/** An upper bound on how deep the text nests: brackets and one-line dashes, or indentation. */
function deepestNesting(text: string): number {
  let open = 0;
  let deepest = 0;
  for (const bracket = /[[\]{}]/g; bracket.test(text);) {
    const sign = text[bracket.lastIndex - 1];
    if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++open);
    else open = Math.max(0, open - 1);
  }
  for (const dashes of text.match(/(?:[-?:][ \t]+){20,}/g) ?? []) {
    deepest = Math.max(deepest, dashes.replace(/[ \t]/g, '').length);
  }
  const indents: number[] = [];
  for (let line = 0; line < text.length; line = nextLine(text, line)) {
    let at = line;
    while (text[at] === ' ') at++;
    if (/\s/.test(text[at] ?? '\n')) continue;
    const indent = at - line;
    while (indents.length > 0 && indents[indents.length - 1]! >= indent) indents.pop();
    indents.push(indent);
    deepest = Math.max(deepest, indents.length);
  }
  return deepest;
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

function nonEmpty(start: number, end: number, text: string): { start: number; end: number } {
  const from = Math.min(Math.max(0, start), Math.max(0, text.length - 1));
  return { start: from, end: Math.max(from + 1, Math.min(end, text.length)) };
}
