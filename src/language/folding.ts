/** Lines that fold away under the first of them; line numbers from 0, both inclusive. */
export interface Fold {
  readonly start: number;
  readonly end: number;
  readonly kind?: 'comment' | 'region';
}

/**
 * What folds: everything indented deeper than the line before it, comments of two lines and more, and what stands
 * between `# region` and `# endregion`.
 */
export function folds(text: string): Fold[] {
  const lines = text.split(/\r\n|\r|\n/);
  const found: Fold[] = [];
  const open: { line: number; indent: number }[] = [];
  const regions: number[] = [];
  let comment: { start: number; indent: number } | undefined;
  let last = -1;
  const closeComment = (end: number): void => {
    if (comment !== undefined && end > comment.start) {
      found.push({ start: comment.start, end, kind: 'comment' });
    }
    comment = undefined;
  };
  const close = (indent: number): void => {
    while (open.length > 0 && open.at(-1)!.indent >= indent) {
      const { line } = open.pop()!;
      if (last > line) found.push({ start: line, end: last });
    }
  };
  lines.forEach((line, i) => {
    const indent = line.length - line.trimStart().length;
    const content = line.trim();
    if (content.startsWith('#')) {
      if (/^#\s*region\b/.test(content)) regions.push(i);
      const start = /^#\s*endregion\b/.test(content) ? regions.pop() : undefined;
      if (start !== undefined) found.push({ start, end: i, kind: 'region' });
      if (comment?.indent !== indent) closeComment(i - 1);
      comment ??= { start: i, indent };
      return;
    }
    closeComment(i - 1);
    if (content === '') return;
    close(indent);
    open.push({ line: i, indent });
    last = i;
  });
  closeComment(lines.length - 1);
  close(0);
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}
