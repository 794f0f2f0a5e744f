import { type Code, CODES } from './codes';
import { silence } from './fixes';
import type { Fix, Problem, Range } from './problem';
import { readQuickly } from './quickYaml';
import { commentsOf } from './wholeEntry';

/** One code of `# ignore ECG407, ECG417: a rate for a demonstration` */
interface Remark {
  readonly code: string;
  /** All codes of the comment that it is of, in their order. */
  readonly codes: readonly string[];
  readonly reason: string;
  /** The whole comment, or the code where it names several. */
  readonly range: Range;
  /** The codes in the text. */
  readonly list: Range;
  /** The offsets of the line that it speaks of. */
  readonly line: Range;
}

/** Known only when strips have been drawn, which is not done here. */
const MEASURED: Code = 'ECG437';
const MOST_REMARKS = 500;
const LONGEST_REMARK = 10_000;

const REMARK = /^(#\s*ignore\s+)(ECG\d{3}(?:\s*,\s*ECG\d{3})*)\b\s*:?\s*(.*)$/is;

/** What a text with remarks has somewhere: where comments begin is found out only for such a one. */
const MAYBE_REMARK = /#\s*ignore\s+ECG/i;

/**
 * Takes out the warnings and hints that a remark in the text silences, says what is wrong with remarks, and gives
 * every warning and hint that is left a mend that silences it.
 *
 * @param complete whether all rules have run: only then is a remark without a problem known to be idle
 * @param comments where the text's comments begin, if that is known
 */
export function applyRemarks(
  text: string,
  problems: readonly Problem[],
  complete: boolean,
  comments?: readonly number[],
): Problem[] {
  const remarks = findRemarks(text, comments);
  const used = new Set(remarks.filter((remark) => problems.some((problem) => silences(remark, problem))));
  const offered = stillHeard(text, problems, remarks);
  return [...offered, ...remarks.flatMap((remark) => judge(remark, text, used.has(remark), complete))];
}

/** The same for problems that are found later than the others: remarks are not judged again. */
export function withoutSilenced(text: string, problems: readonly Problem[]): Problem[] {
  return problems.length === 0 ? [] : stillHeard(text, problems, findRemarks(text));
}

function stillHeard(text: string, problems: readonly Problem[], remarks: readonly Remark[]): Problem[] {
  return problems
    .filter((problem) => !remarks.some((remark) => silences(remark, problem)))
    .map((problem) =>
      problem.severity === 'error'
        ? problem
        : { ...problem, fixes: [...(problem.fixes ?? []), silence(text, problem.range.start, problem.code)] },
    );
}

function silences({ code, line }: Remark, { code: found, severity, range }: Problem): boolean {
  return severity !== 'error' && code === found && range.start >= line.start && range.start <= line.end;
}

function judge(remark: Remark, text: string, used: boolean, complete: boolean): Problem[] {
  const { code, codes, reason, range, list } = remark;
  const say = (of: Code, message: string, fixes: readonly Fix[]): Problem[] => [
    { code: of, severity: CODES[of].severity, message, range, path: [], fixes },
  ];
  const info = Object.hasOwn(CODES, code) ? CODES[code as Code] : undefined;
  const remove: Fix =
    codes.length === 1
      ? { title: 'Remove the remark', edits: [{ range: withLine(range, text), text: '' }] }
      : {
          title: `Remove \`${code}\``,
          edits: [{ range: list, text: codes.filter((other) => other !== code).join(', ') }],
        };
  if (info?.severity === 'error')
    return say('ECG413', `${code} is an error, which keeps the spec from being drawn: it has to be mended.`, [
      remove,
    ]);
  if (!info) return say('ECG412', `There is no problem ${code}. The remark does nothing.`, [remove]);
  if (complete && !used && code !== MEASURED)
    return say('ECG412', `Nothing here has the problem ${code}. The remark does nothing.`, [remove]);
  // Of several codes the first speaks for all.
  if (reason !== '' || code !== codes[0]) return [];
  const all = codes.join(', ');
  const matter = codes.length === 1 ? 'does not matter' : 'do not matter';
  return say('ECG411', `Say why ${all} ${matter} here: \`# ignore ${all}: reason\`.`, [
    {
      title: 'Add a reason',
      edits: [{ range: { start: list.end, end: list.end }, text: ': this is meant' }],
    },
  ]);
}

function findRemarks(text: string, comments?: readonly number[]): Remark[] {
  if (!/#\s*ignore\s+ECG/i.test(text)) return [];
  const remarks: Remark[] = [];
  if (!MAYBE_REMARK.test(text)) return remarks;
  for (const start of comments ?? commentsIn(text)) {
    if (remarks.length >= MOST_REMARKS) break;
    const found = /^[^\n]*/.exec(text.slice(start, start + LONGEST_REMARK))!;
    const match = REMARK.exec(found[0].trimEnd());
    if (!match) continue;
    const [, head, written, reason] = match as unknown as [string, string, string, string];
    const comment = { start, end: start + found[0].trimEnd().length };
    const list = { start: start + head.length, end: start + head.length + written.length };
    const codes = [...new Set(written.toUpperCase().split(/\s*,\s*/))];
    const line = lineOf(comment, text);
    for (const code of codes) {
      const at = list.start + written.toUpperCase().indexOf(code);
      const range = codes.length === 1 ? comment : { start: at, end: at + code.length };
      remarks.push({ code, codes, reason: reason.trim(), range, list, line });
    }
  }
  return remarks;
}

/** Where comments begin; what cannot be read quickly, as the lexer sees them: a # within quotes is none. */
function commentsIn(text: string): readonly number[] {
  const quick = readQuickly(text);
  if (quick.document) return quick.comments;
  const last = quick.entries.at(-1);
  const offset = last ? text.lastIndexOf('\n', last.start) + 1 : 0;
  return [...quick.comments.filter((comment) => comment < offset), ...commentsOf(text.slice(offset), offset)];
}

/** The line that a remark ends, or where it has a line of its own, the next one that says something. */
function lineOf({ start }: Range, text: string): Range {
  const endOf = (from: number): number => {
    const end = text.indexOf('\n', from);
    return end < 0 ? text.length : end;
  };
  let from = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(from, start).trim() === '') {
    do from = endOf(from) + 1;
    while (from < text.length && /^\s*(?:#|$)/.test(text.slice(from, endOf(from))));
  }
  return { start: from, end: endOf(from) };
}

/** A remark with the line that it has to itself. */
function withLine(range: Range, text: string): Range {
  const from = text.lastIndexOf('\n', range.start - 1) + 1;
  if (text.slice(from, range.start).trim() === '') {
    const end = text.indexOf('\n', range.end);
    return { start: from, end: end < 0 ? range.end : end + 1 };
  }
  return { start: from + text.slice(from, range.start).trimEnd().length, end: range.end };
}
