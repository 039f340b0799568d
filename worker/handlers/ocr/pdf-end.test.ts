import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makePdf } from "../testing/make-documents.ts";
import { checkPdfEnd } from "./pdf-end.ts";

let folder: string;
let whole: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ream-pdf-end-"));
  whole = Buffer.from(await makePdf([{ lines: ["one"] }, { lines: ["two"] }])).toString("latin1");
});

afterAll(() => rm(folder, { recursive: true }));

async function check(text: string): Promise<void> {
  const path = join(folder, "a.pdf");
  await writeFile(path, text, "latin1");
  checkPdfEnd(path);
}

const LINEARIZED = (bytes: number): string => `%PDF-1.4\n1 0 obj\n<</Linearized 1/L ${bytes}/N 2>>\nendobj\n`;

test.each([
  ["as it was written", (): string => whole],
  ["with a hundred kilobytes behind its end", (): string => `${whole}${"\0".repeat(100_000)}`],
  ["with another revision behind it", (): string => `${whole}\n9 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<<>>\nstartxref\n1\n%%EOF`],
  ["without the last bytes of its table", (): string => "%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\n0 2\n00000000"],
  ["that is as long as it says", (): string => `${LINEARIZED(69)}startxref\n0\n%%EOF\n`],
])("a PDF %s is taken", async (_, make) => {
  await expect(check(make())).resolves.toBeUndefined();
});

test.each([
  ["cut in an object", (): string => whole.slice(0, whole.length / 2), /it has no end/],
  ["cut behind its header", (): string => whole.slice(0, 9), /it has no end/],
  ["of zeros behind its header", (): string => `%PDF-1.7\n${"\0".repeat(300_000)}`, /it has no end/],
  ["cut in a later revision", (): string => `${whole}\n9 0 obj\n<</Length 100>>\nstream\nq`, /its last object has no end/],
  ["shorter than it says", (): string => `${LINEARIZED(5000)}startxref\n0\n%%EOF\n`, /it says that it has 5000 bytes, and has \d+/],
])("a PDF %s is cut short", async (_, make, message) => {
  await expect(check(make())).rejects.toMatchObject({ name: "PermanentError", reason: "Truncated", message: expect.stringMatching(message) });
});
