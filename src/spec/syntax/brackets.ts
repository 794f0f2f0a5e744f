import { Lexer } from 'yaml';
import type { Range } from '../problem';
import type { Look } from './place';

interface Bracket {
  readonly sign: string;
  readonly at: number;
}

/**
 * The first bracket that has no fellow, or the wrong one, as the parser's own lexer cuts the text.
 *
 * @param from where brackets are looked for, @param to and what opens behind is not
 */
function oddBracket(text: string, from: number, to: number): { open?: Bracket; close?: Bracket } | undefined {
  const open: Bracket[] = [];
  let at = from;
  for (const token of new Lexer().lex(text.slice(from))) {
    if (at > to && open.length === 0) return undefined;
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

export const brackets: Look = (place) => {
  const { at, broken, text, edit } = place;
  const odd = oddBracket(text, broken.window.start, at);
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

export const doubleComma: Look = ({ at, text, says, edit }) =>
  says.startsWith('Unexpected ,') && text[at] === ','
    ? {
        message: 'There is a comma too many.',
        range: { start: at, end: at + 1 },
        mends: [edit('Remove the comma', at, at + 1, '')],
      }
    : undefined;

/** `{ at: 0 ms width: 15 ms }` and `{ at: 0 ms; width: 15 ms }`. */
export const missingComma: Look = ({ at, text, line, edit }) => {
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

export const parentheses: Look = ({ line }) => {
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
