import type { Node } from 'yaml';
import { loadYaml } from '../spec/yaml';
import { findOccurrences, type Occurrence } from './occurrences';

/** The text of a spec, read once for everything that is asked about it. It may be broken. */
export interface SpecText {
  readonly text: string;
  /** `undefined` where there is no YAML to look at: binary, much too large. */
  readonly root: Node | null | undefined;
  /** Every beat type, class and wave that is named, in the order of the text. */
  readonly names: readonly Occurrence[];
}

/** Reads what can be read; never throws. */
export function readText(text: string): SpecText {
  const root = loadYaml(text).document?.contents as Node | null | undefined;
  return { text, root, names: findOccurrences(root, text) };
}
