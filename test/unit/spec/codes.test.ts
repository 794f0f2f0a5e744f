import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CODES } from '../../../src/spec';

/** Of the rooms that find problems. */
const files = ['src/spec', 'src/records'].flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'codes.ts')
    .map((file) => `${room}/${file}`),
);

it('the table of codes has every code that is reported, and no other', () => {
  const reported = new Set(
    files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/'(ECG\d{3})'/g)].map((m) => m[1]!)),
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
  const tests = ['spec', 'synthesis', 'records']
    .flatMap((room) => readdirSync(`test/unit/${room}`).map((file) => `test/unit/${room}/${file}`))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('/codes.test.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  // ECG101 is for what nobody has foreseen.
  const unmet = Object.keys(CODES).filter((code) => !tests.includes(code));
  expect(unmet).toEqual(['ECG101']);
});
