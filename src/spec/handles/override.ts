import { CannotWrite, type Reading, type Rewriting, type TextEdit } from '../rewriting/written';

/** A quantity of a wave that a beat type is to say for itself. */
export interface Override {
  /** `amplitude`, `at`, `width`, `rise` or `fall`. */
  readonly key: string;
  /** The beat type that it has it from. */
  readonly owner: string;
  /** What changes in what that one says. */
  readonly rewritings: readonly Rewriting[];
}

/** Of a quantity that is a mapping; `from` is the anchor of a time. */
const QUANTITY_KEYS = [
  'from',
  'value',
  'one-of',
  'recording',
  'episode',
  'beat',
  'memory',
  'min',
  'max',
  'distribution',
];

/** Says quantities anew in a beat type that inherits them: one entry for its wave, or some more in the one it has. */
export function overrideEdits(
  reading: Reading,
  beat: string,
  wave: string,
  overrides: readonly Override[],
): { readonly edits: TextEdit[]; readonly lines: string[] } {
  if (overrides.length === 0) return { edits: [], lines: [] };
  const entries = overrides.map(({ key, owner, rewritings }) => {
    const text = quantityText(reading, ['beats', owner, wave, key], rewritings);
    return { key, text };
  });
  const written = entries.map(({ key, text }) => `${key}: ${text}`).join(', ');
  const own = ['beats', beat, wave];
  const edit =
    reading.parsed.rangeOf(own) === undefined
      ? entryIn(reading, ['beats', beat], `${wordOf(wave)}: { ${written} }`)
      : entryIn(reading, own, written);
  return { edits: [edit], lines: entries.map(({ key, text }) => `${beat}.${wave}.${key}: ${text}`) };
}

/** A quantity as it stands in the text, on one line and with changes made to its scalars. */
function quantityText(reading: Reading, path: readonly string[], rewritings: readonly Rewriting[]): string {
  const { parsed } = reading;
  const keys = QUANTITY_KEYS.filter((key) => parsed.rangeOf([...path, key]) !== undefined);
  if (keys.length === 0) return scalarText(reading, path, rewritings);
  const parts = keys.map((key) => {
    if (key !== 'one-of') return `${key}: ${scalarText(reading, [...path, key], rewritings)}`;
    throw new CannotWrite(`\`${path.slice(1).join('.')}\` is a choice: override it in the text.`);
  });
  return `{ ${parts.join(', ')} }`;
}

function scalarText(
  { text, parsed }: Reading,
  path: readonly string[],
  rewritings: readonly Rewriting[],
): string {
  const range = parsed.rangeOf(path)!;
  return (
    rewritings.find((one) => one.range.start === range.start)?.text ?? text.slice(range.start, range.end)
  );
}

/** Another entry of the mapping at `path`, behind the others where they stand within braces, else above or below. */
function entryIn({ text, parsed }: Reading, path: readonly string[], entry: string): TextEdit {
  const behind = parsed.rangeOf([...path, 'extends']);
  const place = parsed.insertionAt(path);
  if (place === undefined)
    throw new CannotWrite(
      `\`${path.slice(1).join('.')}\` has no place for \`${entry}\`: write it in the text.`,
    );
  const block = place.after.includes('\n');
  // In a block the first entry is most often `extends`, which stays first.
  if (block && behind !== undefined) {
    const lineEnd = text.indexOf('\n', behind.end);
    const end = lineEnd < 0 ? text.length : text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
    return { range: { start: end, end }, text: place.after + entry };
  }
  return { range: { start: place.at, end: place.at }, text: place.before + entry + place.after };
}

function wordOf(name: string): string {
  return /^[A-Za-z][\w' .-]*$/.test(name) ? name : JSON.stringify(name);
}
