import { describe, expect, it } from 'vitest';
import {
  atLeastOneFailed,
  failuresOfJUnit,
  failuresOfVitest,
  readJUnit,
  readVitest,
  sum,
} from '../../../scripts/lib/results.mjs';

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

describe('what failed', () => {
  it('is named with its file and the first line of its message, of vitest', () => {
    const json = report({}, [
      {
        name: '/a.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [
          { status: 'passed', fullName: 'adds', failureMessages: [] },
          { status: 'failed', fullName: 'takes away', failureMessages: ['1 is not 2\n at a.ts'] },
        ],
      },
      { name: '/b.test.ts', status: 'failed', message: 'no such import\nin b', assertionResults: [] },
    ]);
    expect(failuresOfVitest(json)).toEqual([
      '/a.test.ts > takes away: 1 is not 2',
      '/b.test.ts: no such import',
    ]);
  });

  it('is named so of pytest', () => {
    const xml = `<testsuites><testsuite><testcase classname="test.a" name="test_one" time="1"/>
<testcase classname="test.a" name="test_two" time="1"><failure message="assert 1 == 2&#10;more">...</failure></testcase>
<testcase classname="test.b" name="test_three" time="1"><error message="no fixture">...</error></testcase></testsuite></testsuites>`;
    expect(failuresOfJUnit(xml)).toEqual([
      'test.a > test_two: assert 1 == 2',
      'test.b > test_three: no fixture',
    ]);
  });
});

it('adds tiers up', () => {
  expect(sum([{ passed: 1, failed: 0 }, atLeastOneFailed({ passed: 2, failed: 0 }, 1)])).toEqual({
    passed: 3,
    failed: 1,
  });
});
