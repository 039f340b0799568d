/** What can be known of an item that this program cannot decode: enough to hand it back. */
import { isRecord } from "./is-record.ts";
import { type DocumentTry, JOIN, type Part } from "./outcome.ts";

export type PeekedItem =
  | { readonly kind: "documents"; readonly job: string; readonly stage: number; readonly documents: readonly DocumentTry[] }
  | { readonly kind: "task"; readonly job: string; readonly task: "discover" | "finalize"; readonly round: number; readonly try: number };

const MAX_DOCUMENTS = 10_000;
const MAX_UID_CHARACTERS = 64;

/** Undefined when it is garbage. */
export function peekItem(text: string): PeekedItem | undefined {
  const value = parse(text);
  if (!isRecord(value)) return undefined;
  const { job, kind } = value;
  if (typeof job !== "string" || job === "" || job.length > MAX_UID_CHARACTERS) return undefined;
  if (kind === "discover" || kind === "finalize") return peekTask(job, kind, value);
  const { stage, documents } = value;
  if (!isCount(stage) || !Array.isArray(documents) || documents.length === 0 || documents.length > MAX_DOCUMENTS) return undefined;
  const tries = documents.flatMap((document) => peekDocument(document) ?? []);
  return tries.length === documents.length ? { kind: "documents", job, stage, documents: tries } : undefined;
}

function peekTask(job: string, task: "discover" | "finalize", value: Readonly<Record<string, unknown>>): PeekedItem | undefined {
  const round = value["round"] ?? 0;
  const tryNumber = value["try"];
  return isCount(round) && isCount(tryNumber) && tryNumber > 0 ? { kind: "task", job, task, round, try: tryNumber } : undefined;
}

function peekDocument(value: unknown): DocumentTry | undefined {
  if (!isRecord(value)) return undefined;
  const { index, part, partTry } = value;
  const tryNumber = value["try"];
  if (!isCount(index) || !isCount(tryNumber) || tryNumber === 0) return undefined;
  if (part === undefined) return { index, try: tryNumber };
  return isPart(part) && isCount(partTry) && partTry > 0 ? { index, try: tryNumber, part, partTry } : undefined;
}

function isPart(value: unknown): value is Part {
  return value === JOIN || isCount(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && Number.isSafeInteger(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
