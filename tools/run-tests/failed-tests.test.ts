import { expect, test } from "vitest";
import { describeFailedTests } from "./failed-tests.ts";

const PASSED = { status: "passed", fullName: "adds", failureMessages: [] };
const FAILED = { status: "failed", fullName: "sums takes away", failureMessages: ["Error: expected 2 to be 1\n    at sums.test.ts:3"] };

function report(file: object): string {
  return JSON.stringify({ testResults: [{ name: "/repository/sums.test.ts", message: "", ...file }] });
}

test.each([
  ["a test that failed", report({ status: "failed", assertionResults: [PASSED, FAILED] }), ["FAILED sums.test.ts > sums takes away: Error: expected 2 to be 1"]],
  ["a file that cannot be loaded", report({ status: "failed", message: "Cannot find ./sums.ts\nsomewhere", assertionResults: [] }), ["FAILED sums.test.ts: Cannot find ./sums.ts"]],
  ["nothing where all passed", report({ status: "passed", assertionResults: [PASSED] }), []],
  ["nothing without a report", undefined, []],
])("names %s", (_, text, lines) => {
  expect(describeFailedTests(text, "/repository")).toEqual(lines);
});
