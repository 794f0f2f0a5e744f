import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the checkout. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
/** Everything downloaded or made for development only; git ignores it and it may be deleted at any time. */
export const CACHE = path.join(ROOT, '.cache');
export const EXAMPLES = path.join(ROOT, 'examples');
export const FIRST_EXAMPLE = path.join(EXAMPLES, 'four-arrhythmias.ecgspec');
