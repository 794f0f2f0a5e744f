import { KEY, type Line, type Look } from './place';

/** How far a line's key is from its start: behind its dash, where it has one. */
function columnOfKey({ text }: Line): number {
  return /^ *(?:- +)*/.exec(text)![0].length;
}

/** A line that hangs below one that has a value already. */
export const belowValue: Look = (place) => {
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

export const dashes: Look = (place) => {
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

export const indentation: Look = (place) => {
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

export const spacedMinus: Look = ({ at, line, edit }) => {
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
