#!/usr/bin/env node
// `npm run package`: makes ecgspec-VERSION.vsix, the file that VS Code installs.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ensureModules } from './lib/install.mjs';
import { ROOT } from './lib/paths.mjs';
import { Trouble, requireNode, run, say, script } from './lib/process.mjs';

const LIMIT_MB = 12;

script(async () => {
  requireNode();
  await ensureModules();
  const { name, version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const file = path.join(ROOT, `${name}-${version}.vsix`);
  const vsce = path.join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
  // vsce builds first, through the script `vscode:prepublish`, and takes its options from package.json.
  await run(process.execPath, [vsce, 'package', '--out', file], { cwd: ROOT });
  if (!existsSync(file)) throw new Trouble('vsce ended well but wrote no .vsix.');
  const size = statSync(file).size / 1e6;
  if (size > LIMIT_MB) {
    throw new Trouble(
      `${path.basename(file)} has ${size.toFixed(1)} MB, more than the ${LIMIT_MB} MB that are allowed; "npx vsce ls" shows what is in it.`,
    );
  }
  say(
    `${path.basename(file)}: ${size.toFixed(2)} MB. "code --install-extension ${path.basename(file)}" installs it.`,
  );
  return 0;
});
