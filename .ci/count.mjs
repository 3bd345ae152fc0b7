import { readFileSync } from 'node:fs';
import process from 'node:process';

// "PASSED FAILED" of one vitest report. Skipped tests count as failed, and so does an exit code that no
// failed test explains: an unhandled error, a file that did not load, a run that was cut short.
const [, , file, exitCode] = process.argv;

function read() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  }
}

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = read();
const failed = numFailedTests + numPendingTests + numTodoTests;
const unexplained = exitCode !== '0' && failed === 0 ? 1 : 0;
process.stdout.write(`${numPassedTests} ${failed + unexplained}\n`);
