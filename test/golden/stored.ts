import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WHOLE_LANGUAGE } from '../unit/wholeLanguage';
import type { Digests } from './digests';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where the digests are kept. */
export const GOLDEN = path.join(ROOT, 'test', 'fixtures', 'golden-strips.json');

/** The specs of which digests are kept: all that ship, and one with every construct of the language. */
export function goldenTexts(): Record<string, string> {
  const examples = readdirSync(path.join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ecgspec'))
    .map((file) => file.replaceAll(path.sep, '/'))
    .sort();
  return {
    'the whole language': WHOLE_LANGUAGE,
    ...Object.fromEntries(
      examples.map((file) => [file, readFileSync(path.join(ROOT, 'examples', file), 'utf8')]),
    ),
  };
}

/** The digests as they have always been. */
export function storedDigests(): Digests {
  return existsSync(GOLDEN) ? (JSON.parse(readFileSync(GOLDEN, 'utf8')) as Digests) : {};
}
