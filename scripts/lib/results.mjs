/** @typedef {{passed: number, failed: number}} Counts */

/**
 * Counts of vitest's JSON report. A file that does not load, an error outside of tests and a skipped test are failures.
 * @param {string} json
 * @param {number} code vitest's exit code
 * @param {boolean} filtered whether a pattern was given, which makes vitest report the other tests as skipped
 * @returns {Counts}
 */
export function readVitest(json, code, filtered) {
  const report = JSON.parse(json);
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const skipped = filtered ? 0 : report.numPendingTests + report.numTodoTests;
  const failed = report.numFailedTests + broken + skipped;
  return atLeastOneFailed({ passed: report.numPassedTests, failed }, code);
}

/**
 * Counts of a JUnit file of pytest's. A skipped test is a failure.
 * @param {string} xml
 * @param {number} code pytest's exit code
 * @returns {Counts}
 */
export function readJUnit(xml, code) {
  const suite = /<testsuite [^>]*>/.exec(xml)?.[0] ?? '';
  const count = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors') + count('skipped');
  return atLeastOneFailed({ passed: count('tests') - failed, failed }, code);
}

/**
 * What of vitest's JSON report failed, so that the end of a long log says it.
 * @param {string} json
 * @returns {string[]} file, name and the first line of what went wrong
 */
export function failuresOfVitest(json) {
  return JSON.parse(json).testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [`${name}: ${firstLine(message)}`];
    return failed.map(
      ({ fullName, failureMessages }) => `${name} > ${fullName}: ${firstLine(failureMessages?.[0])}`,
    );
  });
}

/**
 * The same of a JUnit file of pytest's.
 * @param {string} xml
 * @returns {string[]}
 */
export function failuresOfJUnit(xml) {
  const failed =
    /<testcase [^>]*?classname="([^"]*)" name="([^"]*)"[^>]*>\s*<(?:failure|error|skipped)[^>]*?message="([^"]*)"/g;
  return [...xml.matchAll(failed)].map(
    ([, file, name, message]) => `${file} > ${name}: ${firstLine(message)}`,
  );
}

const firstLine = (message = '') => message.split(/\n|&#10;/)[0].slice(0, 200);

/** A run that says it failed has failed, whatever its counts say. */
export function atLeastOneFailed(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @param {Counts[]} all */
export function sum(all) {
  const total = (key) => all.reduce((sofar, counts) => sofar + counts[key], 0);
  return { passed: total('passed'), failed: total('failed') };
}
