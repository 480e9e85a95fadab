/** Library: reads how many tests passed and failed from the reports of Vitest and Playwright. */
import { existsSync, readFileSync } from 'node:fs';

const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null);

/** Reads a report of Vitest's `json` reporter. A file that could not run counts as one failure. */
export function vitestCounts(path) {
  const report = read(path);
  if (!report) return null;
  const unrunnable = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + unrunnable.length };
}

/** Returns the test files that failed, and the names of the tests in them that did. */
export function vitestFailures(path) {
  const failed = (read(path)?.testResults ?? []).filter(({ status }) => status === 'failed');
  return {
    files: failed.map(({ name }) => name),
    tests: failed.flatMap(({ name, assertionResults }) => {
      const tests = assertionResults.filter(({ status }) => status === 'failed');
      return tests.length === 0 ? [name] : tests.map(({ fullName }) => fullName);
    }),
  };
}

/** Reads a report of Playwright's `json` reporter. A test that passed on its second attempt counts as passed. */
export function playwrightCounts(path) {
  const report = read(path);
  if (!report) return null;
  const { expected, unexpected, flaky } = report.stats;
  return { passed: expected + flaky, failed: unexpected + (report.errors ?? []).length };
}

/** Returns the titles of the Playwright tests that passed only on their second attempt. */
export function playwrightFlaky(path) {
  const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)];
  return (read(path)?.suites ?? [])
    .flatMap(specsOf)
    .filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
    .map(({ title }) => title);
}
