/**
 * Handler `validation`: is a document what the job takes it for? Every check comes to `passed`, `failed` or `notApplicable`, in
 * the report `<id>.validation.json`. It has no primary output: the next stage reads what this one has read.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ValidationOptions } from "../../contract/handlers/validation-options.ts";
import { CHECKS_FAILED, MAX_FAILED_CHECKS, type ValidationReport, type ValidationResult } from "../../contract/handlers/validation-result.ts";
import { PermanentError } from "../errors.ts";
import type { Handler, HandlerResult, HandlerTask } from "./handler.ts";
import { detectMediaType, UNKNOWN_TYPE } from "./validation/detect-media-type.ts";
import type { Evidence, Judged } from "./validation/evidence.ts";
import { inspect, UNREAD } from "./validation/inspect.ts";
import { judge } from "./validation/judge.ts";
import { countPages } from "./validation/judge-pages.ts";

type Task = HandlerTask<ValidationOptions>;

const OUTPUT = { file: "report.json", suffix: ".validation.json" } as const;
/** Of failed checks, in the message of a rejected document. */
const MAX_TOLD = 3;

export function createValidationHandler(): Handler<ValidationOptions> {
  return { name: "validation", needsInput: true, run };
}

async function run(task: Task): Promise<HandlerResult> {
  const evidence = await gather(task);
  const judged = await judge(evidence, task.options, task.signal);
  const failed = judged.filter(({ status }) => status === "failed");
  if (failed.length > 0 && task.options.onFailure === "reject") throw toRejection(failed);
  const report = toReport(evidence, judged);
  await writeFile(join(await task.outputFolder(), OUTPUT.file), `${JSON.stringify(report, undefined, 2)}\n`);
  return { outcome: "Succeeded", outputs: [OUTPUT], result: toResult(report) };
}

async function gather({ document, input, earlier, options, limits, signal }: Task): Promise<Evidence> {
  if (input === undefined) throw new PermanentError("NotFound", "the document has no address; validation needs a file to read");
  const known = { document, input, earlier };
  if (input.bytes === 0) return { ...known, type: UNKNOWN_TYPE, inspection: { problem: new PermanentError("Empty", "the file has no bytes"), read: UNREAD } };
  const type = await detectMediaType(input.path, signal);
  const { path, bytes } = input;
  const inspection = await inspect({ path, bytes, type, isThorough: options.integrity, needsText: options.text !== undefined, limits, signal });
  return { ...known, type, inspection };
}

function toRejection(failed: readonly Judged[]): PermanentError {
  const told = failed.slice(0, MAX_TOLD).map((each) => `${nameOf(each)}: ${each.message}`);
  const more = failed.length > MAX_TOLD ? `; and ${failed.length - MAX_TOLD} more` : "";
  return new PermanentError(failed[0]?.reason ?? "ValidationFailed", `${told.join("; ")}${more}`);
}

function nameOf({ check, name }: Judged): string {
  return name === undefined ? check : `${check}:${name}`;
}

function toReport(evidence: Evidence, judged: readonly Judged[]): ValidationReport {
  const { type, input } = evidence;
  const pages = countPages(evidence);
  const checks = judged.map(({ check, name, status, message }) => ({ check, ...(name === undefined ? {} : { name }), status, message }));
  return { valid: judged.every(({ status }) => status !== "failed"), type, bytes: input.bytes, sha256: input.sha256, ...(pages === undefined ? {} : { pages }), checks };
}

function toResult({ valid, type, pages, checks }: ValidationReport): ValidationResult {
  const count = (wanted: string): number => checks.filter(({ status }) => status === wanted).length;
  const failed = checks.filter(({ status }) => status === "failed").map(nameOf);
  return {
    valid,
    type,
    ...(pages === undefined ? {} : { pages }),
    passed: count("passed"),
    failed: failed.length,
    notApplicable: count("notApplicable"),
    failedChecks: failed.slice(0, MAX_FAILED_CHECKS),
    ...(valid ? {} : { warnings: [CHECKS_FAILED] }),
  };
}
