import { describe, expect, it } from 'vitest';
import { atLeastOneFailed, readJUnit, readVitest, sum } from '../../../scripts/lib/results.mjs';

const report = (counts: object, testResults: object[] = []): string =>
  JSON.stringify({
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults,
    ...counts,
  });

describe('counts of vitest', () => {
  it('are those of its report', () => {
    expect(readVitest(report({ numPassedTests: 4, numFailedTests: 2 }), 1, false)).toEqual({
      passed: 4,
      failed: 2,
    });
  });

  it('have a failure for a file that does not load', () => {
    const broken = { status: 'failed', assertionResults: [] };
    expect(readVitest(report({ numPassedTests: 4 }, [broken]), 1, false)).toEqual({ passed: 4, failed: 1 });
  });

  it('have a failure for a skipped test, unless a pattern left it out', () => {
    const json = report({ numPassedTests: 4, numPendingTests: 1 });
    expect(readVitest(json, 0, false)).toEqual({ passed: 4, failed: 1 });
    expect(readVitest(json, 0, true)).toEqual({ passed: 4, failed: 0 });
  });

  it('have a failure when every test passed and vitest failed all the same', () => {
    expect(readVitest(report({ numPassedTests: 4 }), 1, false)).toEqual({ passed: 4, failed: 1 });
  });
});

describe('counts of pytest', () => {
  const xml = (attributes: string): string =>
    `<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" ${attributes} time="1.5"></testsuite></testsuites>`;

  it('are those of its file, with skipped tests as failures', () => {
    expect(readJUnit(xml('errors="1" failures="2" skipped="1" tests="10"'), 1)).toEqual({
      passed: 6,
      failed: 4,
    });
  });

  it('have a failure when pytest failed without one', () => {
    expect(readJUnit(xml('errors="0" failures="0" skipped="0" tests="3"'), 3)).toEqual({
      passed: 3,
      failed: 1,
    });
  });

  it('are none for a file without a suite', () => {
    expect(readJUnit('', 0)).toEqual({ passed: 0, failed: 0 });
  });
});

it('adds tiers up', () => {
  expect(sum([{ passed: 1, failed: 0 }, atLeastOneFailed({ passed: 2, failed: 0 }, 1)])).toEqual({
    passed: 3,
    failed: 1,
  });
});
