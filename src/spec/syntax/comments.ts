import type { Look } from './place';

export const commentWithoutSpace: Look = ({ at, text, says, edit }) =>
  says.startsWith('Comments must') && text[at] === '#'
    ? {
        message: 'A comment needs a space before its `#`.',
        range: { start: at, end: at + 1 },
        mends: [edit('Add a space', at, at, ' ')],
      }
    : undefined;

export const slashes: Look = ({ line, edit }) => {
  const found = /(?:^|\s)(\/\/+)(?=\s|[A-Za-z])/.exec(line.text);
  if (!found) return undefined;
  const start = line.start + found.index + found[0].length - found[1]!.length;
  return {
    message: 'A comment starts with `#`, not with `//`.',
    range: { start, end: start + found[1]!.length },
    mends: [edit('Write `#`', start, start + found[1]!.length, '#')],
  };
};
