import { expect, test } from "vitest";
import { formatTally, sum, tallyCheck, tallyProject } from "./tally.ts";

interface File {
  readonly status: string;
  readonly tests: readonly string[];
}

function report(files: readonly File[]): string {
  const count = (wanted: string): number => files.flatMap(({ tests }) => tests).filter((status) => status === wanted).length;
  return JSON.stringify({
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    numPendingTests: count("skipped"),
    numTodoTests: count("todo"),
    testResults: files.map(({ status, tests }) => ({ status, assertionResults: tests.map((each) => ({ status: each })) })),
  });
}

const GOOD: File = { status: "passed", tests: ["passed", "passed"] };

test("a check counts as one", () => {
  expect(tallyCheck(0)).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(tallyCheck(2)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test.each([
  ["every test passed", report([GOOD]), 0, { passed: 2, failed: 0, skipped: 0 }],
  ["a test failed", report([GOOD, { status: "failed", tests: ["passed", "failed"] }]), 1, { passed: 3, failed: 1, skipped: 0 }],
  ["skipped and planned tests did not pass", report([GOOD, { status: "passed", tests: ["skipped", "todo"] }]), 0, { passed: 2, failed: 0, skipped: 2 }],
  ["a file that cannot be loaded is a failure", report([GOOD, { status: "failed", tests: [] }]), 1, { passed: 2, failed: 1, skipped: 0 }],
  ["a file whose hook failed is a failure", report([{ status: "failed", tests: ["passed", "skipped"] }]), 1, { passed: 1, failed: 1, skipped: 1 }],
  ["an error outside every test is a failure", report([GOOD]), 1, { passed: 2, failed: 1, skipped: 0 }],
  ["a project without tests is a failure", report([]), 0, { passed: 0, failed: 1, skipped: 0 }],
  ["vitest ended before it wrote a report", undefined, 1, { passed: 0, failed: 1, skipped: 0 }],
  ["the report was cut short", '{"numPassedTests":', 0, { passed: 0, failed: 1, skipped: 0 }],
])("a project in which %s", (_, text, exitCode, tally) => {
  expect(tallyProject(text, exitCode)).toEqual(tally);
});

test("the last line has the sums", () => {
  expect(formatTally(sum(tallyProject(report([GOOD]), 0), tallyCheck(1)))).toBe("2 passed, 1 failed");
});
