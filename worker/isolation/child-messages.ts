/** What a parent and its child say to each other. One message there and one back for each document. */
import { isReason } from "../../contract/reasons.ts";
import { isRecord } from "../../contract/wire/is-record.ts";
import { MAX_WARNINGS } from "../../contract/wire/outcome.ts";
import type { DocumentEnding } from "../document-ending.ts";
import type { DocumentTask, StageContext } from "../document-task.ts";
import type { SetupModule } from "../handler-setup.ts";

/** The first message to a child. */
export interface SetupMessage {
  readonly kind: "setup";
  readonly setup: SetupModule;
}

export interface RunMessage {
  readonly kind: "run";
  /** Left out while it is the same as for the document before. */
  readonly context?: StageContext;
  readonly task: Omit<DocumentTask, "context">;
}

export type ToChild = SetupMessage | RunMessage;

/** A line for the log. */
export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export type FromChild =
  | { readonly kind: "ready" }
  /** The setup failed; the child ends. */
  | { readonly kind: "unable"; readonly message: string }
  /** An error that nobody caught ends the child. */
  | { readonly kind: "dying"; readonly message: string }
  | ({ readonly kind: "log" } & LogLine)
  | { readonly kind: "ended"; readonly ending: DocumentEnding };

/** A child has read foreign bytes, so what it says is checked. Undefined for what is no message. */
export function parseFromChild(message: unknown): FromChild | undefined {
  if (!isRecord(message)) return undefined;
  switch (message["kind"]) {
    case "ready":
      return { kind: "ready" };
    case "unable":
    case "dying":
      return { kind: message["kind"], message: String(message["message"]).slice(0, 1000) };
    case "log":
      return parseLog(message);
    case "ended":
      return isEnding(message["ending"]) ? { kind: "ended", ending: message["ending"] } : undefined;
    default:
      return undefined;
  }
}

const MAX_LOG_FIELDS = 16;
const MAX_LOG_CHARACTERS = 500;
const MAX_NAME_CHARACTERS = 64;

/** Numbers and short texts, and no more of them than a line takes. */
function parseLog({ level, fields, message }: Readonly<Record<string, unknown>>): FromChild | undefined {
  if ((level !== "info" && level !== "warn" && level !== "error") || !isText(message) || !isRecord(fields)) return undefined;
  const kept = Object.entries(fields).slice(0, MAX_LOG_FIELDS).flatMap(([name, value]): [string, string | number][] => {
    if (typeof value === "number") return [[name.slice(0, MAX_NAME_CHARACTERS), value]];
    return isText(value) ? [[name.slice(0, MAX_NAME_CHARACTERS), value.slice(0, MAX_LOG_CHARACTERS)]] : [];
  });
  return { kind: "log", level, fields: Object.fromEntries(kept), message: message.slice(0, MAX_LOG_CHARACTERS) };
}

function isEnding(value: unknown): value is DocumentEnding {
  return isRecord(value) && isInput(value["input"]) && ENDINGS.get(value["ending"])?.(value) === true;
}

type Fields = Readonly<Record<string, unknown>>;

/** What a child may say; whether it was able or was stopped is the parent's to tell. */
const ENDINGS = new Map<unknown, (fields: Fields) => boolean>([
  ["Succeeded", (f) => Array.isArray(f["files"]) && f["files"].every(isStagedFile) && isOptional(f["engine"], isText) && isOptional(f["reusedFrom"], isText) && isOptional(f["warnings"], isWarnings)],
  ["Failed", (f) => isReason(f["reason"]) && isText(f["message"]) && isOptional(f["retryAfterSeconds"], isCount)],
  ["Rejected", (f) => isReason(f["reason"]) && isText(f["message"])],
  ["Skipped", (f) => isText(f["message"])],
  ["Unavailable", (f) => isText(f["message"])],
  ["Split", (f) => isCount(f["parts"]) && isCount(f["pagesPerPart"]) && isCount(f["pages"])],
]);

function isWarnings(value: unknown): boolean {
  return Array.isArray(value) && value.length <= MAX_WARNINGS && value.every(isText);
}

/** A file of the scratch folder: a name that leads out of it would be moved into the output. */
function isStagedFile(value: unknown): boolean {
  if (!isRecord(value) || !isText(value["file"]) || !isText(value["suffix"])) return false;
  const isInside = value["file"].split("/").every((name) => name !== "" && name !== "." && name !== "..");
  return isInside && !value["suffix"].includes("/") && isCount(value["bytes"]) && isText(value["sha256"]);
}

function isInput(value: unknown): boolean {
  return value === undefined || (isRecord(value) && isCount(value["bytes"]) && isText(value["sha256"]));
}

function isOptional(value: unknown, check: (present: unknown) => boolean): boolean {
  return value === undefined || check(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && Number.isSafeInteger(value);
}
