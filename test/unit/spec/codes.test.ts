import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CODES } from '../../../src/spec';

const files = readdirSync('src/spec', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

it('the table of codes has every code that is reported, and no other', () => {
  const reported = new Set(
    files
      .filter((file) => file !== 'codes.ts')
      .flatMap((file) =>
        [...readFileSync(`src/spec/${file}`, 'utf8').matchAll(/'(ECG\d{3})'/g)].map((m) => m[1]!),
      ),
  );
  expect(Object.keys(CODES).sort()).toEqual([...reported].sort());
});

it('says what each code is about in a title and one sentence', () => {
  const titles = new Set<string>();
  for (const [code, { title, explanation }] of Object.entries(CODES)) {
    expect(title.length, code).toBeLessThan(50);
    expect(titles.has(title), code).toBe(false);
    titles.add(title);
    expect(explanation, code).toMatch(/^[A-Z`].*\.$/);
    expect(explanation.match(/\. /g) ?? [], code).toEqual([]);
  }
});

it('every code has a test that meets it', () => {
  const tests = readdirSync('test/unit/spec')
    .filter((file) => file !== 'codes.test.ts')
    .map((file) => readFileSync(`test/unit/spec/${file}`, 'utf8'))
    .join('\n');
  // ECG101 is for what nobody has foreseen.
  const unmet = Object.keys(CODES).filter((code) => !tests.includes(code));
  expect(unmet).toEqual(['ECG101']);
});
