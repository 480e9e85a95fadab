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

/** Reads a report of Playwright's `json` reporter. A test that passed only on a second attempt counts as failed. */
export function playwrightCounts(path) {
  const report = read(path);
  if (!report) return null;
  const { expected, unexpected, flaky } = report.stats;
  return { passed: expected, failed: unexpected + flaky + (report.errors ?? []).length };
}
