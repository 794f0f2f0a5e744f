import { isRecord } from './plain';
import type { Problem } from './problem';
import { schema } from './schema';
import type { Source } from './source';
import { keysOf } from './structure/definitions';

/** A section of the spec that is indented into another, or a class whose lines are not indented: one slip, many consequences. */
export function movedLines(value: unknown, source: Source): Problem | undefined {
  if (!isRecord(value)) return undefined;
  for (const home of ['beats', 'classes'] as const) {
    const inner = isRecord(value[home]) ? value[home] : {};
    for (const key of ['classes', 'noise', 'dataset', 'training', 'recording', 'augmentations']) {
      if (!(key in inner) || key in value) continue;
      const path = [home, key];
      const range = source.keyRangeOf(path);
      const edits = source.indentBefore(range.start);
      return {
        code: 'ECG102',
        severity: 'error',
        message: `\`${key}\` is indented, so it counts as part of \`${home}\`. Start it in the first column.`,
        range,
        path,
        ...(edits && {
          fixes: [{ title: 'Start in the first column', edits: [{ range: edits, text: '' }] }],
        }),
      };
    }
  }
  const classes = isRecord(value['classes']) ? value['classes'] : {};
  const empty = Object.keys(classes).findLast((name) => classes[name] === null);
  const lost = Object.keys(value).filter(
    (key) => !Object.hasOwn(schema.properties!, key) && keysOf('class').includes(key),
  );
  if (empty === undefined || lost.length < 2) return undefined;
  const entries = lost.map((key) => source.keyRangeOf([key]));
  return {
    code: 'ECG102',
    severity: 'error',
    message: `\`${lost[0]!}\` and what follows belong to \`${empty}\`, and are not indented. Indent these lines below \`${empty}\`.`,
    range: entries[0]!,
    path: [lost[0]!],
    fixes: [
      {
        title: `Indent below \`${empty}\``,
        edits: entries.map(({ start }) => ({ range: { start, end: start }, text: '    ' })),
      },
    ],
  };
}
