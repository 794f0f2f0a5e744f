import { type Document, isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import { quickDocument, QuickMap, type QuickNode, QuickPair, QuickScalar, QuickSeq } from './quickNodes';
import { readEntry } from './wholeEntry';

/** What a text says. */
export interface QuickRead {
  readonly document: Document;
  /** The document as plain data: what `plainValue` makes of it. */
  readonly value: unknown;
  /**
   * True where a key stands twice or is empty, or nothing stands behind one within braces. Of a text without a doubt
   * there is nothing more to be looked for than how large it is, and what is in entries of the whole parser.
   */
  readonly doubtful: boolean;
  /** The entries whose values the whole parser had to be asked for, in the order of the text. */
  readonly foreign: readonly QuickPair[];
  /** How many entries the largest mapping or list has. */
  readonly largest: number;
  /** Where its comments begin, in the order of the text. */
  readonly comments: readonly number[];
}

/** An entry of a block mapping or list, outside the items of lists. */
export interface BlockEntry {
  /** Where its key or dash stands. */
  readonly start: number;
  /** The entry that it is part of. */
  readonly parent: BlockEntry | undefined;
  /** Where it has one, and that could be read. */
  key?: QuickScalar;
}

/** How far a text could be read that has something else in it. */
export interface Stop {
  readonly document: undefined;
  /** Where reading ended: all before was as usual, as far as could be told from there. */
  readonly at: number;
  /** The entries until there, in the order of the text: the last is the one that could not be read. */
  readonly entries: readonly BlockEntry[];
  /** Where the comments until there begin. */
  readonly comments: readonly number[];
}

/**
 * Reads the YAML that specs are written in, ten times as fast as the whole of YAML can be read: block and flow
 * mappings and lists of one-line scalars, with comments. The answer is what the parser of `yaml` makes of the text,
 * with the same ranges. That parser is asked about entries that have anything else in them; where something is wrong, or
 * unusual around an entry, reading stops, and it is to be asked about the rest.
 *
 * The text must not nest so deep that the stack ends.
 */
export function readQuickly(text: string): QuickRead | Stop {
  return new Reader(text).read();
}

/** A byte-order mark, odd line ends, and the marks of a document. */
const ELSEWHERE = /[\uFEFF\u2028\u2029]|\r(?!\n)|^(?:---|\.\.\.)/gm;

/** What a text may begin with of these. */
const BEGINNING = /^\uFEFF?(?:(?: *(?:#[^\n\r]*)?\r?\n)*---(?=[ \r\n]))?/;

/** Something that is not read here. */
class Unusual extends Error {}

const LONGEST_KEY = 1000;

const NEVER_FIRST = new Set([...',[]{}#&*!|>%@`:?\t']);
const FLOW = new Set([...',[]{}']);

/** A plain scalar with the spaces behind it: up to the line's end, a comment, or a colon that parts a key from its value. */
const BLOCK_WORDS = /(?:[^ \t\n\r:]|:(?![ \t\n\r]|$)|[ \t]+(?!#))*/y;
/** As well up to a bracket or comma. */
const FLOW_WORDS = /(?:[^ \t\n\r:,[\]{}]|:(?![ \t\n\r]|$)|[ \t]+(?!#))*/y;

const DOUBLE_QUOTED = /"(?:[^"\\\n]|\\[^\n])*"/y;
const SINGLE_QUOTED = /'(?:[^'\n]|'')*'/y;
/** What a sign stands for behind a backslash, if it is not a code that follows. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...['"', '/', '\\'].map((sign) => [sign, sign] as const),
  ...Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
]);

/** How plain scalars are resolved in the core schema of YAML 1.2. */
const INTEGER = /^[-+]?[0-9]+$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const MAYBE_SPECIAL = /^(?:[-+.0-9~]|null|true|false)/i;
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['null', 'Null', 'NULL', '~'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

class Reader {
  private readonly comments: number[] = [];
  private readonly entries: BlockEntry[] = [];
  /** The entry that began last. */
  private entry: BlockEntry | undefined;
  private inList = false;
  private readonly foreign: QuickPair[] = [];
  private doubtful = false;
  private largest = 0;
  /** The start of the first line that is not read here. */
  private limit: number;
  /** Where reading stands. */
  private at = 0;
  /** The column of the content that reading stands at; -1 at the end of the text. */
  private column = -1;
  /** The column of the comment furthest to the right that had to be passed to get there; -1 without any. */
  private comment = -1;

  constructor(private readonly text: string) {
    this.limit = limitFrom(text, BEGINNING.exec(text)![0].length);
  }

  read(): QuickRead | Stop {
    const { comments, entries } = this;
    try {
      const contents = this.whole();
      const { doubtful, largest, foreign } = this;
      return {
        document: quickDocument(contents),
        value: contents.plain,
        doubtful,
        largest,
        foreign,
        comments,
      };
    } catch (error) {
      if (error instanceof Unusual) return { document: undefined, at: this.at, entries, comments };
      throw error;
    }
  }

  private whole(): QuickNode {
    if (this.text.startsWith('\uFEFF')) {
      if (!/^.(?:\w|#|---)/.test(this.text)) throw new Unusual();
      this.at = 1;
    }
    this.toContent();
    if (this.column === 0 && this.text.startsWith('---', this.at)) this.passMark();
    if (this.column < 0) throw new Unusual();
    const node = this.atDash() ? this.list(this.column) : this.mapping(this.column);
    if (this.column >= 0) throw new Unusual();
    return node;
  }

  /** The mark that a document may begin with, on a line of its own. */
  private passMark(): void {
    this.at += 3;
    const end = this.at;
    this.passIndent();
    const sign = this.text[this.at];
    if (sign === '#' && this.at > end) this.comments.push(this.at);
    else if (sign !== '\n' && sign !== '\r') throw new Unusual();
    this.at = this.lineEnd(this.at);
    this.toContent();
  }

  /** From the start of a line to the next that says something. */
  private toContent(): void {
    const { text } = this;
    this.comment = -1;
    for (let line = this.at; line < text.length;) {
      if (line >= this.limit) {
        this.at = line;
        throw new Unusual();
      }
      let at = line;
      while (text[at] === ' ') at++;
      const sign = text[at];
      if (sign !== undefined && sign !== '\n' && sign !== '#' && sign !== '\r') {
        this.at = at;
        this.column = at - line;
        return;
      }
      if (sign === '#') {
        this.comments.push(at);
        this.comment = Math.max(this.comment, at - line);
      }
      line = this.lineEnd(at);
    }
    this.at = text.length;
    this.column = -1;
  }

  /** Behind the line break that follows. */
  private lineEnd(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end + 1;
  }

  private atDash(): boolean {
    return this.text[this.at] === '-' && isBlank(this.text[this.at + 1]);
  }

  private atColon(): boolean {
    return this.text[this.at] === ':' && isBlank(this.text[this.at + 1]);
  }

  /** The spaces before what a line says; a tab there is left to the whole parser. */
  private passIndent(): void {
    while (this.text[this.at] === ' ') this.at++;
  }

  /** What parts words on a line. */
  private passSpaces(): void {
    while (this.text[this.at] === ' ' || this.text[this.at] === '\t') this.at++;
  }

  /** A block mapping whose first key stands here; then reading stands at the next content. */
  private mapping(column: number): QuickMap {
    const map = new QuickMap(undefined, this.at);
    const parent = this.entry;
    do {
      const from = this.at;
      if (!this.inList) this.enter(from, parent);
      if (this.atDash()) throw new Unusual();
      const key = this.scalar(false);
      this.passSpaces();
      if (!this.atColon() || this.at - from > LONGEST_KEY) throw new Unusual();
      if (!this.inList) this.entry!.key = key;
      this.at++;
      const value = this.valueOrWhole(key, from, column);
      map.end = map.nodeEnd = value.nodeEnd;
      this.put(map, key, value);
    } while (this.column === column);
    this.leave(column);
    return map;
  }

  private enter(start: number, parent: BlockEntry | undefined): void {
    this.entry = { start, parent };
    this.entries.push(this.entry);
  }

  private put(map: QuickMap, key: QuickScalar, value: QuickNode): void {
    const { items, plain } = map;
    items.push(new QuickPair(key, value));
    if (items.length > this.largest) this.largest = items.length;
    if (key.value === null) this.doubtful = true;
    const name = String(key.value ?? '');
    if (name in plain) {
      if (Object.hasOwn(plain, name)) this.doubtful = true;
      define(plain, name, value.plain);
    } else plain[name] = value.plain;
  }

  private add(list: QuickSeq, item: QuickNode): void {
    list.items.push(item);
    list.plain.push(item.plain);
    if (list.items.length > this.largest) this.largest = list.items.length;
  }

  /** As `valueOf`; what has something unusual in it, as the whole parser reads the entry alone. */
  private valueOrWhole(key: QuickScalar, from: number, column: number): QuickNode {
    const { entry, inList, largest } = this;
    const entries = this.entries.length;
    const comments = this.comments.length;
    const foreign = this.foreign.length;
    try {
      const value = this.valueOf(column);
      if (this.column > column) throw new Unusual();
      return value;
    } catch (error) {
      const whole = error instanceof Unusual && readEntry(this.text, from, column);
      if (!whole) throw error;
      this.entry = entry;
      this.entries.length = entries;
      this.inList = inList;
      this.comments.length = comments;
      for (const comment of whole.comments) this.comments.push(comment);
      this.largest = Math.max(largest, whole.largest);
      this.limit = Math.max(this.limit, limitFrom(this.text, whole.end));
      this.at = whole.end;
      this.toContent();
      const value = fromWhole(whole.value);
      this.foreign.length = foreign;
      this.foreign.push(new QuickPair(key, value));
      return value;
    }
  }

  /** What stands behind the colon of a key in this column. */
  private valueOf(column: number): QuickNode {
    this.passSpaces();
    const behind = this.at;
    const sign = this.text[behind];
    if (sign !== undefined && sign !== '\n' && sign !== '\r' && sign !== '#') {
      if (this.atDash()) throw new Unusual();
      return this.onLine(sign === '{' || sign === '[' ? this.flow(column) : this.scalar(false), column);
    }
    if (sign === '#') this.comments.push(behind);
    this.at = this.lineEnd(behind);
    this.toContent();
    if (this.column >= column && this.atDash()) return this.list(this.column);
    if (this.column > column) return this.mapping(this.column);
    if (this.comment >= 0 || sign === '#') throw new Unusual();
    return new QuickScalar(null, behind, behind);
  }

  /** At the end of a block: comments in its column belong to it, and make it longer. */
  private leave(column: number): void {
    if (column > 0 && this.column < column && this.comment >= column) throw new Unusual();
  }

  /** A value that ends its line; what is indented below it would go on with it. */
  private onLine<T extends QuickNode>(node: T, column: number): T {
    const end = this.at;
    this.passSpaces();
    const sign = this.text[this.at];
    if (sign === '#' ? this.at === end : sign !== undefined && sign !== '\n' && sign !== '\r')
      throw new Unusual();
    if (sign === '#') this.comments.push(this.at);
    this.at = this.lineEnd(this.at);
    node.nodeEnd = this.at;
    this.toContent();
    // A comment that is indented below a value belongs to it.
    if (Math.max(this.column, this.comment) > column) throw new Unusual();
    return node;
  }

  /** A block list whose first dash stands here. */
  private list(column: number): QuickSeq {
    const list = new QuickSeq(undefined, this.at);
    const parent = this.entry;
    const { inList } = this;
    do {
      if (!inList) this.enter(this.at, parent);
      this.inList = true;
      const dash = this.at++;
      this.passIndent();
      const item = this.itemOf(column, column + this.at - dash);
      list.end = list.nodeEnd = item.nodeEnd;
      this.add(list, item);
      if (this.column > column) throw new Unusual();
    } while (this.column === column && this.atDash());
    this.inList = inList;
    this.leave(column);
    return list;
  }

  /** What stands behind a dash: on its line, a scalar, a flow collection, or the first entry of a mapping. */
  private itemOf(column: number, own: number): QuickNode {
    const start = this.at;
    const sign = this.text[start];
    if (sign === undefined || sign === '\n' || sign === '\r' || this.atDash()) throw new Unusual();
    const node = sign === '{' || sign === '[' ? this.flow(column) : this.scalar(false);
    const end = this.at;
    this.passSpaces();
    if (this.atColon()) {
      this.at = start;
      return this.mapping(own);
    }
    this.at = end;
    return this.onLine(node, column);
  }

  /** A mapping or list in brackets, within a block of this column. */
  private flow(column: number): QuickMap | QuickSeq {
    const start = this.at;
    const isList = this.text[this.at++] === '[';
    const close = isList ? ']' : '}';
    const node = isList ? new QuickSeq(true, start) : new QuickMap(true, start);
    this.withinFlow(column);
    while (this.text[this.at] !== close) {
      if (node instanceof QuickSeq) this.add(node, this.flowValue(column));
      else {
        const key = this.scalar(true);
        if (this.at - key.start > LONGEST_KEY || !this.atColon()) throw new Unusual();
        this.at++;
        this.withinFlow(column);
        const value = this.flowValue(column);
        if (value.plain === null) this.doubtful = true;
        this.put(node, key, value);
      }
      this.withinFlow(column);
      const sign = this.text[this.at];
      if (sign === ',') {
        this.at++;
        this.withinFlow(column);
      } else if (sign !== close) throw new Unusual();
    }
    this.at++;
    node.end = node.nodeEnd = this.at;
    return node;
  }

  private flowValue(column: number): QuickNode {
    const sign = this.text[this.at];
    return sign === '{' || sign === '[' ? this.flow(column) : this.scalar(true);
  }

  /** Passes spaces, line breaks and comments within brackets. */
  private withinFlow(column: number): void {
    const { text } = this;
    const start = this.at;
    this.passSpaces();
    while (text[this.at] === '\n' || text[this.at] === '\r' || text[this.at] === '#') {
      if (text[this.at] === '#') {
        if (this.at === start) throw new Unusual();
        this.comments.push(this.at);
      }
      this.at = this.lineEnd(this.at);
      if (this.at >= this.limit) throw new Unusual();
      const line = this.at;
      this.passIndent();
      const sign = text[this.at];
      if (sign === '\t' || (sign !== '\n' && sign !== '\r' && this.at - line <= column)) throw new Unusual();
    }
  }

  private scalar(inFlow: boolean): QuickScalar {
    const sign = this.text[this.at];
    return sign === '"' || sign === "'" ? this.quoted(sign) : this.plain(inFlow);
  }

  private quoted(quote: '"' | "'"): QuickScalar {
    const start = this.at;
    const quoted = quote === '"' ? DOUBLE_QUOTED : SINGLE_QUOTED;
    quoted.lastIndex = start;
    if (!quoted.test(this.text)) throw new Unusual();
    const end = quoted.lastIndex;
    const inner = this.text.slice(start + 1, end - 1);
    this.at = end;
    return new QuickScalar(quote === '"' ? unescaped(inner) : inner.replaceAll("''", "'"), start, end);
  }

  private plain(inFlow: boolean): QuickScalar {
    const { text } = this;
    const start = this.at;
    const first = text[start];
    if (first === undefined || NEVER_FIRST.has(first)) throw new Unusual();
    if (first === '-' && (isBlank(text[start + 1]) || FLOW.has(text[start + 1]!))) throw new Unusual();
    const words = inFlow ? FLOW_WORDS : BLOCK_WORDS;
    words.lastIndex = start;
    words.test(text);
    let end = words.lastIndex;
    // A colon right before a bracket or comma parts a key from its value.
    if (inFlow && text[end - 1] === ':' && FLOW.has(text[end]!)) throw new Unusual();
    this.at = end;
    while (text[end - 1] === ' ' || text[end - 1] === '\t') end--;
    const source = text.slice(start, end);
    return new QuickScalar(MAYBE_SPECIAL.test(source) ? resolved(source) : source, start, end);
  }
}

/** The start of the first line at or behind this place that has something that is not read here. */
function limitFrom(text: string, from: number): number {
  ELSEWHERE.lastIndex = from;
  const odd = ELSEWHERE.exec(text);
  return odd ? text.lastIndexOf('\n', odd.index - 1) + 1 : Infinity;
}

/** A node of the whole parser among these here, with what they have more. */
function fromWhole(node: Node): QuickNode {
  return Object.assign(node, { plain: plainValue(node), nodeEnd: node.range![2] }) as unknown as QuickNode;
}

function unescaped(inner: string): string {
  if (!inner.includes('\\')) return inner;
  return inner.replace(/\\(.)/gs, (_, sign: string) => {
    const meant = ESCAPES.get(sign);
    if (meant === undefined) throw new Unusual();
    return meant;
  });
}

function resolved(source: string): unknown {
  const word = WORDS.get(source);
  if (word !== undefined) return word;
  if (INTEGER.test(source) || FLOAT.test(source)) return Number(source);
  // Octal and hexadecimal numbers, infinities, not a number.
  if (/^(?:0[ox]|[-+]?\.(?:inf|nan)$)/i.test(source)) throw new Unusual();
  return source;
}

function isBlank(sign: string | undefined): boolean {
  return sign === undefined || sign === ' ' || sign === '\t' || sign === '\n' || sign === '\r';
}

/** A document's node as plain data; its keys are scalars. */
export function plainValue(node: unknown): unknown {
  if (isScalar(node)) return node.value;
  if (isMap(node)) {
    const record: Record<string, unknown> = {};
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const key = isScalar(pair.key) ? String(pair.key.value ?? '') : '';
      const value = plainValue(pair.value);
      if (key in record) define(record, key, value);
      else record[key] = value;
    }
    return record;
  }
  if (isSeq(node)) return node.items.map(plainValue);
  return null;
}

/** `__proto__` is a name like any other. */
function define(record: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
}
