import { CST, Lexer, Parser, parseDocument } from 'yaml';
import { LARGEST_FILE } from '../spec/yaml';

const STEP = 2;

/**
 * The text with its layout put in order: two spaces a level, blanks inside braces and after commas, no white space at
 * the ends of lines, single blank lines, one line break at the end. Comments, blank lines between things and the
 * author's own line breaks and alignment stay. Text that is not YAML, or whose meaning would not survive, comes back
 * as it is.
 */
export function format(text: string): string {
  if (text.length > LARGEST_FILE) return text;
  try {
    const formatted = tidy(text);
    return formatted !== text && sameMeaning(text, formatted) ? formatted : text;
  } catch {
    return text;
  }
}

function tidy(text: string): string {
  const eol = /\r\n/.test(text) ? '\r\n' : '\n';
  const source = text.replace(/\r\n/g, '\n');
  const tokens = [...new Parser().parse(source)];
  const layout = new Layout(source);
  for (const token of tokens) {
    if (token.type === 'document' && token.value) layout.block(token.value, 0);
  }
  return layout.apply().replace(/\n/g, eol);
}

/** True when both texts say the same and neither has lost a comment. */
function sameMeaning(a: string, b: string): boolean {
  const [before, after] = [a, b].map((text) => {
    const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' });
    return document.errors.length > 0
      ? undefined
      : JSON.stringify([document.toJS({ maxAliasCount: 0 }), commentsOf(text)]);
  });
  return before !== undefined && before === after;
}

/** The comments of a text, in their order. */
export function commentsOf(text: string): string[] {
  return [...new Lexer().lex(text)].flatMap((token) => (token.startsWith('#') ? [token.trimEnd()] : []));
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

class Layout {
  private readonly lineStarts: number[] = [0];
  /** How each line that begins with a key, a dash or a scalar is to be indented. */
  private readonly indents = new Map<number, number>();
  /** Lines that go along with the one that they continue: flow collections, folded and literal text. */
  private readonly followers = new Map<number, number>();
  /** Lines of scalars: nothing in them is ours to change. */
  private readonly verbatim = new Set<number>();
  private readonly edits: Edit[] = [];
  /** The lines of `indents`, first to last. */
  private ordered: number[] | undefined;

  constructor(private readonly text: string) {
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.lineStarts.push(i + 1);
  }

  /** A node that stands in a block, `indent` columns deep. */
  block(token: CST.Token, indent: number): void {
    if (token.type === 'block-map') {
      for (const { start, key, sep, value } of token.items) {
        const first = key ?? sep?.find(({ type }) => type === 'map-value-ind');
        const explicit = start.find(({ type }) => type === 'explicit-key-ind');
        const head = explicit ?? first;
        if (head) this.begin(head.offset, indent);
        if (key) this.inline(key);
        if (value) this.child(value, indent);
      }
    } else if (token.type === 'block-seq') {
      for (const { start, value } of token.items) {
        const dash = start.find(({ type }) => type === 'seq-item-ind');
        if (!dash) continue;
        this.begin(dash.offset, indent);
        if (!value) continue;
        const at = offsetOf(value);
        const gap = this.text.slice(dash.offset + 1, at);
        if (/^ +$/.test(gap)) this.replace(dash.offset + 1, at, ' ');
        this.child(value, indent);
      }
    } else {
      this.begin(offsetOf(token), indent);
      this.inline(token);
    }
  }

  /** The text with all of this done. */
  apply(): string {
    for (const line of this.lineStarts.keys()) this.indent(line);
    let out = '';
    let at = 0;
    for (const { start, end, text } of this.edits.sort((a, b) => a.start - b.start || a.end - b.end)) {
      if (start < at) continue;
      out += this.text.slice(at, start) + text;
      at = end;
    }
    out += this.text.slice(at);
    return this.blankLines(out);
  }

  private child(value: CST.Token, indent: number): void {
    if (value.type === 'block-map' || value.type === 'block-seq') this.block(value, indent + STEP);
    else {
      const line = this.lineOf(offsetOf(value));
      if (this.isFirst(offsetOf(value))) this.indents.set(line, indent + STEP);
      this.inline(value);
    }
  }

  /** Everything that is not a block: scalars and flow collections. */
  private inline(token: CST.Token): void {
    const first = this.lineOf(offsetOf(token));
    const last = this.lineOf(Math.max(offsetOf(token), endOf(token) - 1));
    if (token.type === 'flow-collection') {
      for (let line = first + 1; line <= last; line++) this.followers.set(line, first);
      this.flow(token);
    } else {
      for (let line = first + 1; line <= last; line++) {
        this.followers.set(line, first);
        this.verbatim.add(line);
      }
      // The line on which a quoted text begins ends within it.
      if (last > first && token.type !== 'block-scalar') this.verbatim.add(first);
    }
  }

  private flow(token: CST.FlowCollection): void {
    const inner = token.start.offset + 1;
    const close = token.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
    if (token.start.type === 'flow-map-start' && close) {
      if (!/[\s}]/.test(this.text[inner] ?? '')) this.replace(inner, inner, ' ');
      if (!/[\s{]/.test(this.text[close.offset - 1] ?? '')) this.replace(close.offset, close.offset, ' ');
    }
    for (const { start, key, value } of token.items) {
      const comma = start.find(({ type }) => type === 'comma');
      if (comma) {
        const after = comma.offset + 1;
        let before = 0;
        while (this.text[comma.offset - before - 1] === ' ') before++;
        const alone = this.isFirst(comma.offset);
        if (before > 0 && !alone) this.replace(comma.offset - before, comma.offset, '');
        if (!/[\s\]}]/.test(this.text[after] ?? '')) this.replace(after, after, ' ');
      }
      for (const part of [key, value]) if (part) this.inlineWithin(part);
    }
  }

  private inlineWithin(token: CST.Token): void {
    if (token.type === 'flow-collection') this.flow(token);
    else if (token.type === 'block-map') {
      // What the parser calls a pair within `[ ]`.
      for (const { key, value } of token.items)
        for (const part of [key, value]) if (part) this.inlineWithin(part);
    } else {
      const first = this.lineOf(offsetOf(token));
      const last = this.lineOf(Math.max(offsetOf(token), endOf(token) - 1));
      for (let line = first; line <= last && last > first; line++) this.verbatim.add(line);
    }
  }

  private begin(offset: number, indent: number): void {
    if (this.isFirst(offset)) this.indents.set(this.lineOf(offset), indent);
  }

  private indent(line: number): void {
    const start = this.lineStarts[line]!;
    const end = this.lineStarts[line + 1] ?? this.text.length + 1;
    const content = this.text.slice(start, end - 1);
    const old = content.length - content.trimStart().length;
    if (content.trim() === '') return;
    const wanted = this.indents.get(line) ?? this.followed(line, old) ?? this.commentIndent(line, old);
    if (wanted !== old && !content.slice(0, old).includes('\t')) {
      this.replace(start, start + old, ' '.repeat(Math.max(0, wanted)));
    }
  }

  /** A line that continues another moves as far as that one does. */
  private followed(line: number, old: number): number | undefined {
    const leader = this.followers.get(line);
    if (leader === undefined) return undefined;
    return old + this.shiftOf(leader);
  }

  private shiftOf(line: number): number {
    const old = this.oldIndent(line);
    const wanted = this.indents.get(line) ?? this.followed(line, old) ?? old;
    return wanted - old;
  }

  /** A comment stands with the line of its own depth: the next one, or one that it comes at the end of. */
  private commentIndent(line: number, old: number): number {
    this.ordered ??= [...this.indents.keys()].sort((a, b) => a - b);
    const at = firstAbove(this.ordered, line);
    const next = this.ordered[at];
    if (next !== undefined && this.oldIndent(next) === old) return this.indents.get(next)!;
    // Deeper than what follows: it may end what came before.
    for (let i = at - 1; i >= 0; i--) {
      const before = this.ordered[i]!;
      const indent = this.oldIndent(before);
      if (indent === old) return this.indents.get(before)!;
      if (indent < old) return this.indents.get(next ?? before)!;
    }
    return next === undefined ? 0 : this.indents.get(next)!;
  }

  private oldIndent(line: number): number {
    let offset = this.lineStarts[line]!;
    while (this.text[offset] === ' ') offset++;
    return offset - this.lineStarts[line]!;
  }

  /** Ends of lines, runs of blank lines, the end of the file. */
  private blankLines(text: string): string {
    const out: string[] = [];
    // Edits never change the number of lines, so a line's number still says what it is.
    text.split('\n').forEach((line, i) => {
      const kept = this.verbatim.has(i) ? line : line.trimEnd();
      if (kept === '' && !this.verbatim.has(i) && (out.length === 0 || out.at(-1) === '')) return;
      out.push(kept);
    });
    const verbatimEnd = this.verbatim.has(this.lineStarts.length - 1);
    return verbatimEnd ? out.join('\n') : `${out.join('\n').trimEnd()}\n`;
  }

  private isFirst(offset: number): boolean {
    const line = this.lineOf(offset);
    return this.lineStarts[line]! + this.oldIndent(line) === offset;
  }

  private lineOf(offset: number): number {
    return firstAbove(this.lineStarts, offset) - 1;
  }

  private replace(start: number, end: number, text: string): void {
    if (this.text.slice(start, end) !== text) this.edits.push({ start, end, text });
  }
}

function offsetOf(token: CST.Token): number {
  if (token.type === 'flow-collection') return token.start.offset;
  if (token.type === 'block-scalar') return token.props[0]?.offset ?? token.offset;
  return 'offset' in token ? token.offset : 0;
}

/** Where a node ends, without the comments and line breaks that the parser counts to it. */
function endOf(token: CST.Token): number {
  if (token.type === 'flow-collection') {
    const close = token.end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
    return (close?.offset ?? token.offset) + 1;
  }
  if (token.type === 'block-scalar') {
    const props = token.props.reduce((sum, part) => sum + ('source' in part ? part.source.length : 0), 0);
    return offsetOf(token) + props + token.source.length;
  }
  return offsetOf(token) + ('source' in token ? token.source.length : CST.stringify(token).length);
}

/** Where in an ascending list the first number above `value` stands. */
function firstAbove(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
