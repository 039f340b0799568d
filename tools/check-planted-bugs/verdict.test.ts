import { expect, test } from "vitest";
import { readVerdict } from "./verdict.ts";

function reportOf(...tests: { status: string; failureMessages?: string[] }[]): string {
  const assertionResults = tests.map((each, place) => ({ fullName: `test ${place}`, failureMessages: [], ...each }));
  return JSON.stringify({ numPassedTests: tests.filter(({ status }) => status === "passed").length, testResults: [{ status: "passed", message: "", assertionResults }] });
}

test("a test that fails by an assertion has caught the mistake", () => {
  const report = reportOf({ status: "passed" }, { status: "failed", failureMessages: ["AssertionError: expected 1 to be 2\n    at x"] });
  expect(readVerdict(report, 1)).toEqual({ kind: "caught", by: "test 1" });
});

test("a property that fails by an assertion has too", () => {
  const report = reportOf({ status: "failed", failureMessages: ["Error: Property failed after 3 tests\n{ seed: 1 }\nGot AssertionError: expected 1 to be 2"] });
  expect(readVerdict(report, 1)).toEqual({ kind: "caught", by: "test 0" });
});

test.each([
  ["a test that throws something else", reportOf({ status: "failed", failureMessages: ["TypeError: x is not a function\n    at y"] }), 'not by an assertion: TypeError: x is not a function'],
  ["a test file that does not load", JSON.stringify({ numPassedTests: 1, testResults: [{ status: "failed", message: "SyntaxError: Unexpected token", assertionResults: [] }] }), "does not load: SyntaxError: Unexpected token"],
  ["no report", undefined, "no report"],
  ["no test at all", reportOf(), "no test failed, and the exit code is 1"],
])("%s says nothing", (_, report, why) => {
  expect(readVerdict(report, 1)).toMatchObject({ kind: "broken", why: expect.stringContaining(why) });
});

test("tests that all passed saw nothing", () => {
  expect(readVerdict(reportOf({ status: "passed" }, { status: "passed" }), 0)).toEqual({ kind: "passed", tests: 2 });
});
