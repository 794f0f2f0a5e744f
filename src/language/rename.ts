import type { Fix, Range } from '../spec/problem';
import { nameAt, occurrencesAt } from './names';
import type { SpecText } from './text';
import { NAME } from './words';

/** Why something cannot be done, as a sentence for the author. */
export interface Refusal {
  readonly reason: string;
}

const WORDS = { beat: 'beat type', class: 'class' } as const;
/** Plain words that YAML, or some program that reads YAML, takes for something else than text. */
const NOT_TEXT = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/** What would be renamed at an offset, or why nothing can. */
export function renameTarget(
  spec: SpecText,
  offset: number,
): { readonly range: Range; readonly name: string } | Refusal {
  const name = nameAt(spec, offset);
  if (name === undefined) {
    return { reason: 'Only beat types and classes can be renamed: put the cursor on the name of one.' };
  }
  if (name.kind === 'wave') {
    return {
      reason: `The name of a wave says what it is, so \`${name.name}\` cannot be renamed like a beat type.`,
    };
  }
  return { range: name.range, name: name.name };
}

/** Gives a beat type or class another name everywhere. */
export function rename(
  spec: SpecText,
  offset: number,
  newName: string,
): { readonly edits: Fix['edits'] } | Refusal {
  const target = renameTarget(spec, offset);
  if ('reason' in target) return target;
  const kind = nameAt(spec, offset)!.kind as keyof typeof WORDS;
  const name = newName.trim();
  if (!NAME.test(name)) {
    return {
      reason: `\`${name}\` cannot be a name. Names have letters, digits, spaces, - and _, start with a letter, and are at most 40 long.`,
    };
  }
  const taken = spec.names.some(
    (other) => other.kind === kind && other.role === 'definition' && other.name === name,
  );
  if (taken && name !== target.name) {
    return { reason: `There is already a ${WORDS[kind]} called \`${name}\`. Choose another name.` };
  }
  const edits = occurrencesAt(spec, offset).map(({ range }) => {
    const before = spec.text[range.start - 1];
    const quoted = (before === '"' || before === "'") && spec.text[range.end] === before;
    return { range, text: NOT_TEXT.test(name) && !quoted ? `"${name}"` : name };
  });
  return { edits };
}
