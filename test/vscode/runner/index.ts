import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/**
 * Runs every suite inside VS Code's extension host; VS Code calls it, as `--extensionTestsPath` names this bundle.
 * The counts go to the file that ECGSPEC_TEST_RESULTS names.
 * @throws when a test failed
 */
export async function run(): Promise<void> {
  const grep = process.env['ECGSPEC_TEST_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 30_000,
    color: !process.env['NO_COLOR'],
    forbidOnly: Boolean(process.env['CI']),
    ...(grep ? { grep } : {}),
  });
  const folder = path.join(__dirname, 'suite');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(path.join(folder, name));
  }
  const stats = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats!));
  });
  const results = process.env['ECGSPEC_TEST_RESULTS'];
  if (results) {
    const { passes, failures, pending } = stats;
    writeFileSync(results, JSON.stringify({ passed: passes, failed: failures + pending }));
  }
  if (stats.failures > 0) throw new Error(`${stats.failures} of ${stats.tests} tests in VS Code failed.`);
}
