import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { judgeOptions } from "../../contract/handlers/handler-options.ts";
import type { ValidationOptions } from "../../contract/handlers/validation-options.ts";
import { type ValidationReport, validationReport, validationResult } from "../../contract/handlers/validation-result.ts";
import type { Json } from "../../contract/wire/outcome.ts";
import { PermanentError } from "../errors.ts";
import type { Limits } from "../limits.ts";
import type { HandlerResult } from "./handler.ts";
import { expectGoldenJson } from "./testing/golden.ts";
import { makeEncryptedPdf } from "./testing/make-documents.ts";
import { makeFolder, makeTask } from "./testing/make-task.ts";
import { createValidationHandler } from "./validation.ts";

const SAMPLES = join(import.meta.dirname, "..", "..", "test", "corpus", "samples");
const handler = createValidationHandler();

let folder = "";
let remove = async (): Promise<void> => undefined;

beforeEach(async () => {
  ({ folder, remove } = await makeFolder());
});
afterEach(() => remove());

interface Given {
  readonly id?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly earlier?: Readonly<Record<string, Json>>;
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal;
}

function optionsOf(options: object): ValidationOptions {
  const judged = judgeOptions("validation", options);
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.options;
}

async function validate(bytes: Uint8Array | string, options: object, { metadata, earlier, ...given }: Given = {}): Promise<HandlerResult> {
  const inputPath = join(folder, "input");
  await writeFile(inputPath, bytes);
  const task = await makeTask({ folder, inputPath, options: optionsOf(options), ...given });
  return handler.run({ ...task, document: { ...task.document, ...(metadata === undefined ? {} : { metadata }) }, earlier: earlier ?? {} });
}

async function report(bytes: Uint8Array | string, options: object, given?: Given): Promise<ValidationReport> {
  await validate(bytes, { onFailure: "report", ...options }, given);
  return validationReport.parse(JSON.parse(await readFile(join(folder, "output", "report.json"), "utf8")));
}

const sample = (name: string): Promise<Buffer> => readFile(join(SAMPLES, name));
const PDF = (): Promise<Buffer> => sample("minutes/allotment-society-2023.pdf");
const SCANNED_PDF = (): Promise<Buffer> => sample("leases/7-mill-lane.pdf");
const PNG = (): Promise<Buffer> => sample("letters/boiler-complaint.png");
const TIFF = (): Promise<Buffer> => sample("reports/harrow-moss-survey.tif");
const WEBP = (): Promise<Buffer> => sample("notices/victoria-baths.webp");
const textOf = (text: string) => async (): Promise<string> => text;

const JSON_DOCUMENT = textOf('{"number": 4711, "lines": [{"what": "tar", "barrels": 17}], "due": "2026-05-03"}');
const INVOICE_SCHEMA = {
  type: "object",
  required: ["number", "due"],
  properties: { number: { type: "integer" }, due: { format: "date" }, lines: { type: "array", items: { $ref: "#/$defs/line" }, minItems: 1 } },
  $defs: { line: { type: "object", properties: { barrels: { type: "integer", maximum: 20 } } } },
};
const READ: Record<string, Json> = { text: { pages: 3, ocrPages: 3, confidence: 71.4, worstPage: { page: 2, confidence: 44.2 } }, tell: { language: "de" } };
const INVOICE_TEXT = textOf("Invoice No. 4711\nDate: 2026-05-03\nTotal 170.00 EUR\n");

interface Case {
  readonly of: () => Promise<Uint8Array | string>;
  readonly options: object;
  readonly given?: Given;
}

/** By the option that they are about. */
const CASES: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  types: {
    "a type that is wanted": { of: PDF, options: { types: ["application/pdf"] } },
    "a family of types": { of: PNG, options: { types: ["text/plain", "image/*"] } },
    "another type": { of: PNG, options: { types: ["application/pdf", "text/*"] } },
    "plain text": { of: INVOICE_TEXT, options: { types: ["text/plain"] } },
    "a table": { of: textOf("a,b\n1,2\n3,4\n"), options: { types: ["text/csv"] } },
    XML: { of: textOf("<?xml version='1.0'?><a/>"), options: { types: ["application/xml"] } },
    JSON: { of: JSON_DOCUMENT, options: { types: ["application/json"] } },
  },
  integrity: {
    "a sound PDF": { of: PDF, options: {} },
    "a sound picture of three pages": { of: TIFF, options: {} },
    "half a PDF": { of: async () => (await SCANNED_PDF()).subarray(0, 9000), options: {} },
    "most of a picture": { of: async () => (await PNG()).subarray(0, -3000), options: {} },
    "a PDF with a password": { of: makeEncryptedPdf, options: {} },
    "JSON without an end": { of: textOf('{"a": [1, 2'), options: {} },
    "JSON with a slip": { of: textOf('{"a": 1,, "b": 2}'), options: {} },
    "a table with a short line": { of: textOf(`a,b,c\n${"1,2,3\n".repeat(30)}4,5\n`), options: {} },
    "XML with elements that cross": { of: textOf("<?xml version='1.0'?>\n<a>\n<b></a></b>"), options: {} },
    "bytes that are no text and nothing else": { of: async () => Buffer.from("00ff13fe9a00", "hex"), options: {} },
    "no bytes": { of: textOf(""), options: {} },
    "not asked for": { of: textOf('{"a": [1, 2'), options: { integrity: false } },
    "a type that nothing looks into": { of: async () => Buffer.from("BM".padEnd(64, "\0")), options: {} },
  },
  size: {
    within: { of: INVOICE_TEXT, options: { size: { minBytes: 10, maxBytes: 100 } } },
    "too small": { of: textOf("hi there"), options: { size: { minBytes: 10 } } },
    "too large": { of: INVOICE_TEXT, options: { size: { maxBytes: 20 } } },
  },
  pages: {
    within: { of: PDF, options: { pages: { min: 1, max: 3 } } },
    "too few": { of: PDF, options: { pages: { min: 4 } } },
    "too many": { of: TIFF, options: { pages: { max: 2 } } },
    "of text, as an earlier stage has counted them": { of: INVOICE_TEXT, options: { pages: { max: 2 } }, given: { earlier: READ } },
    "of text, which has none": { of: INVOICE_TEXT, options: { pages: { max: 2 } } },
    "of a broken PDF": { of: async () => (await PDF()).subarray(0, 900), options: { integrity: false, pages: { max: 2 } } },
  },
  dpi: {
    enough: { of: TIFF, options: { dpi: { min: 200, max: 600 } } },
    "too low": { of: TIFF, options: { dpi: { min: 300 } } },
    "not recorded": { of: WEBP, options: { dpi: { min: 200 } } },
    "of a PDF": { of: PDF, options: { dpi: { min: 200 } } },
  },
  dimensions: {
    "pixels within": { of: PNG, options: { dimensions: { minWidth: 1000, maxHeight: 4000 } } },
    "too narrow": { of: TIFF, options: { dimensions: { minWidth: 2000 } } },
    "millimetres of a PDF": { of: PDF, options: { dimensions: { unit: "millimetres", minWidth: 209, maxWidth: 211, minHeight: 296, maxHeight: 298 } } },
    "millimetres of a picture": { of: PNG, options: { dimensions: { unit: "millimetres", maxHeight: 200 } } },
    "millimetres of a picture that does not say": { of: WEBP, options: { dimensions: { unit: "millimetres", maxHeight: 200 } } },
    "pixels of a PDF": { of: PDF, options: { dimensions: { minWidth: 10 } } },
  },
  name: {
    found: { of: INVOICE_TEXT, options: { name: { pattern: "^invoices/\\d{4}/[^/]+\\.txt$" } }, given: { id: "invoices/2024/boat.txt" } },
    "not found": { of: INVOICE_TEXT, options: { name: { pattern: "^invoices/" } }, given: { id: "letters/boat.txt" } },
  },
  checksum: {
    "the same": { of: textOf("hello"), options: { checksum: {} }, given: { metadata: { sha256: "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824" } } },
    another: { of: textOf("hello!"), options: { checksum: { field: "digest" } }, given: { metadata: { digest: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" } } },
    missing: { of: textOf("hello"), options: { checksum: {} } },
    "missing, as it may": { of: textOf("hello"), options: { checksum: { optional: true } } },
  },
  text: {
    found: { of: INVOICE_TEXT, options: { text: [{ name: "number", pattern: "^Invoice No\\. (\\d+)$" }, { name: "date", pattern: "^DATE: \\d{4}-\\d\\d-\\d\\d$", ignoreCase: true }] } },
    "not found": { of: INVOICE_TEXT, options: { text: [{ name: "number", pattern: "\\d+" }, { name: "tax id", pattern: "DE\\d{9}" }] } },
    "not often enough": { of: INVOICE_TEXT, options: { text: [{ name: "amounts", pattern: "\\d+\\.\\d\\d EUR", min: 2 }] } },
    "what must not be there": { of: INVOICE_TEXT, options: { text: [{ name: "draft", pattern: "DRAFT", max: 0 }, { name: "euro", pattern: "EUR", max: 0 }] } },
    "of a PDF": { of: PDF, options: { text: [{ name: "society", pattern: "allotment", ignoreCase: true }] } },
    "of a picture": { of: PNG, options: { text: [{ name: "society", pattern: "Allotment" }] } },
  },
  language: {
    wanted: { of: INVOICE_TEXT, options: { language: { oneOf: ["en", "DE"] } }, given: { earlier: READ } },
    another: { of: INVOICE_TEXT, options: { language: { oneOf: ["en", "fr"], stage: "tell" } }, given: { earlier: READ } },
    untold: { of: INVOICE_TEXT, options: { language: { oneOf: ["en"] } } },
    "untold by that stage": { of: INVOICE_TEXT, options: { language: { oneOf: ["en"], stage: "text" } }, given: { earlier: READ } },
  },
  confidence: {
    enough: { of: INVOICE_TEXT, options: { confidence: { min: 70 } }, given: { earlier: READ } },
    "too low": { of: INVOICE_TEXT, options: { confidence: { min: 80 } }, given: { earlier: READ } },
    "too low on a page": { of: INVOICE_TEXT, options: { confidence: { min: 70, minPage: 50 } }, given: { earlier: READ } },
    "nothing recognised": { of: INVOICE_TEXT, options: { confidence: { min: 80 } }, given: { earlier: { text: { ocrPages: 0 } } } },
    untold: { of: INVOICE_TEXT, options: { confidence: { min: 80 } } },
  },
  jsonSchema: {
    followed: { of: JSON_DOCUMENT, options: { jsonSchema: { schema: INVOICE_SCHEMA } } },
    "not followed": { of: textOf('{"number": 4711, "due": "2026-05-03", "lines": [{"barrels": 200}]}'), options: { jsonSchema: { schema: INVOICE_SCHEMA } } },
    "a date that is none": { of: textOf('{"number": 4711, "due": "tomorrow"}'), options: { jsonSchema: { schema: INVOICE_SCHEMA } } },
    "no JSON": { of: INVOICE_TEXT, options: { jsonSchema: { schema: INVOICE_SCHEMA } } },
    "broken JSON": { of: textOf('{"number": '), options: { integrity: false, jsonSchema: { schema: INVOICE_SCHEMA } } },
    "of an earlier stage": { of: INVOICE_TEXT, options: { jsonSchema: { stage: "text", schema: { properties: { pages: { maximum: 2 } } } } }, given: { earlier: READ } },
    "of a stage that said nothing": { of: INVOICE_TEXT, options: { jsonSchema: { stage: "other", schema: {} } }, given: { earlier: READ } },
  },
};

describe.each(Object.keys(CASES))("the option %s", (option) => {
  test("gives what its golden file says", async () => {
    const found: Record<string, unknown> = {};
    for (const [name, { of, options, given }] of Object.entries(CASES[option] ?? {})) {
      const { sha256, bytes, ...rest } = await report(await of(), options, given);
      expect({ sha256: sha256.length, bytes: bytes >= 0 }).toEqual({ sha256: 64, bytes: true });
      const end = await validate(await of(), options, given).catch((error: unknown) => error);
      found[name] = { report: rest, rejected: end instanceof PermanentError ? `${end.reason}: ${end.message}` : false };
    }
    await expectGoldenJson(`validation/${option}.json`, found);
  });
});

test("the report is the output, no stage reads it next, and the result is small", async () => {
  const result = await validate(await PDF(), { onFailure: "report", pages: { max: 2 }, dpi: { min: 300 }, text: [{ name: "minutes", pattern: "Minutes" }] });
  expect(result).toEqual({
    outcome: "Succeeded",
    outputs: [{ file: "report.json", suffix: ".validation.json" }],
    result: { valid: false, warnings: ["ChecksFailed"], type: "application/pdf", pages: 3, passed: 2, failed: 1, notApplicable: 1, failedChecks: ["pages"] },
  });
  expect(validationResult.safeParse(result.outcome === "Succeeded" && result.result).success).toBe(true);
});

test("a rejection names the first failed checks, with what was found and wanted, and counts the rest", async () => {
  const options = { types: ["text/plain"], pages: { max: 1 }, size: { maxBytes: 5 }, name: { pattern: "^x" }, checksum: {} };
  await expect(validate(await PDF(), options)).rejects.toMatchObject({
    reason: "UnsupportedType",
    message: expect.stringMatching(/^type: found application\/pdf, wanted text\/plain; size: found \d+ bytes, wanted at most 5 bytes; checksum: .*; and 2 more$/),
  });
});

describe("hostile documents", () => {
  const MIB = 1024 * 1024;
  test.each<{ name: string; of: () => Promise<Uint8Array | string>; want: string; limits?: Partial<Limits> }>([
    { name: "a gzip that unpacks without end", of: async () => gzipSync(Buffer.alloc(50 * MIB)), want: "DecompressionLimit", limits: { maxDecompressedBytes: 10 * MIB } },
    { name: "a picture of too many pixels", of: PNG, want: "TooManyPixels", limits: { maxPixels: 1000 } },
    { name: "a PDF of too many pages", of: PDF, want: "TooManyPages", limits: { maxPages: 2 } },
    { name: "JSON of five million brackets", of: textOf("[".repeat(5_000_000)), want: "Corrupt" },
    { name: "XML of ever deeper elements", of: textOf(`<?xml version="1.0"?>${"<a>".repeat(1_000_000)}`), want: "Corrupt" },
    { name: "a text of an older encoding", of: async () => Buffer.from("caf\u00e9 au lait", "latin1"), want: "Corrupt" },
    { name: "a ZIP that is none", of: async () => Buffer.from("PK\u0003\u0004".padEnd(200, "x"), "latin1"), want: "Corrupt" },
  ])("$name ends typed", async ({ of, want, limits }) => {
    await expect(validate(await of(), {}, limits === undefined ? {} : { limits })).rejects.toMatchObject({ reason: want });
  });

  test("the same rubbish gets the same reason under any name", async () => {
    const rubbish = Buffer.from("00ff13fe9a00".repeat(40), "hex");
    for (const id of ["a.pdf", "a.png", "a.txt"]) await expect(validate(rubbish, {}, { id })).rejects.toMatchObject({ reason: "UnsupportedType" });
  });

  test("a pattern of repetitions in repetitions is ended, and fails its check", async () => {
    const { checks } = await report("a".repeat(50), { text: [{ name: "trap", pattern: "(a+)+b" }, { name: "after", pattern: "a" }] });
    expect(checks.map(({ status, message }) => `${status}: ${message}`)).toEqual(["passed: every character can be read", expect.stringMatching(/^failed: the patterns take more than 5000 ms/), expect.stringMatching(/^(?:passed|failed): /)]);
  });

  test("nothing is looked into once the task is to stop", async () => {
    await expect(validate(await PDF(), {}, { signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow("stop");
  });
});
