/** The one place where bytes become values and values bytes. Decoding never throws: what cannot be read is a value too. */
import { decodeControl } from "./decode-control.ts";
import { decodeOutcome } from "./decode-outcome.ts";
import { decodePlainItem } from "./decode-plain-item.ts";
import { decodePlainPage } from "./decode-plain-page.ts";
import { isRecord } from "./is-record.ts";
import { type JobEntry, jobEntry } from "./job-entry.ts";
import { type WorkItem, workItem } from "./item.ts";
import type { ControlMessage } from "./control.ts";
import type { LedgerBody } from "./ledger-record.ts";
import { type ManifestIndex, type ManifestPage, manifestIndex, manifestPage } from "./manifest.ts";
import type { Outcome, OutcomesMessage } from "./outcome.ts";
import { WIRE_VERSION } from "./version.ts";
import type { z } from "zod";

export type Decoded<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string; readonly version?: number };

export function encodeOutcomes(message: Omit<OutcomesMessage, "kind">): string {
  return JSON.stringify({ v: WIRE_VERSION, worker: message.worker, boot: message.boot, outcomes: message.outcomes });
}

export function encodeControl(message: Omit<ControlMessage, "kind">): string {
  return JSON.stringify({ v: WIRE_VERSION, term: message.term, control: message.record });
}

/** Either kind of ledger message; entries of an outcomes message that cannot be read make the whole message garbage. */
export function decodeLedgerBody(text: string): LedgerBody {
  const value = parseJson(text);
  if (!isRecord(value)) return { kind: "garbage", problem: "not a JSON object" };
  if (value["v"] !== WIRE_VERSION) return ofOtherVersion(value["v"]);
  if (Array.isArray(value["outcomes"])) return decodeOutcomes(value, value["outcomes"]);
  return decodeControl(value) ?? { kind: "garbage", problem: "neither outcomes nor a control record" };
}

export function encodeItem(item: WorkItem): string {
  return JSON.stringify({ v: WIRE_VERSION, ...item });
}

export function decodeItem(text: string): Decoded<WorkItem> {
  return decodeWith(workItem, text, decodePlainItem);
}

export function encodeJobEntry(entry: JobEntry): string {
  return JSON.stringify({ v: WIRE_VERSION, ...entry });
}

export function decodeJobEntry(text: string): Decoded<JobEntry> {
  return decodeWith(jobEntry, text);
}

export function encodeManifestPage(page: ManifestPage): string {
  return JSON.stringify({ v: WIRE_VERSION, ...page });
}

export function decodeManifestPage(text: string): Decoded<ManifestPage> {
  return decodeWith(manifestPage, text, decodePlainPage);
}

export function encodeManifestIndex(index: ManifestIndex): string {
  return JSON.stringify({ v: WIRE_VERSION, ...index });
}

export function decodeManifestIndex(text: string): Decoded<ManifestIndex> {
  return decodeWith(manifestIndex, text);
}

function decodeOutcomes(value: Readonly<Record<string, unknown>>, entries: readonly unknown[]): LedgerBody {
  const { worker, boot } = value;
  if (typeof worker !== "string" || typeof boot !== "string") return { kind: "garbage", problem: "outcomes without worker or boot" };
  const outcomes: Outcome[] = [];
  for (const entry of entries) {
    const outcome = decodeOutcome(entry);
    if (outcome === undefined) return { kind: "garbage", problem: `outcome ${outcomes.length} cannot be read` };
    outcomes.push(outcome);
  }
  return { kind: "outcomes", worker, boot, outcomes };
}

/** `byHand` may know a value at once; where it does not, the schema decides. */
function decodeWith<T>(schema: z.ZodType<T>, text: string, byHand?: (value: Readonly<Record<string, unknown>>) => T | undefined): Decoded<T> {
  const value = parseJson(text);
  if (!isRecord(value)) return { ok: false, problem: "not a JSON object" };
  if (value["v"] !== WIRE_VERSION) return { ok: false, problem: `version ${String(value["v"])} is not known`, version: Number(value["v"]) };
  const known = byHand?.(value);
  if (known !== undefined) return { ok: true, value: known };
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  return { ok: false, problem: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "invalid"}` };
}

function ofOtherVersion(version: unknown): LedgerBody {
  return typeof version === "number" && version > 0 ? { kind: "unknownVersion", version } : { kind: "garbage", problem: "no version" };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
