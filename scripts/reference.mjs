#!/usr/bin/env node
// Writes what the documents say of the language from what the program knows of it: docs/reference.md from the schema, and
// what the guide says of each problem code.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importSources } from './lib/bundle.mjs';
import { withCodes } from './lib/guide.mjs';
import { ensureModules } from './lib/install.mjs';
import { ROOT } from './lib/paths.mjs';
import { requireNode, say, script } from './lib/process.mjs';
import { reference } from './lib/reference.mjs';

async function main() {
  requireNode();
  await ensureModules();
  const { CODES, formatQuantity } = await importSources(
    'reference',
    "export { CODES } from './src/spec/codes'; export { formatQuantity } from './src/spec/quantity';",
  );
  const schema = JSON.parse(readFileSync(path.join(ROOT, 'schemas', 'ecgspec.schema.json'), 'utf8'));
  write('reference.md', () => reference(schema, formatQuantity));
  write('language.md', (text) => withCodes(text, CODES));
  return 0;
}

/** `change` gets the text that is there, or nothing where there is none. */
function write(name, change) {
  const file = path.join(ROOT, 'docs', name);
  let before = '';
  try {
    before = readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const after = change(before);
  if (after !== before) writeFileSync(file, after);
  say(`${path.relative(ROOT, file)} ${after === before ? 'is up to date' : 'is written anew'}.`);
}

script(main);
