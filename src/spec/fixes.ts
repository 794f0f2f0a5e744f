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
  const place = source.insertionAt(path);
  if (!place) return undefined;
  const entry = `${source.quoted(key)}: ${example}`;
  return {
    title: `Add \`${key}: ${example.length > 30 ? '…' : example}\``,
    edits: [{ range: { start: place.at, end: place.at }, text: `${place.before}${entry}${place.after}` }],
  };
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
