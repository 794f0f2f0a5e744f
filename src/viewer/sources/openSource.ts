import { dirname } from 'node:path';
import { openDataset } from '../../dataset';
import type { Source } from '../source';
import { GeneratedSet } from './generated';

/**
 * Opens the set that a file stands for: the manifest of a generated set, whose folder it lies in.
 * @param file an absolute path
 * @throws Error with a sentence for the user where it is no set, not whole, or damaged
 */
export function openSource(file: string): Source {
  return new GeneratedSet(openDataset(dirname(file)));
}
