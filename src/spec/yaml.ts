import { type Document, parseDocument, visit } from 'yaml';
import type { Problem } from './problem';

/** Larger files are refused: nobody writes a megabyte of rhythm by hand. */
export const LARGEST_FILE = 1_000_000;
/** Deeper nesting than this has no meaning in the language and may exhaust the parser's stack. */
const DEEPEST = 40;

export interface LoadedYaml {
  readonly document: Document | undefined;
  /** The document as plain data; undefined when it could not be read. */
  readonly value: unknown;
  readonly problems: Problem[];
}

/** Reads YAML text; never throws. Aliases and tags are refused: they hide what a value is. */
export function loadYaml(text: string): LoadedYaml {
  if (text.length > LARGEST_FILE) {
    return refuse(
      'ECG001',
      `The file has ${Math.ceil(text.length / 1e6)} MB; a spec has at most 1 MB. Split it into several specs.`,
    );
  }
  if (text.includes('\u0000')) {
    return refuse('ECG001', 'The file is binary, not text. A spec is a YAML text file.');
  }
  const depth = deepestNesting(text);
  if (depth > DEEPEST) {
    return refuse(
      'ECG003',
      `The text is nested ${depth > 1000 ? 'more than a thousand' : depth} levels deep; a spec needs no more than six.`,
    );
  }
  let document: Document;
  try {
    document = parseDocument(text, {
      uniqueKeys: true,
      merge: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
  } catch (error) {
    return refuse(
      'ECG002',
      `The text is not YAML: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const problems: Problem[] = document.errors.map((error) => ({
    code: 'ECG002',
    severity: 'error',
    message: explain(error.code, error.message),
    range: nonEmpty(
      error.pos[0],
      error.code === 'DUPLICATE_KEY' ? endOfKey(error.pos[0], text) : error.pos[1],
      text,
    ),
    path: [],
  }));
  visit(document, {
    Alias(_, node) {
      problems.push({
        code: 'ECG003',
        severity: 'error',
        message: `\`*${node.source}\` is a YAML alias, which specs do not use. Write the value out, or use \`extends\` for beat types.`,
        range: nonEmpty(node.range?.[0] ?? 0, node.range?.[1] ?? 0, text),
        path: [],
      });
      return visit.BREAK;
    },
  });
  if (problems.length > 0) return { document, value: undefined, problems };
  return { document, value: document.toJS({ maxAliasCount: 0 }), problems };
}

function refuse(code: string, message: string): LoadedYaml {
  const problem: Problem = { code, severity: 'error', message, range: { start: 0, end: 1 }, path: [] };
  return { document: undefined, value: undefined, problems: [problem] };
}

/** An upper bound on how deep the text nests: brackets and one-line dashes, or indentation. */
function deepestNesting(text: string): number {
  let open = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) deepest = Math.max(deepest, ++open);
    else if (c === 0x5d || c === 0x7d) open = Math.max(0, open - 1);
  }
  for (const dashes of text.match(/(?:[-?:][ \t]+){20,}/g) ?? []) {
    deepest = Math.max(deepest, dashes.replace(/[ \t]/g, '').length);
  }
  const indents: number[] = [];
  for (const line of text.split('\n')) {
    const indent = /^ */.exec(line)![0].length;
    if (indent === line.trimEnd().length) continue;
    while (indents.length > 0 && indents[indents.length - 1]! >= indent) indents.pop();
    indents.push(indent);
    deepest = Math.max(deepest, indents.length);
  }
  return deepest;
}

function nonEmpty(start: number, end: number, text: string): { start: number; end: number } {
  const from = Math.min(Math.max(0, start), Math.max(0, text.length - 1));
  return { start: from, end: Math.max(from + 1, Math.min(end, text.length)) };
}

/** The parser marks a doubled key by its first letter; the author sees the word. */
function endOfKey(start: number, text: string): number {
  const length = text.slice(start, start + 80).search(/[:,}\n]/);
  return start + Math.max(1, length);
}

/** The parser's errors in words for people who have not read the YAML standard. */
function explain(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'This key stands twice in the same place. Keep one of them.';
    case 'TAB_AS_INDENT':
      return 'The line is indented with a tab. YAML indents with spaces.';
    case 'BAD_INDENT':
      return 'The indentation does not fit. Keys of the same level start in the same column, or a bracket is still open above.';
    case 'MULTILINE_IMPLICIT_KEY':
    case 'MISSING_CHAR':
      return `Something is missing here, most often a colon after a key, or a closing bracket or quote. (${message})`;
    case 'UNEXPECTED_TOKEN':
      return `This does not belong here. Look for an open bracket or quote on the lines above. (${message})`;
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return 'A colon too many, or a line break is missing: one `key: value` per line, or several inside { } with commas.';
    case 'MULTIPLE_DOCS':
      return 'The file holds more than one YAML document. Keep the part before the second `---`.';
    default:
      return `The text is not valid YAML here: ${message}`;
  }
}
