/**
 * Judges a run of `ocr` over the samples by its files: counts, places, sizes, and the words of each known text. Its argument is
 * the run's output folder; it ends with `N passed, N failed` and exits 1 when anything failed.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type SampleRow, readSamples, readTruth } from "./read-samples.ts";
import { wordRecall } from "./word-recall.ts";

const summaryFile = z.object({ documents: z.object({ total: z.int(), succeeded: z.int(), failed: z.int(), skipped: z.int(), cancelled: z.int() }) });
const resultLine = z.object({
  id: z.string(),
  index: z.int(),
  outcome: z.string(),
  outputs: z.array(z.object({ name: z.string(), bytes: z.int(), sha256: z.string() })),
  result: z.object({ pages: z.int(), textLayerPages: z.int() }).optional(),
});
type ResultLine = z.infer<typeof resultLine>;

const output = process.argv[2] ?? "out/samples";
const verdicts: { readonly what: string; readonly problem: string | undefined }[] = [];

async function check(what: string, findProblem: () => Promise<string | undefined>): Promise<void> {
  const problem = await findProblem().catch((error: unknown) => String(error));
  verdicts.push({ what, problem });
}

function differs(what: string, got: unknown, wanted: unknown): string | undefined {
  return JSON.stringify(got) === JSON.stringify(wanted) ? undefined : `${what} ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`;
}

async function readResults(): Promise<ResultLine[]> {
  const text = await readFile(join(output, "results.jsonl"), "utf8");
  return text.trimEnd().split("\n").map((line) => resultLine.parse(JSON.parse(line)));
}

async function findDocumentProblem(sample: SampleRow, line: ResultLine | undefined): Promise<string | undefined> {
  const [file] = line?.outputs ?? [];
  if (line?.outcome !== "Succeeded" || file === undefined) return differs("outcome is", line?.outcome, "Succeeded");
  const bytes = await readFile(join(output, file.name));
  const recall = wordRecall((await readTruth(sample.file)).join("\n"), bytes.toString("utf8"));
  return (
    differs("its text is", file.name, `${sample.file}.txt`) ??
    differs("sha256 is", createHash("sha256").update(bytes).digest("hex"), file.sha256) ??
    differs("bytes are", bytes.length, file.bytes) ??
    differs("pages are", line.result?.pages, sample.pages) ??
    differs("pages by text layer are", line.result?.textLayerPages, sample.textLayerPages.length) ??
    (recall >= sample.minWordRecall ? undefined : `${(recall * 100).toFixed(1)} % of its words were found; the floor is ${sample.minWordRecall * 100} %`)
  );
}

const samples = await readSamples();
const total = samples.length;
const results = await readResults().catch(() => []);

await check("summary.json counts every sample as succeeded", async () => {
  const { documents } = summaryFile.parse(JSON.parse(await readFile(join(output, "summary.json"), "utf8")));
  return differs("documents are", documents, { total, succeeded: total, failed: 0, skipped: 0, cancelled: 0 });
});
await check("results.jsonl has one line a sample, in order", async () => differs("its ids are", results.map(({ id }) => id), samples.map(({ file }) => file)));
await check("failures.jsonl is empty", async () => differs("it holds", await readFile(join(output, "failures.jsonl"), "utf8"), ""));
for (const sample of samples) await check(`${sample.file} is read`, () => findDocumentProblem(sample, results.find(({ id }) => id === sample.file)));

const failed = verdicts.filter(({ problem }) => problem !== undefined);
for (const { what, problem } of failed) console.log(`FAIL  ${what}: ${problem}`);
console.log(`\n${verdicts.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
