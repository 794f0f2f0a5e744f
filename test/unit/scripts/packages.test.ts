import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('ARCHITECTURE.md says of every package that is declared why it was chosen, and of no other', () => {
  const declared = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
  const packages = Object.keys({ ...declared['dependencies'], ...declared['devDependencies'] });
  const [, section] = readFileSync('ARCHITECTURE.md', 'utf8').split('\n## Packages, and why these\n');
  const rows = [...section!.matchAll(/^\| (`.*?`) \|/gm)].map((match) => match[1]!);
  const explained = rows.flatMap((row) => row.split(', ').map((name) => name.replaceAll('`', '')));
  expect(explained.sort()).toEqual(packages.filter((name) => !name.startsWith('@types/')).sort());
});
