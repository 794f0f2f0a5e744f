import type { Fix } from '../problem';
import type { Look } from './place';

export const notASpec: Look = ({ text }) =>
  /ecgspec|^[ \t]*(?:beats|classes)\b/im.test(text)
    ? undefined
    : {
        code: 'ECG100',
        message: 'The file is not a spec. A spec starts with `ecgspec: 1` and has `beats:` and `classes:`.',
        range: { start: 0, end: 1 },
      };

export const severalDocuments: Look = ({ error, text, edit }) => {
  if (error.code !== 'MULTIPLE_DOCS') return undefined;
  const marks = [...text.matchAll(/^(?:---|\.\.\.)(?=\s|$)[^\n]*/gm)];
  // The first mark may open the first document; the one that opens the second stands nearest before it.
  const mark = marks.findLast(({ index }) => index <= error.at) ?? marks[0];
  if (!mark) return undefined;
  const range = { start: mark.index, end: mark.index + 3 };
  const rest = text.slice(range.end).trim() === '' || !/^\s*ecgspec/m.test(text.slice(range.end));
  return {
    message: `A file holds one spec, and \`${mark[0].slice(0, 3)}\` begins another document. Take this line out, or move what follows to a file of its own.`,
    range,
    mends: rest ? [edit('Remove the line', range.start, Math.min(text.length, range.end + 1), '')] : [],
  };
};

export const mergeConflict: Look = ({ text }) => {
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

export const tab: Look = ({ broken, text }) => {
  if (!broken.errors.some(({ code }) => code === 'TAB_AS_INDENT')) return undefined;
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

export const percent: Look = ({ text, edit }) => {
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
