import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { createFoldState } from "../../engine/ledger/fold-state.ts";
import type { DocumentResult, EndedHow } from "./document-result.ts";
import { SummaryBuilder, levelsOf } from "./summary.ts";

const STAGES = ["text", "words"];
const job = { namespace: "default", name: "j", uid: "u" };

function makeResult(overrides: Partial<DocumentResult> = {}): DocumentResult {
  return { id: "a", index: 0, outcome: "Succeeded", attempts: 2, stages: STAGES.map((name) => ({ name, millis: 10, attempts: 1 })), outputs: [], ...overrides };
}

describe("levelsOf", () => {
  test("names every level of a group, and none where there is no group", () => {
    expect(levelsOf("a/b/c")).toEqual(["a", "a/b", "a/b/c"]);
    expect([levelsOf(undefined), levelsOf("")]).toEqual([[], []]);
  });
});

describe("the summary", () => {
  const document = fc.record({ how: fc.constantFrom<EndedHow>("Succeeded", "Failed", "Skipped", "Cancelled"), stage: fc.nat(1), group: fc.constantFrom(undefined, "a", "a/b", "c") });

  test("adds up at every level: documents, stages and groups", () => {
    fc.assert(
      fc.property(fc.array(document, { maxLength: 50 }), (documents) => {
        const builder = new SummaryBuilder(STAGES, documents.length);
        documents.forEach(({ how, stage, group }, index) => builder.add(makeResult({ index, outcome: how, group }), how === "Succeeded" ? 1 : stage));
        const summary = builder.build({ job, state: createFoldState() });
        const sum = (of: { succeeded: number; failed: number; skipped: number; cancelled: number }): number => of.succeeded + of.failed + of.skipped + of.cancelled;
        expect(sum(summary.documents)).toBe(documents.length);
        for (const each of [...summary.stages, ...Object.values(summary.groups)]) expect(sum(each)).toBe(each.total);
        const endedEarly = documents.filter(({ how, stage }) => how !== "Succeeded" && stage === 0).length;
        expect(summary.stages[1]?.total ?? 0).toBe(documents.length - endedEarly);
        expect(summary.groups["a"]?.total ?? 0).toBe(documents.filter(({ group }) => group === "a" || group === "a/b").length);
      }),
    );
  });

  test("groups failures by reason and stage, the most frequent first, with a document to look at", () => {
    const builder = new SummaryBuilder(STAGES, 3);
    builder.add(makeResult({ id: "x", outcome: "Failed", reason: "Timeout", message: "slow" }), 1);
    builder.add(makeResult({ id: "y", outcome: "Failed", reason: "Corrupt", message: "cut" }), 0);
    builder.add(makeResult({ id: "z", outcome: "Failed", reason: "Corrupt" }), 0);
    expect(builder.build({ job, state: createFoldState() }).failures).toEqual([
      { reason: "Corrupt", stage: "text", count: 2, sampleDocument: "y", message: "cut" },
      { reason: "Timeout", stage: "words", count: 1, sampleDocument: "x", message: "slow" },
    ]);
  });

  test("measures a document by all its tries at all stages", () => {
    const builder = new SummaryBuilder(STAGES, 20);
    for (let index = 1; index <= 20; index += 1) builder.add(makeResult({ stages: [{ name: "text", millis: index * 10, attempts: 1 }] }), 1);
    expect(builder.build({ job, state: createFoldState() }).millis).toEqual({ average: 105, p50: 100, p95: 190 });
  });
});
