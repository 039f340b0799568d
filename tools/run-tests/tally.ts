/** What came of a suite, in numbers that may be added up. Pure. */
import { z } from "zod";

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };
const ONE_FAILED: Tally = { passed: 0, failed: 1, skipped: 0 };

/** As vitest's JSON reporter writes it, as far as it is needed. */
const vitestReport = z.object({
  numPassedTests: z.int().min(0),
  numFailedTests: z.int().min(0),
  numPendingTests: z.int().min(0),
  numTodoTests: z.int().min(0),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

export function sum(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

export function tallyCheck(exitCode: number): Tally {
  return exitCode === 0 ? { ...NOTHING, passed: 1 } : ONE_FAILED;
}

/** `report` is the text of the JSON report, undefined where vitest wrote none. No test that passed is a failure as well. */
export function tallyProject(report: string | undefined, exitCode: number): Tally {
  const parsed = vitestReport.safeParse(parseJson(report));
  if (!parsed.success) return ONE_FAILED;
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  // A file that cannot be loaded, or whose hooks fail, fails without a test that does.
  const brokenFiles = testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed")).length;
  const failed = numFailedTests + brokenFiles;
  // An error that belongs to no test shows in the exit code alone.
  const hasHiddenFailure = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: hasHiddenFailure ? 1 : failed, skipped: numPendingTests + numTodoTests };
}

/** The line that CI reads. */
export function formatTally({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}

/** Undefined where it is none. */
export function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
