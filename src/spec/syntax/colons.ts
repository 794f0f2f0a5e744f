import type { Look } from './place';

/** `rhythm: type: sinus`, `title: Study: the first`. */
export const twoColons: Look = ({ line, edit }) => {
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
export const spacedRatio: Look = ({ line, edit }) => {
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
export const missingColon: Look = (place) => {
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
