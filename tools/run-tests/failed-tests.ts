/** Which tests failed, a line each, to be told once more at the end: the output of thousands lies between them and the last line. Pure. */
import { relative } from "node:path";
import { z } from "zod";
import { parseJson } from "./tally.ts";

/** As vitest's JSON reporter writes it, as far as it is needed. */
const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
});

type FileReport = z.infer<typeof vitestReport>["testResults"][number];

/** `FAILED file > test: the first line of why`, files as seen from `root`. None where the report cannot be read. */
export function describeFailedTests(report: string | undefined, root: string): string[] {
  const parsed = vitestReport.safeParse(parseJson(report));
  return parsed.success ? parsed.data.testResults.flatMap((file) => describeFile(file, relative(root, file.name))) : [];
}

function describeFile({ status, message, assertionResults }: FileReport, path: string): string[] {
  const failed = assertionResults.filter((test) => test.status === "failed");
  // A file that cannot be loaded, or whose hooks fail.
  if (failed.length === 0) return status === "failed" ? [`FAILED ${path}: ${firstLine(message)}`] : [];
  return failed.map(({ fullName, failureMessages }) => `FAILED ${path} > ${fullName}: ${firstLine(failureMessages?.[0])}`);
}

function firstLine(text = ""): string {
  return text.split("\n", 1)[0] ?? "";
}
