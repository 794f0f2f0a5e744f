import { isScalar, visit } from 'yaml';
import type { Look } from './place';

export const openQuote: Look = (place) => {
  const { broken, error, text, edit, says } = place;
  if (!says.includes('closing')) return undefined;
  let start = -1;
  visit(broken.document, {
    Scalar(_, node) {
      if (!isScalar(node) || !/^QUOTE/.test(String(node.type)) || !node.range) return undefined;
      const at = broken.window.toWhole(node.range[0]);
      if (at <= error.at) start = at;
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

export const textAfterQuote: Look = ({ at, text, line, edit, says }) => {
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
export const asterisk: Look = ({ line, edit }) => {
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

export const reserved: Look = ({ broken, at, text, line, edit }) => {
  if (!broken.errors.some((error) => error.code === 'BAD_SCALAR_START' && error.at === at)) return undefined;
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

export const escape: Look = ({ error, text, edit }) => {
  if (error.code !== 'BAD_DQ_ESCAPE') return undefined;
  const start = text.indexOf('\\', error.at);
  if (start < 0) return undefined;
  return {
    message: 'Within double quotes a backslash is written twice: `\\\\`.',
    range: { start, end: start + 2 },
    mends: [edit('Double the backslash', start, start, '\\')],
  };
};

export const block: Look = ({ at, line, says, text, edit }) => {
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
