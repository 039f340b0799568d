/** What a run of the engine's tests says of a copy: read from vitest's JSON report. Pure. */
import { z } from "zod";

export type Verdict =
  | { readonly kind: "passed"; readonly tests: number }
  /** A test looked, and saw that something is not as it must be. */
  | { readonly kind: "caught"; readonly by: string }
  /** It failed otherwise: that says nothing about what the tests look at. */
  | { readonly kind: "broken"; readonly why: string };

const test = z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) });
const vitestReport = z.object({
  numPassedTests: z.int().min(0),
  testResults: z.array(z.object({ status: z.string(), message: z.string().default(""), assertionResults: z.array(test) })),
});

/** `report` is the text of the JSON report, undefined where vitest wrote none. */
export function readVerdict(report: string | undefined, exitCode: number): Verdict {
  const parsed = vitestReport.safeParse(parseJson(report));
  if (!parsed.success) return { kind: "broken", why: "the tests left no report" };
  const { testResults, numPassedTests } = parsed.data;
  const failed = testResults.flatMap(({ assertionResults }) => assertionResults).find(({ status }) => status === "failed");
  if (failed !== undefined) return judge(failed);
  const unread = testResults.find(({ status }) => status === "failed");
  if (unread !== undefined) return { kind: "broken", why: `a test file does not load: ${firstLine(unread.message)}` };
  return exitCode === 0 && numPassedTests > 0 ? { kind: "passed", tests: numPassedTests } : { kind: "broken", why: `no test failed, and the exit code is ${exitCode}` };
}

function judge({ fullName, failureMessages }: z.infer<typeof test>): Verdict {
  const [message = ""] = failureMessages;
  if (message.includes("AssertionError")) return { kind: "caught", by: fullName };
  return { kind: "broken", why: `"${fullName}" fails, though not by an assertion: ${firstLine(message)}` };
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
