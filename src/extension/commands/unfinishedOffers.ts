import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { version } from '../../../package.json';
import { unfinishedIn } from '../../dataset/unfinished';
import { parseSpec } from '../../spec';
import type { Choice, Output } from './ask';

/**
 * What can be done with a folder in which a data set was not finished: to go on with it, where it is of this spec, or to begin
 * anew in its place.
 * @param file path of the spec, as it is on disk
 * @param classes the only ones that are to be made
 * @returns `undefined` where there is no such set
 */
export function unfinishedOffers(
  folder: string,
  file: string,
  classes: readonly string[] | undefined,
): readonly Choice<Output>[] | undefined {
  const source = readFileSync(file);
  const { spec } = parseSpec(source.toString('utf8'));
  if (spec === undefined) return undefined;
  const found = unfinishedIn(folder, { spec, source, classes, generator: `ecgspec ${version}` });
  if (found === undefined) return undefined;
  const name = path.basename(folder);
  const strips = (count: number): string => count.toLocaleString('en');
  const anew: Choice<Output> = {
    label: `$(replace) Begin ${name} anew`,
    detail:
      found.because === undefined
        ? 'What is finished of it is discarded'
        : `Discards a data set that was not finished; it is not gone on with, because ${found.because}`,
    value: { folder, overwrite: false, restart: true },
  };
  if (found.because !== undefined) return [anew];
  const goOn: Choice<Output> = {
    label: `$(debug-continue) Go on with ${name}`,
    detail: `It was not finished: ${strips(found.finished)} of ${strips(found.total)} strips are there`,
    value: { folder, overwrite: false },
  };
  return [goOn, anew];
}
