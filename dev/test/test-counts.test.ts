import { countTests } from '../src/test-run/jest.js';
import { sum, summaryLine } from '../src/test-run/suite.js';

const report = {
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 1,
  numTodoTests: 1,
  numRuntimeErrorTestSuites: 2,
};

test('files that failed before their first test count as failures, todos as skipped', () => {
  expect(countTests(report, false)).toEqual({ passed: 3, failed: 3, skipped: 2 });
});

test('a run that ended badly without a failed test is a failure', () => {
  const fine = { ...report, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };
  expect(countTests(fine, true).failed).toBe(0);
  expect(countTests(fine, false).failed).toBe(1);
});

test('a run without a test is a failure', () => {
  const empty = { ...report, numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0 };
  expect(countTests(empty, true).failed).toBe(1);
});

test('a report that is none is a failure', () => {
  expect(countTests({ success: true }, true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('the last line adds up all suites', () => {
  const total = sum([
    { passed: 1, failed: 2, skipped: 3 },
    { passed: 10, failed: 20, skipped: 30 },
  ]);
  expect(summaryLine(total)).toBe('11 passed, 22 failed, 33 skipped');
});
