import { valueAt } from './plain';
import type { Fix, Path } from './problem';
import type { Source } from './source';

/**
 * Mends as edits on the text. Each is undefined where the text does not have what it would change, so that a rule
 * can offer one without looking first.
 */

/** Writes another value at `path`. */
export function replaceValue(source: Source, path: Path, text: string): Fix | undefined {
  if (!source.has(path)) return undefined;
  const range = source.rangeOf(path);
  return { title: `Write \`${text}\``, edits: [{ range, text: source.quoted(text) }] };
}

/** Gives the key at the end of `path` another name. */
export function renameKey(source: Source, path: Path, name: string): Fix | undefined {
  if (!source.has(path)) return undefined;
  return {
    title: `Change to \`${name}\``,
    edits: [{ range: source.keyRangeOf(path), text: source.quoted(name) }],
  };
}

/** Adds `key: example` to the mapping at `path`. */
export function insertKey(source: Source, path: Path, key: string, example: string): Fix | undefined {
  return insertKeys(source, path, [[key, example]]);
}

/** Adds several keys with examples to the mapping at `path`. */
export function insertKeys(
  source: Source,
  path: Path,
  entries: readonly (readonly [key: string, example: string])[],
): Fix | undefined {
  const place = source.insertionAt(path);
  if (!place) return undefined;
  const text = entries
    .map(([key, example], i) => {
      // Within braces only the first stands behind what is there already.
      const before = i === 0 || place.after.includes('\n') ? place.before : ', ';
      const after = i === entries.length - 1 || place.after.includes('\n') ? place.after : '';
      return `${before}${source.quoted(key)}: ${example}${after}`;
    })
    .join('');
  const shown = entries.map(([key, example]) => `${key}: ${example.length > 30 ? '…' : example}`).join(', ');
  return { title: `Add \`${shown}\``, edits: [{ range: { start: place.at, end: place.at }, text }] };
}

/** Writes `text`, as it stands, for the value at `path`, or behind its key where it is empty. */
export function rewriteValue(source: Source, path: Path, text: string, title?: string): Fix | undefined {
  if (!source.has(path)) return undefined;
  const key = source.keyRangeOf(path);
  const value = source.rangeOf(path);
  const empty =
    valueAt(source.value, path) === null && value.start >= key.end && value.end - value.start <= 1;
  const colon = empty ? source.afterColon(key.end) : undefined;
  if (empty && colon === undefined) return undefined;
  return {
    title: title ?? `Write \`${text}\``,
    edits: [
      colon === undefined
        ? { range: value, text }
        : { range: { start: colon, end: colon }, text: ` ${text}` },
    ],
  };
}

/** Writes a whole entry anew, key and value, as it stands. */
export function rewriteEntry(source: Source, path: Path, text: string): Fix | undefined {
  if (!source.has(path)) return undefined;
  return { title: `Write \`${text}\``, edits: [{ range: source.keyRangeOf(path), text }] };
}

/** Takes the entry at `path` out, key and value. */
export function removeEntry(source: Source, path: Path, title: string): Fix | undefined {
  const range = source.entryRangeOf(path);
  return range && { title, edits: [{ range, text: '' }] };
}

/** Puts the remark that silences `code` above the line that `start` is on. */
export function silence(text: string, start: number, code: string): Fix {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = /^[ ]*/.exec(text.slice(lineStart))![0];
  const lineEnd = text.slice(lineStart).search(/\r?\n/);
  const newline = lineEnd >= 0 && text[lineStart + lineEnd] === '\r' ? '\r\n' : '\n';
  return {
    title: `Keep it, and say why (\`# ignore ${code}\`)`,
    edits: [
      {
        range: { start: lineStart, end: lineStart },
        text: `${indent}# ignore ${code}: this is meant${newline}`,
      },
    ],
  };
}

/** The text with a mend's edits applied, which do not overlap. */
export function applyFix(text: string, { edits }: Pick<Fix, 'edits'>): string {
  // A mend may have an edit for each line: pieces that are joined once, not the whole text made anew for each.
  const pieces: string[] = [];
  let at = 0;
  for (const { range, text: put } of [...edits].sort((a, b) => a.range.start - b.range.start)) {
    pieces.push(text.slice(at, range.start), put);
    at = range.end;
  }
  return pieces.join('') + text.slice(at);
}
