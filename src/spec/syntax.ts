import { isScalar, Lexer, visit, type Document, type YAMLParseError } from 'yaml';
import { applyFix } from './fixes';
import type { Fix, Problem, Range } from './problem';
import { readQuickly } from './quickYaml';
import { readWholly } from './reading';

/**
 * The parser's first error in words for people who have not read the YAML standard. The parser says where it gave
 * up; what the author did is told from the text there: a missing colon, a bracket that stays open, a tab. Mends are
 * offered only where the text can be read further with them.
 */
export function explainSyntax(document: Document, text: string): Problem[] {
  const first = firstError(document);
  if (!first) return [];
  const place = new Place(first, document, text);
  for (const look of LOOKS) {
    const found = look(place);
    if (found) return [place.problem(found)];
  }
  return [
    place.problem({ message: 'The text cannot be read from here on. Compare it with the lines around.' }),
  ];
}

interface Finding {
  readonly message: string;
  /** Default: the word where the parser gave up. */
  readonly range?: Range;
  /** Candidates, the likeliest first; the first that makes the text readable further on is offered. */
  readonly mends?: readonly Fix[];
  readonly code?: 'ECG002' | 'ECG100';
}

type Look = (place: Place) => Finding | undefined;

interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly indent: number;
}

class Place {
  readonly at: number;
  readonly says: string;
  readonly line: Line;

  constructor(
    readonly error: YAMLParseError,
    readonly document: Document,
    readonly text: string,
  ) {
    this.says = error.message;
    let at = Math.min(error.pos[0], Math.max(0, text.length - 1));
    // Errors about indentation stand at the line's start or at the break before it.
    while (at < text.length - 1 && /\s/.test(text[at]!)) at++;
    this.at = at;
    this.line = this.lineAt(at);
  }

  lineAt(offset: number): Line {
    const start = this.text.lastIndexOf('\n', offset - 1) + 1;
    const found = /\r?\n|$/.exec(this.text.slice(start))!;
    // Whoever writes longer lines is not helped by a look at their ends.
    const text = this.text.slice(start, start + Math.min(found.index, 2000));
    return { start, end: start + text.length, text, indent: /^ */.exec(text)![0].length };
  }

  /** The nearest line above that says something. */
  above(line: Line): Line | undefined {
    for (let at = line.start; at > 0;) {
      const before = this.lineAt(at - 1);
      if (!/^\s*(?:#|$)/.test(before.text)) return before;
      at = before.start;
    }
    return undefined;
  }

  below(line: Line): Line | undefined {
    for (let at = this.next(line); at < this.text.length;) {
      const after = this.lineAt(at);
      if (!/^\s*(?:#|$)/.test(after.text)) return after;
      at = this.next(after);
    }
    return undefined;
  }

  private next({ end }: Line): number {
    const newline = this.text.indexOf('\n', end);
    return newline < 0 ? this.text.length : newline + 1;
  }

  /** The word at an offset, for the squiggle. */
  word(offset: number): Range {
    const length = /^[^\s,:{}[\]]+/.exec(this.text.slice(offset, offset + 60))?.[0].length ?? 1;
    return { start: offset, end: offset + length };
  }

  edit(title: string, start: number, end: number, text: string): Fix {
    return { title, edits: [{ range: { start, end }, text }] };
  }

  problem({ message, range, mends = [], code = 'ECG002' }: Finding): Problem {
    const { start, end } = range ?? this.word(this.at);
    const fix = mends.find((mend) => this.helps(mend));
    return {
      code,
      severity: 'error',
      message,
      range: { start: Math.max(0, Math.min(start, this.text.length - 1)), end: Math.max(end, start + 1) },
      path: [],
      ...(fix && { fixes: [fix] }),
    };
  }

  /** Whether the parser comes further with an edit than without. */
  private helps(mend: Fix): boolean {
    if (this.text.length > 100_000) return false;
    const edited = applyFix(this.text, mend);
    if (readQuickly(edited)) return true;
    const next = firstError(readWholly(edited));
    const grown = edited.length - this.text.length;
    return !next || next.pos[0] > Math.max(this.error.pos[0], this.at) + Math.max(0, grown);
  }
}

/** The error that stands first in the text; at one place the parser's first. */
function firstError({ errors }: Document): YAMLParseError | undefined {
  return errors.reduce<YAMLParseError | undefined>(
    (first, error) => (!first || error.pos[0] < first.pos[0] ? error : first),
    undefined,
  );
}

const KEY = /^(?:- +)?("[^"]*"|'[^']*'|[A-Za-z][\w' -]*?)\s*:(?:\s+(.*))?$/;

const notASpec: Look = ({ text }) =>
  /ecgspec|^[ \t]*(?:beats|classes)\b/im.test(text)
    ? undefined
    : {
        code: 'ECG100',
        message: 'The file is not a spec. A spec starts with `ecgspec: 1` and has `beats:` and `classes:`.',
        range: { start: 0, end: 1 },
      };

const severalDocuments: Look = ({ error, text, edit }) => {
  if (error.code !== 'MULTIPLE_DOCS') return undefined;
  const marks = [...text.matchAll(/^(?:---|\.\.\.)(?=\s|$)[^\n]*/gm)];
  // The first mark may open the first document; the one that opens the second stands nearest before it.
  const mark = marks.findLast(({ index }) => index <= error.pos[0]) ?? marks[0];
  if (!mark) return undefined;
  const range = { start: mark.index, end: mark.index + 3 };
  const rest = text.slice(range.end).trim() === '' || !/^\s*ecgspec/m.test(text.slice(range.end));
  return {
    message: `A file holds one spec, and \`${mark[0].slice(0, 3)}\` begins another document. Take this line out, or move what follows to a file of its own.`,
    range,
    mends: rest ? [edit('Remove the line', range.start, Math.min(text.length, range.end + 1), '')] : [],
  };
};

const mergeConflict: Look = ({ text }) => {
  const mark = /^(?:<{7}|={7}|>{7})(?: .*)?$/m.exec(text);
  return (
    (mark && {
      message:
        'This is the mark of a merge that is not finished. Keep one of the two versions, and take the marks out.',
      range: { start: mark.index, end: mark.index + mark[0].length },
    }) ||
    undefined
  );
};

const tab: Look = ({ document, text }) => {
  if (!document.errors.some(({ code }) => code === 'TAB_AS_INDENT')) return undefined;
  const found = /^( *)(\t\s*)\S/m.exec(text);
  if (!found) return undefined;
  const start = found.index + found[1]!.length;
  const spaces = (width: number): Fix => ({
    title: 'Indent with spaces',
    edits: [...text.matchAll(/^([ \t]*\t[ \t]*)(?=\S)/gm)].map(({ index, 1: indent }) => ({
      range: { start: index, end: index + indent!.length },
      text: indent!.replaceAll('\t', ' '.repeat(width)),
    })),
  });
  return {
    message: 'This line is indented with a tab. Indent with spaces, two for each level.',
    range: { start, end: start + /^\t+/.exec(found[2]!)![0].length },
    mends: [spaces(2), spaces(4), spaces(8)],
  };
};

const percent: Look = ({ text, edit }) => {
  const found = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*(%)[^\n]*\n?/.exec(text);
  if (!found) return undefined;
  const start = found[0].lastIndexOf('%') === -1 ? 0 : found[0].search(/^%/m);
  const { end } = { end: found[0].length };
  return {
    message: 'A line that starts with `%` says nothing in a spec. Take the `%` or the line out.',
    range: { start, end: start + /^\S+/.exec(text.slice(start))![0].length },
    mends: [edit('Remove `%`', start, start + 1, ''), edit('Remove the line', start, end, '')],
  };
};

const openQuote: Look = (place) => {
  const { document, text, edit, says } = place;
  if (!says.includes('closing')) return undefined;
  let start = -1;
  visit(document, {
    Scalar(_, node) {
      if (!isScalar(node) || !/^QUOTE/.test(String(node.type)) || !node.range) return undefined;
      start = node.range[0];
      return undefined;
    },
  });
  if (start < 0) return undefined;
  const quote = text[start]!;
  const { end } = place.lineAt(start);
  const kept = text.slice(start, end).trimEnd();
  return {
    message: `The quote \`${quote}\` is opened here and never closed. Put another \`${quote}\` behind the text.`,
    range: { start, end: start + kept.length },
    mends: [edit(`Add the closing \`${quote}\``, start + kept.length, start + kept.length, quote)],
  };
};

const textAfterQuote: Look = ({ at, text, line, edit, says }) => {
  if (!/at node end|Unexpected scalar/.test(says)) return undefined;
  const before = text.slice(line.start, at).trimEnd();
  const quote = before.at(-1);
  if (quote !== '"' && quote !== "'") return undefined;
  const closing = line.start + before.length - 1;
  const opening = text.indexOf(quote, line.start);
  if (quote === "'" && closing + 1 === at)
    return {
      message: "Within single quotes an apostrophe is written twice, as in `'Wolff''s syndrome'`.",
      range: { start: closing, end: at },
      mends: [edit('Double the apostrophe', closing, closing, "'")],
    };
  const value = text.slice(opening, line.end).replaceAll(quote, '').trimEnd();
  return {
    message:
      'There is text behind the closing quote. Put the quotes around the whole value, or leave them out.',
    range: { start: at, end: line.start + line.text.trimEnd().length },
    mends: [edit('Remove the quotes', opening, line.end, value)],
  };
};

/** `title: *important* study` is an alias, and text behind it. */
const asterisk: Look = ({ line, edit }) => {
  const found = /:\s+(\*\S.*?)\s*$/.exec(line.text);
  if (!found) return undefined;
  const start = line.start + line.text.lastIndexOf(found[1]!);
  const end = start + found[1]!.length;
  return {
    message: 'Text that begins with `*` stands in quotes.',
    range: { start, end },
    mends: [edit('Put it in quotes', start, end, JSON.stringify(found[1]))],
  };
};

const slashes: Look = ({ line, edit }) => {
  const found = /(?:^|\s)(\/\/+)(?=\s|[A-Za-z])/.exec(line.text);
  if (!found) return undefined;
  const start = line.start + found.index + found[0].length - found[1]!.length;
  return {
    message: 'A comment starts with `#`, not with `//`.',
    range: { start, end: start + found[1]!.length },
    mends: [edit('Write `#`', start, start + found[1]!.length, '#')],
  };
};

const commentWithoutSpace: Look = ({ at, text, says, edit }) =>
  says.startsWith('Comments must') && text[at] === '#'
    ? {
        message: 'A comment needs a space before its `#`.',
        range: { start: at, end: at + 1 },
        mends: [edit('Add a space', at, at, ' ')],
      }
    : undefined;

const reserved: Look = ({ document, at, text, line, edit }) => {
  if (!document.errors.some(({ code, pos }) => code === 'BAD_SCALAR_START' && pos[0] === at))
    return undefined;
  const rest = /^[^,}\]\n]*/.exec(text.slice(at, line.end))![0].trimEnd();
  const sign = text[at]!;
  const bare = rest.replaceAll(sign, '').trim();
  return {
    message: `A value cannot start with ${sign === '`' ? 'a backtick' : `\`${sign}\``}. Take it out, or put the value in quotes.`,
    range: { start: at, end: at + rest.length },
    mends:
      sign === '`'
        ? [edit('Remove the backticks', at, at + rest.length, bare)]
        : [edit('Put it in quotes', at, at + rest.length, JSON.stringify(rest))],
  };
};

const escape: Look = ({ error, text, edit }) => {
  if (error.code !== 'BAD_DQ_ESCAPE') return undefined;
  const start = text.indexOf('\\', error.pos[0]);
  if (start < 0) return undefined;
  return {
    message: 'Within double quotes a backslash is written twice: `\\\\`.',
    range: { start, end: start + 2 },
    mends: [edit('Double the backslash', start, start, '\\')],
  };
};

const spacedMinus: Look = ({ at, line, edit }) => {
  for (const found of line.text.matchAll(/:\s+(-\s+)[\d.]/g)) {
    const start = line.start + found.index + found[0].length - 1 - found[1]!.length;
    if (at > start + found[1]!.length + 1) continue;
    return {
      message: 'A minus with a space behind it begins a list. Write the minus right before its number.',
      range: { start, end: start + 1 },
      mends: [edit('Remove the space', start + 1, start + found[1]!.length, '')],
    };
  }
  return undefined;
};

const parentheses: Look = ({ line }) => {
  const found = /:\s+\(\s*(\w[\w-]*:\s.*?)\)\s*(?:#.*)?$/.exec(line.text);
  if (!found) return undefined;
  const open = line.start + line.text.indexOf('(');
  const close = line.start + line.text.lastIndexOf(')');
  return {
    message: 'Several keys on one line stand in `{ }`, not in `( )`.',
    range: { start: open, end: open + 1 },
    mends: [
      {
        title: 'Write `{ }`',
        edits: [
          { range: { start: open, end: open + 1 }, text: '{' },
          { range: { start: close, end: close + 1 }, text: '}' },
        ],
      },
    ],
  };
};

interface Bracket {
  readonly sign: string;
  readonly at: number;
}

/** The first bracket that has no fellow, or the wrong one, as the parser's own lexer cuts the text. */
function oddBracket(text: string): { open?: Bracket; close?: Bracket } | undefined {
  const open: Bracket[] = [];
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '\u0002' || token === '\u001f') continue;
    if (token === '\u0018') return open.length > 0 ? { open: open.at(-1)! } : undefined;
    if (token === '{' || token === '[') open.push({ sign: token, at });
    else if (token === '}' || token === ']') {
      const fellow = open.pop();
      const close = { sign: token, at };
      if (!fellow) return { close };
      if ((fellow.sign === '{') !== (token === '}')) return { open: fellow, close };
    }
    at += token.length;
  }
  return open.length > 0 ? { open: open.at(-1)! } : undefined;
}

const brackets: Look = (place) => {
  const { at, text, edit } = place;
  const odd = oddBracket(text);
  if (!odd || Math.min(odd.open?.at ?? Infinity, odd.close?.at ?? Infinity) > at) return undefined;
  const { open, close } = odd;
  const one = (bracket: Bracket): Range => ({ start: bracket.at, end: bracket.at + 1 });
  if (!open)
    return {
      message: `This \`${close!.sign}\` closes nothing. Take it out.`,
      range: one(close!),
      mends: [
        edit(
          `Remove \`${close!.sign}\``,
          text[close!.at - 1] === ' ' ? close!.at - 1 : close!.at,
          close!.at + 1,
          '',
        ),
      ],
    };
  const wanted = open.sign === '{' ? '}' : ']';
  if (close)
    return {
      message: `What \`${open.sign}\` opens, \`${wanted}\` closes, not \`${close.sign}\`.`,
      range: one(close),
      mends: [edit(`Write \`${wanted}\``, close.at, close.at + 1, wanted)],
    };
  const line = place.lineAt(open.at);
  const kept = line.text.replace(/\s+#.*$/, '').trimEnd();
  const end = line.start + kept.length;
  return {
    message: `This \`${open.sign}\` is never closed. Put a \`${wanted}\` at the end of what it holds.`,
    range: one(open),
    mends: [edit(`Add \`${wanted}\``, end, end, ` ${wanted}`)],
  };
};

const doubleComma: Look = ({ at, text, says, edit }) =>
  says.startsWith('Unexpected ,') && text[at] === ','
    ? {
        message: 'There is a comma too many.',
        range: { start: at, end: at + 1 },
        mends: [edit('Remove the comma', at, at + 1, '')],
      }
    : undefined;

/** `{ at: 0 ms width: 15 ms }` and `{ at: 0 ms; width: 15 ms }`. */
const missingComma: Look = ({ at, text, line, edit }) => {
  const within = text.slice(at, Math.min(line.end, at + 300));
  if (!/[{[]/.test(text.slice(line.start, at))) return undefined;
  const found = /^([^,{}[\]:]*[^\s,{}[\]:])(\s+)([A-Za-z][\w'-]*)\s*:(?=\s)/.exec(within);
  if (!found) return undefined;
  const start = at + found[1]!.length;
  const key = start + found[2]!.length;
  const semicolon = text[start - 1] === ';';
  return {
    message: semicolon
      ? 'Keys within { } are parted by commas, not by semicolons.'
      : `There is no comma before \`${found[3]!}\`. Keys within { } are parted by commas.`,
    range: semicolon ? { start: start - 1, end: start } : { start: key, end: key + found[3]!.length },
    mends: [edit('Write a comma', semicolon ? start - 1 : start, start, ',')],
  };
};

/** `rhythm: type: sinus`, `title: Study: the first`. */
const twoColons: Look = ({ line, edit }) => {
  const found = /^(\s*(?:- +)?)([A-Za-z][\w' -]*?):\s+([^\s{["'#].*)$/.exec(line.text);
  if (!found) return undefined;
  const [, indent, key, rest] = found;
  const inner = /^([A-Za-z][\w -]*):(?:\s+(.*))?$/.exec(rest!.replace(/\s+#.*$/, ''));
  if (!inner) return undefined;
  const start = line.start + line.text.length - rest!.length;
  const length = rest!.replace(/\s+#.*$/, '').trimEnd().length;
  const value = rest!.slice(0, length);
  const range = { start, end: start + inner[1]!.length };
  if (key === 'title' || /\s/.test(inner[1]!))
    return {
      message: `The text behind \`${key!}\` has a colon of its own. Put the text in quotes.`,
      range: { start, end: start + length },
      mends: [edit('Put it in quotes', start, start + length, JSON.stringify(value))],
    };
  return {
    message: `Two keys stand on one line. Write \`${`${indent!.trimStart()}${key!}`.trim()}: { ${value.slice(0, 40)} }\`, or put \`${inner[1]!}\` on a line of its own.`,
    range,
    mends: [edit('Write `{ }`', start, start + length, `{ ${value} }`)],
  };
};

/** `block: 2 : 1`. */
const spacedRatio: Look = ({ line, edit }) => {
  const found = /\b([2-9])(?:\s+:\s*|\s*:\s+)(1)(?=\s*[,}\s]|$)/.exec(line.text);
  if (!found) return undefined;
  const start = line.start + found.index;
  const end = start + found[0].length;
  return {
    message: `A conduction ratio is written without spaces. Write \`${found[1]!}:1\`.`,
    range: { start, end },
    mends: [edit(`Write \`${found[1]!}:1\``, start, end, `${found[1]!}:1`)],
  };
};

/** `beats`, `beat normal`, `beat:normal`, `beat = normal`. */
const missingColon: Look = (place) => {
  const { line, at, edit } = place;
  const bare = line.text.replace(/\s+#.*$/, '').trimEnd();
  const rest = bare.slice(line.indent);
  if (rest === '' || /^[-?{[&*!|>'"%@`]/.test(rest)) return undefined;
  const start = line.start + line.indent;
  const end = line.start + bare.length;
  if (at > end) return undefined;
  const glued = /^([A-Za-z][\w'-]*):(\S.*)$/.exec(rest);
  if (glued) {
    const colon = start + glued[1]!.length;
    return {
      message: `There is no space behind the colon. Write \`${glued[1]!}: ${glued[2]!.slice(0, 60)}\`.`,
      range: { start, end },
      mends: [edit('Add the space', colon + 1, colon + 1, ' ')],
    };
  }
  if (/:(\s|$)/.test(rest)) return undefined;
  const equals = /^([A-Za-z][\w'-]*)\s*=\s*(\S.*)$/.exec(rest);
  const pair = equals ?? /^([A-Za-z][\w'-]*)\s+(\S.*)$/.exec(rest);
  const next = place.below(line);
  if (!equals && next && next.indent > line.indent)
    return {
      message: `There is no colon behind \`${rest.slice(0, 60)}\`. Write \`${rest.slice(0, 60)}:\`.`,
      range: { start, end },
      mends: [edit('Add the colon', end, end, ':')],
    };
  if (pair)
    return {
      message: `There is no colon behind \`${pair[1]!}\`. Write \`${pair[1]!}: ${pair[2]!.slice(0, 60)}\`.`,
      range: { start, end: start + pair[1]!.length },
      mends: [edit('Write the colon', start + pair[1]!.length, end - pair[2]!.length, ': ')],
    };
  return {
    message: `There is no colon behind \`${rest.slice(0, 60)}\`. Write a key, a colon and a value on each line.`,
    range: { start, end },
    mends: [edit('Add the colon', end, end, ':')],
  };
};

/** How far a line's key is from its start: behind its dash, where it has one. */
function columnOfKey({ text }: Line): number {
  return /^ *(?:- +)*/.exec(text)![0].length;
}

/** A line that hangs below one that has a value already. */
const belowValue: Look = (place) => {
  const { line, edit } = place;
  const next = place.below(line);
  const head = KEY.exec(line.text.trim());
  if (!head?.[2] || !next || next.indent <= line.indent || !KEY.test(next.text.trim())) return undefined;
  const start = next.start + next.indent;
  return {
    message: `\`${head[1]!}\` has a value already, so nothing can be indented below it. Start this line in the column of \`${head[1]!}\`.`,
    range: place.word(start),
    mends: [edit(`Start below \`${head[1]!}\``, next.start, start, ' '.repeat(columnOfKey(line)))],
  };
};

const dashes: Look = (place) => {
  const { line, edit } = place;
  const start = line.start + line.indent;
  const glued = /^(\s*)-(?=[{["'A-Za-z])/.exec(line.text);
  if (glued)
    return {
      message: 'A dash that begins an entry of a list needs a space behind it.',
      range: { start, end: start + 1 },
      mends: [edit('Add a space', start + 1, start + 1, ' ')],
    };
  const before = place.above(line);
  const after = place.below(line);
  const listed = (other: Line | undefined): boolean =>
    other?.indent === line.indent && other.text.trimStart().startsWith('- ');
  if (line.text.startsWith('- ', line.indent)) {
    if (listed(before)) return undefined;
    return {
      message:
        'This line begins with a dash, as an entry of a list, and the lines beside it do not. Take the dash out.',
      range: { start, end: start + 1 },
      mends: [edit('Remove the dash', start, start + 2, '')],
    };
  }
  if (!listed(before) && !listed(after)) return undefined;
  const entry = before && KEY.exec(before.text.trim());
  if (entry && listed(before) && KEY.test(line.text.trim()))
    return {
      message: `This line belongs to the entry of the list above, and is not indented below it. Start it in the column of \`${entry[1]!}\`.`,
      range: place.word(start),
      mends: [edit(`Start below \`${entry[1]!}\``, line.start, start, ' '.repeat(columnOfKey(before)))],
    };
  return {
    message: 'Every entry of a list begins with a dash and a space.',
    range: place.word(start),
    mends: [edit('Add the dash', start, start, '- ')],
  };
};

const indentation: Look = (place) => {
  const { error, line, edit } = place;
  if (error.code !== 'BAD_INDENT' && !/column|indent/.test(place.says)) return undefined;
  const levels: number[] = [];
  for (let other = place.above(line); other; other = place.above(other)) {
    if (levels.length === 0 || other.indent < levels.at(-1)!) levels.push(other.indent);
  }
  const start = line.start + line.indent;
  const wanted = [...levels].sort((a, b) => Math.abs(a - line.indent) - Math.abs(b - line.indent))[0] ?? 0;
  return {
    message: `This line starts in column ${line.indent + 1}, ${levels.length === 0 ? 'not in the first' : `and the lines it belongs to in column ${wanted + 1}`}. Lines of one level start in the same column.`,
    range: place.word(start),
    mends: [wanted, ...levels].map((indent) =>
      edit(`Start in column ${indent + 1}`, line.start, start, ' '.repeat(indent)),
    ),
  };
};

const block: Look = ({ at, line, says, text, edit }) => {
  if (!/[Bb]lock scalar/.test(says)) return undefined;
  const sign = line.start + line.text.search(/[|>]/);
  if (sign < line.start) return undefined;
  const value = text.slice(sign + 1, line.end).trim();
  return {
    message: `\`${text[sign]!}\` begins a text of several lines, and nothing can stand behind it. Take it out, or put the value in quotes.`,
    range: { start: Math.min(sign, at), end: line.end },
    mends: [edit('Put it in quotes', sign, line.end, JSON.stringify(value))],
  };
};

const other: Look = ({ error }) => {
  switch (error.code) {
    case 'UNEXPECTED_TOKEN':
      return { message: 'This does not belong here. Look for an open bracket or quote in the lines above.' };
    case 'MISSING_CHAR':
    case 'MULTILINE_IMPLICIT_KEY':
      return {
        message: 'Something is missing here, most often a colon behind a key, a comma, a bracket or a quote.',
      };
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return {
        message:
          'There is a colon too many, or a line break is missing. Write one `key: value` on each line, or several within { } with commas.',
      };
    default:
      return undefined;
  }
};

/** In this order: what explains most comes first. */
const LOOKS: readonly Look[] = [
  notASpec,
  severalDocuments,
  mergeConflict,
  tab,
  percent,
  openQuote,
  textAfterQuote,
  commentWithoutSpace,
  reserved,
  escape,
  asterisk,
  slashes,
  brackets,
  doubleComma,
  spacedMinus,
  parentheses,
  spacedRatio,
  missingComma,
  twoColons,
  missingColon,
  belowValue,
  dashes,
  indentation,
  block,
  other,
];
