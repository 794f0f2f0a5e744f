import type { Fix, Problem, Range } from '../spec/problem';

/** A mend on offer, and the problem that it mends. */
export interface OfferedFix {
  readonly fix: Fix;
  readonly problem: Problem;
  /** The likeliest mend of the problem, safe to apply unseen: what an editor's "fix this" key does. */
  readonly preferred: boolean;
}

/** The mends of all problems that touch a range. */
export function fixesIn(problems: readonly Problem[], range: Range): OfferedFix[] {
  return problems
    .filter((problem) => problem.range.start <= range.end && range.start <= problem.range.end)
    .flatMap((problem) =>
      (problem.fixes ?? []).map((fix, i) => ({
        fix,
        problem,
        // To silence a rule is never what somebody means who has not looked.
        preferred: i === 0 && !fix.edits.some(({ text }) => text.includes('# ignore ')),
      })),
    );
}
