/**
 * Why a try of a document, or a task of a job, ended other than `Succeeded`.
 *
 * One closed table: the same word stands in outcomes, `results.jsonl`, status, events, log fields and metric labels.
 * Snapshots keep the place of a reason in this table, so it only ever grows at its end.
 */

/** May a try that failed for this reason be followed by another? `once`: one more time in a stage, whatever attempts are left. */
export type Retry = "yes" | "once" | "never";

export interface ReasonFacts {
  readonly retry: Retry;
  /** For people: what happened and what to do about it, in one sentence. */
  readonly text: string;
}

export const REASONS = {
  Encrypted: { retry: "never", text: "The file is protected by a password; remove the protection and run the document again." },
  Corrupt: { retry: "never", text: "The content does not follow its own format; the file is damaged or cut short." },
  Empty: { retry: "never", text: "The file has no bytes, or no pages." },
  UnsupportedType: { retry: "never", text: "The content is of a type that this handler does not take." },
  TooLarge: { retry: "never", text: "The file is larger than the limit on its bytes." },
  TooManyPages: { retry: "never", text: "The file has more pages than the limit." },
  TooManyPixels: { retry: "never", text: "A page has more pixels than the limit." },
  DecompressionLimit: { retry: "never", text: "The content unpacks to more bytes than the limit." },
  NotFound: { retry: "never", text: "There is nothing at the document's address." },
  Forbidden: { retry: "never", text: "The worker may not read the document's address." },
  SourceChanged: { retry: "never", text: "The document was replaced while the job was working on it." },
  BlockedAddress: { retry: "never", text: "The document's address is one that workers may not call." },
  UnsafePath: { retry: "never", text: "The path leads out of its volume, or goes round in circles through links." },
  LanguageMissing: { retry: "never", text: "The data of a language that the options ask for is not installed." },
  InvalidResult: { retry: "never", text: "The handler's answer is not what its contract asks for." },
  RejectedByHandler: { retry: "never", text: "The handler judged the document unfit." },
  HandlerError: { retry: "yes", text: "The handler reported an error." },
  HandlerCrashed: { retry: "yes", text: "The process that ran the handler ended while it worked on the document." },
  Timeout: { retry: "once", text: "The document took longer than documentTimeoutSeconds." },
  PageTimeout: { retry: "once", text: "One page took longer than its time limit." },
  OutOfMemory: { retry: "once", text: "The process passed its share of the memory limit while it worked on the document." },
  WorkerCrashed: { retry: "never", text: "Three workers in a row went away while they worked on this document alone." },
  TriesExhausted: { retry: "never", text: "The document was given back or lost more often than can be counted." },
  Unavailable: { retry: "yes", text: "The source, the store or a service did not answer; the document waits and is tried again." },
  OutputUnwritable: { retry: "yes", text: "The output could not be written; check its space and permissions." },
  NotAble: { retry: "yes", text: "The worker cannot do this item (an unknown version, or a missing part of its set-up)." },
  Drain: { retry: "yes", text: "The worker was told to stop and gave the document back." },
  Yield: { retry: "yes", text: "The slot had held its item for long and gave the rest back, so that others get their turn." },
  UnsupportedAddress: { retry: "never", text: "The document's address is of a kind, or on a volume, that this worker cannot fetch from." },
  ValidationFailed: { retry: "never", text: "The document does not pass the checks that the options ask for." },
  Truncated: { retry: "never", text: "The file ends before its content does; fetch or copy it again." },
  UnsupportedEncoding: { retry: "never", text: "The content is of a known type, in an encoding that cannot be decoded here; convert it." },
  NotAFile: { retry: "never", text: "The path is a folder, a pipe, a socket or a device, and no regular file." },
  AddressRefused: { retry: "never", text: "The server of the document's address does not take the request, or redirects without end." },
  TooManyMembers: { retry: "never", text: "The archive has more members than the limit; split it." },
} as const satisfies Record<string, ReasonFacts>;

export type Reason = keyof typeof REASONS;

const names = Object.keys(REASONS) as Reason[];
const codes = new Map(names.map((name, code) => [name, code]));

export function isReason(value: unknown): value is Reason {
  return typeof value === "string" && codes.has(value as Reason);
}

/** The place of a reason in the table, 0 to 254: what compact state keeps of it. */
export function toReasonCode(reason: Reason): number {
  return codes.get(reason) ?? 0;
}

/** The reason at a place; a place that a newer version wrote reads as `HandlerError`. */
export function fromReasonCode(code: number): Reason {
  return names[code] ?? "HandlerError";
}

/** How often a try that failed for this reason may be followed by another. */
export function retryOf(reason: Reason): Retry {
  return REASONS[reason].retry;
}
