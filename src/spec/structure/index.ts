import { MOST_PROBLEMS, type Problem } from '../problem';
import { schema } from '../schema';
import { misfits } from '../shape';
import type { Source } from '../source';
import { describe } from './describe';

/** More than are shown, as they are not found in the order of the text. */
const ENOUGH = 3 * MOST_PROBLEMS;

/** Checks the shape of a spec against the JSON Schema, and says what is wrong in plain words. */
export function checkStructure(value: unknown, source: Source): Problem[] {
  const problems: Problem[] = [];
  const said = new Set<string>();
  for (const misfit of misfits(value, schema)) {
    if (problems.length > ENOUGH) break;
    // What an heir inherits has been judged where it is written.
    if (!source.has(misfit.path)) continue;
    for (const problem of describe(misfit, value, source)) {
      const key = `${problem.path.join('/')} ${problem.message}`;
      if (said.has(key) || !source.has(problem.path)) continue;
      said.add(key);
      problems.push(problem);
    }
  }
  return problems;
}
