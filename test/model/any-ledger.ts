/** Ledgers that no sane program writes: any entry may follow any other. What was said of few documents, so that much of it meets. */
import fc from "fast-check";
import { encodeControl, encodeOutcomes } from "../../contract/wire/codec.ts";
import type { ControlRecord } from "../../contract/wire/control.ts";
import type { DocumentOutcome, DocumentTry, Outcome } from "../../contract/wire/outcome.ts";
import type { StoredRecord } from "./broker.ts";

/** One more than there are, of each. */
const index = fc.nat(3);
const stage = fc.nat(2);
const tryNumber = fc.integer({ min: 1, max: 3 });
const part = fc.constantFrom<number | "join">(0, 1, 2, "join");
const boot = fc.constantFrom("a", "b", "c", "d");

const documentTry = fc.oneof(fc.record({ index, try: tryNumber }), fc.record({ index, try: tryNumber, part, partTry: tryNumber }));
const facts = fc.constantFrom<{ [K in DocumentOutcome["outcome"]]: Omit<Extract<DocumentOutcome, { outcome: K }>, "index" | "stage" | "try"> }[DocumentOutcome["outcome"]]>(
  { outcome: "Succeeded" },
  { outcome: "Succeeded" },
  { outcome: "Failed", reason: "HandlerError", last: false },
  { outcome: "Failed", reason: "Timeout", last: false },
  { outcome: "Failed", reason: "OutOfMemory", last: false, retryAfterSeconds: 7 },
  { outcome: "Failed", reason: "Corrupt", last: false },
  { outcome: "Failed", reason: "HandlerError", last: true },
  { outcome: "Rejected", reason: "Corrupt" },
  { outcome: "Skipped" },
  { outcome: "Split", parts: 2, pagesPerPart: 1, pages: 2, sha256: "0" },
  { outcome: "Split", parts: 3, pagesPerPart: 1, pages: 3, sha256: "0" },
);
const documentOutcome = fc.tuple(documentTry, stage, facts).map(([identity, place, rest]): DocumentOutcome => ({ ...identity, stage: place, ...rest }));
const named = fc.array(documentTry, { minLength: 1, maxLength: 3 });
const outcome = fc.oneof<fc.WeightedArbitrary<Outcome>[]>(
  { weight: 8, arbitrary: documentOutcome },
  { weight: 2, arbitrary: fc.record({ outcome: fc.constant("Lost" as const), stage, documents: named }) },
  { weight: 2, arbitrary: fc.record({ outcome: fc.constant("Returned" as const), stage, documents: named, why: fc.constantFrom("drain", "yield", "unavailable", "notAble"), started: fc.boolean() }) },
  { weight: 3, arbitrary: fc.tuple(documentTry, stage).map(([identity, place]): Outcome => ({ outcome: "Started", ...identity, stage: place })) },
);
const outcomes = fc.tuple(fc.array(outcome, { minLength: 1, maxLength: 3 }), boot).map(([entries, from]) => ({ text: encodeOutcomes({ worker: "w", boot: from, outcomes: entries }), control: false }));

const control = fc
  .oneof<fc.Arbitrary<ControlRecord>[]>(
    fc.constantFrom<ControlRecord>({ type: "Suspended" }, { type: "Resumed" }, { type: "PolicyTripped", failed: 1, ended: 20 }, { type: "Leader", term: 2 }),
    fc.record({ type: fc.constant("Sealed" as const), reason: fc.constantFrom("Completed", "Completed", "DeadlineExceeded", "FailurePolicy", "Cancelled") }),
    fc.record({ type: fc.constant("Finalized" as const), round: fc.nat(2), countsAddUp: fc.constant(true) }),
    fc.record({ type: fc.constant("Reopened" as const), round: fc.integer({ min: 1, max: 3 }), failedBeforeMs: fc.integer({ min: 0, max: 90_000 }) }),
    fc.record({ type: fc.constant("Reopened" as const), round: fc.integer({ min: 1, max: 3 }), failedBeforeMs: fc.constant(90_000), reasons: fc.constant(["Timeout" as const]) }),
    // A leader speaks of documents that there are.
    fc.record({ type: fc.constant("WorkerCrashed" as const), index: fc.nat(2), stage, try: tryNumber }),
    fc.record({ type: fc.constant("WorkerCrashed" as const), index: fc.nat(2), stage, try: tryNumber, part, partTry: tryNumber }),
    fc.record({ type: fc.constant("Carried" as const), outcomes: fc.array(documentOutcome, { maxLength: 3 }) }),
  )
  .map((record) => ({ text: encodeControl({ term: 1, record }), control: true }));

const discovered = { text: encodeControl({ term: 1, record: { type: "Discovered", run: "r", total: 3, pages: 1, stages: 2, blockSize: 2, sha256: "" } }), control: true };
const message = fc.oneof({ weight: 12, arbitrary: outcomes }, { weight: 3, arbitrary: control }, { weight: 1, arbitrary: fc.constantFrom(discovered, { text: "{", control: false }) });

/** Three documents of two stages. Times rise by a second a record. */
export const anyLedger: fc.Arbitrary<StoredRecord[]> = fc
  .array(message, { minLength: 1, maxLength: 80, size: "max" })
  .map((messages) => [discovered, ...messages].map((each, place) => ({ ...each, sequence: place + 1, timeMs: (place + 1) * 1000 })));

const suspectStep = fc.record({ says: fc.constantFrom("Started", "Started", "Lost", "Lost", "Failed", "Returned", "anything"), boot });

/** One document, or a part of one, whose every try is lost, fails or is given back, with or without a word of Started before. */
export const suspectLedger: fc.Arbitrary<StoredRecord[]> = fc.tuple(fc.boolean(), fc.array(suspectStep, { minLength: 1, maxLength: 40, size: "max" })).map(([inPart, steps]) => {
  const split: Outcome = { outcome: "Split", index: 0, stage: 0, try: 1, parts: 2, pagesPerPart: 1, pages: 2, sha256: "0" };
  const start = inPart ? [discovered, { text: encodeOutcomes({ worker: "w", boot: "a", outcomes: [split] }), control: false }] : [discovered];
  let current = 1;
  const messages = steps.map((step) => {
    const which = inPart ? { index: 0, try: 1, part: 1, partTry: current } : { index: 0, try: current };
    if (step.says !== "Started" && step.says !== "anything") current += 1;
    return { text: encodeOutcomes({ worker: "w", boot: step.boot, outcomes: suspectEntries(step.says, which) }), control: false };
  });
  return [...start, ...messages].map((each, place) => ({ ...each, sequence: place + 1, timeMs: (place + 1) * 1000 }));
});

function suspectEntries(says: string, which: DocumentTry): Outcome[] {
  if (says === "Started") return [{ outcome: "Started", stage: 0, ...which }];
  if (says === "Failed") return [{ outcome: "Failed", stage: 0, ...which, reason: "HandlerError", last: false }];
  if (says === "Returned") return [{ outcome: "Returned", stage: 0, documents: [which], why: "drain", started: true }];
  return says === "Lost" ? [{ outcome: "Lost", stage: 0, documents: [which] }] : [];
}
